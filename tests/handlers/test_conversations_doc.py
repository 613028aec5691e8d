"""docs/conversations.md counts taps and messages; here every one of its lines is played."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from bot.domain.ids import SlotId
from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers.callbacks import Summary
from tests.builders import a_person, move_clock
from tests.handlers.conftest import ADMIN
from tests.handlers.journeys import Counted, Journey
from tests.handlers.money import pay_link, receipts, tell, the_booking
from tests.handlers.phone import Phone
from tests.handlers.test_bookings import starts_in
from tests.handlers.test_linking import jonas as links_of_jonas
from tests.handlers.test_linking import link, location
from tests.handlers.test_operations import a_dead_update, a_failing_settle
from tests.handlers.test_payments import a_dispute, sent_back
from tests.telegram.conftest import until

PAGE = Path(__file__).parents[2] / "docs" / "conversations.md"
HEAD = """\
| flow | what the person does | typed | taps | messages | to others |
|---|---|---|---|---|---|
"""


@dataclass
class Stage:
    """Phones, and what happens beside them: Stripe, the web, the clock."""

    bot: Mechanism
    db: Database
    owner: asyncpg.Connection
    phones: Callable[..., Phone]
    lines: list[Counted] = field(default_factory=list)

    async def person(self, number: int, name: str) -> Phone:
        """Somebody who has told the bot everything it needs, in English."""
        phone = self.phones(number, name=name)
        await phone.say("/start")
        if "London" in phone.labels:
            await phone.tap("London")
        elif "English" in phone.labels:
            await phone.tap("English")
        return phone

    @asynccontextmanager
    async def journey(self, phone: Phone, name: str) -> AsyncIterator[Journey]:
        journey = Journey(phone, name)
        yield journey
        self.lines.append(journey.end())

    async def held(self, phone: Phone, *, far: bool = False) -> UUID:
        """A code review with Jonas, booked up to the pay link; `far`: days ahead."""
        await phone.say("/book")
        if far:
            slot = await self.owner.fetchval(
                "select b.id from public.bookable_slots b join public.sessions s"
                " on s.id = b.session_id where s.title = 'Code review' and b.is_available"
                " and b.start_time > app.now() + interval '3 days' order by b.start_time limit 1"
            )
            await phone.press(Summary(SlotId(slot), "").pack())
        else:
            for label in ("Python", "Jonas", "Earliest"):
                await phone.tap(label)
        await phone.tap("Book it")
        return await self.link_ready()

    async def link_ready(self) -> UUID:
        booking = await the_booking(self.owner)
        await self.owner.execute("delete from app.payment_attempts")
        await pay_link(self.owner, booking)
        await self.idle()
        return booking

    async def asked(self, phone: Phone) -> UUID:
        booking = await self.held(phone)
        await tell(self.db, self.bot, booking, "authorize")
        return booking

    async def confirmed(self, phone: Phone) -> UUID:
        booking = await self.asked(phone)
        await tell(self.db, self.bot, booking, "accept", "capture")
        await receipts(self.owner, self.bot, booking)
        return booking

    async def charged(self, phone: Phone) -> UUID:
        booking = await self.confirmed(phone)
        await self.owner.execute("update bookings set amount_captured = price_cents")
        return booking

    async def idle(self) -> None:
        self.bot.nudge()
        await until(self.bot.idle, what="idle")

    async def remind(self) -> None:
        async with self.db.begin() as tx:
            await tx.scalar("select app.claim_due_reminders(10)")
        await self.idle()

    async def expired(self, booking: UUID) -> None:
        """Nobody paid, so that the next flow finds the time free."""
        await tell(self.db, self.bot, booking, "expire")


@pytest.fixture
async def stage(
    bot: Mechanism, db: Database, owner: asyncpg.Connection, phones: Callable[..., Phone]
) -> Stage:
    """Jonas has one session, and it has a price."""
    await owner.execute("delete from sessions where title = 'First talk'")
    return Stage(bot, db, owner, phones)


def compare(section: str, lines: list[Counted]) -> None:
    """The table of this section, in the page between its marks, is what was played."""
    page = PAGE.read_text("utf-8")
    begin, end = f"<!-- {section} -->\n", f"<!-- end of {section} -->"
    told = begin + HEAD + "".join(f"{line.line()}\n" for line in lines) + end
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    assert pattern.search(page), f"the page has no section {section}"
    drawn = pattern.sub(lambda _: told, page)
    if os.environ.get("TUTORLINE_WRITE_DOCS"):
        PAGE.write_text(drawn, "utf-8")
    assert PAGE.read_text("utf-8") == drawn, "run: make docs"


async def test_finding_and_booking(stage: Stage) -> None:
    ann = stage.phones(1001)
    async with stage.journey(ann, "begin") as does:
        await does.say("/start")
        await does.tap("London", "a city")
    async with stage.journey(ann, "begin, by place") as does:
        await does.tap("Change time zone")
        await does.tap("Share my location")
        does.taps += 1
        does.way.append("the button under the text field")
        await ann.receive(location(ann, 55.68, 12.57))
    async with stage.journey(ann, "book with an expert who has one session") as does:
        await does.say("/book")
        await does.tap("Python", "a topic")
        await does.tap("Jonas", "the expert")
        await does.tap("Earliest")
        await does.tap("Book it")
        booking = await stage.link_ready()
        does.open("Pay")
    assert stage.lines[-1].taps <= 5, "from /book to the pay link"
    await stage.expired(booking)
    async with stage.journey(ann, "book on another day") as does:
        await does.say("/book")
        await does.tap("Python", "a topic")
        await does.tap("Jonas", "the expert")
        await does.tap(next(each for each in ann.labels if each.isdigit()), "a day")
        await does.tap(next(each for each in ann.labels if ":" in each), "a time")
        await does.tap("Book it")
        booking = await stage.link_ready()
        does.open("Pay")
    await stage.expired(booking)
    await ann.say("/book")
    for label in ("Python", "Jonas", "Earliest"):
        await ann.tap(label)
    async with stage.journey(ann, "add a note before booking") as does:
        await does.tap("Add a note")
        await does.say("I want to read CSV files.", "the note")
    await stage.owner.execute("update public.sessions set price_cents = 0")
    async with stage.journey(ann, "book what is free of charge") as does:
        await does.say("/book")
        await does.tap("Python", "a topic")
        await does.tap("Jonas", "the expert")
        await does.tap("Earliest")
        await does.tap("Book it")
    assert "Jonas has until" in ann.text
    compare("booking", stage.lines)


async def test_paying_and_after(stage: Stage) -> None:
    ann, jonas = await stage.person(1001, "Ann"), await stage.person(2002, "Jonas")
    assert jonas
    booking = await stage.held(ann, far=True)
    async with stage.journey(ann, "the bank declines the card") as does:
        await stage.owner.execute(
            "select app.outbox_enqueue('1001', 'notice', jsonb_build_object('notice',"
            " 'card_declined', 'booking', $1::uuid, 'audience', 'learner', 'how', 'edit'),"
            " false, null, null)", booking,
        )  # fmt: skip
        await stage.idle()
        does.open("Try again")
    async with stage.journey(ann, "paid, and the expert is asked"):
        await tell(stage.db, stage.bot, booking, "authorize")
    async with stage.journey(ann, "the expert accepts, the card is charged"):
        await tell(stage.db, stage.bot, booking, "accept", "capture")
        await receipts(stage.owner, stage.bot, booking)
    async with stage.journey(ann, "reminder, a day ahead"):
        await starts_in(stage.owner, booking, timedelta(hours=24))
        await stage.remind()
    async with stage.journey(ann, "reminder, an hour ahead"):
        await starts_in(stage.owner, booking, timedelta(hours=1))
        await stage.remind()
    async with stage.journey(ann, "the session is over"):
        await starts_in(stage.owner, booking, timedelta(hours=-1))
        await tell(stage.db, stage.bot, booking, "complete")
    compare("paying", stage.lines)


async def test_leaving(stage: Stage) -> None:
    ann, jonas = await stage.person(1001, "Ann"), await stage.person(2002, "Jonas")
    booking = await stage.held(ann)
    async with stage.journey(ann, "let go before paying") as does:
        await does.tap("Let it go")
    booking = await stage.held(ann)
    async with stage.journey(ann, "the hold runs out"):
        await move_clock(stage.owner, minutes=40)
        await tell(stage.db, stage.bot, booking, "expire")
    booking = await stage.asked(ann)
    async with stage.journey(ann, "withdraw the request") as does:
        assert "will be released" in await does.tap("Withdraw…")
        await does.tap("Yes, withdraw")
    booking = await stage.confirmed(ann)
    async with stage.journey(ann, "cancel what is confirmed") as does:
        await does.say("/bookings")
        await does.tap("1 Jonas", "the booking")
        assert "get" in await does.tap("Cancel…")
        await does.tap("Cancel the session")
    async with stage.journey(ann, "the money is back"):
        await tell(stage.db, stage.bot, booking, "refund")
        await receipts(stage.owner, stage.bot, booking)
    await stage.asked(ann)
    await jonas.tap("Decline…")
    await jonas.tap("Decline")
    async with stage.journey(ann, "declined: book what is free instead") as does:
        await does.tap(ann.labels[0], "another time")
        await does.tap("Book it")
        await stage.link_ready()
        does.open("Pay")
    compare("leaving", stage.lines)


async def test_teaching(stage: Stage) -> None:
    ada = await stage.person(ADMIN, "Ada")
    assert ada
    clara = stage.phones(1010, name="Clara")
    await clara.say("/start")
    await clara.tap("London")
    async with stage.journey(clara, "become an expert") as does:
        await does.say("/expert")
        await does.say("Ten years of Rust.", "what one teaches")
        await does.say("Rust, systems", "topics")
        await does.say("450 kr", "an hourly rate")
        await does.tap("A room for each session")
        await does.tap("Send the application")
    async with stage.journey(clara, "offer a session") as does:
        await does.say("/newsession")
        await does.say("Pair programming", "a title")
        await does.say("We write it together.", "a description")
        await does.tap("45", "a length")
        await does.tap("for 45 min", "a price")
        await does.tap("Open it")
    async with stage.journey(clara, "say when one is free") as does:
        await does.say("/availability mon-fri 9-17, sat 10-14")
        await does.tap("Save")
    async with stage.journey(clara, "change a session") as does:
        await does.say("/sessions")
        await does.tap("1 ", "the session")
        await does.tap("Seats: 1", "**Seats**")
        await does.say("6", "how many")
    async with stage.journey(clara, "pause all sessions") as does:
        await does.say("/expert")
        await does.tap("Pause all sessions")
    compare("teaching", stage.lines)


async def test_answering(stage: Stage) -> None:
    ann, jonas = await stage.person(1001, "Ann"), await stage.person(2002, "Jonas")
    booking = await stage.asked(ann)
    async with stage.journey(jonas, "accept a request") as does:
        await does.tap("Accept")
        await tell(stage.db, stage.bot, booking, "capture")
        await receipts(stage.owner, stage.bot, booking)
    async with stage.journey(jonas, "look at what one earned") as does:
        await does.say("/earnings")
    async with stage.journey(jonas, "look at the schedule") as does:
        await does.say("/schedule")
        await does.tap("1 Ann", "the session")
    async with stage.journey(jonas, "cancel a session") as does:
        await does.say("/schedule")
        await does.tap("1 Ann", "the session")
        await does.tap("Cancel…")
        await does.tap("Cancel the session")
    booking = await stage.asked(ann)
    async with stage.journey(jonas, "decline a request") as does:
        assert "is released" in await does.tap("Decline…")
        await does.tap("Decline")
    booking = await stage.asked(ann)
    async with stage.journey(jonas, "decline with a word to the learner") as does:
        await does.tap("Decline…")
        await does.tap("Add a word to Ann")
        await does.say("Any day after Monday suits me.", "the word")
        await does.tap("Decline")
    await stage.asked(ann)
    async with stage.journey(jonas, "find the requests again, and accept") as does:
        await does.say("/requests")
        await does.tap("Accept")
    compare("answering", stage.lines)


async def _withdrawing(stage: Stage, ada: Phone) -> None:
    async with stage.journey(ada, "withdraw a verification") as does:
        await does.say("/admin")
        listed = await does.tap("Experts")
        line = next(line for line in listed.splitlines() if "Clara" in line)
        await does.tap(f"{line[0]} Clara", "the expert")
        await does.tap("Withdraw the verification…")
        await does.say("Nobody came.", "the reason")
        await does.tap("Withdraw the verification")


async def _money(stage: Stage, ada: Phone, booking: UUID) -> None:
    async with stage.journey(ada, "give part of the money back") as does:
        await does.say(f"/admin {str(booking)[:8]}", "`/admin 1b9d6bcd`")
        await does.tap("Refund…")
        await does.say("100", "the amount")
        await does.say("The sound failed.", "the reason")
        await does.tap("Return 100 kr.")
    await sent_back(stage.owner, booking)
    async with stage.journey(ada, "record what was paid another way") as does:
        await does.say(f"/admin {str(booking)[:8]}", "`/admin 1b9d6bcd`")
        await does.tap("Paid another way…")
        await does.say("bank transfer 24 Nov", "how")
        await does.tap("250 kr. was paid")
    async with stage.journey(ada, "a learner's bank takes money back") as does:
        await a_dispute(stage.owner, booking)
        await stage.idle()
    async with stage.journey(ada, "look at disputes") as does:
        await does.say("/payments")
        await does.tap("Disputes")
        does.open("Dispute at Stripe")


async def test_administering(stage: Stage, settled: list[UUID]) -> None:
    ada, ann = await stage.person(ADMIN, "Ada"), await stage.person(1001, "Ann")
    for number, name in ((1010, "Clara"), (1011, "Dan")):
        phone = await stage.person(number, name)
        await phone.say("/expert")
        for answer in ("Ten years of Rust.", "rust", "450 kr"):
            await phone.say(answer)
        await phone.tap("A room for each session")
        await phone.tap("Send the application")
        if name == "Clara":
            async with stage.journey(ada, "verify an application") as does:
                await does.tap("Verify")
    async with stage.journey(ada, "reject one") as does:
        await does.tap("Reject…")
        await does.say("Say more about your work.", "the reason")
    await a_dead_update(stage.owner, ann, "hello")
    async with stage.journey(ada, "try again what was given up on") as does:
        await does.say("/admin")
        await does.tap("Given up on")
        await does.tap("1 ", "one of them")
        await does.tap("Try again")
    booking = await stage.held(ann)
    await a_failing_settle(stage.owner, booking)
    async with stage.journey(ada, "settle money that failed") as does:
        await does.say("/admin")
        await does.tap("Money that failed")
        await does.tap(f"1 {str(booking)[:8]}", "the booking")
        await does.tap("Settle the money again")
    assert booking in settled
    async with stage.journey(ada, "look up a booking") as does:
        await does.say(f"/admin {str(booking)[:8]}", "`/admin 1b9d6bcd`")
    await _withdrawing(stage, ada)
    await _money(stage, ada, await stage.charged(ann))
    compare("administering", stage.lines)


async def test_arriving_by_a_link(stage: Stage) -> None:
    by_expert, by_session = await links_of_jonas(stage.owner)
    ann = await stage.person(1001, "Ann")
    for name, words in (("an expert's link", by_expert), ("a session's link", by_session)):
        async with stage.journey(ann, f"book by {name}") as does:
            await does.say(f"/start {words}", "the link, **Start**")
            if words == by_expert:
                await does.tap("1 ", "a session")
            await does.tap("Earliest")
            await does.tap("Book it")
            booking = await stage.link_ready()
            does.open("Pay")
        await stage.expired(booking)
    new = stage.phones(1003, name="Cleo")
    async with stage.journey(new, "a new person, by a session's link") as does:
        await does.say(f"/start {by_session}", "the link, **Start**")
        await does.tap("London", "a city")
    cleo = await a_person(stage.owner, name="Cleo", zone=None)
    async with stage.journey(new, "join a web account") as does:
        await does.say(f"/start {await link(stage.owner, cleo)}", "the link, **Start**")
        await does.tap("Connect")
    compare("arriving", stage.lines)
