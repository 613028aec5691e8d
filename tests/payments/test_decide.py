"""The table of (what a booking wants × what Stripe holds): complete where it can be met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from bot.payments.case import Attempt, Case, Held
from bot.payments.decide import (
    EVENTS,
    STEPS,
    Holds,
    Step,
    Unforeseen,
    Wants,
    decide,
    holds,
    owed,
    wants,
)
from bot.payments.model import Checkout, Dispute, Intent, Refund

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
PRICE = 45000


def a_case(state: str, *, refund_due: int | None = None, unanswered: bool = False) -> Case:
    status, payment = state.split("/")
    attempt = Attempt(uuid4(), "key", {}, NOW, None, closed=False, failure=None)
    return Case(
        booking=uuid4(),
        now=NOW,
        status=status,
        payment=payment,
        price=PRICE,
        currency="DKK",
        refund_due=refund_due,
        intent=None,
        attempt=attempt if unanswered else None,
        title="Python Basics",
        expert="Maria K.",
        start_at=NOW,
        language="en",
        zone="UTC",
        platform=uuid4(),
    )


def a_checkout(status: str) -> Checkout:
    return Checkout("cs_1", "https://pay", status, NOW, None, None)


def an_intent(status: str, *, received: int = 0, refunded: int = 0) -> Intent:
    refunds = (Refund("re_1", refunded, "succeeded"),) if refunded else ()
    return Intent("pi_1", status, PRICE, "DKK", 0, received, refunds=refunds)


@pytest.mark.parametrize(
    ("state", "refund_due", "held", "step"),
    [
        ("pending/pending", None, Held(), Step.MAKE),
        ("pending/pending", None, Held(a_checkout("open")), Step.REST),
        ("pending/pending", None, Held(a_checkout("expired")), Step.EXPIRED),
        (
            "pending/pending",
            None,
            Held(a_checkout("complete"), an_intent("requires_capture")),
            Step.AUTHORIZED,
        ),
        ("confirmed/authorized", None, Held(None, an_intent("requires_capture")), Step.CAPTURE),
        (
            "confirmed/authorized",
            None,
            Held(None, an_intent("succeeded", received=PRICE)),
            Step.CAPTURED,
        ),
        ("declined/authorized", None, Held(None, an_intent("requires_capture")), Step.VOID),
        ("cancelled/authorized", PRICE, Held(None, an_intent("requires_capture")), Step.VOID),
        ("cancelled/authorized", 22500, Held(None, an_intent("requires_capture")), Step.CAPTURE),
        (
            "cancelled/authorized",
            PRICE,
            Held(None, an_intent("succeeded", received=PRICE)),
            Step.CAPTURED,
        ),
        (
            "cancelled/captured",
            22500,
            Held(None, an_intent("succeeded", received=PRICE)),
            Step.REFUND,
        ),
        (
            "cancelled/captured",
            22500,
            Held(None, an_intent("succeeded", received=PRICE, refunded=22500)),
            Step.REFUNDED,
        ),
        ("cancelled/captured", 0, Held(None, an_intent("succeeded", received=PRICE)), Step.REST),
        (
            "cancelled/cancelled",
            None,
            Held(a_checkout("complete"), an_intent("requires_capture")),
            Step.VOID,
        ),
    ],
)
def test_the_step_that_is_missing(
    state: str, refund_due: int | None, held: Held, step: Step
) -> None:
    assert decide(a_case(state, refund_due=refund_due), held) is step


def test_a_checkout_whose_answer_was_lost_is_made_or_found_never_forgotten() -> None:
    assert decide(a_case("pending/pending", unanswered=True), Held()) is Step.MAKE
    assert decide(a_case("cancelled/cancelled", unanswered=True), Held()) is Step.FIND


def test_a_failed_refund_is_owed_again() -> None:
    intent = Intent(
        "pi_1",
        "succeeded",
        PRICE,
        "DKK",
        0,
        PRICE,
        refunds=(Refund("re_1", PRICE, "failed"), Refund("re_2", 100, "pending")),
    )
    assert intent.refunded == 100
    assert holds(a_case("cancelled/refunded", refund_due=PRICE), Held(None, intent)) is Holds.OWED


def test_what_nobody_foresaw_moves_nothing() -> None:
    with pytest.raises(Unforeseen):
        decide(a_case("confirmed/captured"), Held(None, an_intent("canceled")))


def every_state() -> Iterator[str]:
    for status in ("pending", "confirmed", "completed", "cancelled", "declined"):
        for payment in ("pending", "processing", "authorized", "captured", "failed", "cancelled",
                        "refunded"):  # fmt: skip
            yield f"{status}/{payment}"


def test_a_booking_that_is_over_never_leads_to_a_full_charge() -> None:
    for wanted in (Wants.RELEASE, Wants.RETURN, Wants.NOTHING, Wants.LOST):
        assert Step.CAPTURE not in STEPS[wanted].values()
        assert Step.MAKE not in STEPS[wanted].values()


def test_a_hold_is_never_left_behind_by_a_booking_that_is_over() -> None:
    for state in every_state():
        case = a_case(state)
        if case.over and wants(case) is not Wants.RETURN:
            assert decide(case, Held(None, an_intent("requires_capture"))) is Step.VOID, state


def test_every_step_is_done_or_written_down() -> None:
    done = {Step.REST, Step.MAKE, Step.FIND, Step.SHUT, Step.CAPTURE, Step.VOID, Step.REFUND}
    assert done | set(EVENTS) == set(Step)
    assert set(STEPS) == set(Wants)


def test_what_a_bank_took_in_part_is_not_refunded_on_top() -> None:
    lost = Dispute("du_1", 10000, "DKK", "general", "lost", NOW)
    intent = replace(an_intent("succeeded", received=PRICE, refunded=5000), disputes=(lost,))
    case = a_case("cancelled/captured", refund_due=PRICE)

    assert owed(case, intent) == PRICE - 10000 - 5000
    assert decide(case, Held(None, intent)) is Step.REFUND
    assert owed(replace(case, refund_due=15000), intent) == 0


def test_a_dispute_that_stripe_no_longer_tells_of_is_still_waited_for() -> None:
    intent = an_intent("succeeded", received=PRICE)
    case = replace(a_case("cancelled/captured", refund_due=PRICE), disputed=True)

    assert decide(case, Held(None, intent)) is Step.REST
    won = Dispute("du_1", PRICE, "DKK", "general", "won", NOW)
    assert decide(case, Held(None, replace(intent, disputes=(won,)))) is Step.REFUND
