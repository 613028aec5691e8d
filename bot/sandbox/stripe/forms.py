"""Form bodies as Stripe reads them: `a[b][0][c]=x` becomes nested dictionaries."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.sandbox.stripe.errors import StripeError

Node = str | dict[str, "Node"]

_KEY = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")
_PART = re.compile(r"\[([^\[\]]*)\]")


def decode(pairs: Iterable[tuple[str, str]]) -> dict[str, Node]:
    """Nest the pairs; list items keep their index (or the next free one for `[]`) as a key.

    Raises StripeError for a name that is not well formed or is both a value and a parent.
    """
    root: dict[str, Node] = {}
    for name, value in pairs:
        match = _KEY.match(name)
        if match is None:
            raise StripeError(f"Invalid parameter name: {name}", param=name, stored=False)
        _put(root, [match[1], *_PART.findall(match[2])], value, name)
    return root


def _put(root: dict[str, Node], path: list[str], value: str, name: str) -> None:
    node = root
    for step in path[:-1]:
        child = node.setdefault(step or str(len(node)), {})
        if isinstance(child, str):
            raise StripeError(f"Invalid parameter: {name}", param=name, stored=False)
        node = child
    last = path[-1] or str(len(node))
    if isinstance(node.get(last), dict):
        raise StripeError(f"Invalid parameter: {name}", param=name, stored=False)
    node[last] = value
