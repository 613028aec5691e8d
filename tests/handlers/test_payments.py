"""/payments: disputes, money that failed, what was given up on; and giving money back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from bot.domain.ids import BookingId
from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers import callbacks_operations as op
from handlers.packing import pack_uuid
from tests.builders import settles
from tests.handlers.conftest import ADMIN
from tests.handlers.money import tell
from tests.handlers.phone import Phone
from tests.handlers.test_book import book
from tests.handlers.test_bookings import starts_in
from tests.telegram.conftest import until


@pytest.fixture
async def ada(phones: Callable[..., Phone]) -> Phone:
    phone = phones(ADMIN, name="Ada")
    await phone.say("/start")
    await phone.tap("Copenhagen")
    return phone


@pytest.fixture
async def charged(
    ada: Phone, ann: Phone, owner: asyncpg.Connection, bot: Mechanism, db: Database
) -> BookingId:
    """Ann's code review with Jonas: accepted, 250 kr. charged."""
    booking = await book(ann, owner)
    await charge(owner, bot, db, booking)
    return BookingId(booking)


async def charge(owner: asyncpg.Connection, bot: Mechanism, db: Database, booking: UUID) -> None:
    """What accepting and capturing does, with the amounts that Stripe would have told."""
    await tell(db, bot, booking, "authorize", "accept")
    await owner.execute(
        "update bookings set amount_authorized = price_cents, amount_captured = price_cents,"
        " stripe_payment_intent_id = 'pi_' || id where id = $1",
        booking,
    )
    await tell(db, bot, booking, "capture")


async def a_dispute(
    owner: asyncpg.Connection, booking: UUID, status: str = "needs_response", **more: str
) -> str:
    """A dispute of all of it, as a settle writes it down; admins are told."""
    facts = {"id": "dp_1", "reason": "fraudulent", **more}
    await owner.execute(
        "select app.payments_disputes(b.id, jsonb_build_array(jsonb_build_object('id', $2::text,"
        " 'amount', b.price_cents, 'currency', b.currency, 'reason', $3::text,"
        " 'status', $4::text, 'opened_at', app.now(), 'due_by', '2027-01-10 12:00+00')))"
        " from bookings b where b.id = $1",
        booking, facts["id"], facts["reason"], status,
    )  # fmt: skip
    return facts["id"]


async def a_dead_event(owner: asyncpg.Connection) -> None:
    """An event that cannot be worked up, at its fifth try; admins are told."""
    await owner.execute(
        "insert into app.stripe_events (event_id, type, payload, attempts) values"
        " ('evt_1', 'charge.refunded', jsonb_build_object('booking', 'no uuid'), 4)"
    )
    await owner.execute("select app.payments_work_event('evt_1')")


async def sent_back(owner: asyncpg.Connection, booking: UUID, part: int = 1) -> None:
    """All of a charge (or a part) is to go back, and the bank sent it back three times."""
    await owner.execute(
        "update bookings set refund_due = price_cents / $2 where id = $1", booking, part
    )
    for share in (1, 0) * 3:
        await owner.execute(
            "update bookings set amount_refunded = refund_due * $2 where id = $1", booking, share
        )
    await owner.execute(
        "insert into app.outbox (lane, kind, payload, attempts, last_error, not_before) values"
        " ($1, 'settle', jsonb_build_object('booking', $1::text), 7, '#AAAA RefundsFailed',"
        " clock_timestamp() + interval '1 hour')",
        str(booking),
    )


async def idle(bot: Mechanism) -> None:
    bot.nudge()
    await until(bot.idle, what="idle")


def urls(phone: Phone) -> list[str]:
    """Where the buttons of the newest message lead out of Telegram."""
    shown = phone.api.rows[phone.id, max(phone.api.chats[phone.id])]
    return [button["url"] for row in shown for button in row if "url" in button]


async def test_where_nothing_is_wrong_it_says_so(ada: Phone) -> None:
    text = await ada.say("/payments")
    assert "No dispute is open" in text
    assert "✅ No refund or charge needs you." in text
    assert "Nothing was given up on" in text
    assert "none was closed in the last 90 days" in await ada.tap("Disputes")
    await ada.tap("Payments")
    await ada.tap("How the bot is doing")
    assert "<b>" not in await ada.tap("Payments")


