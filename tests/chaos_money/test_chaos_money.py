"""Two replicas, a bad day at Stripe and kills part no booking from Stripe's books.

The long run is `make chaos-money`; here it is a short one, and proof that the audit sees: with
each of three bugs planted into the replicas it finds what that bug does to people's money.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos_money.run import BAD_STRIPE, Outcome, Plan, simulate

pytestmark = pytest.mark.chaos

SEED = 20261124


@pytest.fixture
def books(tmp_path: Path) -> Path:
    return tmp_path


def _says(outcome: Outcome) -> list[str]:
    return sorted({each.says for each in outcome.verdict.findings})


async def test_no_order_of_taps_webhooks_and_crashes_parts_stripe_and_us(
    admin_url: str, app_url: str, books: Path
) -> None:
    outcome = await simulate(Plan(bookings=40, seed=SEED, kills=4), admin_url, app_url, books)

    assert outcome.verdict.findings == [], outcome.story
    assert (outcome.verdict.bookings, outcome.kills) == (40, 4)
    assert outcome.line == (
        "bookings 40, kills 4, differences 0, double charges 0, unrefunded 0, holds left over 0"
    )


async def test_without_idempotency_keys_the_audit_finds_checkouts_made_twice(
    admin_url: str, app_url: str, books: Path
) -> None:
    # More answers are lost than on a usual bad day: a short run must meet enough of them.
    often = {**BAD_STRIPE, "lose_rate": 0.4, "fail_rate": 0.0}
    plan = Plan(bookings=32, seed=SEED, kills=1, plant="no_idempotency", stripe=often)

    outcome = await simulate(plan, admin_url, app_url, books)

    assert any("Checkouts of one attempt" in said for said in _says(outcome)), outcome.story


async def test_where_an_events_payload_is_believed_the_audit_finds_wrong_amounts(
    admin_url: str, app_url: str, books: Path
) -> None:
    plan = Plan(bookings=20, seed=SEED, kills=1, plant="payload_believed")

    outcome = await simulate(plan, admin_url, app_url, books)

    assert any("at Stripe" in said for said in _says(outcome)), outcome.story


async def test_a_charge_before_the_acceptance_commits_is_found(
    admin_url: str, app_url: str, books: Path
) -> None:
    plan = Plan(bookings=24, seed=SEED, kills=1, plant="capture_before_commit")

    outcome = await simulate(plan, admin_url, app_url, books)

    assert any("charged" in said and "accepted" in said for said in _says(outcome)), outcome.story
