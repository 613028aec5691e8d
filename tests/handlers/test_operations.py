"""Admins look after what was given up on, money that does not settle, and single bookings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from bot.domain.ids import BookingId
from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers import callbacks_operations as op
from handlers.views_operations import age
from tests.handlers.conftest import ADMIN
from tests.handlers.facts import speech
from tests.handlers.money import tell
from tests.handlers.phone import Phone
from tests.handlers.test_book import book
from tests.telegram.conftest import until


@pytest.fixture
async def ada(phones: Callable[..., Phone]) -> Phone:
    phone = phones(ADMIN, name="Ada")
    await phone.say("/start")
    await phone.tap("Copenhagen")
    return phone


async def a_dead_update(owner: asyncpg.Connection, phone: Phone, text: str) -> int:
    """An update of this person that was given up on three hours ago."""
    update = phone.api.message(phone.id, text, first_name=phone.name)
    number: int = update["update_id"]
    await owner.execute(
        "insert into app.telegram_updates"
        " (update_id, telegram_id, payload, attempts, last_error, dead_at) select $1, $2,"
        " jsonb_build_object('update_id', $1::bigint, 'message', jsonb_build_object("
        "'message_id', 5, 'date', 1700000000, 'text', $3::text, 'chat',"
        " jsonb_build_object('id', $2::bigint, 'type', 'private'), 'from', jsonb_build_object("
        "'id', $2::bigint, 'is_bot', false, 'first_name', 'Ann'))), 5, '#7F3K DataError 22P02',"
        " clock_timestamp() - interval '3 hours'",
        number, phone.id, text,
    )  # fmt: skip
    return number


async def test_a_dead_letter_is_shown_without_its_words_and_tried_again(
    ada: Phone, ann: Phone, owner: asyncpg.Connection, bot: Mechanism
) -> None:
    await ann.say("/start")
    number = await a_dead_update(owner, ann, "my secret words")
    assert "1 thing that came in was given up on" in await ada.say("/admin")
    text = await ada.tap("Given up on")
    assert "1 #7F3K DataError 22P02 · update from a person · 3 h ago" in text
    text = await ada.tap("1 #7F3K")
    assert "of the kind message" in text
    assert str(number) in text
    assert not any("secret" in each for each in ada.texts)
    before = len(ann.texts)
    assert "It is being tried again" in await ada.tap("Try again")
    assert "Nothing was given up on" in ada.text
    # Another of hers is what wakes her lane in this test; a sweep does in the running bot.
    await ann.say("/help")
    assert len(ann.texts) > before + 1
    row = await owner.fetchrow("select * from app.telegram_updates where update_id = $1", number)
    assert row["handled_at"]
    assert row["dead_at"] is None


async def test_dismissed_it_is_never_handled_and_a_second_tap_says_so(
    ada: Phone, ann: Phone, owner: asyncpg.Connection
) -> None:
    await ann.say("/start")
    number = await a_dead_update(owner, ann, "x")
    await ada.press(op.Letter(op.UPDATE, str(number)).pack())
    assert "Dismissed." in await ada.tap("Dismiss")
    for press in (op.RetryLetter, op.DismissLetter, op.Letter):
        assert "taken care of" in await ada.press(press(op.UPDATE, str(number)).pack())
    assert "Nothing that came in was given up on" in await ada.say("/admin")


async def test_a_message_that_was_given_up_on_is_sent_after_all(
    ada: Phone, ann: Phone, owner: asyncpg.Connection, bot: Mechanism
) -> None:
    await ann.say("/start")
    await owner.execute(
        "insert into app.outbox (lane, kind, payload, attempts, last_error, dead_at) values"
        " ('1001', 'call', jsonb_build_object('method', 'sendMessage', 'params',"
        " jsonb_build_object('chat_id', 1001, 'text', 'At last')), 40, 'given up: NetworkError',"
        " clock_timestamp() - interval '2 days')"
    )
    await ada.say("/admin")
    text = await ada.tap("Given up on")
    assert "given up: NetworkError · message to a person · 2 days ago" in text
    await ada.tap("1 ")
    assert "of the kind sendMessage" in ada.text
    await ada.tap("Try again")
    bot.nudge()
    await until(bot.idle, what="idle")
    assert ann.text == "At last"


async def a_failing_settle(owner: asyncpg.Connection, booking: UUID) -> None:
    await owner.execute(
        "insert into app.outbox (lane, kind, payload, attempts, last_error, not_before) values"
        " ($1, 'settle', jsonb_build_object('booking', $1::text), 7, '#AAAA APIConnectionError',"
        " clock_timestamp() + interval '1 hour')",
        str(booking),
    )


async def test_money_that_failed_is_listed_and_asked_for_again(
    ada: Phone, ann: Phone, owner: asyncpg.Connection, bot: Mechanism, settled: list[UUID]
) -> None:
    booking = await book(ann, owner)
    await a_failing_settle(owner, booking)
    settled.clear()
    await ada.say("/admin")
    text = await ada.tap("Money that failed")
    why = "something of ours broke (#AAAA APIConnectionError)"
    assert f"1 {str(booking)[:8]} · {why} · 7 tries" in text
    assert "State: not confirmed, not paid yet" in await ada.tap(f"1 {str(booking)[:8]}")
    assert "Stripe is being asked now" in await ada.tap("Settle the money again")
    bot.nudge()
    await until(bot.idle, what="idle")
    assert settled == [booking]
    assert "No booking waits" in await ada.press(op.FailedSettles(0).pack())
    # Where nothing waits, it is asked for anew.
    await ada.press(op.SettleAgain(BookingId(booking)).pack())
    bot.nudge()
    await until(bot.idle, what="idle")
    assert settled == [booking, booking]


async def test_a_booking_tells_its_money_and_who_moved_it_when(
    ada: Phone, ann: Phone, owner: asyncpg.Connection, bot: Mechanism, db: Database
) -> None:
    booking = await book(ann, owner)
    await owner.execute("update bookings set learner_notes = 'private words'")
    await tell(db, bot, booking, "authorize", "accept", "capture")
    for typed in (str(booking), str(booking)[:8], str(booking)[:4].upper()):
        text = await ada.say(f"/admin {typed}")
        assert "State: confirmed, charged" in text
    assert f"Booking {booking}" in text
    assert "Code review: Ann with Jonas P." in text
    assert "250 kr." in text
    assert "the learner held the seat · not confirmed, not paid yet" in text
    unpaid, asked = "not confirmed, not paid yet", "not confirmed, amount held"
    assert f"it was paid · {unpaid} → amount held" in text, "each thing once"
    assert f"the expert accepted · {asked} → confirmed, amount held" in text
    assert "private" not in text
    assert "State: confirmed, charged" in await ada.tap("Look again")


async def test_every_step_of_a_bookings_life_has_words_in_its_history(
    owner: asyncpg.Connection,
) -> None:
    found = await owner.fetch("select distinct event from app.transitions")
    for language in ("en", "da"):
        words = speech(language)
        unknown = words.plain("admin-happened", event="x", actor="A")
        said = {
            each["event"]: words.plain("admin-happened", event=each["event"], actor="A")
            for each in found
        }
        assert unknown not in said.values()
        assert len(set(said.values())) == len(said)


def test_what_was_a_moment_ago_is_not_counted_in_minutes() -> None:
    assert age(speech(), timedelta(seconds=59)) == "just now"
    assert age(speech("da"), timedelta(seconds=59)) == "for et øjeblik siden"
    assert age(speech(), timedelta(seconds=60)) == "1 min ago"


async def test_what_is_no_booking_says_how_to_name_one(
    ada: Phone, ann: Phone, owner: asyncpg.Connection
) -> None:
    for typed in ("ffffffff", "abc", "hello there", "%", "1" * 40):
        assert "No booking has an id that begins like that" in await ada.say(f"/admin {typed}")
        assert "Given up on" in ada.labels
    booking = await book(ann, owner)
    assert "State: " in await ada.say(f"/admin {str(booking)[:6]}")


async def test_only_admins(ann: Phone, owner: asyncpg.Connection) -> None:
    booking = BookingId(await book(ann, owner))
    number = await a_dead_update(owner, ann, "x")
    assert "That is for admins" in await ann.say(f"/admin {booking}")
    for press in (
        op.Letters(0),
        op.Letter(op.UPDATE, str(number)),
        op.RetryLetter(op.UPDATE, str(number)),
        op.DismissLetter(op.UPDATE, str(number)),
        op.FailedSettles(0),
        op.Record(booking),
        op.SettleAgain(booking),
    ):
        assert "That is for admins" in await ann.press(press.pack())
    assert await owner.fetchval("select dead_at is not null from app.telegram_updates"
                                " where update_id = $1", number)  # fmt: skip


async def test_forged_numbers_are_told_so(ada: Phone) -> None:
    for data in ("1od.7.1", "1or.0.x", "1ox.0.-1", "1od.0." + "9" * 30):
        assert "belongs to the past" in await ada.press(data)