async def test_a_dispute_is_told_to_admins_and_listed_with_what_to_do(
    ada: Phone, charged: BookingId, owner: asyncpg.Connection, bot: Mechanism
) -> None:
    await owner.execute(
        "insert into app.payment_attempts (booking_id, checkout_session_id, url, parameters,"
        " idempotency_key, expires_at) values ($1, 'cs_test_1', 'https://x', '{}', 'k', now())",
        charged,
    )
    await a_dispute(owner, charged)
    await idle(bot)
    assert "A learner's bank takes money back" in ada.text
    assert "Code review: Ann with Jonas P." in ada.text
    assert "250 kr. · the cardholder says it was not them" in ada.text
    assert "Answer at Stripe by Sun 10 Jan, 13:00 (Copenhagen)" in ada.text
    assert urls(ada) == ["https://dashboard.stripe.com/test/disputes/dp_1"]
    await ada.tap("The booking")
    assert "the learner's bank asks for 250 kr." in ada.text
    assert "Refund…" not in ada.labels, "nothing can be returned while the bank decides"
    text = await ada.say("/payments")
    assert "1 dispute is open" in text
    assert f"{str(charged)[:8]} Code review" in text
    await ada.tap("Disputes")
    assert urls(ada) == ["https://dashboard.stripe.com/test/disputes/dp_1"]
    assert "1 dispute is open" in ada.text
    assert ada.labels[0].startswith("1 Ann · "), "whose session, and when"
    assert re.search(r"\d+:\d\d$", ada.labels[0]), ada.labels[0]
    await ada.tap("1 Ann · ")
    assert f"Booking {charged}" in ada.text


@pytest.mark.parametrize(
    ("status", "told", "listed"),
    [
        ("won", "A dispute was won", "won: the money is back"),
        ("lost", "A dispute was lost", "lost: the bank has given the money back to the learner"),
        ("warning_closed", "A bank's question is closed", "no money has moved"),
    ],
)
async def test_how_a_dispute_ended_is_told_and_stays_for_ninety_days(
    ada: Phone, charged: BookingId, owner: asyncpg.Connection, bot: Mechanism,
    status: str, told: str, listed: str,
) -> None:  # fmt: skip
    await a_dispute(owner, charged)
    await a_dispute(owner, charged, status)
    await idle(bot)
    assert told in ada.text
    assert urls(ada) == ["https://dashboard.stripe.com/disputes/dp_1"]
    assert "No dispute is open" in await ada.say("/payments")
    assert listed in await ada.tap("Disputes")
    await owner.execute("update app.disputes set closed_at = closed_at - interval '91 days'")
    assert "none was closed" in await ada.press(op.Disputes(0).pack())


async def test_open_disputes_come_first_and_a_page_that_is_gone_shows_the_first(
    ada: Phone, charged: BookingId, owner: asyncpg.Connection, bot: Mechanism
) -> None:
    for number in range(7):
        await a_dispute(owner, charged, "won", id=f"dp_won{number}")
    await a_dispute(owner, charged, id="dp_open", reason="duplicate")
    await a_dispute(owner, charged, "warning_needs_response", id="dp_asked", reason="odd_one")
    await idle(bot)
    await ada.say("/payments")
    text = await ada.tap("Disputes")
    assert text.index("charged twice") < text.index("won: the money is back")
    assert "no reason that Stripe names · the bank only asks" in text
    assert "2 disputes are open" in await ada.tap("More")
    assert ada.labels[0].startswith("9 ")
    assert "charged twice" in await ada.press(op.Disputes(9).pack())


