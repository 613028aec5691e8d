"""Skips time for everyone at once: the stand-ins, and the bot through its `/clock`.

A skip stops at every due row, of the bot and of the local Stripe, in the order of time, so that
nothing that lies between now and the target is jumped over.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.sandbox.clock import Clock

PATIENCE = aiohttp.ClientTimeout(total=120)
FARTHEST = timedelta(days=400)
MOST_REPEATS = 3
"""How often the same due thing may come up again before the skip gives up."""


class SkipError(Exception):
    """The skip could not be done, or not to its end; the message says why."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something that happens by itself. `at` is aware; `what` a word of whoever does it."""

    at: datetime
    what: str
    who: str

    def as_json(self) -> dict[str, str]:
        """For the page and for tests."""
        return {"at": self.at.isoformat(), "what": self.what, "who": self.who}


@dataclass(frozen=True)
class Timetable:
    """Of one stand-in: what it does next, and how to let it do what is due by now."""

    who: str
    next_due: Callable[[], tuple[datetime, str] | None]
    run_due: Callable[[datetime], Awaitable[object]]

    def soonest(self) -> Due | None:
        """What it does next by itself."""
        coming = self.next_due()
        return None if coming is None else Due(*coming, self.who)


class Skipper:
    """Moves the sandbox's clock and the bot's together."""

    def __init__(
        self,
        clock: Clock,
        bot_url: str,
        timetables: list[Timetable],
        tell: Callable[..., None],
    ) -> None:
        self._clock = clock
        self._bot_url = bot_url.rstrip("/")
        self._timetables = timetables
        self._tell = tell
        self._lock = asyncio.Lock()

    async def look(self) -> dict[str, Any]:
        """Now, and what will happen next; `bot` says whether the bot answers."""
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
                _, bot_next = await self._ask(session)
        except SkipError:
            return {**self._present(None), "bot": "down"}
        return {**self._present(bot_next), "bot": "up"}

    async def skip(
        self, *, to: datetime | None = None, by: timedelta | None = None
    ) -> dict[str, Any]:
        """Go to `to` (aware), or `by` ahead, or with neither to whatever comes next.

        Answers like `look`, and with the `steps` on the way. Raises SkipError.
        """
        async with self._lock, aiohttp.ClientSession(timeout=PATIENCE) as session:
            bot_now, bot_next = await self._ask(session)
            # Whoever is behind (a fresh database, or fresh books) catches up: time never goes back.
            self._clock.advance(bot_now)
            target = to or (self._clock.now() + by if by is not None else None)
            if target is None:
                following = self._soonest(bot_next)
                if following is None:
                    raise SkipError("Nothing is waiting to happen.")
                target = following.at
            if target > self._clock.now() + FARTHEST:
                raise SkipError(f"At most {FARTHEST.days} days at once.")
            steps, bot_next = await self._walk(session, target, bot_next)
            return {**self._present(bot_next), "bot": "up", "steps": steps}

    async def _walk(
        self, session: aiohttp.ClientSession, target: datetime, bot_next: Due | None
    ) -> tuple[list[dict[str, str]], Due | None]:
        steps: list[dict[str, str]] = []
        seen: dict[Due, int] = {}
        while True:
            due = self._soonest(bot_next)
            if due is None or due.at > target:
                return steps, await self._step(session, target)
            seen[due] = seen.get(due, 0) + 1
            if seen[due] > MOST_REPEATS:
                raise SkipError(f"{due.who} does not get past {due.what} ({due.at:%d %b %H:%M}).")
            if seen[due] == 1:
                steps.append(due.as_json())
            bot_next = await self._step(session, due.at)

    async def _step(self, session: aiohttp.ClientSession, to: datetime) -> Due | None:
        """Everyone goes to one instant; answers what the bot will do next."""
        # The stand-ins first: what the bot now asks of them happens at the new time.
        self._clock.advance(to)
        to = self._clock.now()
        await self._ask(session, to)
        for timetable in self._timetables:
            await timetable.run_due(to)
        # Once more, so that the bot has worked off what it was told by webhook meanwhile.
        _, bot_next = await self._ask(session, to)
        self._tell("clock", **self._present(bot_next))
        return bot_next

    def _soonest(self, bot_next: Due | None) -> Due | None:
        dues = [bot_next, *(timetable.soonest() for timetable in self._timetables)]
        return min((due for due in dues if due is not None), key=lambda due: due.at, default=None)

    def _present(self, bot_next: Due | None) -> dict[str, Any]:
        soonest = self._soonest(bot_next)
        return {
            "now": self._clock.now().isoformat(timespec="seconds"),
            "offset_seconds": round(self._clock.offset.total_seconds()),
            "next": soonest.as_json() if soonest else None,
        }

    async def _ask(
        self, session: aiohttp.ClientSession, to: datetime | None = None
    ) -> tuple[datetime, Due | None]:
        """The bot's now and what it will do next, after moving it to `to` where given."""
        url = f"{self._bot_url}/clock"
        try:
            if to is None:
                request = session.get(url)
            else:
                request = session.post(url, json={"to": to.isoformat()})
            async with request as answer:
                if answer.status == HTTPStatus.BAD_GATEWAY:
                    raise SkipError("No bot is running; its clock and the sandbox's move together.")
                if not answer.ok:
                    said = (await answer.text())[:200]
                    raise SkipError(f"The bot's clock answered {answer.status}: {said}")
                facts = await answer.json()
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise SkipError(
                f"The bot does not answer at {self._bot_url} ({type(problem).__name__}):"
                " is it running? Its clock and the sandbox's move together or not at all."
            ) from None
        following = facts.get("next")
        due = following and Due(parse_instant(following["at"]), following["what"], "The bot")
        return parse_instant(facts["now"]), due or None


def parse_instant(text: str) -> datetime:
    """An ISO instant as aware UTC; raises ValueError for one without a zone."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return instant.astimezone(UTC)
