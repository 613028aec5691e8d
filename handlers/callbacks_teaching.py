"""The buttons of those who teach and of the admins who let them; as handlers/callbacks.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.ids import ExpertId, SessionId
from handlers.packing import Press

# Becoming and being an expert ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Expert(Press):
    """One's own expert profile; who has none is asked the first question."""

    CODE: ClassVar[str] = "tp"


@dataclass(frozen=True, slots=True)
class ApplyStep(Press):
    """Ask a question of the application (again)."""

    CODE: ClassVar[str] = "ta"
    step: str


@dataclass(frozen=True, slots=True)
class Apply(Press):
    """Send the application as it was shown."""

    CODE: ClassVar[str] = "ts"


@dataclass(frozen=True, slots=True)
class EditExpert(Press):
    """Type one field of the profile anew."""

    CODE: ClassVar[str] = "te"
    step: str


@dataclass(frozen=True, slots=True)
class PickCurrency(Press):
    """Be paid in this currency."""

    CODE: ClassVar[str] = "tc"
    currency: str


@dataclass(frozen=True, slots=True)
class MakeRooms(Press):
    """Meet in a room made for each session."""

    CODE: ClassVar[str] = "to"


@dataclass(frozen=True, slots=True)
class TakeBookings(Press):
    """Take new bookings (1), or pause all sessions (0)."""

    CODE: ClassVar[str] = "tz"
    on: int


@dataclass(frozen=True, slots=True)
class Earnings(Press):
    """What one earned, by month."""

    CODE: ClassVar[str] = "tm"


@dataclass(frozen=True, slots=True)
class Rules(Press):
    """The rules that one's bookings are made by."""

    CODE: ClassVar[str] = "tk"


@dataclass(frozen=True, slots=True)
class SetRule(Press):
    """Set one of the rules to what the button said: "policy=strict", "instant=1"."""

    CODE: ClassVar[str] = "tr"
    choice: str


# Sessions ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewSession(Press):
    """Begin a new session."""

    CODE: ClassVar[str] = "nn"


@dataclass(frozen=True, slots=True)
class NewStep(Press):
    """Ask a question about the new session (again)."""

    CODE: ClassVar[str] = "ns"
    step: str


@dataclass(frozen=True, slots=True)
class NewDuration(Press):
    """The new session lasts this many minutes."""

    CODE: ClassVar[str] = "nd"
    minutes: int


@dataclass(frozen=True, slots=True)
class NewPrice(Press):
    """The new session costs this, in minor units."""

    CODE: ClassVar[str] = "np"
    cents: int


@dataclass(frozen=True, slots=True)
class MySessions(Press):
    """A page of one's own sessions."""

    CODE: ClassVar[str] = "sl"
    page: int


@dataclass(frozen=True, slots=True)
class MySession(Press):
    """One's own session, with what can be changed most often."""

    CODE: ClassVar[str] = "sc"
    session_id: SessionId


@dataclass(frozen=True, slots=True)
class MoreOfSession(Press):
    """The same session, with the rest of what can be changed."""

    CODE: ClassVar[str] = "sm"
    session_id: SessionId


@dataclass(frozen=True, slots=True)
class OpenSession(Press):
    """Let the session be booked (1), or pause it (0)."""

    CODE: ClassVar[str] = "so"
    session_id: SessionId
    on: int


@dataclass(frozen=True, slots=True)
class EditSession(Press):
    """Ask for one field of the session."""

    CODE: ClassVar[str] = "sf"
    session_id: SessionId
    step: str


@dataclass(frozen=True, slots=True)
class SetSession(Press):
    """Set one field of the session to what the button said: "price=45000"; "-" empties it."""

    CODE: ClassVar[str] = "sv"
    session_id: SessionId
    choice: str

    @property
    def step(self) -> str:
        """The field."""
        return self.choice.partition("=")[0]

    @property
    def value(self) -> str:
        """What it becomes."""
        return self.choice.partition("=")[2]


# Admins --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Health(Press):
    """How the bot is doing."""

    CODE: ClassVar[str] = "ad"


@dataclass(frozen=True, slots=True)
class Applications(Press):
    """A page of the applications that wait."""

    CODE: ClassVar[str] = "al"
    page: int


@dataclass(frozen=True, slots=True)
class ShowApplication(Press):
    """One application as it stands."""

    CODE: ClassVar[str] = "ac"
    expert_id: ExpertId


@dataclass(frozen=True, slots=True)
class Verify(Press):
    """Let them offer sessions."""

    CODE: ClassVar[str] = "av"
    expert_id: ExpertId


@dataclass(frozen=True, slots=True)
class Reject(Press):
    """Turn the application down; the reason is asked for first."""

    CODE: ClassVar[str] = "ax"
    expert_id: ExpertId


@dataclass(frozen=True, slots=True)
class Experts(Press):
    """A page of the experts who are verified."""

    CODE: ClassVar[str] = "ae"
    page: int


@dataclass(frozen=True, slots=True)
class AskUnverify(Press):
    """Take a verification back; what it means is said, and the reason asked for, first."""

    CODE: ClassVar[str] = "au"
    expert_id: ExpertId


@dataclass(frozen=True, slots=True)
class Unverify(Press):
    """Take it back, for the reason that was typed."""

    CODE: ClassVar[str] = "aw"
    expert_id: ExpertId