async def test_an_event_that_was_given_up_on_is_told_and_tried_again(
    ada: Phone, owner: asyncpg.Connection, bot: Mechanism
) -> None:
    await a_dead_event(owner)
    await idle(bot)
    assert "An event of Stripe's was given up on" in ada.text
    assert "charge.refunded" in ada.text
    assert "1 thing that came in was given up on" in await ada.say("/admin")
    assert "1 22P02 · event of Stripe's" in await ada.say("/payments")
    await ada.tap("Given up on")
    await ada.tap("1 ")
    assert "of the kind charge.refunded" in ada.text
    assert "It is being tried again" in await ada.tap("Try again")
    row = await owner.fetchrow("select * from app.stripe_events")
    assert (row["dead_at"], row["handled_at"], row["attempts"]) == (None, None, 0)
    await owner.execute("update app.stripe_events set attempts = 4")
    await owner.execute("select app.payments_work_event('evt_1')")
    await idle(bot)
    assert "An event of Stripe's was given up on" in ada.text
    await ada.tap("Dismiss")
    row = await owner.fetchrow("select * from app.stripe_events")
    assert row["handled_at"]
    assert row["dead_at"] is None
    assert "Nothing was given up on" in await ada.say("/payments")


async def test_a_refund_that_is_due_and_that_nobody_is_at_is_listed(
    ada: Phone, charged: BookingId, owner: asyncpg.Connection, bot: Mechanism
) -> None:
    await owner.execute("update bookings set refund_due = 10000 where id = $1", charged)
    text = await ada.say("/payments")
    assert "The money of 1 booking did not go through" in text
    assert "100 kr. to be returned · a refund is due, and nobody is at it" in text
    await a_dispute(owner, charged)
    assert "the learner's bank is deciding" in await ada.tap("Money that failed")
    assert "Still to be returned: 100 kr." in await ada.tap("1 ")
    await owner.execute("select app.ask_settle($1)", charged)
    assert "needs you. For 1 booking one is still being tried." in await ada.say("/payments")


async def test_what_the_bank_sent_back_is_counted_and_is_not_said_to_have_gone_through(
    ada: Phone, charged: BookingId, owner: asyncpg.Connection
) -> None:
    await owner.execute("update bookings set refund_due = price_cents where id = $1", charged)
    for gone in (25000, 0, 25000):
        await owner.execute("update bookings set amount_refunded = $1", gone)
    assert "⏳ No refund or charge needs you. For 1 booking" in await ada.say("/payments")
    await owner.execute("update bookings set amount_refunded = 0")
    await sent_back(owner, charged)
    await owner.execute("update app.outbox set attempts = 1 where kind = 'settle'")
    text = await ada.say("/payments")
    assert "The money of 1 booking did not go through" in text, "before the fifth try"
    assert "250 kr. to be returned · the bank sent 5 refunds back · just now" in text


async def test_the_record_says_what_came_of_asking_stripe(
    ada: Phone, charged: BookingId, owner: asyncpg.Connection, bot: Mechanism
) -> None:
    await ada.press(op.Record(charged).pack())
    assert "Stripe was asked just now: nothing is missing" in ada.text
    assert "250 kr. charged" in ada.text
    await ada.tap("Settle the money again")
    assert "Stripe is being asked now" in ada.text
    await idle(bot)
    assert "nothing is missing" in await ada.tap("Look again")
    await owner.execute(
        "insert into app.outbox (lane, kind, payload, attempts, last_error, not_before) values"
        " ($1, 'settle', jsonb_build_object('booking', $1::text), 7, '#YX9W Rejected',"
        " clock_timestamp() + interval '1 hour')",
        str(charged),
    )
    text = await ada.tap("Look again")
    assert "Not settled after 7 tries: Stripe refuses what it is asked (#YX9W)" in text
    assert "Look at the payment at Stripe" in text
    assert urls(ada) == [f"https://dashboard.stripe.com/payments/pi_{charged}"]


async def to_the_reason(ada: Phone, booking: BookingId) -> None:
    await ada.say(f"/admin {str(booking)[:8]}")
    await ada.tap("Refund…")
    await ada.say("100")


