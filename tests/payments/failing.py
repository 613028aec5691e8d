"""Gateways that fail on purpose; behind them is the local Stripe."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable
from typing import Any

from bot.payments.model import Unavailable
from tests.payments.conftest import Booking

Act = Callable[[Booking], Awaitable[None]] | None


class Killed(BaseException):
    """The process died here."""


class Trouble:
    """A gateway of which one method fails `times` times, before or after it did its work."""

    def __init__(
        self,
        gateway: Any,
        method: str,
        *,
        error: Callable[[], BaseException],
        after: bool = True,
        times: int = 1,
    ) -> None:
        self._gateway = gateway
        self._method = method
        self._error = error
        self._after = after
        self.left = times

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._gateway, name)
        if name != self._method:
            return real

        async def troubled(*args: Any, **more: Any) -> Any:
            if self.left and not self._after:
                self.left -= 1
                raise self._error()
            done = await real(*args, **more)
            if self.left:
                self.left -= 1
                raise self._error()
            return done

        return troubled


def no_answer() -> BaseException:
    return Unavailable("no answer")


class Blind:
    """A gateway that never sees a refund in its looks, as if Stripe's lists lagged behind."""

    def __init__(self, gateway: Any) -> None:
        self._gateway = gateway
        self.asked = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._gateway, name)

    async def intent(self, intent_id: str) -> Any:
        return dataclasses.replace(await self._gateway.intent(intent_id), refunds=())

    async def refund(self, *args: Any) -> Any:
        self.asked += 1
        return await self._gateway.refund(*args)


class Instead:
    """A gateway that does something else in place of some methods."""

    def __init__(self, gateway: Any, **methods: Callable[..., Awaitable[Any]]) -> None:
        self._gateway = gateway
        self._methods = methods

    def __getattr__(self, name: str) -> Any:
        return self._methods.get(name) or getattr(self._gateway, name)
