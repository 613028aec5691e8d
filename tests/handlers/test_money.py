"""Receipts, and money that went back: told once, in messages that nothing writes over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from bot.domain.ids import BookingId
from bot.telegram.mechanism import Mechanism
from bot.telegram.screens import Button, Screen
from db.session import Database
from handlers.callbacks import Card
from tests.handlers.money import pay_link, receipts, tell
from tests.handlers.phone import Phone, spaced
from tests.handlers.test_book import book
from tests.handlers.test_bookings import confirmed, starts_in
from tests.handlers.test_payments import a_dispute
from tests.telegram.conftest import until

RECEIPT = "https://stripe.example/receipts/ch_1"


async def charged(ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection) -> BookingId:
    """Confirmed, with the receipt in the chat."""
    booking = await confirmed(ann, bot, db, owner)
    await owner.execute(
        "insert into app.receipts (booking_id, url) values ($1, $2)", booking, RECEIPT
    )
    await receipts(owner, bot, booking)
    return booking


async def given_back(owner: asyncpg.Connection, bot: Mechanism, booking: UUID, cents: int) -> None:
    """What came back so far, as Stripe says."""
    await owner.execute(
        "update public.bookings set amount_refunded = $1 where id = $2", cents, booking
    )
    await receipts(owner, bot, booking)


async def test_a_receipt_says_what_was_charged_for_what_and_when(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await charged(ann, bot, db, owner)
    charge, what, when, which = ann.text.split("\n")
    assert charge == "🧾 Receipt · 250 kr. charged"
    assert what == "Code review with Jonas P."
    assert when.startswith("🕑 ")
    assert which.startswith(f"Booking no. {str(booking)[:8]} · ")
    assert ann.labels == ["Receipt from Stripe"]
    rows = ann.api.rows[ann.id, max(ann.api.chats[ann.id])]
    assert rows[0][0]["url"] == RECEIPT


async def test_a_receipt_makes_no_sound_and_the_confirmation_does(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    await charged(ann, bot, db, owner)
    quiet = {
        params["text"][:1]: params.get("disable_notification", False)
        for params in ann.api.made("sendMessage")
    }
    assert quiet["🧾"] is True
    assert quiet["✅"] is False


async def test_a_receipt_takes_nothing_from_the_card_and_nothing_from_it(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await charged(ann, bot, db, owner)
    assert "Cancel…" in ann.all_labels, "the confirmation is still the card"
    paper = ann.text
    await starts_in(owner, booking, timedelta(hours=-1))
    await tell(db, bot, booking, "complete")
    assert "That was Code review" in ann.text
    assert ann.texts[-2] == paper
    assert "Receipt from Stripe" in ann.all_labels
    assert "Cancel…" not in ann.all_labels


async def test_without_a_page_of_stripes_a_receipt_has_no_button(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await confirmed(ann, bot, db, owner)
    await receipts(owner, bot, booking)
    assert "Receipt" in ann.text
    assert ann.labels == []


async def test_what_is_free_instead_stays_when_the_money_comes_back(
    ann: Phone, phones: Callable[..., Phone], bot: Mechanism, db: Database,
    owner: asyncpg.Connection,
) -> None:  # fmt: skip
    jonas = phones(2002, language="da", name="Jonas")
    booking = await charged(ann, bot, db, owner)
    await jonas.say("/schedule")
    await jonas.tap("1 Ann")
    await jonas.tap("Aflys")
    await jonas.tap("Aflys sessionen")
    offered, shown = ann.text, ann.labels
    assert "All times" in shown
    await tell(db, bot, booking, "refund")
    await receipts(owner, bot, booking)
    assert "250 kr. was returned to your card" in ann.text
    assert offered in ann.texts, "word for word"
    assert set(shown) <= {spaced(each) for each in ann.all_labels}
    assert "Code review with Jonas P." in await ann.tap("All times")


async def test_the_card_of_what_one_cancelled_keeps_its_buttons(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await charged(ann, bot, db, owner)
    await starts_in(owner, booking, timedelta(hours=3))
    await ann.tap("Cancel…")
    assert "125 kr. goes back to your card" in await ann.tap("Cancel the session")
    await tell(db, bot, booking, "refund")
    await receipts(owner, bot, booking)
    assert {"Other times", "My bookings"} <= set(ann.all_labels)
    assert "You cancelled it. 💳 125 kr. was returned" in await the_card(ann, booking)


async def test_the_card_of_what_one_cancelled_follows_each_part_that_comes_back(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await charged(ann, bot, db, owner)
    await ann.tap("Cancel…")
    await ann.tap("Cancel the session")
    before = len(ann.texts)
    for back, said in (
        (10000, "100 kr. was returned to your card; 25 kr. is still on its way."),
        (12500, "125 kr. was returned to your card; banks take a few days"),
    ):
        await given_back(owner, bot, booking, back)
        card = next(text for text in ann.texts if "You cancelled it." in text)
        assert said in card
    assert len(ann.texts) == before + 2, "what came back each time, and the card in its place"
    assert {"Other times", "My bookings"} <= set(ann.all_labels)


async def the_card(phone: Phone, booking: BookingId) -> str:
    """What the booking's card says when it is looked at again; on one line."""
    await phone.say("/bookings")
    text = await phone.press(Card(booking).pack())
    return text.replace("❌ ", "").replace("\n", " ")


