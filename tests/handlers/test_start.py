"""The first minute: language, zone, help."""

from __future__ import annotations

import asyncpg

from handlers.callbacks import SetZone
from handlers.packing import parse
from tests.handlers.phone import Phone
from tests.handlers.test_book import photo


async def zone_of(owner: asyncpg.Connection, phone: Phone) -> str | None:
    zone: str | None = await owner.fetchval(
        "select p.timezone from app.telegram_accounts a"
        " join public.user_profiles p using (user_id) where a.telegram_id = $1",
        phone.id,
    )
    return zone


async def test_the_zone_is_the_one_thing_asked_and_may_be_tapped(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    assert "Which city's time do you go by?" in await ann.say("/start")
    assert "Times are for London" in await ann.tap("London")
    assert ann.labels == [
        "Find a session",
        "My bookings",
        "Offer sessions yourself",
        "Change time zone",
        "Dansk",
    ]
    assert await zone_of(owner, ann) == "Europe/London"


async def test_a_city_may_be_typed_with_a_slip(ann: Phone, owner: asyncpg.Connection) -> None:
    await ann.say("/start")
    assert "Times are for Lisbon" in await ann.say("lisbn")
    assert await zone_of(owner, ann) == "Europe/Lisbon"


async def test_a_country_of_many_zones_offers_them(ann: Phone) -> None:
    await ann.say("/start")
    assert "Which one do you mean?" in await ann.say("Australia")
    assert "Sydney" in ann.labels
    assert "Times are for Sydney" in await ann.tap("Sydney")


async def test_no_such_city_says_what_to_try(ann: Phone) -> None:
    await ann.say("/start")
    assert "I know no time zone by the name Qwertyville" in await ann.say("Qwertyville")
    assert "Europe ›" in ann.labels


async def test_danish_guesses_copenhagen_and_speaks_danish(bo: Phone) -> None:
    assert "København" in await bo.say("/start")
    assert bo.labels == ["Find en session", "Mine bookinger", "Tilbyd selv sessioner",
                         "Skift tidszone", "English"]  # fmt: skip


async def test_the_language_is_a_tap(bo: Phone) -> None:
    await bo.say("/start")
    assert "Hi Bo" in await bo.tap("English")
    assert "Find a session" in bo.labels
    assert "What I can do for you" in await bo.say("/help")


async def test_the_zone_is_changed_by_region_or_kept(bo: Phone, owner: asyncpg.Connection) -> None:
    await bo.say("/start")
    await bo.tap("Skift tidszone")
    await bo.tap("Asien")
    assert "Fra nu af gælder tiderne for Tokyo" in await bo.tap("Tokyo")
    await bo.tap("Skift tidszone")
    assert "uændret" in await bo.say("/cancel") or "den samme" in bo.text
    assert await zone_of(owner, bo) == "Asia/Tokyo"


async def test_no_times_are_shown_before_the_zone_is_known(ann: Phone) -> None:
    assert "First I need to know" in await ann.say("/book")
    assert "First I need to know" in await ann.say("/bookings")
    await ann.tap("Copenhagen")
    assert "What would you like to learn?" in await ann.tap("Find a session")


async def test_help_is_by_what_one_may_do(ann: Phone, maria: Phone) -> None:
    await ann.say("/start")
    assert "/availability" not in await ann.say("/help")
    assert "/availability mon-fri 9-17" in await maria.say("/help")


async def test_a_forged_zone_or_language_changes_nothing(
    bo: Phone, owner: asyncpg.Connection
) -> None:
    await bo.say("/start")
    await bo.press("1zs.Mars/Phobos")
    await bo.press("1la.xx")
    await bo.press("1zr.0.atlantis")
    assert await zone_of(owner, bo) == "Europe/Copenhagen"
    assert "Find en session" in bo.all_labels


def questions(phone: Phone) -> list[int]:
    """The messages that a city can still be tapped on, oldest first."""
    return [
        message
        for (chat, message), rows in sorted(phone.api.rows.items())
        if chat == phone.id
        and any(
            isinstance(parse(button["callback_data"]), SetZone)
            for row in rows
            for button in row
            if "callback_data" in button
        )
    ]


async def test_only_the_newest_question_for_the_zone_can_be_answered(ann: Phone) -> None:
    for said in ("/start", "Qwertyville", "/start", "/book", "Qwertyville", "/cancel", "", "/zone"):
        await (ann.say(said) if said else ann.receive(photo(ann)))
        assert "Copenhagen" in ann.labels, "a city is a tap away, whatever was said"
        assert len(questions(ann)) == 1
    await ann.say("Lisbon")
    assert questions(ann) == []
    assert "Times are for Lisbon" in ann.text


async def test_a_question_that_was_left_by_a_tap_above_it_is_over(ann: Phone) -> None:
    await ann.say("/start")
    await ann.tap("London")
    await ann.say("/zone")
    await ann.tap("Find a session")
    assert questions(ann) == []
