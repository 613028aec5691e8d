"""Refusals: what the rules can say no to.

A refusal is an answer, not a failure: the person asked for something that the rules do not allow
now, and hears what to do next. Its `code` is the SQLSTATE that Postgres raises for it (listed in
db/sql/README.md) and names its sentence, `refusal-<code>`, in bot/locales. What is neither
a refusal nor `NotNow` is a bug.
"""

from __future__ import annotations

from typing import ClassVar


class NotNow(Exception):
    """Neither a refusal nor a bug: what is asked is away or taken. Trying again is all it needs.

    `retry_after` is the wait in seconds that it asks for, where it does.
    """

    retry_after: float | None = None


class Refusal(Exception):
    """The rules say no. `detail` is for the log or names a field; it is never shown as it is."""

    code: ClassVar[str] = ""
    detail: str | None

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or type(self).__name__)
        self.detail = detail

    @property
    def key(self) -> str:
        """The locale key of the sentence that tells the person, and of what to do next."""
        return f"refusal-{self.code.lower()}"


class SlotTaken(Refusal):
    """Every seat of the slot is taken, or the expert is booked elsewhere at that time."""

    code = "BK001"


class SlotPast(Refusal):
    """The slot has started, or starts sooner than the expert's minimum notice allows."""

    code = "BK002"


class LearnerBusy(Refusal):
    """The learner has another booking that overlaps the slot."""

    code = "BK003"


class OwnSession(Refusal):
    """The learner is the expert of this session."""

    code = "BK004"


class ExpertUnavailable(Refusal):
    """The expert is not verified or has paused, or the session is not open."""

    code = "BK005"


class NotFound(Refusal):
    """No such thing, or it is somebody else's: the two are told apart to nobody."""

    code = "BK006"


class WrongState(Refusal):
    """The booking's state has no such event: it was answered, cancelled or ended before."""

    code = "BK007"

    @property
    def key(self) -> str:
        """An answer that comes after its time is told so: nothing was settled by anybody."""
        return f"{super().key}-late" if self.detail == "late" else super().key


class NoProfile(Refusal):
    """The person lacks the learner or expert profile that this needs (`detail` says which)."""

    code = "BK008"

    @property
    def key(self) -> str:
        """Learners and experts are missing different things, and go on differently."""
        return f"{super().key}-expert" if self.detail == "expert" else super().key


class InvalidInput(Refusal):
    """A value is outside what the field allows; `detail` names the field."""

    code = "BK009"


class PriceTooLow(Refusal):
    """The price is above nothing and below the least that Stripe charges in its currency."""

    code = "BK010"


class TermsChanged(Refusal):
    """Cancelling returns less than the person was told; nothing was cancelled."""

    code = "BK011"


class TooMany(Refusal):
    """More than one person may have at a time; `detail` says of what."""

    code = "BK012"

    @property
    def key(self) -> str:
        """What to do next depends on what there is too much of; bookings need no word for it."""
        return super().key if self.detail in (None, "pending") else f"{super().key}-{self.detail}"


REFUSALS: tuple[type[Refusal], ...] = (
    SlotTaken,
    SlotPast,
    LearnerBusy,
    OwnSession,
    ExpertUnavailable,
    NotFound,
    WrongState,
    NoProfile,
    InvalidInput,
    PriceTooLow,
    TermsChanged,
    TooMany,
)
"""Every refusal there is; db/errors.py maps from it and the locale tests go through it."""

BY_CODE: dict[str, type[Refusal]] = {refusal.code: refusal for refusal in REFUSALS}
