"""JSON from outside, as Postgres can keep it."""

from __future__ import annotations

import math
from typing import Any

DEEPEST = 64
"""Levels that are kept: nothing genuine has a quarter of them, and what is far deeper can neither
be read again nor walked through."""


def storable(value: Any, levels: int = DEEPEST) -> Any:
    """The same JSON without what jsonb refuses: NUL, halves of surrogate pairs, NaN and infinity.

    What lies deeper than `levels` is left out (null).
    """
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict | list) and not levels:
        return None
    if isinstance(value, dict):
        return {storable(name): storable(inner, levels - 1) for name, inner in value.items()}
    if isinstance(value, list):
        return [storable(inner, levels - 1) for inner in value]
    return value
