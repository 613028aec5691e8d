"""The ledger: Stripe's sums beside the database's, to the øre, and what differs by name."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from bot.audit_words import NAMED, table
from bot.payments.ledger import Comparison, Difference, Money, Sheet, compare
from bot.payments.model import Unavailable
from tests.payments.conftest import PRICE, Desk
from tests.payments.failing import Trouble, no_answer
from tests.payments.strays import a_payment, command, past_every_rule

HALF = PRICE // 2


async def looked(desk: Desk, since: datetime | None = None) -> Comparison:
    return await compare(desk.db, desk.gateway, since)


def sides(sheet: Sheet) -> list[tuple[Money, int]]:
    return [(side.money, side.payments) for side in (sheet.stripe, sheet.bookings)]


async def test_before_the_first_booking_there_is_nothing_to_compare(desk: Desk) -> None:
    assert await looked(desk) == Comparison()


async def test_every_kind_of_booking_agrees(desk: Desk) -> None:
    await desk.paid()
    await desk.charged()
    back = await desk.charged(starts_in=timedelta(hours=20))
    await desk.cancel(back)
    await desk.decline(await desk.paid())
    await desk.cancel(await desk.a_seat())
    await desk.settle_asked()

    found = await looked(desk)

    money = Money(held=PRICE, captured=2 * PRICE, refunded=HALF)
    assert found.differences == []
    assert list(found.sheets) == ["DKK"]
    assert sides(found.sheets["DKK"]) == [(money, 3), (money, 3)]
    assert found.sheets["DKK"].entries.money == Money(captured=2 * PRICE, refunded=HALF)


async def test_a_free_booking_is_in_no_sum(desk: Desk) -> None:
    await desk.charged()
    free = await desk.a_seat(price=0)
    await desk.accept(free)

    found = await looked(desk)

    assert sides(found.sheets["DKK"])[1] == (Money(captured=PRICE), 1)
    assert found.differences == []


@pytest.mark.parametrize("wrong", ["amount_captured = 0", "amount_refunded = 500"])
async def test_a_booking_that_says_something_else_is_named(desk: Desk, wrong: str) -> None:
    await desk.charged()
    booking = await desk.charged()
    await desk.owner.execute(f"update bookings set {wrong} where id = $1", booking.id)  # noqa: S608

    [difference] = (await looked(desk)).differences

    assert difference.booking == booking.id
    assert difference.stripe == Money(captured=PRICE)
    assert difference.ours != difference.stripe


async def test_the_ledgers_entries_must_agree_too(desk: Desk) -> None:
    booking = await desk.charged()
    await desk.owner.execute(
        "insert into app.ledger_entries (booking_id, kind, amount_cents, currency, at)"
        " values ($1, 'refund', 500, 'DKK', now())",
        booking.id,
    )

    [difference] = (await looked(desk)).differences

    assert (difference.booking, difference.stripe) == (booking.id, difference.ours)
    assert difference.entries == Money(captured=PRICE, refunded=500)


async def test_a_booking_whose_payment_stripe_has_not_is_named(desk: Desk) -> None:
    booking = await desk.charged()
    await past_every_rule(desk, booking, "stripe_payment_intent_id = 'pi_of_another_account'")

    named = {each.booking for each in (await looked(desk)).differences}

    # And the payment that Stripe has is nobody's.
    assert named == {booking.id, None}


async def test_money_of_ours_that_no_booking_knows_is_a_difference(desk: Desk) -> None:
    await desk.charged()
    stray = await a_payment(desk, uuid4())

    [difference] = (await looked(desk)).differences

    assert (difference.booking, difference.payment) == (None, stray)
    assert difference.stripe == Money(held=PRICE)


async def test_what_was_given_back_whole_and_what_is_not_ours_is_in_no_sum(desk: Desk) -> None:
    booking = await desk.charged()
    twice = await a_payment(desk, booking.id, captured=True)
    await desk.gateway.refund(twice, PRICE, "key", str(booking.id))
    await a_payment(desk, booking.id, platform=str(uuid4()), captured=True)

    found = await looked(desk)

    assert (found.differences, found.given_back) == ([], 1)
    assert sides(found.sheets["DKK"])[0] == (Money(captured=PRICE), 1)


async def test_currencies_are_apart(desk: Desk) -> None:
    await desk.charged()
    dollars = await desk.a_seat(currency="USD")
    await desk.settle_asked()
    await desk.pay(dollars)
    await desk.settle(dollars)

    found = await looked(desk)

    assert found.differences == []
    assert {code: sides(sheet)[0] for code, sheet in found.sheets.items()} == {
        "DKK": (Money(captured=PRICE), 1),
        "USD": (Money(held=PRICE), 1),
    }


async def test_since_leaves_out_what_was_before_on_both_sides(desk: Desk) -> None:
    old = await desk.charged(starts_in=timedelta(days=20))
    await desk.owner.execute(
        "update bookings set created_at = created_at - interval '3 days' where id = $1", old.id
    )
    await desk.wait(days=2)
    await desk.charged()
    since = desk.clock.now() - timedelta(days=1)

    found = await looked(desk, since)

    assert found.differences == []
    assert sides(found.sheets["DKK"]) == [(Money(captured=PRICE), 1)] * 2


async def test_half_a_comparison_is_none(desk: Desk) -> None:
    booking = await desk.charged()
    await past_every_rule(desk, booking, "stripe_payment_intent_id = 'pi_1'")
    away = Trouble(desk.gateway, "intent", error=no_answer, after=False)
    with pytest.raises(Unavailable):
        await compare(desk.db, away)  # type: ignore[arg-type]


async def test_the_command_prints_the_sums_and_ends_well(desk: Desk, app_url: str) -> None:
    await desk.paid()
    back = await desk.charged(starts_in=timedelta(hours=20))
    await desk.cancel(back)
    await desk.settle_asked()

    said = await command(desk, app_url, "ledger")

    assert said.code == 0, said
    rows = [line.split("  ") for line in said.out.replace("\N{NO-BREAK SPACE}", " ").splitlines()]
    assert [[cell.strip() for cell in row if cell.strip()] for row in rows] == [
        ["DKK", "Stripe", "bookings", "ledger"],
        ["payments", "2", "2"],
        ["held", "450 kr.", "450 kr."],
        ["captured", "450 kr.", "450 kr.", "450 kr."],
        ["refunded", "225 kr.", "225 kr.", "225 kr."],
        ["lost in disputes", "0 kr.", "0 kr.", "0 kr."],
        ["net", "225 kr.", "225 kr.", "225 kr."],
        [],
        ["Stripe and the database agree."],
    ]


async def test_the_command_fails_on_any_difference_and_names_it(desk: Desk, app_url: str) -> None:
    booking = await desk.charged()
    await desk.owner.execute("update bookings set amount_refunded = 50")

    said = await command(desk, app_url, "ledger", "--since", "7d")

    assert said.code == 1
    lines = said.out.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert lines[-2:] == [
        "DIFFERENT: 1 payment",
        f"  booking {booking.id}: Stripe has 450 kr. captured;"
        " the booking 450 kr. captured, 0.50 kr. refunded",
    ]


async def test_the_command_fails_where_stripe_does_not_answer(desk: Desk, app_url: str) -> None:
    await desk.charged()
    await desk.switch(match="/v1/payment_intents", fail_next=9)

    said = await command(desk, app_url, "ledger")

    assert (said.code, said.out.strip()) == (1, "not compared: Stripe does not answer")


def test_twenty_are_named_and_the_rest_counted() -> None:
    one = Difference(UUID(int=1), "pi_1", "DKK", Money(captured=1), Money(), Money())
    lines = list(table(Comparison({"DKK": Sheet()}, [one] * (NAMED + 3))))
    assert sum(str(UUID(int=1)) in line for line in lines) == NAMED
    assert lines[-1].strip() == "and 3 more"
