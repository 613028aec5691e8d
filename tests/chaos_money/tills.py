"""How learners pay: on the Checkout's page over HTTP, with every test card there is."""

from __future__ import annotations

import random
from typing import Any
from uuid import UUID

import aiohttp

from bot.sandbox.stripe.cards import MEANS, Does
from tests.chaos_money.stage import Stage

WEIGHTS: dict[Does, int] = {
    "pays": 50,
    "is_declined": 9,
    "asks": 7,
    "asks_then_declines": 3,
    "loses_hold": 4,
    "fails_capture": 4,
    "refunds_late": 6,
    "fails_refund": 4,
    "is_disputed": 2,
    "pays_late": 7,
    "fails_late": 4,
}
"""How often each kind of card is taken out of a purse; one of its numbers, by chance."""


UNPAID = ("declined", "asks", "open")


async def pay(
    stage: Stage, booking: UUID, link: str, chance: random.Random
) -> tuple[list[str], bool]:
    """Pay, as well as one can: a refused card is followed by another one, or by giving up.

    Returns the kinds of card that were tried, and whether something may come of it. Some
    people pay in every Checkout that was ever opened for their booking and still takes a card, and
    some press the button twice.
    """
    tried: list[str] = []
    said = "open"
    for _ in range(3):
        number, does = _card(chance)
        tried.append(does)
        again = chance.random() < 0.08
        said = await _press(stage, link, number)
        if again:
            await _press(stage, link, number)
        if said == "asks":
            said = await _answer_bank(stage, link, confirmed=chance.random() < 0.8)
        if said not in UNPAID or chance.random() < 0.25:
            break
    if chance.random() < 0.4:
        for other in _open_links(stage, booking):
            await _press(stage, other, "4242424242424242")
    return tried, said not in UNPAID


def _card(chance: random.Random) -> tuple[str, Does]:
    [does] = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
    return chance.choice([means.number for means in MEANS if means.does == does]), does


def _open_links(stage: Stage, booking: UUID) -> list[str]:
    of_booking = [("json_extract(body, '$.client_reference_id') = ?", str(booking))]
    sessions = stage.stripe.books.find("checkout.session", [*of_booking])
    return [session["url"] for session in sessions if session["status"] == "open"]


async def _press(stage: Stage, link: str, number: str) -> str:
    return await _post(stage.http, f"{link}/pay", {"number": number})


async def _answer_bank(stage: Stage, link: str, *, confirmed: bool) -> str:
    return await _post(stage.http, f"{link}/authenticate", {"confirmed": confirmed})


async def _post(http: aiohttp.ClientSession, url: str, body: dict[str, Any]) -> str:
    async with http.post(url, json=body) as answer:
        assert answer.status < 500, await answer.text()
        return str((await answer.json())["state"])
