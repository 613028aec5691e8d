"""Coming by a link, joining a web account, and telling where one is by a shared location."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from bot.telegram.mechanism import Mechanism
from handlers.callbacks import Connect
from handlers.packing import pack_uuid
from tests.builders import Person, a_person, acting_as, move_clock
from tests.handlers.phone import Phone
from tests.handlers.test_book import book
from tests.handlers.test_start import zone_of


@pytest.fixture
async def cleo(owner: asyncpg.Connection) -> Person:
    """Somebody with an account on the web, and no zone there."""
    return await a_person(owner, name="Cleo <b>", zone=None)


async def link(owner: asyncpg.Connection, person: Person) -> str:
    """What the web would make: the words behind /start."""
    async with acting_as(owner, person.actor):
        token: str = await owner.fetchval("select app.create_link_token()")
    return f"link_{token}"


async def user_of(owner: asyncpg.Connection, phone: Phone) -> UUID:
    found: UUID = await owner.fetchval(
        "select user_id from app.telegram_accounts where telegram_id = $1", phone.id
    )
    return found


async def test_a_chat_is_joined_once_its_person_agrees(
    bo: Phone, owner: asyncpg.Connection, cleo: Person
) -> None:
    asked = await bo.say(f"/start {await link(owner, cleo)}")
    assert "webkontoen Cleo <b>" in asked
    assert await user_of(owner, bo) != cleo.user_id
    assert "Forbundet. Chatten hører nu til webkontoen Cleo <b>" in await bo.tap("Forbind")
    assert await user_of(owner, bo) == cleo.user_id
    assert "Find en session" in bo.labels, "and the zone that the chat knew came along"
    assert "Jeg ventede ikke på noget" in await bo.say("/cancel")


async def test_a_new_person_who_leaves_it_stays_who_they_are(
    ann: Phone, owner: asyncpg.Connection, cleo: Person
) -> None:
    await ann.say(f"/start {await link(owner, cleo)}")
    assert "Which city's time" in await ann.tap("Leave it")
    assert await user_of(owner, ann) != cleo.user_id


async def test_joined_without_a_zone_it_is_asked(
    ann: Phone, owner: asyncpg.Connection, cleo: Person
) -> None:
    await ann.say(f"/start {await link(owner, cleo)}")
    text = await ann.tap("Connect")
    assert "Connected. This chat now belongs to the web account" in text
    assert "Which city's time" in text
    assert "Times are for London" in await ann.tap("London")


async def test_every_link_that_does_not_work_says_why_and_leads_on(
    ann: Phone, bo: Phone, owner: asyncpg.Connection, cleo: Person
) -> None:
    for wrong in ("link_", "link_x", "link_" + "A" * 43):
        assert "not one I can use" in await ann.say(f"/start {wrong}")
        assert "Find a session" in ann.labels
    late = await link(owner, cleo)
    await move_clock(owner, minutes=16)
    assert "they are over" in await ann.say(f"/start {late}")
    good = await link(owner, cleo)
    await ann.say(f"/start {good}")
    await ann.tap("Connect")
    assert "is connected to the web account" in await ann.say(f"/start {good}")
    assert "allerede brugt" in await bo.say(f"/start {good}")
    assert "anden Telegram-konto" in await bo.say(f"/start {await link(owner, cleo)}")
    pressed = Connect(good.removeprefix("link_")).pack()
    assert "allerede brugt" in await bo.press(pressed)
    assert "is connected to the web account" in await ann.press(pressed)


async def test_bookings_and_experts_of_the_chat_are_never_merged_away(
    ann: Phone, maria: Phone, owner: asyncpg.Connection, cleo: Person
) -> None:
    await book(ann, owner)
    before = await user_of(owner, ann)
    assert "You have booked in this chat already" in await ann.say(
        f"/start {await link(owner, cleo)}"
    )
    assert "You are an expert in this chat already" in await maria.say(
        f"/start {await link(owner, cleo)}"
    )
    assert await user_of(owner, ann) == before


async def jonas(owner: asyncpg.Connection) -> tuple[str, str]:
    """Jonas' link and that of his first session."""
    row = await owner.fetchrow(
        "select s.expert_id, s.id from sessions s join expert_profiles e on e.id = s.expert_id"
        " join user_profiles p on p.id = e.user_profile_id where p.display_name like 'Jonas%'"
        " order by s.title limit 1"
    )
    return f"expert_{pack_uuid(row['expert_id'])}", f"session_{pack_uuid(row['id'])}"


