"""A crawler taps what it sees: no dead end, no unanswered tap, one language, whoever taps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import asyncpg
import pytest

from bot.locales import Speech
from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers import callbacks as on
from handlers import callbacks_teaching as to
from handlers.arriving import expert_link
from handlers.packing import Press, pack_uuid
from tests.builders import a_person
from tests.handlers.conftest import ADMIN
from tests.handlers.crawler import Crawl
from tests.handlers.money import pay_link, tell
from tests.handlers.phone import Phone
from tests.handlers.test_book import book
from tests.handlers.test_linking import link
from tests.handlers.test_operations import a_dead_update, a_failing_settle
from tests.handlers.test_payments import a_dead_event, a_dispute, sent_back
from tests.telegram.conftest import until

FINDS = {
    "Topics", "Sessions", "Days", "Times", "Summary", "Book", "AddNote", "DropNote", "KeepNote",
    "Blank", "Bookings", "Card",
}  # fmt: skip
ARRIVES = {
    "Home", "AskZone", "ZoneRegion", "SetZone", "AskLocation", "Connect", "Expert", "ApplyStep",
    "PickCurrency", "MakeRooms", "Apply", "Stop", "Settings", "ChangeZone",
}  # fmt: skip
TEACHES = {
    "Accept", "Decline", "DeclineWord", "DeclineNow", "Requests", "Schedule", "AskCancel", "Cancel",
    "ShowWindows", "TypeWindows", "SaveWindows", "KeepWindows", "EditExpert", "TakeBookings",
    "MySessions", "MySession", "MoreOfSession", "OpenSession", "EditSession", "SetSession",
    "NewSession", "NewStep", "NewDuration", "NewPrice", "Earnings", "Rules", "SetRule",
}  # fmt: skip
TAPPED = {
    "newcomer": FINDS | ARRIVES,
    "learner": FINDS | {"LetGo", "Withdraw", "WithdrawNow", "AskCancel", "Cancel"},
    "expert": FINDS | TEACHES | {"Home", "Expert"},
    "admin": {
        "Health", "Applications", "ShowApplication", "Verify", "Reject", "Experts",
        "AskUnverify", "Unverify", "Letters", "Letter",
        "RetryLetter", "DismissLetter", "FailedSettles", "Record", "SettleAgain", "Topics",
        "Bookings", "Payments", "Disputes", "AskRefund", "RefundAll", "RefundOther", "Refund",
        "AskElsewhere", "Elsewhere",
    },
}  # fmt: skip
LEAVES: dict[str, tuple[type[Press], ...]] = {
    "newcomer": (),
    "learner": (on.AskZone, to.Expert),
    "expert": (on.AskZone,),
    "admin": (on.AskZone, on.Sessions, to.Expert),
}
"""Ways that another's crawl goes already."""


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("who", TAPPED)
async def test_every_button_of_every_screen_leads_on(
    phones: Callable[..., Phone], bot: Mechanism, db: Database, owner: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch, who: str, language: str,
) -> None:  # fmt: skip
    ann, jonas, ada = phones(1001), phones(2002, name="Jonas"), phones(ADMIN, name="Ada")
    await jonas.say("/start")
    held = await a_busy_day(ann, phones, bot, db, owner)
    planted = [await a_dead_update(owner, ann, "/help") for _ in range(3)]
    await a_failing_settle(owner, held)
    await owner.execute("update app.telegram_accounts set language = $1", language)
    spoken = languages_spoken(monkeypatch)
    new = phones(1020, language=language, name="Nia")
    phone = {"newcomer": new, "learner": ann, "expert": jonas, "admin": ada}[who]
    if who == "admin":
        await a_day_of_trouble(owner)
        await ada.say("/start")
        await ada.say("London")
        await owner.execute("update app.telegram_accounts set language = $1", language)
        await owner.execute("update expert_profiles set verification_status = 'pending', bio = 'x'")
        bot.nudge()
        await until(bot.idle, what="idle")
        spoken.clear()
    for said in await words_of(who, owner):
        await phone.say(said)
    crawl = Crawl(phone, owner, LEAVES[who])
    await crawl.run()
    assert TAPPED[who] <= crawl.tapped.keys(), TAPPED[who] - crawl.tapped.keys()
    assert spoken == {language}
    failed = await owner.fetch(
        "select payload, last_error from app.telegram_updates"
        " where (attempts > 0 or dead_at is not null) and update_id <> all ($1::bigint[])",
        planted,
    )
    assert failed == []


async def a_busy_day(
    ann: Phone, phones: Callable[..., Phone], bot: Mechanism, db: Database,
    owner: asyncpg.Connection,
) -> Any:  # fmt: skip
    """With Jonas: Ann's held seat, request and confirmed session, two requests of others."""
    held = await book(ann, owner)
    await pay_link(owner, held)
    await tell(db, bot, await book(ann, owner), "authorize")
    await tell(db, bot, await book(ann, owner), "authorize", "accept", "capture")
    for number, name in ((1004, "Di"), (1005, "Eli")):
        await tell(db, bot, await book(phones(number, name=name), owner), "authorize")
    return held


async def a_day_of_trouble(owner: asyncpg.Connection) -> None:
    """One charged booking can be given back, two others are disputed; an event is dead."""
    charged = await owner.fetch(
        "update bookings set amount_captured = price_cents where payment_status = 'captured'"
        " returning id"
    )
    [disputed, *_] = await owner.fetch(
        "select id from bookings where payment_status = 'authorized'"
    )
    assert charged
    await a_dispute(owner, disputed["id"], "won")
    await a_dispute(owner, disputed["id"], id="dp_2")
    await a_dead_event(owner)
    # Another confirmed one: half of it is to go back, and the bank won't have it.
    await sent_back(owner, charged[0]["id"], 2)


async def words_of(who: str, owner: asyncpg.Connection) -> list[str]:
    """What each says first; the crawl goes on from the answers."""
    expert, session = await owner.fetchrow(
        "select e.id, s.id from expert_profiles e join sessions s on s.expert_id = e.id"
        " where s.title = 'Python Basics'"
    )
    if who == "newcomer":
        web = await a_person(owner, name="Nia Web", zone=None)
        return ["/settings", "/start", "/expert", f"/start {await link(owner, web)}"]
    if who == "learner":
        start = expert_link("x", expert).partition("=")[2]
        return ["/help", f"/start {start}", f"/start session_{pack_uuid(session)}", "/bookings"]
    if who == "expert":
        return ["/availability mon-fri 9-17", "/sessions", "/newsession", "/requests", "/start"]
    found = await owner.fetchval("select id from bookings where payment_status = 'captured'")
    return ["/start", "/admin", f"/admin {found}", "/payments"]


def languages_spoken(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The languages in which anything is put into words from now on."""
    spoken: set[str] = set()
    format_ = Speech._format

    def noting(self: Speech, key: str, args: Mapping[str, Any]) -> str:
        spoken.add(self.language)
        return format_(self, key, args)

    monkeypatch.setattr(Speech, "_format", noting)
    return spoken


async def test_the_other_language_is_a_tap_on_the_first_screen_and_back(ann: Phone) -> None:
    await ann.say("/start")
    await ann.say("Lisbon")
    await ann.say("/start")
    assert "Jeg booker" in await ann.tap("Dansk") or "Find en session" in ann.labels
    assert "Find a session" not in ann.labels
    await ann.tap("English")
    assert "Find a session" in ann.labels
