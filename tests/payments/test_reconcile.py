"""The reconciler: each difference between Stripe and our books is found, healed and told."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from bot.app import App
from bot.config import Settings
from bot.payments.model import Dispute, Intent
from bot.payments.reconcile import Desk as Work
from bot.payments.reconcile import differs, reconcile
from bot.payments.report import Report
from db.queries.payments import Known
from main import main
from tests.payments.conftest import BACK, KEY, PRICE, Desk
from tests.payments.failing import Instead, Killed, Trouble, no_answer
from tests.payments.strays import a_checkout, a_payment, command, past_every_rule, status

DAYS = timedelta(days=3)


async def look(desk: Desk, back: datetime | timedelta = DAYS) -> Report:
    return await reconcile(Work(desk.db, desk.gateway, BACK), back)


async def lost_webhooks(desk: Desk) -> None:
    await desk.switch(webhook_drop=1)


# Our books are wrong.


async def test_what_agrees_is_left_as_it_is(desk: Desk) -> None:
    charged, waiting = await desk.charged(), await desk.paid()
    told = await desk.told(charged)
    await desk.wait(minutes=6)

    report = await look(desk)

    assert (report.looked, report.healed, report.left) == (2, 0, [])
    assert await desk.state(waiting) == "pending/authorized"
    assert await desk.told(charged) == told


@pytest.mark.parametrize(
    "wrong",
    [
        "amount_captured = 0",
        "amount_captured = 100",
        "amount_refunded = 500",
        "amount_authorized = 0",
    ],
)
async def test_amounts_that_somebody_changed_are_stripes_again(desk: Desk, wrong: str) -> None:
    booking = await desk.charged()
    await desk.owner.execute(f"update bookings set {wrong} where id = $1", booking.id)  # noqa: S608

    report = await look(desk)

    assert [each.booking for each in report.mended] == [booking.id]
    assert report.left == []
    assert await desk.amounts(booking) == (PRICE, PRICE, 0)
    assert await desk.state(booking) == "confirmed/captured"
    assert (await look(desk)).healed == 0


async def test_a_state_that_somebody_changed_follows_the_money_again(desk: Desk) -> None:
    booking = await desk.charged()
    await past_every_rule(desk, booking, "payment_status = 'authorized'")

    report = await look(desk)

    assert [each.booking for each in report.mended] == [booking.id]
    assert await desk.state(booking) == "confirmed/captured"


async def test_an_end_that_our_books_have_and_stripe_has_not_is_brought_about(desk: Desk) -> None:
    booking = await desk.paid()
    await past_every_rule(desk, booking, "status = 'cancelled', payment_status = 'cancelled'")

    report = await look(desk)

    assert [intent["status"] for intent in await desk.intents()] == ["canceled"]
    assert [each.booking for each in report.mended] == [booking.id]
    assert (await look(desk)).healed == 0


async def test_an_old_payment_is_looked_at_as_long_as_its_money_is_open(desk: Desk) -> None:
    booking = await desk.paid(starts_in=timedelta(days=6))
    await desk.wait(days=1)
    await lost_webhooks(desk)
    [intent] = await desk.intents()
    await desk.gateway.void(intent["id"], "by hand")

    report = await look(desk, timedelta(hours=1))

    assert [each.booking for each in report.mended] == [booking.id]
    assert await desk.state(booking) == "cancelled/failed"


async def test_what_settling_does_not_mend_is_left_and_said(desk: Desk) -> None:
    booking = await desk.charged()
    await past_every_rule(desk, booking, "payment_status = 'cancelled'")

    report = await look(desk)

    assert (report.healed, [left.about for left in report.left]) == (0, [f"booking {booking.id}"])


# Stripe told us nothing, and nobody looked.


async def test_a_payment_that_no_webhook_told_of_is_found(desk: Desk) -> None:
    await lost_webhooks(desk)
    booking = await desk.a_seat()
    await desk.settle_asked()
    await desk.pay(booking)

    report = await look(desk)

    assert await desk.state(booking) == "pending/authorized"
    [mended] = report.mended
    assert (mended.was.payment, mended.now.payment) == ("pending", "authorized")


async def test_a_charge_whose_answer_was_lost_is_written_down(desk: Desk) -> None:
    await lost_webhooks(desk)
    booking = await desk.paid()
    await desk.accept(booking)
    with pytest.raises(Killed):
        await desk.settle(booking, Trouble(desk.gateway, "capture", error=Killed))

    report = await look(desk)

    assert await desk.state(booking) == "confirmed/captured"
    assert report.healed == 1


async def test_a_refund_that_is_due_and_was_never_asked_is_made(desk: Desk) -> None:
    booking = await desk.charged(starts_in=timedelta(days=9))
    await desk.cancel(booking)
    await desk.wait(days=5)

    report = await look(desk)

    assert await desk.refunds() == [PRICE]
    assert await desk.state(booking) == "cancelled/refunded"
    assert report.healed == 1


async def test_a_refund_at_stripes_own_desk_is_written_down(desk: Desk) -> None:
    await lost_webhooks(desk)
    booking = await desk.charged()
    [intent] = await desk.intents()
    await desk.gateway.refund(intent["id"], 5000, "by hand", str(booking.id))

    await look(desk)

    assert await desk.amounts(booking) == (PRICE, PRICE, 5000)


# Money that no booking knows.


@pytest.mark.parametrize("captured", [False, True])
async def test_of_two_payments_of_a_booking_the_one_it_does_not_know_goes_back(
    desk: Desk, captured: bool
) -> None:
    booking = await desk.charged()
    known = (await desk.intents())[0]["id"]
    extra = await a_payment(desk, booking.id, captured=captured)
    await desk.wait(minutes=6)

    report = await look(desk)

    [returned] = report.returned
    assert (returned.payment, returned.exists) == (extra, True)
    assert (returned.released, returned.refunded) == ((0, PRICE) if captured else (PRICE, 0))
    assert report.left == []
    assert await status(desk, extra) == ("succeeded" if captured else "canceled")
    assert await desk.refunds() == ([PRICE] if captured else [])
    assert (await desk.gateway.intent(known)).refunded == 0
    assert await desk.amounts(booking) == (PRICE, PRICE, 0)
    assert (await look(desk)).healed == 0


@pytest.mark.parametrize("captured", [False, True])
async def test_a_payment_whose_booking_is_not_there_goes_back(desk: Desk, captured: bool) -> None:
    orphan = await a_payment(desk, uuid4(), captured=captured)
    await desk.wait(minutes=6)

    report = await look(desk)

    assert [(each.payment, each.exists) for each in report.returned] == [(orphan, False)]
    assert await status(desk, orphan) == ("succeeded" if captured else "canceled")
    assert await desk.refunds() == ([PRICE] if captured else [])


async def test_two_reconcilers_at_once_give_it_back_once(desk: Desk) -> None:
    await a_payment(desk, uuid4(), captured=True)
    await a_payment(desk, (await desk.charged()).id, captured=True)
    await desk.wait(minutes=6)

    await asyncio.gather(*(look(desk) for _ in range(3)))
    await look(desk)

    assert await desk.refunds() == [PRICE, PRICE]


async def test_a_refund_whose_answer_is_lost_is_asked_for_under_the_same_key(desk: Desk) -> None:
    orphan = await a_payment(desk, uuid4(), captured=True)
    await desk.wait(minutes=6)
    keys: list[str] = []

    async def unheard(_: str, __: int, key: str, ___: str) -> None:
        keys.append(key)
        raise no_answer()

    for _ in range(2):
        deaf = Instead(desk.gateway, refund=unheard)
        report = await reconcile(Work(desk.db, deaf, BACK), DAYS)  # type: ignore[arg-type]
        assert [left.about for left in report.left] == [f"payment {orphan}"]

    assert len(set(keys)) == 1
    assert len(keys) == 2


async def test_what_is_not_ours_is_never_touched(desk: Desk) -> None:
    another = await a_payment(desk, uuid4(), platform=str(uuid4()))
    unmarked = await a_payment(desk, "order-7", platform="shop")
    theirs = await a_checkout(desk, uuid4(), platform=str(uuid4()))
    await desk.wait(minutes=6)

    report = await look(desk)

    assert (report.looked, report.healed, report.left) == (0, 0, [])
    assert {await status(desk, each) for each in (another, unmarked)} == {"requires_capture"}
    assert (await desk.gateway.checkout(theirs)).status == "open"


async def test_what_was_just_paid_may_still_be_written_down(desk: Desk) -> None:
    young, lost = await a_payment(desk, uuid4()), await a_checkout(desk, uuid4())

    assert (await look(desk)).healed == 0
    assert await status(desk, young) == "requires_capture"

    await desk.wait(minutes=6)
    assert (await look(desk)).healed == 2
    assert await status(desk, young) == "canceled"
    assert (await desk.gateway.checkout(lost)).status == "expired"


async def test_a_lost_checkout_is_closed_and_the_one_that_is_waited_for_stays(desk: Desk) -> None:
    booking = await desk.a_seat()
    await desk.settle_asked()
    lost = await a_checkout(desk, booking.id)
    await desk.wait(minutes=6)

    report = await look(desk)

    assert [each.checkout for each in report.closed] == [lost]
    waited_for = (await desk.attempt(booking))["checkout_session_id"]
    assert (await desk.gateway.checkout(waited_for)).status == "open"


async def test_a_checkout_whose_answer_was_lost_is_no_stray(desk: Desk) -> None:
    booking = await desk.a_seat()
    with pytest.raises(Killed):
        await desk.settle(booking, Trouble(desk.gateway, "open_checkout", error=Killed))
    await desk.wait(minutes=6)

    assert (await look(desk)).healed == 0
    assert [session["status"] for session in await desk.sessions()] == ["open"]


# When it cannot be told.


async def test_what_stripe_does_not_answer_about_is_said_and_the_rest_is_healed(desk: Desk) -> None:
    await lost_webhooks(desk)
    silent, other = await desk.a_seat(), await desk.a_seat()
    for booking in (silent, other):
        await desk.settle(booking)
        await desk.pay(booking)
    extra = await a_payment(desk, silent.id)
    await desk.wait(minutes=6)
    session = (await desk.attempt(silent))["checkout_session_id"]
    await desk.switch(match=session, fail_next=9)

    report = await look(desk)

    assert [left.about for left in report.left] == [f"booking {silent.id}"]
    assert [left.why for left in report.left] == ["Stripe does not answer"]
    assert await desk.state(other) == "pending/authorized"
    # What a booking wants that could not be looked at is not known, so its strays stay.
    assert await status(desk, extra) == "requires_capture"

    await desk.switch(fail_next=0)
    assert (await look(desk)).left == []
    assert await desk.state(silent) == "pending/authorized"
    assert await status(desk, extra) == "canceled"


async def test_while_stripe_is_away_nothing_is_given_up_and_nothing_waited_for(desk: Desk) -> None:
    for _ in range(2):
        await desk.paid()
    await desk.owner.execute("update bookings set amount_authorized = 0")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.payments.reconcile.PATIENCE", 1)
        away = Trouble(desk.gateway, "intent", error=no_answer, after=False, times=9)
        report = await reconcile(Work(desk.db, away, BACK), DAYS)  # type: ignore[arg-type]

    assert report.healed == 0
    assert [left.about for left in report.left][1:] == ["1 more booking"]


async def test_a_booking_that_nobody_understands_is_left_to_a_person(desk: Desk) -> None:
    booking = await desk.charged()
    known = (await desk.intents())[0]["id"]
    await past_every_rule(
        desk, booking, "stripe_payment_intent_id = null, payment_status = 'authorized'"
    )
    await desk.wait(minutes=6)

    report = await look(desk)

    assert [left.about for left in report.left] == [f"booking {booking.id}"]
    assert "a person has to look" in report.left[0].why
    # The charge that it should know is not taken for one too many.
    assert (await desk.gateway.intent(known)).refunded == 0


# What differs, purely.


def known(**more: object) -> Known:
    facts: dict[str, object] = {
        "booking": uuid4(), "status": "confirmed", "payment": "captured", "currency": "DKK",
        "intent": "pi_1", "authorized": PRICE, "captured": PRICE, "refunded": 0, "lost": 0,
        "disputes": 0, "entries": (PRICE, 0, 0), "attempts": frozenset(), "unsettled": False,
        **more,
    }  # fmt: skip
    return Known(**facts)  # type: ignore[arg-type]


def test_a_dispute_that_our_books_do_not_have_is_a_difference() -> None:
    dispute = Dispute("dp_1", PRICE, "DKK", "fraudulent", "lost", datetime(2026, 11, 1, tzinfo=UTC))
    intent = Intent("pi_1", "succeeded", PRICE, "DKK", 0, PRICE, disputes=(dispute,))
    assert differs(known(), intent)
    assert not differs(known(disputes=1), intent)


@pytest.mark.parametrize(
    ("status", "state", "different"),
    [
        ("requires_capture", "pending/authorized", False),
        ("requires_capture", "pending/pending", True),
        ("requires_capture", "cancelled/cancelled", True),
        ("succeeded", "pending/authorized", False),
        ("succeeded", "confirmed/authorized", True),
        ("succeeded", "completed/refunded", False),
        ("canceled", "declined/cancelled", False),
        ("canceled", "confirmed/authorized", True),
        ("requires_payment_method", "pending/pending", False),
        ("requires_payment_method", "confirmed/captured", True),
    ],
)
def test_the_state_of_a_booking_goes_with_its_payment(
    status: str, state: str, different: bool
) -> None:
    received = PRICE if status == "succeeded" else 0
    theirs = Intent("pi_1", status, PRICE, "DKK", 0, received)
    of, payment = state.split("/")
    books = known(status=of, payment=payment, authorized=theirs.authorized, captured=received)
    assert differs(books, theirs) is different


# As a tick, and as a command.


async def test_the_bot_does_it_every_ten_minutes(
    desk: Desk, app_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "_return_url", lambda _: BACK)
    settings = Settings.model_validate(
        {
            "database_url": app_url, "telegram_bot_token": "1:a", "stripe_secret_key": KEY,
            "stripe_api_base": desk.base, "telegram_api_base": "http://127.0.0.1:9",
        }
    )  # fmt: skip
    app = App(settings)
    orphan = await a_payment(desk, uuid4())
    await desk.wait(minutes=6)
    try:
        [tick] = [each for each in app.ticks if each.name == "reconcile"]
        assert tick.every == 600
        assert [await tick.work(desk.db), await tick.work(desk.db)] == [1, 0]
    finally:
        await app.stop()
    assert await status(desk, orphan) == "canceled"


async def test_the_command_tells_what_it_healed(desk: Desk, app_url: str) -> None:
    booking = await desk.charged()
    await desk.owner.execute("update bookings set amount_captured = 0")
    await past_every_rule(desk, booking, "payment_status = 'authorized'")
    extra = await a_payment(desk, booking.id)
    orphan = await a_payment(desk, gone := uuid4(), captured=True)
    await desk.wait(minutes=6)

    said = await command(desk, app_url, "reconcile", "--since", "7d")

    assert said.code == 0, said
    lines = said.out.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert lines[0].startswith("looked at 3 payments since ")
    assert lines[0].endswith("UTC, healed 3:")
    assert lines[1] == (
        f"  booking {booking.id}: was confirmed/authorized, 450 kr. held;"
        " is confirmed/captured, 450 kr. captured"
    )
    assert set(lines[2:]) == {
        f"  payment {extra} for booking {booking.id}, which has another payment:"
        " was held, is released: 450 kr.",
        f"  payment {orphan} for booking {gone}, which is not there:"
        " was captured, is refunded: 450 kr.",
    }
    assert "2 of 2 bookings" in said.err.splitlines()

    again = await command(desk, app_url, "reconcile")
    assert (again.code, len(again.out.splitlines())) == (0, 1)
    assert again.out.rstrip().endswith("healed 0")


async def test_the_command_fails_where_something_is_left(desk: Desk, app_url: str) -> None:
    booking = await desk.paid()
    await desk.owner.execute("update bookings set amount_authorized = 0")
    await desk.switch(match=(await desk.intents())[0]["id"], fail_next=9)

    said = await command(desk, app_url, "reconcile")

    assert said.code == 1
    assert f"  booking {booking.id}: Stripe does not answer" in said.out.splitlines()


@pytest.mark.parametrize("typed", ["yesterday", "2026-13-01", "7", "-3d", "2199-01-01", ""])
@pytest.mark.parametrize("which", ["reconcile", "ledger"])
def test_a_wrong_since_is_said_with_a_right_one(
    capsys: pytest.CaptureFixture[str], which: str, typed: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([which, f"--since={typed}"])
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert f"--since: '{typed}' is none" in said
    assert "(2026-11-01, UTC)" in said
    assert "(7d)" in said


async def test_the_command_names_a_setting_that_is_missing(desk: Desk) -> None:
    said = await command(desk, "", "reconcile")
    assert (said.code, said.err.split()[0]) == (2, "DATABASE_URL")
