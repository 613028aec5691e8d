"""A skip of time stops at every due row of the bot and of the local Stripe."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox.clock import Clock
from bot.sandbox.skipping import SkipError, Skipper, Timetable, parse_instant


class BotClock:
    """A bot's `/clock` with things that fall due; `stuck` ones never get done."""

    def __init__(self, start: datetime) -> None:
        self.now = start
        self.dues: list[tuple[datetime, str]] = []
        self.stuck = False
        self.done: list[str] = []

    def _answer(self) -> web.Response:
        coming = min(self.dues, default=None)
        following = coming and {"at": coming[0].isoformat(), "what": coming[1]}
        return web.json_response({"now": self.now.isoformat(), "next": following})

    async def get(self, _request: web.Request) -> web.Response:
        return self._answer()

    async def post(self, request: web.Request) -> web.Response:
        to = datetime.fromisoformat((await request.json())["to"])
        self.now = max(self.now, min([to, *(at for at, _ in self.dues)]))
        if not self.stuck:
            self.done += [what for at, what in sorted(self.dues) if at <= self.now]
            self.dues = [due for due in self.dues if due[0] > self.now]
        return self._answer()


class Till:
    """A stand-in with one thing that falls due."""

    def __init__(self, due: tuple[datetime, str]) -> None:
        self.due: tuple[datetime, str] | None = due
        self.at: datetime | None = None

    async def run(self, now: datetime) -> None:
        if self.due is not None and self.due[0] <= now:
            self.at, self.due = now, None


@pytest.fixture
async def bot() -> AsyncIterator[tuple[BotClock, str]]:
    clock = BotClock(datetime.now(UTC))
    app = web.Application()
    app.router.add_get("/clock", clock.get)
    app.router.add_post("/clock", clock.post)
    async with TestServer(app) as server:
        yield clock, str(server.make_url("/"))


def told(events: list[str]) -> Any:
    return lambda kind, **facts: events.append(facts["now"])


async def test_what_is_due_on_the_way_happens_in_its_order(bot: tuple[BotClock, str]) -> None:
    ours, url = bot
    hour = timedelta(hours=1)
    start = ours.now
    ours.dues = [(start + 2 * hour, "hold"), (start + 5 * hour, "reminder_24h")]
    till = Till((start + 3 * hour, "checkout_expires"))
    clock = Clock()
    table = Timetable("Stripe", lambda: till.due, till.run)
    skipper = Skipper(clock, url, [table], told([]))
    facts = await skipper.skip(by=4 * hour)
    assert [step["what"] for step in facts["steps"]] == ["hold", "checkout_expires"]
    assert ours.done == ["hold"]
    assert till.at is not None
    assert abs(till.at - (start + 3 * hour)) < timedelta(seconds=2)
    assert facts["next"]["what"] == "reminder_24h"
    facts = await skipper.skip()
    assert ours.done == ["hold", "reminder_24h"]
    assert facts["next"] is None
    assert abs(clock.now() - (start + 5 * hour)) < timedelta(seconds=2)
    with pytest.raises(SkipError, match="Nothing is waiting"):
        await skipper.skip()


async def test_a_bot_that_does_not_get_on_ends_the_skip(bot: tuple[BotClock, str]) -> None:
    ours, url = bot
    ours.dues, ours.stuck = [(ours.now + timedelta(hours=1), "hold")], True
    with pytest.raises(SkipError, match="does not get past hold"):
        await Skipper(Clock(), url, [], told([])).skip(by=timedelta(hours=2))


async def test_without_the_bot_time_stands_still() -> None:
    clock = Clock()
    skipper = Skipper(clock, "http://127.0.0.1:9", [], told([]))
    assert (await skipper.look())["bot"] == "down"
    with pytest.raises(SkipError, match="is it running"):
        await skipper.skip(by=timedelta(hours=1))
    assert clock.offset == timedelta(0)


async def test_a_skip_has_an_end(bot: tuple[BotClock, str]) -> None:
    with pytest.raises(SkipError, match="400 days"):
        await Skipper(Clock(), bot[1], [], told([])).skip(by=timedelta(days=500))


def test_an_instant_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        parse_instant("2026-11-24T16:00:00")


def test_the_clock_keeps_its_offset(tmp_path: Any) -> None:
    clock = Clock(tmp_path / "clock.json")
    clock.advance(clock.now() + timedelta(days=2))
    clock.advance(clock.now() - timedelta(days=1))
    again = Clock(tmp_path / "clock.json")
    assert timedelta(days=1, hours=23) < again.offset < timedelta(days=2, hours=1)
