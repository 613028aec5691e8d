"""Every conversation that awaits words: a picture, /cancel, a correction, and two at once."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import asyncpg
import pytest

from bot.domain.ids import BookingId, ExpertId
from bot.services import administration
from db.session import Database
from handlers.callbacks import AskZone, Stop, TypeWindows
from handlers.callbacks_operations import RefundOther
from handlers.callbacks_teaching import EditExpert, Reject
from tests.builders import a_booking, a_learner, a_session, a_slot, an_expert
from tests.handlers.phone import Phone
from tests.handlers.test_book import photo

FLOWS = ("note", "zone", "windows", "expert", "session", "reason", "refund")


@pytest.fixture
async def jonas(jonas: Phone, db: Database) -> Phone:
    """Who learns, teaches and looks after things: every conversation is open to him."""
    async with db.begin() as tx:
        await administration.appoint(tx, [2002])
    return jonas


async def begin(phone: Phone, owner: asyncpg.Connection, flow: str) -> None:
    """Until words are awaited."""
    if flow == "note":
        await phone.say("/book")
        for label in ("SQL", "Maria", "Earliest", "Add a note"):
            await phone.tap(label)
    elif flow == "session":
        await phone.say("/newsession")
    elif flow == "reason":
        applicant = await an_expert(owner, name="Clara", status="pending")
        assert applicant.expert_id
        await phone.press(Reject(ExpertId(applicant.expert_id)).pack())
    elif flow == "refund":
        slot = await a_slot(owner, await a_session(owner, await an_expert(owner, name="Cleo")))
        learner = await a_learner(owner, name="Di")
        booking = await a_booking(owner, learner, slot, state="confirmed/captured")
        await phone.press(RefundOther(BookingId(booking)).pack())
    else:
        press = {"zone": AskZone(), "windows": TypeWindows(), "expert": EditExpert("bio")}[flow]
        await phone.press(press.pack())
    assert await awaited(owner) == [flow]


async def awaited(owner: asyncpg.Connection) -> list[str]:
    """The conversations that wait for words; the booking flow's may only know what is open."""
    asking = await owner.fetch(
        "select name from app.conversations where coalesce((data ->> 'asking')::boolean, true)"
    )
    return [row["name"] for row in asking]


@pytest.mark.parametrize("flow", FLOWS)
async def test_a_picture_is_no_answer_and_the_question_stays(
    jonas: Phone, owner: asyncpg.Connection, flow: str
) -> None:
    await begin(jonas, owner, flow)
    before = len(jonas.texts)
    await jonas.receive(photo(jonas))
    assert len(jonas.texts) > before
    assert "I only read words" in jonas.text or "Please type the note as text" in jonas.text
    assert jonas.labels
    assert await awaited(owner) == [flow]


@pytest.mark.parametrize("flow", FLOWS)
async def test_cancel_by_word_and_by_button_ends_it_and_leads_on(
    jonas: Phone, owner: asyncpg.Connection, flow: str
) -> None:
    ends: list[Callable[[], Any]] = [
        lambda: jonas.say("/cancel"),
        lambda: jonas.press(Stop().pack()),
    ]
    for end in ends:
        await begin(jonas, owner, flow)
        await end()
        assert "I no longer wait" in jonas.text or "Nothing was changed" in jonas.text
        assert jonas.labels
        assert await awaited(owner) == []
        late = "You wrote: “too late”" if flow == "note" else "don't know what to do with that"
        assert late in await jonas.say("too late")


@pytest.mark.parametrize("flow", FLOWS)
async def test_a_correction_is_not_taken_for_the_answer(
    jonas: Phone, owner: asyncpg.Connection, flow: str
) -> None:
    await begin(jonas, owner, flow)
    update: dict[str, Any] = jonas.api.message(jonas.id, "mon 9-17")
    update["edited_message"] = {**update.pop("message"), "edit_date": 1_700_000_001}
    assert "I don't act on corrections" in await jonas.receive(update)
    assert await awaited(owner) == [flow]


async def test_of_two_at_once_the_second_counts_and_the_first_says_goodbye(
    jonas: Phone, owner: asyncpg.Connection
) -> None:
    # Back and forth between each and all that come later: every one follows every other.
    order = [
        flow
        for at, one in enumerate(FLOWS)
        for other in (*FLOWS[at + 1 :], None)
        for flow in ((one, other) if other else (one,))
    ]

    def farewells() -> int:
        return sum("I no longer wait" in sent["text"] for sent in jonas.api.made("sendMessage"))

    for one, other in pairwise(order):
        if one == other:
            continue
        if await awaited(owner) != [one]:
            await begin(jonas, owner, one)
        before = farewells()
        await begin(jonas, owner, other)
        assert farewells() == before + 1, f"{other} after {one}"


@pytest.mark.parametrize("flow", FLOWS)
async def test_a_group_hears_nothing_of_it(
    jonas: Phone, owner: asyncpg.Connection, flow: str
) -> None:
    await begin(jonas, owner, flow)
    update: dict[str, Any] = jonas.api.message(jonas.id, "mon 9-17")
    update["message"]["chat"] = {"id": -100500, "type": "group", "title": "Class"}
    await jonas.receive(update)
    assert not jonas.api.chats[-100500]
    assert await awaited(owner) == [flow]
