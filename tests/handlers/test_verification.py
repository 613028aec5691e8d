"""An admin takes a verification back: said before, told after, and what is booked stays."""

from __future__ import annotations

from collections.abc import Callable

import asyncpg
import pytest

from bot.domain.ids import BookingId, ExpertId
from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers.callbacks_teaching import AskUnverify, Unverify
from tests.handlers.conftest import ADMIN
from tests.handlers.money import states, tell
from tests.handlers.phone import Phone
from tests.handlers.test_book import book


@pytest.fixture
async def ada(phones: Callable[..., Phone]) -> Phone:
    phone = phones(ADMIN, name="Ada")
    await phone.say("/start")
    await phone.tap("London")
    return phone


async def to_jonas(ada: Phone) -> str:
    await ada.say("/admin")
    listed = await ada.tap("Experts")
    line = next(line for line in listed.splitlines() if "Jonas" in line)
    return await ada.tap(f"{line[0]} Jonas")


async def test_a_verification_is_withdrawn_with_a_reason_and_what_is_booked_stays(
    ada: Phone, ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booked = BookingId(await book(ann, owner))
    await tell(db, bot, booked, "authorize", "accept", "capture")
    waits = await book(ann, owner)
    await tell(db, bot, waits, "authorize")
    assert "offers sessions" in await to_jonas(ada)
    asked = await ada.tap("Withdraw the verification…")
    assert "Nobody can book anything new" in asked
    assert "1 confirmed booking stays as it is" in asked
    assert "1 booking that waits for payment or an answer goes on as well" in asked
    before = len(jonas.texts)
    checked = await ada.say("Nobody <came>.")
    assert "1 confirmed booking stays as it is" in checked
    assert "“Nobody <came>.”" in checked
    assert len(jonas.texts) == before, "nothing is done before the button"
    told = await ada.tap("Withdraw the verification")
    assert "Jonas P., not verified:" in told
    assert "wants to offer" not in told
    assert "Jonas P. can't offer sessions" in told

    assert "An admin withdrew your verification" in jonas.text
    assert "“Nobody <came>.”" in jonas.text
    assert await states(owner, booked) == "confirmed/captured"
    await ann.say("/book")
    assert not any("Jonas" in text for text in (ann.text, *ann.labels))
    await jonas.say("/requests")
    assert "Charging" in await jonas.tap("Accept")

    await jonas.say("/expert")
    assert "not verified" in jonas.text
    await jonas.tap("Apply again")
    await jonas.say("450") if "What do you take" in jonas.text else None
    await jonas.tap("Send the application")
    assert "An admin said no before, for this reason:\n“Nobody <came>.”" in ada.text


async def test_a_reason_can_be_typed_anew_left_out_and_is_not_taken_from_elsewhere(
    ada: Phone, jonas: Phone, owner: asyncpg.Connection
) -> None:
    await to_jonas(ada)
    await ada.tap("Withdraw the verification…")
    assert "500 is the most" in await ada.say("x" * 600)
    assert "Nobody can book anything new" in ada.text
    await ada.say("First.")
    assert "“Second.”" in await ada.say("Second.")
    assert "Why?" in await ada.tap("« Back")
    _, data = ada.find("« Back")
    assert "The verification stays" in await ada.say("/cancel")
    expert = ExpertId(
        await owner.fetchval(
            "select e.id from expert_profiles e join sessions s on s.expert_id = e.id"
            " where s.title = 'Code review'"
        )
    )
    assert "Why?" in await ada.press(Unverify(expert).pack()), "the reason is asked anew"
    assert "verified" in await ada.press(data)
    assert "withdrew" not in " ".join(jonas.texts)
    assert "That is for admins" in await jonas.press(AskUnverify(expert).pack())
