"""What Stripe would have told, told by hand: the events of a booking's money."""

from __future__ import annotations

from uuid import UUID

import asyncpg

from bot.domain.ids import BookingId
from bot.telegram.mechanism import Mechanism
from db import functions
from db.session import Database
from tests.telegram.conftest import until

_AMOUNTS = {
    "authorize": "amount_authorized = price_cents",
    "capture": "amount_captured = price_cents"
    " - case status when 'cancelled' then coalesce(refund_due, 0) else 0 end",
    "refund": "amount_refunded = coalesce(refund_due, price_cents)",
}
"""What Stripe says the amounts are once these have happened."""


async def tell(db: Database, bot: Mechanism, booking: UUID, *events: str) -> None:
    """Apply events of app.transitions as the service, and wait until everybody was told.

    The amounts follow; of their movements nobody is told yet (see `receipts`).
    """
    for event in events:
        async with db.begin() as tx:
            if event in _AMOUNTS:
                await tx.run(
                    f"update public.bookings set {_AMOUNTS[event]} where id = :booking",  # noqa: S608
                    booking=booking,
                )
            await functions.transition(tx, BookingId(booking), event)
    bot.nudge()
    await until(bot.idle, what="idle")


async def receipts(owner: asyncpg.Connection, bot: Mechanism, booking: UUID) -> None:
    """Tell of every movement of the booking's money that nobody was told of yet."""
    last = await owner.fetchval(
        "select coalesce(max((payload ->> 'entry')::bigint), 0) from app.outbox"
        " where payload ->> 'booking' = $1", str(booking),
    )  # fmt: skip
    await owner.execute("select app.tell_money($1, $2)", booking, last)
    bot.nudge()
    await until(bot.idle, what="idle")


async def the_booking(owner: asyncpg.Connection) -> UUID:
    """The newest booking there is."""
    found: UUID = await owner.fetchval(
        "select id from public.bookings order by created_at desc, id limit 1"
    )
    return found


async def pay_link(owner: asyncpg.Connection, booking: UUID) -> None:
    """The Checkout that settle would have made."""
    await owner.execute(
        "insert into app.payment_attempts (booking_id, checkout_session_id, url, parameters,"
        " idempotency_key, expires_at) values ($1, 'cs_test_1',"
        " 'https://checkout.example/cs_test_1', '{}', 'key-1', app.now() + interval '31 minutes')",
        booking,
    )
    await owner.execute(
        "select app.outbox_enqueue(a.telegram_id::text, 'notice', jsonb_build_object('notice',"
        " 'held', 'booking', b.id, 'audience', 'learner', 'how', 'edit'), false, null, null)"
        " from public.bookings b join public.user_profiles p on p.id = b.learner_person"
        " join app.telegram_accounts a on a.user_id = p.user_id where b.id = $1",
        booking,
    )


async def states(owner: asyncpg.Connection, booking: UUID) -> str:
    """'pending/authorized' and so on."""
    found: str = await owner.fetchval(
        "select status || '/' || payment_status from public.bookings where id = $1", booking
    )
    return found
