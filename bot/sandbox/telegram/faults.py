"""Faults on demand: what a bot must bear from Telegram and the network."""

import asyncio
from dataclasses import asdict, dataclass
from typing import Any

from bot.sandbox.telegram.errors import BotApiError, too_many_requests

KINDS = {"error", "error_after", "too_many", "delay", "cut", "cut_after"}


class Cut(Exception):
    """Close the connection without an answer."""


@dataclass
class Fault:
    """The next `times` calls of `method` ('*': any) fail in the way of `kind`.

    error: 502 before acting · error_after: 502 after acting · too_many: 429 with `seconds` as
    retry_after · delay: answered after `seconds` · cut, cut_after: no answer, before or after
    acting. `chat_id` narrows it to one chat.
    """

    kind: str
    method: str = "*"
    times: int = 1
    seconds: float = 1
    chat_id: int | None = None

    def fits(self, method: str, params: dict[str, Any]) -> bool:
        """Whether this call is one of those."""
        if self.method not in {"*", method} or self.times <= 0:
            return False
        return self.chat_id is None or params.get("chat_id") == self.chat_id


class Faults:
    """The faults that are switched on."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, wanted: dict[str, Any]) -> None:
        """Switch a fault on; raises ValueError for one that is not known."""
        try:
            fault = Fault(**wanted)
        except TypeError as wrong:
            raise ValueError(str(wrong)) from None
        if fault.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(sorted(KINDS))}")
        self._faults.append(fault)

    def clear(self) -> None:
        """Switch all off."""
        self._faults.clear()

    def listed(self) -> list[dict[str, Any]]:
        """Those that are still to come."""
        return [asdict(fault) for fault in self._faults if fault.times > 0]

    def take(self, method: str, params: dict[str, Any]) -> Fault | None:
        """The fault that hits this call, used up by one."""
        for fault in self._faults:
            if fault.fits(method, params):
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
    def after(fault: Fault | None) -> None:
        """What happens after it was acted on."""
        match fault:
            case Fault(kind="error_after"):
                raise BotApiError(502, "Bad Gateway")
            case Fault(kind="cut_after"):
                raise Cut
