"""Refunds that come back and charges that are disputed: written down each, and told to admins."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import DBAPIError

from bot.locales import Speech
from bot.payments.ledger import compare
from bot.payments.model import RefundsFailed
from bot.payments.settle import settle
from bot.telegram.context import Account
from bot.telegram.delivery import Delivery, Waiting
from db.queries import bookings, records
from db.session import sqlstate
from handlers import views_bookings
from handlers.notices import render_notice
from tests.builders import Person, a_person
from tests.payments.conftest import BACK, PRICE, Booking, Desk
from tests.payments.failing import Trouble, no_answer
from tests.payments.test_trouble import FAILS_REFUND


@pytest.fixture
async def ada(desk: Desk) -> Person:
    return await a_person(desk.owner, name="Ada", role="admin", telegram=True)


async def work(desk: Desk, gateway: Any = None) -> None:
    """What the outbox does with the settles that wait, each once."""

    async def one(booking: UUID) -> None:
        await settle(desk.db, gateway or desk.gateway, booking, return_url=BACK)

    nobody: Any = None
    delivery = Delivery(desk.db, nobody, nobody, one)
    await desk.owner.execute(
        "update app.outbox set not_before = null where kind = 'settle' and sent_at is null"
    )
    async with desk.db.begin() as tx:
        rows = [*await tx.all("select * from app.outbox_claim('w', 50, 50, interval '1 min')")]
    while rows:
        row = rows.pop()
        if row.kind != "settle":
            continue
        ending = await delivery.do(Waiting(**row._mapping, deadline=0.0))
        pause = None if ending.retry is None else timedelta(seconds=ending.retry)
        async with desk.db.begin() as tx:
            # What is next in its lane is leased with it.
            rows += await tx.all(
                "select * from app.outbox_close(:id, 'w', interval '1 min', :error,"
                " cast(:pause as interval))",
                id=row.id, error=ending.error, pause=pause,
            )  # fmt: skip


async def told(desk: Desk, admin: Person) -> list[str]:
    """Everything that the admin was told, in words of this moment."""
    rows = await desk.owner.fetch(
        "select payload from app.outbox where kind = 'notice' and lane = $1 order by id",
        str(admin.telegram_id),
    )
    account = Account(admin.telegram_id or 0, admin.user_id, "en", "UTC", "Ada", is_admin=True)
    said = []
    for row in rows:
        async with desk.db.begin() as tx:
            screen = await render_notice(tx, json.loads(row["payload"]), account)
        said.append(screen.text.replace("\N{NO-BREAK SPACE}", " ") if screen else "")
    return said


async def shown(desk: Desk, booking: Booking) -> str:
    """The learner's card as it would be drawn now."""
    async with desk.db.begin() as tx:
        found = await bookings.card(tx, booking.id)
        assert found
        text = views_bookings.card(Speech("en", "UTC", tx.now), found).text
    return text.replace("\N{NO-BREAK SPACE}", " ")


async def moved(desk: Desk, booking: Booking) -> list[tuple[str, int]]:
    rows = await desk.owner.fetch(
        "select kind, amount_cents from app.ledger_entries where booking_id = $1 order by id",
        booking.id,
    )
    return [(row["kind"], row["amount_cents"]) for row in rows]


async def test_a_refund_that_keeps_coming_back_is_told_to_admins_once_with_what_to_do(
    desk: Desk, ada: Person
) -> None:
    booking = await desk.charged(card=FAILS_REFUND)
    await desk.cancel(booking)
    for _ in range(3):
        await work(desk)
        await desk.wait(days=1)
    assert await told(desk, ada) == []
    await work(desk)
    assert len(await told(desk, ada)) == 1, "when the learner is told that an admin sees to it"
    for _ in range(4):
        await work(desk)

    [said] = await told(desk, ada)
    assert "The money of a booking needs a person" in said
    assert "Still to be returned: 450 kr." in said
    assert "The bank sent 3 refunds back: 450 kr. has to be paid to the learner another way" in said
    assert "Not settled after" not in said
    assert "State:" not in said, "in words alone"
    card = await shown(desk, booking)
    assert "keeps sending back the 450 kr." in card, "the learner's card promises no more"
    assert "on its way" not in card
    back, forth = ("refund", PRICE), ("refund", -PRICE)
    assert await moved(desk, booking) == [("capture", PRICE), *[back, forth] * 3]
    async with desk.db.begin() as tx:
        found = await records.record(tx, booking.id)
    assert found
    kinds = [each.kind for each in found.history]
    assert kinds.count("refund") == 6
    assert kinds.index("capture") < kinds.index("refund")
    assert (found.owed, found.sent_back, found.amount_refunded) == (PRICE, 3, 0)
    assert found.settling
    assert found.settling.error.endswith(RefundsFailed.__name__)


async def test_a_refund_asked_again_after_a_lost_answer_is_the_same_request(
    desk: Desk, ada: Person
) -> None:
    booking = await desk.charged(card=FAILS_REFUND)
    await desk.cancel(booking)
    await work(desk)
    await desk.wait(days=1)
    trouble = Trouble(desk.gateway, "refund", error=no_answer, after=False, times=2)
    for _ in range(3):
        await work(desk, trouble)

    keys = await desk.owner.fetch(
        "select idempotency_key from app.payment_attempts where step = 'refund'"
    )
    assert len(keys) == 2, "the one that came back, and the one asked for three times"
    assert await desk.refunds() == [PRICE, PRICE]
    assert await moved(desk, booking) == [
        ("capture", PRICE), ("refund", PRICE), ("refund", -PRICE), ("refund", PRICE)
    ]  # fmt: skip


