"""Faults on demand: what a bot must bear from Telegram and the network."""

import asyncio
import random
from dataclasses import asdict, dataclass
from typing import Any

from bot.sandbox.telegram.errors import BotApiError, too_many_requests

KINDS = {"error", "error_after", "too_many", "delay", "late", "cut", "cut_after", "again", "replay"}
UPDATE = "update"
"""In the place of a method: the delivery of an update to the bot."""
_REPEATS = {"again", "replay"}


class Cut(Exception):
    """Close the connection without an answer; `acted` where the work was done."""

    acted = False


@dataclass
class Fault:
    """The next `times` calls of `method` ('*': any) fail in the way of `kind`.

    error: 502 before acting · error_after: 502 after acting · too_many: 429 with `seconds` as
    retry_after · delay: acted on after `seconds` · late: acted on at once, answered after `seconds`
    · cut, cut_after: no answer, before or after acting. Of updates: again: the same once more ·
    replay: an old one of that chat once more. `chat_id` narrows it to one chat; with a `rate` below
    one it is thrown for, with dice of its own that begin with `seed`.
    """

    kind: str
    method: str = "*"
    times: int = 1
    seconds: float = 1
    chat_id: int | None = None
    rate: float = 1.0
    seed: int = 0

    def fits(self, method: str, params: dict[str, Any]) -> bool:
        """Whether this call is one of those."""
        if (self.kind in _REPEATS) != (method == UPDATE):
            return False
        if self.method not in {"*", method} or self.times <= 0:
            return False
        return self.chat_id is None or params.get("chat_id") == self.chat_id


class Faults:
    """The faults that are switched on."""

    def __init__(self) -> None:
        self._faults: list[tuple[Fault, random.Random]] = []

    def add(self, wanted: dict[str, Any]) -> None:
        """Switch a fault on; raises ValueError for one that is not known."""
        try:
            fault = Fault(**wanted)
        except TypeError as wrong:
            raise ValueError(str(wrong)) from None
        if fault.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(sorted(KINDS))}")
        dice = random.Random(f"{fault.seed} {fault.kind} {fault.method}")  # noqa: S311
        self._faults.append((fault, dice))

    def clear(self) -> None:
        """Switch all off."""
        self._faults.clear()

    def listed(self) -> list[dict[str, Any]]:
        """Those that are still to come."""
        return [asdict(fault) for fault, _ in self._faults if fault.times > 0]

    def take(self, method: str, params: dict[str, Any]) -> Fault | None:
        """The fault that hits this call, used up by one."""
        for fault, dice in self._faults:
            if fault.fits(method, params) and (fault.rate >= 1 or dice.random() < fault.rate):
                fault.times -= 1
                return fault
        return None

    @staticmethod
    async def before(fault: Fault | None) -> None:
        """What happens before the call is acted on."""
        match fault:
            case Fault(kind="delay"):
                await asyncio.sleep(fault.seconds)
            case Fault(kind="too_many"):
                raise too_many_requests(int(fault.seconds))
            case Fault(kind="error"):
                raise BotApiError(502, "Bad Gateway")
            case Fault(kind="cut"):
                raise Cut

    @staticmethod
    async def after(fault: Fault | None) -> None:
        """What happens after it was acted on."""
        match fault:
            case Fault(kind="late"):
                await asyncio.sleep(fault.seconds)
            case Fault(kind="error_after" | "cut_after"):
                lost = Cut() if fault.kind == "cut_after" else BotApiError(502, "Bad Gateway")
                lost.acted = True
                raise lost