async def test_a_new_person_by_an_experts_link_tells_the_zone_and_gets_there(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    by_expert, _ = await jonas(owner)
    assert "First I need to know" in await ann.say(f"/start {by_expert}")
    await ann.tap("Dansk")
    await ann.tap("Asien")
    text = await ann.tap("Tokyo")
    assert "Jonas P. " in text
    assert "tidszone Tokyo" in text
    await ann.tap("1 ")
    assert "Hvilken dag" in ann.text
    assert "Jonas P. " in await ann.tap("Tilbage")
    assert await owner.fetchval("select count(*) from app.conversations where name <> 'note'") == 0


async def test_the_screen_of_a_link_is_open_from_the_start(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    by_expert, by_session = await jonas(owner)
    await ann.say(f"/start {by_session}")
    await ann.tap("Copenhagen")
    for link_of, shows in ((None, "Which day in"), (by_expert, "Jonas"), (by_session, "Which day")):
        if link_of:
            await ann.say(f"/start {link_of}")
        shown = ann.text
        assert shows in shown
        assert "Please tap one" in await ann.say("hm")
        assert ann.text.endswith(shown), "the same once more"
        assert ann.texts[-2].startswith("↓"), ann.texts
    assert not any("no longer wait" in text for text in ann.texts), "nothing was asked for"


async def test_a_typed_city_leads_there_too(ann: Phone, owner: asyncpg.Connection) -> None:
    _, by_session = await jonas(owner)
    await ann.say(f"/start {by_session}")
    await ann.say(f"/start {by_session}")
    assert not any("no longer wait" in text for text in ann.texts)
    assert "Which day in" in await ann.say("Lisbon")


async def test_who_is_known_gets_there_at_once_and_can_book(
    bo: Phone, owner: asyncpg.Connection
) -> None:
    by_expert, by_session = await jonas(owner)
    await bo.say("/start")
    assert "Hvilken dag" in await bo.say(f"/start {by_session}")
    assert "tidszone København" in await bo.say(f"/start {by_expert}")
    await bo.tap("1 ")
    await bo.tap("Tidligst")
    assert "Jonas" in await bo.tap("Book")


@pytest.mark.parametrize(
    "closing",
    [
        "update expert_profiles set is_available = false",
        "update expert_profiles set verification_status = 'rejected'",
        "delete from sessions",
    ],
)
async def test_a_link_that_leads_nowhere_any_more_says_so(
    bo: Phone, owner: asyncpg.Connection, closing: str
) -> None:
    by_expert, by_session = await jonas(owner)
    await bo.say("/start")
    await owner.execute(closing)
    assert "Sessionen kan ikke bookes lige nu" in await bo.say(f"/start {by_session}")
    said = await bo.say(f"/start {by_expert}")
    assert ("tager ikke imod bookinger" in said) or ("ingen ledige tider" in said)
    assert bo.labels


async def test_a_cut_link_and_words_that_are_no_link(bo: Phone) -> None:
    assert "tager ikke imod bookinger" in await bo.say("/start expert_abc")
    assert "kan ikke bookes lige nu" in await bo.say("/start session_")
    assert "København" in await bo.say("/start hello")
    assert "hører fortiden til" in await bo.press("1bs.0.@abc")


async def test_an_expert_finds_their_link_on_the_schedule(
    maria: Phone, phones: Callable[..., Phone], owner: asyncpg.Connection
) -> None:
    said = await maria.say("/schedule")
    address = said.split("Your link, to share: ")[1]
    assert address.startswith("https://t.me/t_bot?start=expert_")
    assert len(address.partition("start=")[2]) <= 64
    bo = phones(1002, language="da", name="Bo")
    assert "Maria K." in await bo.say(f"/start {address.partition('start=')[2]}")
    await owner.execute("update expert_profiles set is_available = false")
    assert "Your link" not in await maria.say("/schedule")


# A shared location -----------------------------------------------------------------------------


def location(phone: Phone, latitude: float, longitude: float) -> dict[str, Any]:
    """An update: the person shares where they are."""
    update: dict[str, Any] = phone.api.message(phone.id, "", language_code=phone.language)
    del update["message"]["text"]
    update["message"]["location"] = {"latitude": latitude, "longitude": longitude}
    return update


def keyboards(phone: Phone) -> list[str]:
    """The keyboards in the place of the text field that this chat was given, in order."""
    markups = [
        params.get("reply_markup", {})
        for params in phone.api.made("sendMessage")
        if params["chat_id"] == phone.id
    ]
    return [
        next(name for name in ("keyboard", "remove_keyboard") if name in markup)
        for markup in markups
        if {"keyboard", "remove_keyboard"} & markup.keys()
    ]


async def test_a_shared_location_tells_the_zone_and_the_keyboard_goes(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    await ann.say("/start")
    await ann.tap("Share my location")
    assert "On a phone, tap the button" in ann.text
    assert keyboards(ann) == ["keyboard"]
    assert "Times are for Kolkata" in await ann.receive(location(ann, 22.57, 88.36))
    assert await zone_of(owner, ann) == "Asia/Kolkata"
    assert keyboards(ann) == ["keyboard", "remove_keyboard"]


async def test_by_a_link_a_location_leads_there(ann: Phone, owner: asyncpg.Connection) -> None:
    by_expert, _ = await jonas(owner)
    await ann.say(f"/start {by_expert}")
    await ann.tap("Share my location")
    assert "times for Copenhagen" in await ann.receive(location(ann, 55.68, 12.57))


async def test_the_keyboard_goes_whatever_is_done_instead(
    ann: Phone, bo: Phone, bot: Mechanism
) -> None:
    assert bot
    for leave in ("/cancel", "/book", "Lissabon"):
        await bo.say("/start")
        await bo.tap("Skift tidszone")
        await bo.tap("Del min placering")
        await bo.say(leave)
        assert keyboards(bo)[-1] == "remove_keyboard", leave
    await ann.say("/start")
    await ann.tap("Share my location")
    await ann.tap("London")
    assert keyboards(ann) == ["keyboard", "remove_keyboard"]


async def test_the_middle_of_the_sea_has_no_zone_to_go_by(
    ann: Phone, owner: asyncpg.Connection
) -> None:
    await ann.say("/start")
    assert "can't tell the time zone" in await ann.receive(location(ann, 30.0, -30.0))
    assert await zone_of(owner, ann) is None
    assert "Times are for Lisbon" in await ann.say("Lisbon")


async def test_a_live_location_is_answered_once(bo: Phone, owner: asyncpg.Connection) -> None:
    await bo.say("/start")
    await bo.tap("Skift tidszone")
    await bo.receive(location(bo, 40.71, -74.0))
    assert await zone_of(owner, bo) == "America/New_York"
    before = len(bo.texts)
    moved = location(bo, 55.68, 12.57)
    moved["edited_message"] = {**moved.pop("message"), "edit_date": 1_700_000_001}
    await bo.receive(moved)
    assert len(bo.texts) == before
    assert await zone_of(owner, bo) == "America/New_York"