async def test_part_of_it_goes_back_with_a_reason_and_the_record_says_so(
    ada: Phone, charged: BookingId, owner: asyncpg.Connection, bot: Mechanism
) -> None:
    asked = await settles(owner, charged)
    await ada.say(f"/admin {str(charged)[:8]}")
    text = await ada.tap("Refund…")
    assert "250 kr. charged, 0 kr. returned. Up to 250 kr. can still be returned" in text
    assert "All of it: 250 kr." in ada.labels
    assert "Tap, or type an amount, for example 125 kr." in text
    why = await ada.say("100")
    assert "Return 100 kr.? Nothing has moved yet." in why, (
        "the sum stands where the reason is asked"
    )
    assert "250 kr. charged, 0 kr. returned." in why
    assert "Why? It stays in the booking's history" in why
    text = await ada.say("The sound\nfailed.")
    assert "Return 100 kr.? Nothing has moved yet" in text
    assert "Ann is told when the money is on its way" in text
    assert "Jonas, whose session stands, is told as well" in text
    assert "Return 100 kr." in ada.labels
    assert "Reason: “It rained.”" in await ada.say("It rained.")
    assert "Up to 250 kr.; for example 125 kr." in await ada.tap("Another amount")
    await ada.say("100")
    await ada.say("It rained.")
    assert await owner.fetchval("select refund_due from bookings") is None
    text = await ada.tap("Return 100 kr.")
    assert "100 kr. goes back. Stripe is being asked now" in text
    assert "Ada gave money back: “It rained.”" in text
    assert await owner.fetchval("select refund_due from bookings") == 10000
    assert await settles(owner, charged) == asked + 1
    row = await owner.fetchrow("select * from app.booking_events where event = 'admin_refund'")
    assert (row["actor"], row["reason"]) == ("admin", "It rained.")
    assert await owner.fetchval("select count(*) from app.conversations") == 0


async def test_all_of_it_and_then_nothing_is_left(
    ada: Phone, charged: BookingId, owner: asyncpg.Connection
) -> None:
    await ada.press(op.AskRefund(charged).pack())
    await ada.tap("All of it")
    await ada.say("Never came.")
    pressed = ada.find("Return 250 kr.")[1]
    assert "250 kr. goes back" in await ada.tap("Return 250 kr.")
    assert "Refund…" not in ada.labels
    assert "this button did nothing" in await ada.press(pressed), "a second tap"
    assert await owner.fetchval("select refund_due from bookings") == 25000
    for press in (op.AskRefund(charged), op.RefundOther(charged), op.RefundAll(charged, 25000)):
        assert "has gone back or is on its way" in await ada.press(press.pack())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("a lot", "can't read an amount"),
        ("-5", "Nothing, or less"),
        ("0", "Nothing, or less"),
        ("gratis", "Nothing, or less"),
        ("1.234", "more than can be returned"),
        ("250.01", "more than can be returned"),
        ("99999999999", "more than can be returned"),
        ("12.345,678", "can't read an amount"),
        ("1,5555", "two decimals"),
        ("$ 50", "was paid in kr. (DKK)"),
        ("", "only read words"),
    ],
)
async def test_an_amount_that_cannot_be_is_said_and_asked_again(
    ada: Phone, charged: BookingId, typed: str, said: str
) -> None:
    await ada.press(op.AskRefund(charged).pack())
    text = await ada.say(typed or " ")
    assert said in text
    assert "Up to 250 kr.; for example 125 kr." in text
    assert "Return 249.50 kr.?" in await ada.say("249,50 kr")


async def test_a_reason_that_is_too_long_is_asked_again(ada: Phone, charged: BookingId) -> None:
    await to_the_reason(ada, charged)
    text = await ada.say("x" * 501)
    assert "501 characters" in text
    assert "Return 100 kr.?" in text


async def test_a_learner_without_a_chat_is_not_told_and_that_is_said(
    ada: Phone, charged: BookingId, owner: asyncpg.Connection, bot: Mechanism, db: Database
) -> None:
    await tell(db, bot, charged, "learner_cancel")
    await owner.execute("delete from app.telegram_accounts where telegram_id = 1001")
    await owner.execute("update bookings set refund_due = 5000")
    await ada.press(op.RefundAll(charged, 20000).pack())
    text = await ada.say("Goodwill")
    assert "Ann has no chat with me" in text
    assert "Jonas, whose" not in text, "what is cancelled brings its expert nothing more"