async def dispute(desk: Desk, booking: Booking, path: str, **more: Any) -> dict[str, Any]:
    """What the bank does, and the settle that its event asks for."""
    async with desk.http.post(f"/stripe/sandbox/{path}", json=more) as answer:
        assert answer.status == 200, await answer.text()
        said: dict[str, Any] = await answer.json()
    await desk.settle(booking)
    return said


@pytest.mark.parametrize(
    ("how", "end", "entries"),
    [("win", "A dispute was won", []), ("lose", "A dispute was lost", [("dispute", PRICE)])],
)
async def test_a_dispute_and_its_end_are_told_to_admins(
    desk: Desk, ada: Person, how: str, end: str, entries: list[tuple[str, int]]
) -> None:
    booking = await desk.charged()
    charge = (await desk.intents())[0]["latest_charge"]
    opened = await dispute(
        desk, booking, f"charges/{charge}/dispute", reason="product_not_received"
    )
    [said] = await told(desk, ada)
    assert "A learner's bank takes money back" in said
    assert "450 kr.</b> · the session did not take place, says the learner" in said

    await dispute(desk, booking, f"disputes/{opened['id']}/{how}")
    assert end in (await told(desk, ada))[-1]
    assert await moved(desk, booking) == [("capture", PRICE), *entries]


async def to_ann(desk: Desk, booking: Booking, notice: str) -> list[str]:
    """What the learner was told under that name, in words."""
    rows = await desk.owner.fetch(
        "select payload from app.outbox where payload ->> 'notice' = $1 and payload ->> 'booking'"
        " = $2 and payload ->> 'audience' = 'learner' order by id",
        notice, str(booking.id),
    )  # fmt: skip
    account = Account(1, booking.learner.user_id, "en", "UTC", "Ann")
    said = []
    for row in rows:
        async with desk.db.begin() as tx:
            screen = await render_notice(tx, json.loads(row["payload"]), account)
        assert screen
        said.append(screen.text.replace("\N{NO-BREAK SPACE}", " "))
    return said


async def sent_back(desk: Desk) -> Booking:
    """A cancelled booking whose refund the bank sent back three times: a person has to pay it."""
    booking = await desk.charged(card=FAILS_REFUND)
    await desk.cancel(booking)
    for _ in range(3):
        await work(desk)
        await desk.wait(days=1)
    await work(desk)
    return booking


async def paid_elsewhere(desk: Desk, who: Person, booking: UUID, how: str | None) -> int:
    sql = "select app.paid_elsewhere(:booking, :how)"
    [cents] = await desk.asks(who, sql, booking=booking, how=how)
    return int(cents)


async def test_what_was_paid_another_way_is_told_is_no_more_due_and_stripe_is_left_alone(
    desk: Desk, ada: Person
) -> None:
    booking = await sent_back(desk)
    tried = await desk.refunds()
    how = " bank transfer 24 Nov "
    assert await paid_elsewhere(desk, ada, booking.id, how) == PRICE
    [said] = await to_ann(desk, booking, "paid_elsewhere")
    assert "450 kr.</b> was paid back to you another way: bank transfer 24 Nov." in said
    await work(desk)

    unsent = "select count(*) from app.outbox where kind = 'settle' and sent_at is null"
    assert await desk.owner.fetchval(unsent) == 0, "it ends quietly"
    assert await desk.refunds() == tried, "nothing more is asked of Stripe"
    card = await shown(desk, booking)
    assert "450 kr. was paid back to you another way" in card
    assert "sending back" not in card
    assert (await desk.state(booking)) == "cancelled/refunded"
    async with desk.db.begin() as tx:
        found = await records.record(tx, booking.id)
        assert await tx.scalar(
            "select count(*) from app.payments_open(app.now() + interval '1 day', null, 9)"
        ) == 0, "no reconciler asks again"  # fmt: skip
    assert found
    assert (found.owed, found.elsewhere, found.refundable) == (0, 0, 0)
    assert [(e.who, e.words) for e in found.history if e.kind == "paid"] == [
        ("Ada", "bank transfer 24 Nov")
    ]
    assert (await moved(desk, booking))[-1] == ("elsewhere", PRICE)
    assert (await compare(desk.db, desk.gateway)).differences == [], "Stripe, bookings, ledger"
    [net] = await desk.asks(booking.expert, "select sum(net) from app.earnings()")
    assert net == 0, "the expert is not paid for what went back"


async def test_only_what_the_bank_keeps_sending_back_is_paid_another_way_once_and_by_admins(
    desk: Desk, ada: Person
) -> None:
    booking = await desk.charged(card=FAILS_REFUND)
    await desk.cancel(booking)

    async def refusal(who: Person, how: str | None, about: UUID = booking.id) -> str:
        with pytest.raises(DBAPIError) as no:
            await paid_elsewhere(desk, who, about, how)
        return sqlstate(no.value) or ""

    assert await refusal(ada, "by hand") == "BK007", "Stripe still tries"
    for _ in range(3):
        await work(desk)
        assert await refusal(ada, "by hand") == "BK007"
        await desk.wait(days=1)
    await work(desk)
    assert await refusal(ada, "  ") == "BK009"
    assert await refusal(ada, None) == "BK009"
    assert await refusal(ada, "x", ada.user_id) == "BK006"
    assert await refusal(booking.learner, "by hand") == "42501"
    await desk.owner.execute(
        "insert into app.disputes (id, booking_id, amount_cents, currency, reason, status,"
        " opened_at) values ('dp_1', $1, 1, 'DKK', 'fraudulent', 'under_review', app.now())",
        booking.id,
    )
    assert await refusal(ada, "by hand") == "BK007", "the bank is deciding"
    await desk.owner.execute("delete from app.disputes")
    assert await paid_elsewhere(desk, ada, booking.id, "by hand") == PRICE
    assert await refusal(ada, "by hand") == "BK007", "once"
