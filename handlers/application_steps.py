"""The order of the questions of an application: which comes after, and which Back leads to.

Until all of it was shown to be checked, the questions come one after the other, forth and Back
alike: one that was answered already shows its answer and can be left as it is. From then on a
question is a tap on a part, and both ways lead back to the whole.
"""

from __future__ import annotations

from typing import Any

STEPS = ("bio", "topics", "rate", "meeting")
"""The questions, in their order."""
CHECK = "check"
"""What stands after the last: all of it, to be checked."""
NEEDS = {
    "bio": "bio",
    "topics": "areas",
    "rate": "rate_cents",
    "meeting": "meeting_url",
}
"""Which fact answers a question."""

Draft = dict[str, Any]


def missing(draft: Draft) -> str | None:
    """The first question that has no answer yet."""
    return next((each for each in STEPS if NEEDS[each] not in draft.get("facts", {})), None)


def after(draft: Draft, step: str) -> str:
    """What comes once `step` is answered."""
    at = STEPS.index(step) + 1
    return CHECK if draft.get("checked") or at == len(STEPS) else STEPS[at]


def before(draft: Draft, step: str) -> str | None:
    """Where Back leads from `step`; None from the first question."""
    if draft.get("checked") and missing(draft) is None:
        return CHECK
    at = STEPS.index(step)
    return STEPS[at - 1] if at else None


def kept(draft: Draft, step: str) -> str | None:
    """What comes where `step` is left as it was answered before; None: it must be answered."""
    if draft.get("checked") or NEEDS[step] not in draft.get("facts", {}):
        return None
    return after(draft, step)
