"""From the strings of a form to the types of the contract, refusing in Stripe's way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.sandbox.stripe.errors import StripeError, bad_param, missing, unknown
from bot.sandbox.stripe.forms import Node
from bot.sandbox.stripe.ports import Obj

_READ: dict[str, tuple[re.Pattern[str], Callable[[str], Any], str | None]] = {
    "integer": (re.compile(r"-?\d{1,18}"), int, "parameter_invalid_integer"),
    "number": (re.compile(r"-?\d{1,18}(\.\d+)?"), float, None),
    "boolean": (re.compile("true|false"), "true".__eq__, None),
}


def coerce_params(schema: Obj, form: dict[str, Node]) -> Obj:
    """Return the form's parameters with their types.

    Raises StripeError for an unknown or missing name and for a value of the wrong kind.
    """
    return _object(schema, form, "")


def _coerce(schema: Obj, value: Node, at: str) -> Any:
    if "anyOf" in schema:
        return _any_of(schema["anyOf"], value, at)
    kind = schema.get("type")
    if kind == "object":
        if not isinstance(value, dict):
            raise _empty(at) if value == "" else bad_param("Invalid object", at)
        return _object(schema, value, at)
    if kind == "array":
        return _array(schema, value, at)
    if isinstance(value, dict):
        raise bad_param(f"Invalid {kind or 'value'}: an object was sent for {at}", at)
    return _scalar(schema, str(kind), value, at)


def _object(schema: Obj, value: dict[str, Node], at: str) -> Obj:
    properties: Obj = schema.get("properties", {})
    free = schema.get("additionalProperties")
    read: Obj = {}
    for name, child in value.items():
        path = f"{at}[{name}]" if at else name
        if name in properties:
            read[name] = _coerce(properties[name], child, path)
        elif isinstance(free, dict):
            # An empty value unsets a key of a free map (metadata), so it is never refused.
            read[name] = "" if child == "" else _coerce(free, child, path)
        else:
            raise unknown(path)
    for name in schema.get("required", []):
        if name not in read:
            raise missing(f"{at}[{name}]" if at else name)
    return read


def _array(schema: Obj, value: Node, at: str) -> list[Any]:
    if not isinstance(value, dict) or not all(key.isdigit() for key in value):
        raise bad_param("Invalid array", at)
    items = sorted(value.items(), key=lambda item: int(item[0]))
    return [_coerce(schema["items"], item, f"{at}[{index}]") for index, item in items]


def _any_of(choices: list[Obj], value: Node, at: str) -> Any:
    refusals: list[tuple[bool, StripeError]] = []
    for choice in choices:
        try:
            return _coerce(choice, value, at)
        except StripeError as refusal:
            composite = choice.get("type") in ("object", "array")
            refusals.append((composite == isinstance(value, dict), refusal))
    # The choice of the same shape as what was sent explains best what is wrong with it.
    raise next((refusal for alike, refusal in refusals if alike), refusals[0][1])


def _scalar(schema: Obj, kind: str, value: str, at: str) -> Any:
    enum = schema.get("enum")
    if enum is not None:
        if value not in enum:
            allowed = ", ".join(str(item) for item in enum if item)
            raise bad_param(f"Invalid {at}: must be one of {allowed}", at)
        return value
    if value == "":
        raise _empty(at)
    if kind in _READ:
        pattern, read, code = _READ[kind]
        if not pattern.fullmatch(value):
            raise bad_param(f"Invalid {kind}: {value}", at, code)
        return read(value)
    longest = schema.get("maxLength")
    if longest is not None and len(value) > longest:
        raise bad_param(f"Invalid string: {at} has more than {longest} characters", at)
    return value


def _empty(at: str) -> StripeError:
    return bad_param(
        f"An empty value was sent for '{at}', which would unset it; it cannot be unset.",
        at,
        "parameter_invalid_empty",
    )
