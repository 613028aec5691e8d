"""Stripe's own schema file: which calls exist, what they take, and what they answer."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from bot.sandbox.stripe.coerce import coerce_params
from bot.sandbox.stripe.errors import bad_param
from bot.sandbox.stripe.forms import Node
from bot.sandbox.stripe.ports import Obj

FILE = Path(__file__).parent / "contract.json"
_OBJECT_REF = "#/components/schemas/"


@dataclass(frozen=True)
class Operation:
    """One call of the API."""

    method: str
    template: str
    params: Obj
    response: Obj
    objects: Obj

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The path as a pattern whose groups are the ids in it."""
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.template) + "$")

    @cached_property
    def _request_schema(self) -> Draft202012Validator:
        return Draft202012Validator(self.params)

    @cached_property
    def _response_schema(self) -> Draft202012Validator:
        return Draft202012Validator({**self.response, "$defs": self.objects})

    def read(self, form: dict[str, Node]) -> Obj:
        """Return the parameters with their types; StripeError where the contract refuses them."""
        params = coerce_params(self.params, form)
        for error in self._request_schema.iter_errors(params):
            raise _refusal(error)
        return params

    def complaints(self, body: Obj) -> list[str]:
        """Return where an answer departs from the contract; nothing when it keeps to it."""
        return [
            f"{self.method} {self.template} {error.json_path}: {error.message}"
            for error in self._response_schema.iter_errors(body)
        ]


@dataclass(frozen=True)
class Contract:
    """The whole file."""

    version: str
    operations: tuple[Operation, ...]
    objects: Obj

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """Return the call and the ids in its path, or None where the contract has no such call."""
        for operation in self.operations:
            if operation.method == method and (match := operation.pattern.match(path)):
                return operation, match.groupdict()
        return None

    def complaints(self, kind: str, body: Obj) -> list[str]:
        """Return where an object departs from its schema; nothing when it keeps to it."""
        schema = {"$ref": f"#/$defs/{kind}", "$defs": self.objects}
        return [
            f"{kind} {error.json_path}: {error.message}"
            for error in Draft202012Validator(schema).iter_errors(body)
        ]


@lru_cache(maxsize=1)
def load() -> Contract:
    """Read the contract beside this file, once."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    objects = {name: _plain(schema) for name, schema in raw["objects"].items()}
    operations = tuple(
        Operation(method.upper(), template, _params(call), _response(call["response"]), objects)
        for template, calls in raw["paths"].items()
        for method, call in calls.items()
    )
    return Contract(raw["version"], operations, objects)


def _params(call: Obj) -> Obj:
    schema: Obj = _plain(call["request"])
    properties = dict(schema.get("properties", {}))
    required = list(schema.get("required", []))
    for query in call["query"]:
        properties[query["name"]] = _plain(query["schema"])
        if query["required"]:
            required.append(query["name"])
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _response(response: Any) -> Obj:
    if isinstance(response, str):
        return {"$ref": f"#/$defs/{response}"}
    plain: Obj = _plain(response)
    return plain


def _plain(schema: Any) -> Any:
    """Turn OpenAPI's `nullable` and references into what JSON Schema knows."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _plain(value) for key, value in schema.items() if key != "nullable"}
    ref = plain.get("$ref")
    if isinstance(ref, str) and ref.startswith(_OBJECT_REF):
        plain["$ref"] = "#/$defs/" + ref.removeprefix(_OBJECT_REF)
    if schema.get("nullable") is True and isinstance(plain.get("type"), str):
        plain["type"] = [plain["type"], "null"]
        if "enum" in plain:
            plain["enum"] = [*plain["enum"], None]
    return plain


def _refusal(error: ValidationError) -> Exception:
    head, *rest = [str(part) for part in error.absolute_path] or ["request"]
    return bad_param(f"Invalid value: {error.message}", head + "".join(f"[{p}]" for p in rest))
