"""Under fire nothing is lost, doubled or out of order; and the audit would see if it were.

The long run is `make chaos`. Here is a short one, and proof that the audit sees: with each guard
taken away, in the environment in which that is bound to show, it finds what that does to people.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos_all import drills
from tests.chaos_all.audit import LOST, MONEY, NOTICE, ORDER, POLLS, SEAT, TWICE
from tests.chaos_all.drills import Play, Setting, drill
from tests.chaos_all.postgres import own
from tests.chaos_all.run import Outcome, Plan, simulate
from tests.chaos_all.weather import Plan as Forecast

pytestmark = pytest.mark.chaos

SEED = 20261125
MANY = 10**6
REFUSED = {"kind": "too_many", "method": "sendMessage", "times": 4, "seconds": 1}
AGAIN = {"kind": "again", "method": "update", "times": MANY}
DENIED = {"kind": "error_after", "method": "sendMessage", "times": MANY, "rate": 0.3}
LOST_CHECKOUT = {"lose_next": 1, "match": "POST /v1/checkout/sessions"}

GUARDS: dict[str, tuple[Play, Setting, str]] = {
    "acknowledged before it is stored": (
        # Certain: what was acknowledged is stored 20 s later at the earliest, by processes killed
        # at once.
        drills.say_words_and_die,
        Setting(plants=("acknowledged_before_stored",)),
        LOST,
    ),
    "sent by the handler, not the outbox": (
        # Certain: Telegram refuses the first four messages, and nobody has them any more.
        drills.say_words,
        Setting(plants=("sent_by_the_handler",), faults=(REFUSED,)),
        LOST,
    ),
    "marked as sent before it is": (
        drills.say_words,
        Setting(plants=("marked_before_sent",), faults=(REFUSED,)),
        LOST,
    ),
    "no order within a lane": (
        # Certain: the first word takes four seconds, and the other process looks every second.
        drills.say_words,
        Setting(plants=("no_order_in_a_lane", "dawdle_over_the_first_word")),
        ORDER,
    ),
    "an update that is known is handled again": (
        # Certain: every update is delivered twice.
        drills.say_words,
        Setting(plants=("known_updates_handled_again",), faults=(AGAIN,)),
        TWICE,
    ),
    "the leader's lease is ignored": (
        # Certain: both poll from the start, and Telegram ends the one for the other.
        drills.say_words,
        Setting(plants=("everybody_leads",), polls=True),
        POLLS,
    ),
    "a seat is not given back": (
        drills.book_and_let_go,
        Setting(plants=("seat_not_given_back",), replicas=1),
        SEAT,
    ),
    "a reminder is marked and not sent": (
        drills.book_and_be_reminded,
        Setting(plants=("reminder_only_marked",), replicas=1),
        NOTICE,
    ),
    "Stripe is asked without an idempotency key": (
        # Certain: the answer to the one request for a Checkout is lost, and it is made again.
        drills.book_and_wait_for_the_link,
        Setting(plants=("no_idempotency",), replicas=1, stripe=LOST_CHECKOUT),
        MONEY,
    ),
}


@pytest.mark.parametrize("guard", GUARDS)
async def test_without_the_guard_the_audit_finds_what_that_does(
    guard: str, admin_url: str, app_url: str, tmp_path: Path
) -> None:
    play, setting, kind = GUARDS[guard]

    findings = await drill(play, setting, admin_url, app_url, tmp_path)

    assert kind in {each.kind for each in findings}, findings


@pytest.mark.parametrize(
    ("play", "setting"),
    [
        (
            drills.say_words_and_die,
            Setting(plants=("dawdle_over_the_first_word",), faults=(REFUSED, AGAIN)),
        ),
        (drills.say_words, Setting(polls=True, faults=(AGAIN,))),
        (drills.book_and_let_go, Setting(replicas=1, stripe=LOST_CHECKOUT)),
        (drills.book_and_be_reminded, Setting(replicas=1)),
    ],
    ids=["words and kills", "polling", "a seat and a lost answer", "a reminder"],
)
async def test_with_every_guard_the_same_drills_find_nothing(
    play: Play, setting: Setting, admin_url: str, app_url: str, tmp_path: Path
) -> None:
    findings = await drill(play, setting, admin_url, app_url, tmp_path)

    assert findings == []


async def test_who_is_told_much_of_it_twice_becomes_an_expert_all_the_same(
    admin_url: str, app_url: str, tmp_path: Path
) -> None:
    setting = Setting(replicas=1, faults=(DENIED,))

    findings = await drill(drills.become_an_expert, setting, admin_url, app_url, tmp_path)

    assert findings == []


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not pytest's own: its length may be more than a unix socket's path may have."""
    with tempfile.TemporaryDirectory(prefix="tl-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_whole_flows_under_fire_lose_nothing(folder: Path) -> None:
    plan = Plan(
        users=20,
        seed=SEED,
        morning=Forecast(kills=3, restarts=1, cuts=2, acts=200),
        later=Forecast(kills=1, cuts=1),
        days=1.2,
    )

    async def run(admin_url: str, app_url: str) -> Outcome:
        return await simulate(plan, admin_url, app_url, folder, postgres)

    with own(folder) as postgres:
        outcome = asyncio.run(run(postgres.admin_url, postgres.app_url))

    assert outcome.verdict.findings == [], outcome.story
    assert outcome.line.startswith("users 20, taps")
    assert [outcome.story[name] for name in ("kills", "restarts", "cuts")] == [4, 1, 3]