async def test_what_changes_meanwhile_is_refused_in_words(
    ada: Phone, charged: BookingId, owner: asyncpg.Connection
) -> None:
    await to_the_reason(ada, charged)
    await ada.say("Because")
    await owner.execute("update bookings set refund_due = 20000")
    assert "has changed meanwhile; nothing was returned" in await ada.tap("Return 100 kr.")
    assert await owner.fetchval("select refund_due from bookings") == 20000
    text = await ada.press(op.RefundAll(charged, 25000).pack())
    assert "has changed meanwhile" in text
    assert "All of it: 50 kr." in ada.labels
    await ada.tap("All of it")
    await ada.say("Because")
    await a_dispute(owner, charged)
    assert "bank has the money and is deciding" in await ada.tap("Return 50 kr.")
    assert "bank has the money and is deciding" in await ada.press(op.AskRefund(charged).pack())
    assert await owner.fetchval("select refund_due from bookings") == 20000


async def test_what_was_never_charged_has_no_refund(
    ada: Phone, ann: Phone, charged: BookingId, owner: asyncpg.Connection
) -> None:
    booking = BookingId(await book(ann, owner))
    await ada.say(f"/admin {booking}")
    assert "Refund…" not in ada.labels
    assert "Nothing is charged" in await ada.press(op.AskRefund(booking).pack())
    await to_the_reason(ada, charged)
    await ada.say("Because")
    # As if its charge had come to nothing meanwhile.
    await owner.execute(
        "update app.conversations set data = replace(data::text, $1, $2)::jsonb",
        pack_uuid(charged),
        pack_uuid(booking),
    )
    assert "Nothing is charged" in await ada.press(op.Refund(booking, 10000).pack())
    assert await owner.fetchval("select count(*) from bookings where refund_due > 0") == 0


async def test_leaving_half_way_returns_nothing(
    ada: Phone, charged: BookingId, owner: asyncpg.Connection
) -> None:
    await to_the_reason(ada, charged)
    pressed = op.Refund(charged, 10000).pack()
    assert "this button did nothing" in await ada.press(pressed), "no reason yet"
    await to_the_reason(ada, charged)
    await ada.say("Because")
    assert "this button did nothing" in await ada.press(op.Refund(charged, 9999).pack())
    await to_the_reason(ada, charged)
    await ada.say("Because")
    assert "Nothing was returned" in await ada.say("/cancel")
    assert "this button did nothing" in await ada.press(pressed)
    assert await owner.fetchval("select refund_due from bookings") is None


async def test_only_admins(ada: Phone, ann: Phone, charged: BookingId) -> None:
    assert "That is for admins" in await ann.say("/payments")
    for press in (
        op.Payments(),
        op.Disputes(0),
        op.AskRefund(charged),
        op.RefundAll(charged, 100),
        op.RefundOther(charged),
        op.Refund(charged, 100),
    ):
        assert "That is for admins" in await ann.press(press.pack())


async def test_an_admin_is_offered_what_an_admin_can_do(ada: Phone, ann: Phone) -> None:
    looks_after = {"Applications", "Payments", "How the bot is doing"}
    assert "You are an admin here" in await ada.say("/start")
    assert looks_after <= set(ada.labels)
    menu = [name for call in ada.api.made("setMyCommands") for name in call["commands"]]
    assert "payments" in [each["command"] for each in menu]
    for said in ("what now", "/nonsense", "/cancel"):
        await ada.say(said)
        assert looks_after <= set(ada.labels), said
    await ann.say("/start")
    await ann.tap("London")
    for said in ("/start", "what now"):
        await ann.say(said)
        assert not looks_after & set(ann.labels), said


