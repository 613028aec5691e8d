"""The whole product on one stage: the bot as its own process, both stand-ins, people with phones.

Everything goes over HTTP on loopback, exactly as `make run` starts it.
"""

from __future__ import annotations

import asyncio
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from bot.sandbox.client import Phone
from bot.sandbox.launch import Sandbox
from tests.servers import SETTINGS

MAIN = Path(__file__).parents[2] / "main.py"
ANN, BO, MARIA, JONAS, AMIRA, ADA = 1001, 1002, 2001, 2002, 2003, 3001
GOOD_CARD, DECLINED_CARD = "4242424242424242", "4000000000000002"
A_DAY = re.compile(r"^\d{1,2}$")


@dataclass
class Stage:
    """The running product; `url` is the sandbox's."""

    url: str
    bot_url: str
    http: aiohttp.ClientSession

    def phone(self, person: int) -> Phone:
        """This person's phone."""
        return Phone(self.url, person, self.http)

    async def pay(self, checkout: str, card: str = GOOD_CARD) -> dict[str, Any]:
        """Pay in the Checkout at this address; answers what the Checkout page is told."""
        async with self.http.post(f"{checkout}/pay", json={"number": card}) as answer:
            return dict(await answer.json())

    async def clock(self) -> dict[str, Any]:
        """Now, and what comes next."""
        async with self.http.get(f"{self.url}/sandbox/clock") as answer:
            return dict(await answer.json())

    async def now(self) -> datetime:
        """The domain's time, UTC."""
        return datetime.fromisoformat((await self.clock())["now"])

    async def skip(self, **how: Any) -> list[str]:
        """Skip `to` an instant, `by` seconds or to the `next` event; what happened on the way."""
        async with self.http.post(f"{self.url}/sandbox/clock", json=how) as answer:
            said = dict(await answer.json())
            assert answer.ok, said
            return [step["what"] for step in said["steps"]]

    async def skip_to(self, event: str) -> None:
        """Skip from event to event until this one has happened."""
        for _ in range(20):
            if event in await self.skip(next=True):
                return
        raise AssertionError(f"{event} did not come")

    async def switch(self, **switches: float) -> None:
        """Make the local Stripe behave badly, or well again (`reset`)."""
        address = f"{self.url}/stripe/sandbox/switches"
        async with self.http.post(address, json=switches) as answer:
            assert answer.ok, await answer.text()

    async def stripe(self, currency: str = "dkk") -> tuple[int, int, int]:
        """What the local Stripe's own books say is (held, captured, refunded), minor units."""
        async with self.http.get(f"{self.url}/stripe/sandbox/books") as answer:
            sums = (await answer.json())["currencies"].get(currency, {})
        return sums.get("held", 0), sums.get("captured", 0), sums.get("refunded", 0)


@asynccontextmanager
async def raised(database_url: str, folder: Path, **settings: str) -> AsyncIterator[Stage]:
    """Start everything on a seeded database; stopped at the end, the bot gracefully.

    `settings` are the bot's, beside those that the sandbox gives it; {url} is the sandbox's.
    """
    port = _free_port()
    more = {name: value.format(url=f"http://127.0.0.1:{port}") for name, value in settings.items()}
    sandbox = Sandbox(
        port=port,
        books=folder / "books",
        bot_command=[sys.executable, str(MAIN), "run"],
        bot_environment={
            "DATABASE_URL": database_url,
            "PATH": "/usr/bin:/bin",
            **SETTINGS,
            **more,
        },
        database_url=database_url,
    )
    async with sandbox, aiohttp.ClientSession() as http:
        await _answers(http, f"{sandbox.bot_url}/ready")
        yield Stage(sandbox.url, sandbox.bot_url, http)


async def _answers(http: aiohttp.ClientSession, url: str) -> None:
    retry = aiohttp.ClientTimeout(total=30)
    async with asyncio.timeout(30):
        while True:
            try:
                async with http.get(url, timeout=retry) as answer:
                    if answer.ok:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def settle_in(phone: Phone, city: str = "Copenhagen") -> None:
    """/start, and the time zone where the bot asks for it."""
    await phone.send("/start")
    if (await phone.wait_for()).button(city):
        await phone.tap(city)
        await phone.wait_for(button="Find a session")


async def choose(
    phone: Phone, expert: str = "Maria", *, topic: str = "Python", ahead: int = 4
) -> None:
    """From /book to the summary, at the first time of the last but one day on show."""
    await phone.send("/book")
    await phone.wait_for(button=topic)
    await phone.tap(topic)
    await phone.wait_for(button=expert)
    await phone.tap(expert)
    await _to_a_day(phone, ahead)
    times = await phone.wait_for(button=re.compile(r"^\d{1,2}[:.]\d\d$"))
    await phone.tap(re.compile(r"^\d{1,2}[:.]\d\d$"), message=times)
    await phone.wait_for(button="Book it")


async def _to_a_day(phone: Phone, ahead: int) -> None:
    """Some days ahead, so that both reminders and every deadline still lie before it."""
    days = await phone.wait_for(button=re.compile("Earliest"))
    free = [button.text for button in days.buttons if A_DAY.match(button.text)]
    if len(free) <= ahead:
        following = re.compile(r"^[A-Z].* ›$")
        await phone.tap(following, message=days)
        days = await phone.wait_for(button=A_DAY)
        free = [button.text for button in days.buttons if A_DAY.match(button.text)]
        ahead = min(2, len(free) - 1)
    await phone.tap(re.compile(f"^{free[ahead]}$"), message=days)


async def book(phone: Phone, expert: str = "Maria", **how: Any) -> str:
    """Book as `choose` does; returns the address of the Checkout."""
    await choose(phone, expert, **how)
    await phone.tap("Book it")
    await phone.wait_for(button="Pay")
    return await phone.url("Pay")


async def request(stage: Stage, phone: Phone, expert: str = "Maria", **how: Any) -> None:
    """Book and pay; the expert has been asked."""
    checkout = await book(phone, expert, **how)
    await stage.pay(checkout)
    await phone.wait_for("held on your card")


def hours(count: float) -> float:
    """So many hours, in the seconds that a skip takes."""
    return timedelta(hours=count).total_seconds()
