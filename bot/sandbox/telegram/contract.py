"""Reads requests by the published contract and checks answers against it.

The contract (`bot/sandbox/contracts/telegram-bot-api.json`) names every method, parameter,
type and field of Bot API 10.1. Telegram ignores what it does not know; this stand-in refuses
it, so that a misspelt parameter is found here and not by a user.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from bot.sandbox.telegram.errors import bad_request

ARRAY = "Array of "
TRUE_WORDS = {"true", "1", "yes"}
FALSE_WORDS = {"false", "0", "no", ""}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a multipart request."""

    name: str
    mime: str
    body: bytes


class MisfitError(Exception):
    """A value that does not fit its type; the message says where and why."""


class Contract:
    """The methods and types of the Bot API."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._types: dict[str, dict[str, Any]] = raw["types"]
        self._methods: dict[str, dict[str, Any]] = raw["methods"]
        # Each type's fields with their types, and those that must be there.
        self._fields: dict[str, tuple[dict[str, list[str]], set[str]]] = {
            name: _fields(kind.get("fields", [])) for name, kind in self._types.items()
        }
        self._by_lower_name = {name.lower(): name for name in self._methods}

    def method_name(self, name: str) -> str | None:
        """The method's exact name; Telegram does not mind upper and lower case."""
        return self._by_lower_name.get(name.lower())

    def read(self, method: str, raw: dict[str, Any], uploads: dict[str, Upload]) -> dict[str, Any]:
        """The typed parameters of a request; strings of a form are parsed by their type.

        Raises BotApiError 400 for an unknown, missing or ill-typed parameter.
        """
        fields = {field["name"]: field for field in self._methods[method].get("fields", [])}
        attached = {
            value.removeprefix("attach://")
            for value in _strings(raw)
            if value.startswith("attach://")
        }
        unknown = (raw.keys() | uploads.keys()) - fields.keys() - attached
        if unknown:
            raise bad_request(f'unknown parameter "{min(unknown)}" of {method}')
        given: dict[str, Any] = {}
        for name, field in fields.items():
            value = uploads.get(name, raw.get(name))
            if value is None or (value == "" and not field["required"]):
                if field["required"]:
                    raise _missing(method, name)
                continue
            try:
                given[name] = self._parse(field["types"], value, name, uploads)
            except MisfitError as misfit:
                raise bad_request(f"can't parse {misfit}") from None
        return given

    def check_answer(self, method: str, answer: object) -> None:
        """Raise MisfitError where an answer of ours is not what the contract promises."""
        self._check(self._methods[method]["returns"], answer, method)

    def check(self, type_name: str, value: object) -> None:
        """Raise MisfitError where `value` is no `type_name`."""
        self._check([type_name], value, type_name)

    def _parse(
        self, types: list[str], value: object, where: str, uploads: dict[str, Upload]
    ) -> Any:
        if isinstance(value, Upload):
            if "InputFile" not in types:
                raise MisfitError(f'parameter "{where}": no file expected')
            return value
        if isinstance(value, str):
            if "InputFile" in types and value.startswith("attach://"):
                return _attached(value, where, uploads)
            return self._parse_text([t for t in types if t != "InputFile"], value, where)
        self._check(types, value, where)
        return value

    def _parse_text(self, types: list[str], value: str, where: str) -> Any:
        last = MisfitError(f'parameter "{where}"')
        for type_name in types:
            try:
                return self._parse_text_as(type_name, value, where)
            except MisfitError as misfit:
                last = misfit
        raise last

    def _parse_text_as(self, type_name: str, value: str, where: str) -> Any:
        if type_name == "String":
            return value
        if type_name == "Boolean":
            word = value.lower()
            if word in TRUE_WORDS | FALSE_WORDS:
                return word in TRUE_WORDS
            raise MisfitError(f'parameter "{where}": Boolean expected')
        if type_name in {"Integer", "Float"}:
            try:
                return int(value) if type_name == "Integer" else float(value)
            except ValueError:
                raise MisfitError(f'parameter "{where}": {type_name} expected') from None
        try:
            parsed = json.loads(value)
        except ValueError:
            raise MisfitError(f'parameter "{where}": JSON of {type_name} expected') from None
        self._check([type_name], parsed, where)
        return parsed

    def _check(self, types: list[str], value: object, where: str) -> None:
        if len(types) == 1:
            self._check_one(types[0], value, where)
            return None
        misfits = []
        for type_name in types:
            try:
                return self._check_one(type_name, value, where)
            except MisfitError as misfit:
                misfits.append(misfit)
        raise max(misfits, key=lambda misfit: str(misfit).count("."))

    def _check_one(self, type_name: str, value: object, where: str) -> None:
        if type_name.startswith(ARRAY):
            if not isinstance(value, list):
                raise MisfitError(f'"{where}": Array expected')
            for index, item in enumerate(value):
                self._check_one(type_name.removeprefix(ARRAY), item, f"{where}.{index}")
        elif type_name in _SIMPLE:
            if not _SIMPLE[type_name](value):
                raise MisfitError(f'"{where}": {type_name} expected')
        elif "subtypes" in self._types[type_name]:
            self._check(self._types[type_name]["subtypes"], value, where)
        else:
            self._check_object(type_name, value, where)

    def _check_object(self, type_name: str, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise MisfitError(f'"{where}": Object {type_name} expected')
        fields, required = self._fields[type_name]
        for name, field_value in value.items():
            if name not in fields:
                raise MisfitError(f'"{where}": {type_name} has no field "{name}"')
            self._check(fields[name], field_value, f"{where}.{name}")
        missing = required - value.keys()
        if missing:
            raise MisfitError(f'"{where}": field "{min(missing)}" of {type_name} is required')


_SIMPLE = {
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "Boolean": lambda value: isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
    "InputFile": lambda value: isinstance(value, str),
}

# Telegram has words of its own for what is most often forgotten.
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
    "message_id": "message identifier is not specified",
}


def _fields(listed: list[dict[str, Any]]) -> tuple[dict[str, list[str]], set[str]]:
    types = {field["name"]: field["types"] for field in listed}
    return types, {field["name"] for field in listed if field["required"]}


def _missing(method: str, name: str) -> Exception:
    return bad_request(_MISSING.get(name, f'parameter "{name}" of {method} is required'))


def _attached(value: str, where: str, uploads: dict[str, Upload]) -> Upload:
    name = value.removeprefix("attach://")
    if name not in uploads:
        raise MisfitError(f'parameter "{where}": no file "{name}" in the request')
    return uploads[name]


def _strings(raw: dict[str, Any]) -> list[str]:
    return [value for value in raw.values() if isinstance(value, str)]


@cache
def bot_api() -> Contract:
    """The contract that ships with the sandbox."""
    file = resources.files("bot.sandbox") / "contracts" / "telegram-bot-api.json"
    return Contract(json.loads(file.read_text(encoding="utf-8")))