async def test_what_the_bank_keeps_sending_back_is_recorded_as_paid_another_way(
    ada: Phone, ann: Phone, phones: Callable[..., Phone], charged: BookingId,
    owner: asyncpg.Connection, bot: Mechanism,
) -> None:  # fmt: skip
    jonas = phones(2002, name="Jonas")
    await jonas.say("/start")
    await ada.say(f"/admin {str(charged)[:8]}")
    assert "Paid another way…" not in ada.labels, "nothing has failed"
    await ada.press(op.AskElsewhere(charged).pack())
    assert "Nothing of this booking has to be paid another way" in ada.text
    await sent_back(owner, charged)
    text = await ada.tap("Look again")
    assert "3 refunds back: 250 kr. has to be paid to the learner another way" in text
    assert "How was the 250 kr. paid to the learner?" in await ada.tap("Paid another way…")
    assert "500 is the most I can keep" in await ada.say("x" * 501)
    text = await ada.say("by hand")
    assert "Was 250 kr. paid to Ann another way? Nothing is recorded yet" in text
    assert "Ann is told that it was paid, in these words" in text
    assert "Jonas" not in text.partition("How:")[2], "he heard when it went back the first time"
    assert "How: “bank transfer 24 Nov”" in await ada.say("bank transfer 24 Nov")
    pressed = op.Elsewhere(charged, 25000).pack()
    heard = len(jonas.texts)
    text = await ada.tap("250 kr. was paid")
    assert "It is recorded that 250 kr. was paid another way" in text
    assert "paid another way, says Ada: “bank transfer 24 Nov”" in text
    assert "250 kr. paid back another way" in text
    assert "250 kr. charged, 0 kr. returned, 250 kr. paid another way" in text
    assert "has to be paid to the learner" not in text
    assert "⚠️" not in text.partition("History")[0]
    assert "Paid another way…" not in ada.labels
    await idle(bot)
    assert "250 kr. was paid back to you another way: bank transfer 24 Nov." in ann.text
    assert len(jonas.texts) == heard, "nobody is told twice"
    await ann.say("/bookings")
    assert "250 kr. was paid back to you another way" in await ann.tap("1 ")
    assert "I don't have a reason for that any more" in await ada.press(pressed)
    count = "select count(*) from app.ledger_entries where kind = 'elsewhere'"
    assert await owner.fetchval(count) == 1


async def test_another_amount_than_on_the_button_is_not_recorded(
    ada: Phone, ann: Phone, charged: BookingId, owner: asyncpg.Connection
) -> None:
    await sent_back(owner, charged, 2)
    await ada.press(op.AskElsewhere(charged).pack())
    await ada.say("by hand")
    await owner.execute("update bookings set refund_due = price_cents")
    text = await ada.press(op.Elsewhere(charged, 12500).pack())
    assert "The amount has changed meanwhile; nothing was recorded" in text
    await ann.press(op.AskElsewhere(charged).pack())
    assert "How was" not in ann.text, "admins only"


async def test_the_expert_hears_of_what_was_paid_another_way_where_nothing_had_gone_back(
    ada: Phone, phones: Callable[..., Phone], charged: BookingId, owner: asyncpg.Connection,
    bot: Mechanism,
) -> None:  # fmt: skip
    jonas = phones(2002, name="Jonas")
    await jonas.say("/start")
    await sent_back(owner, charged, 2)
    await owner.execute("update bookings set refund_due = price_cents")
    await ada.press(op.AskElsewhere(charged).pack())
    assert "Jonas, whose session stands, is told as well" in await ada.say("by hand")
    await ada.tap("250 kr. was paid")
    await idle(bot)
    assert "har givet Ann 250 kr. tilbage for" in jonas.text
    assert "Du beholder ikke noget af de 250 kr." in jonas.text


async def test_of_a_session_that_is_over_nobody_reads_that_it_stands(
    ada: Phone, charged: BookingId, owner: asyncpg.Connection, bot: Mechanism, db: Database
) -> None:
    await starts_in(owner, charged, timedelta(hours=-2))
    for done in (False, True):
        if done:
            await tell(db, bot, charged, "complete")
        await ada.press(op.RefundAll(charged, 25000).pack())
        text = await ada.say("Goodwill")
        assert "Jonas is told as well: the session brings in that much less." in text
        assert "stands" not in text
