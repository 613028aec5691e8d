"""The typed calls and reads, as the bot's login and for each actor."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from bot.domain.errors import (
    ExpertUnavailable,
    InvalidInput,
    LearnerBusy,
    NoProfile,
    NotFound,
    OwnSession,
    PriceTooLow,
    SlotPast,
    SlotTaken,
    WrongState,
)
from bot.domain.ids import BookingId, SessionId, SlotId, UserId
from db import functions
from db.functions import WindowRow
from db.queries import availability, bookings, browse
from db.session import SERVICE, Database, Transaction
from tests.builders import (
    Person,
    a_booking,
    a_learner,
    a_person,
    a_session,
    a_slot,
    an_expert,
)

WEEK: list[WindowRow] = [{"day": day, "start": "09:00", "end": "12:00"} for day in range(7)]


@pytest.fixture
async def expert(owner: asyncpg.Connection) -> Person:
    return await an_expert(owner, zone="Europe/Copenhagen", telegram=True)


@pytest.fixture
async def learner(owner: asyncpg.Connection) -> Person:
    return await a_learner(owner, zone="America/New_York", telegram=True)


async def test_a_refusal_leaves_the_transaction_usable(
    db: Database, owner: asyncpg.Connection, expert: Person, learner: Person
) -> None:
    slot = await a_slot(owner, await a_session(owner, expert))
    await a_booking(owner, await a_learner(owner), slot)
    async with db.begin(learner.actor) as tx:
        with pytest.raises(SlotTaken):
            await functions.book(tx, SlotId(slot.id))
        assert await tx.scalar("select 1") == 1


async def test_every_reason_not_to_book_has_its_refusal(
    db: Database, owner: asyncpg.Connection, expert: Person, learner: Person
) -> None:
    session = await a_session(owner, expert)
    slot = await a_slot(owner, session)
    soon = await a_slot(owner, session, starts_in=timedelta(hours=1))
    elsewhere = await a_slot(owner, await a_session(owner, await an_expert(owner)))
    closed = await a_slot(owner, await a_session(owner, await an_expert(owner, status="pending")))
    stranger = await a_person(owner)
    await a_booking(owner, learner, elsewhere)
    for person, slot_id, refusal in (
        (learner, soon.id, SlotPast),
        (learner, slot.id, LearnerBusy),
        (learner, closed.id, ExpertUnavailable),
        (learner, uuid4(), NotFound),
        (expert, slot.id, OwnSession),
        (stranger, slot.id, NoProfile),
    ):
        async with db.begin(person.actor) as tx:
            with pytest.raises(refusal):
                await functions.book(tx, SlotId(slot_id))


async def test_the_detail_of_a_refusal_names_the_field(
    db: Database, expert: Person, learner: Person
) -> None:
    async def create(tx: Transaction, **changed: Any) -> SessionId:
        values: dict[str, Any] = {
            "title": "SQL", "description": "x " * 400, "duration_minutes": 60,
            "price_cents": 45000, "currency": "DKK",
        } | changed  # fmt: skip
        return await functions.create_session(tx, UserId(expert.user_id), **values)

    async with db.begin(expert.actor) as tx:
        session = await create(tx)
        short = await tx.scalar(
            "select short_description from public.sessions where id = :id", id=session
        )
        assert len(short) <= 500
        assert short.endswith("…")
        for changed, field in (
            ({"title": " "}, "title"),
            ({"duration_minutes": 50}, "duration"),
            ({"price_cents": -1}, "price"),
            ({"currency": "SEK"}, "currency"),
            ({"currency": "USD"}, "currency"),
        ):
            with pytest.raises(InvalidInput) as refused:
                await create(tx, **changed)
            assert refused.value.detail == field
        with pytest.raises(PriceTooLow):
            await create(tx, price_cents=249)
        with pytest.raises(InvalidInput) as zone:
            await functions.set_zone(tx, "Mars+3")
        assert zone.value.detail == "zone"
    async with db.begin(learner.actor) as tx:
        with pytest.raises(NoProfile) as missing:
            await functions.set_availability(tx, WEEK, "UTC")
        assert missing.value.detail == "expert"
        await functions.set_language(tx, "da")
        with pytest.raises(InvalidInput):
            await functions.set_language(tx, "xx")


async def test_browsing_from_topic_to_summary(
    db: Database, owner: asyncpg.Connection, expert: Person, learner: Person
) -> None:
    session = SessionId(await a_session(owner, expert, tags=("Python ", "SQL")))
    hidden = await an_expert(owner, status="pending")
    await a_slot(owner, await a_session(owner, hidden))
    async with db.begin(expert.actor) as tx:
        change = await functions.set_availability(tx, WEEK, "Europe/Copenhagen")
        assert change.added > 70
        assert (await availability.windows(tx))[0].row() == WEEK[0]
        rules = await availability.rules(tx)
        assert rules is not None
        assert rules.horizon_days == 28
        assert await browse.topics(tx, limit=8) == []
    async with db.begin(learner.actor) as tx:
        topics = await browse.topics(tx, limit=8)
        assert [(topic.topic, topic.sessions, topic.total) for topic in topics] == [
            ("python", 1, 2),
            ("sql", 1, 2),
        ]
        (offer,) = await browse.sessions(tx, "python", limit=8)
        assert (offer.session_id, offer.expert_name, offer.total) == (session, "Maria", 1)
        card = await browse.session_card(tx, session)
        assert card is not None
        assert card.next_start == offer.next_start
        today = tx.now.date()
        days = await browse.free_days(
            tx, session, "America/New_York", today, today + timedelta(days=31)
        )
        assert sum(day.times for day in days) in range(change.added - 3, change.added + 1)
        assert days[0].first_start == offer.next_start
        times = await browse.free_times(tx, session, "America/New_York", days[3].day)
        assert [time.start_at for time in times] == sorted(time.start_at for time in times)
        assert times[0].slot_id == days[3].first_slot_id
        summary = await browse.slot_summary(tx, times[0].slot_id)
        assert summary is not None
        assert summary.is_free
        assert summary.free_until == summary.start_at - timedelta(hours=24)
        booked = await functions.book(tx, times[0].slot_id, " hello ")
        taken = await browse.slot_summary(tx, times[0].slot_id)
        assert taken is not None
        assert not taken.is_free
        near = await browse.alternatives(tx, booked.booking_id, limit=3)
        assert len(near) == 2
        assert all(other.same_expert and other.slot_id != times[0].slot_id for other in near)


async def test_what_is_free_instead_comes_in_order_of_time_and_then_of_price(
    db: Database, owner: asyncpg.Connection, expert: Person, learner: Person
) -> None:
    async def offered(price: int, *ahead: float) -> None:
        another = await a_session(owner, await an_expert(owner), price=price)
        for hours in ahead:
            await a_slot(owner, another, starts_in=timedelta(hours=hours))

    booking = await a_booking(
        owner,
        learner,
        await a_slot(owner, await a_session(owner, expert), starts_in=timedelta(hours=72)),
    )
    # The nearest is the latest of them, two are at once, and a fourth is too far to be offered.
    await offered(30000, 73.5)
    await offered(20000, 70, 90)
    await offered(10000, 70)
    async with db.begin(learner.actor) as tx:
        near = await browse.alternatives(tx, BookingId(booking), limit=3)
    assert [(each.start_at - tx.now).total_seconds() // 3600 for each in near] == [69, 69, 73]
    assert [each.price_cents for each in near] == [10000, 20000, 30000]


async def test_a_session_without_tags_is_found_under_its_experts_areas(
    db: Database, owner: asyncpg.Connection, expert: Person, learner: Person
) -> None:
    await a_slot(owner, await a_session(owner, expert, tags=()))
    async with db.begin(learner.actor) as tx:
        assert [topic.topic for topic in await browse.topics(tx, limit=8)] == ["other"]
        assert len(await browse.sessions(tx, "other", limit=8)) == 1
    await owner.execute("update expert_profiles set expertise_areas = '{ Data Science }'")
    async with db.begin(learner.actor) as tx:
        assert len(await browse.sessions(tx, "data science", limit=8)) == 1
        assert await browse.sessions(tx, "other", limit=8) == []


async def test_both_sides_and_the_service_see_their_own_card(
    db: Database, owner: asyncpg.Connection, expert: Person, learner: Person
) -> None:
    slot = await a_slot(owner, await a_session(owner, expert))
    booking = BookingId(await a_booking(owner, learner, slot))
    await owner.execute(
        "insert into app.payment_attempts"
        " (booking_id, url, parameters, idempotency_key, expires_at)"
        " values ($1, 'https://pay', '{}', 'k', now())",
        booking,
    )
    async with db.begin(learner.actor) as tx:
        card = await bookings.card(tx, booking)
        assert card is not None
        assert (card.side, card.pay_url) == ("learner", "https://pay")
        assert card.expert_telegram_id is None
        assert card.room is None
        assert await bookings.upcoming(tx) == [card]
    async with db.begin(expert.actor) as tx:
        card = await bookings.card(tx, booking)
        assert card is not None
        assert (card.side, card.pay_url, card.learner_name) == ("expert", None, "Ann")
        assert await bookings.requests(tx) == []
    async with db.begin(SERVICE) as tx:
        await functions.transition(tx, booking, "authorize")
        card = await bookings.card(tx, booking)
        assert card is not None
        assert (card.side, card.learner_telegram_id) == (None, learner.telegram_id)
    async with db.begin(expert.actor) as tx:
        assert len(await bookings.requests(tx)) == 1
        assert (await functions.accept(tx, booking)).changed
        assert len(await bookings.schedule(tx)) == 1
        card = await bookings.card(tx, booking)
        assert card is not None
        assert card.room is not None
        await functions.write_notes(tx, booking, "Bring a laptop")
        with pytest.raises(WrongState):
            await functions.decline(tx, booking)
    async with db.begin((await a_learner(owner)).actor) as tx:
        assert await bookings.card(tx, booking) is None
        with pytest.raises(NotFound):
            await functions.cancel(tx, booking)


async def test_days_are_counted_in_the_zone_that_is_asked_for(
    db: Database, owner: asyncpg.Connection, expert: Person, learner: Person
) -> None:
    session = SessionId(await a_session(owner, expert))
    await owner.execute(
        "insert into bookable_slots (session_id, start_time, end_time)"
        " values ($1, '2099-01-02 02:00+00', '2099-01-02 03:00+00')",
        session,
    )
    async with db.begin(learner.actor) as tx:
        for zone, day in (("America/New_York", date(2099, 1, 1)), ("UTC", date(2099, 1, 2))):
            found = await browse.free_days(tx, session, zone, date(2099, 1, 1), date(2099, 1, 2))
            assert [free.day for free in found] == [day]
            assert len(await browse.free_times(tx, session, zone, day)) == 1