async def test_half_of_a_hold_that_was_charged_is_said_as_that(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = BookingId(await book(ann, owner))
    await tell(db, bot, booking, "authorize", "accept")
    await starts_in(owner, booking, timedelta(hours=3))
    async with db.begin() as tx:
        await tx.run(
            "update public.bookings set status = 'cancelled', cancelled_by = 'learner'"
            " where id = :booking", booking=booking,
        )  # fmt: skip
    assert "125 kr. of it is being charged" in await the_card(ann, booking)
    await tell(db, bot, booking, "capture")
    await receipts(owner, bot, booking)
    assert "Receipt · 125 kr. of 250 kr. charged, as you cancelled late" in ann.text
    text = await the_card(ann, booking)
    assert "125 kr. was charged; the rest of the hold on your card was released" in text
    assert "on its way" not in text


async def test_a_refund_that_the_bank_sent_back_is_owed_again(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await charged(ann, bot, db, owner)
    await starts_in(owner, booking, timedelta(hours=3))
    await ann.tap("Cancel…")
    await ann.tap("Cancel the session")
    await tell(db, bot, booking, "refund")
    await receipts(owner, bot, booking)
    assert "125 kr. was returned" in await the_card(ann, booking)
    for tries in range(3):
        await given_back(owner, bot, booking, 0)
        assert "Your bank sent back the 125 kr." in ann.text
        assert ("It is being tried again.\n" in ann.text) == (tries < 2)
        assert ("an admin will see to it that you get it." in ann.text) == (tries == 2)
        text = await the_card(ann, booking)
        assert ("125 kr. goes back to your card" in text) == (tries < 2)
        assert ("Your bank keeps sending back the 125 kr." in text) == (tries == 2)
        await given_back(owner, bot, booking, 12500)
        assert "125 kr. was sent to your card once more." in ann.text
    await given_back(owner, bot, booking, 10000)
    text = await the_card(ann, booking)
    assert "100 kr. was returned to your card" in text
    assert "Your bank keeps sending back the 25 kr." in text


async def test_both_hear_of_what_an_admin_gives_back_of_a_session_that_stands(
    ann: Phone, phones: Callable[..., Phone], bot: Mechanism, db: Database,
    owner: asyncpg.Connection,
) -> None:  # fmt: skip
    jonas = phones(2002, language="da", name="Jonas")
    await jonas.say("/start")
    booking = await charged(ann, bot, db, owner)
    await owner.execute("update public.bookings set refund_due = 5000")
    await given_back(owner, bot, booking, 5000)
    assert "50 kr. was returned to your card" in ann.text
    assert "The session takes place as agreed." in ann.text
    told, left, stands = jonas.text.split("\n")
    assert stands == "Sessionen finder sted som aftalt."
    assert told.startswith("💳 En administrator har givet Ann 50 kr. tilbage for ")
    assert left == "Du beholder 200 kr. af 250 kr."
    assert "Cancel…" in ann.all_labels
    assert "Aflys…" in jonas.all_labels
    text = await the_card(ann, booking)
    assert "Confirmed. 💳 250 kr. charged. 💳 50 kr. was returned" in text
    await starts_in(owner, booking, timedelta(hours=-1))
    await tell(db, bot, booking, "complete")
    assert "Du har tjent 200 kr." in jonas.text


async def test_both_hear_of_a_dispute_that_was_lost(
    ann: Phone, phones: Callable[..., Phone], bot: Mechanism, db: Database,
    owner: asyncpg.Connection,
) -> None:  # fmt: skip
    jonas = phones(2002, language="da", name="Jonas")
    await jonas.say("/start")
    booking = await charged(ann, bot, db, owner)
    await a_dispute(owner, booking, "lost")
    await receipts(owner, bot, booking)
    assert "Your bank took back 250 kr. for you" in ann.text
    assert "fik medhold i sin indsigelse." in jonas.text
    assert "Du beholder ikke noget af de 250 kr." in jonas.text
    assert "Your bank took 250 kr. back for you." in await the_card(ann, booking)


async def test_while_the_bank_works_there_is_nothing_to_pay(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await pay_link(owner, booking)
    bot.nudge()
    await until(bot.idle, what="idle")
    assert ann.labels[0] == "Pay 250 kr."
    shown = len(ann.texts)
    await tell(db, bot, booking, "process")
    assert "Your bank is still working on the payment." in ann.text
    assert ann.labels == ["Let it go", "My bookings"]
    assert len(ann.texts) == shown, "the card is redrawn"


async def test_a_payment_under_way_goes_back_where_one_lets_go_and_it_still_arrives(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await pay_link(owner, booking)
    await tell(db, bot, booking, "process")
    text = await ann.tap("Let it go")
    assert "You let it go." in text
    assert "Nothing was charged" not in text
    assert "If it still arrives, all 250 kr. goes back to the account it came from." in text
    await tell(db, bot, booking, "paid_late")
    assert "with Jonas came after you had let it go. Nothing of it is kept: all 250 kr." in ann.text
    assert "card" not in ann.text
    assert "The payment came after that: all 250 kr. goes back" in ann.texts[-2]
    assert not any("still working" in text for text in ann.texts)


async def test_a_payment_that_the_bank_gave_up_is_not_waited_for(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = BookingId(await book(ann, owner))
    await pay_link(owner, booking)
    await tell(db, bot, booking, "process")
    await ann.tap("Let it go")
    await owner.execute("update app.payment_attempts set closed_at = app.now()")
    assert "You let it go. Nothing was charged." in await the_card(ann, booking)


async def test_a_request_that_was_withdrawn_says_that_the_hold_is_off_the_card(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await tell(db, bot, booking, "authorize")
    await ann.tap("Withdraw")
    assert "The hold of 250 kr. on your card is being released." in await ann.tap("Yes, withdraw")
    shown = len(ann.texts)
    await tell(db, bot, booking, "void")
    assert "The hold of 250 kr. on your card was released." in ann.text
    assert len(ann.texts) == shown


async def test_the_release_of_a_hold_leaves_what_is_free_instead_alone(
    ann: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await book(ann, owner)
    await tell(db, bot, booking, "authorize", "unanswered")
    said, labels = ann.text, ann.labels
    assert "All times" in labels
    await tell(db, bot, booking, "void")
    assert (ann.text, ann.labels) == (said, labels)


def test_what_stands_aside_has_no_button_that_would_write_over_it() -> None:
    with pytest.raises(ValueError, match="write over"):
        Screen("paid", ((Button("back", data="1ho"),),), aside=True)
