"""/settings: language and zone on one card, by whatever name people look for it."""

from __future__ import annotations

from collections.abc import Callable

import asyncpg
import pytest

from handlers.menu import commands
from tests.handlers.phone import Phone
from tests.handlers.test_linking import location
from tests.handlers.test_start import zone_of


@pytest.fixture
async def known(ann: Phone) -> Phone:
    """Ann, once she has said where she is."""
    await ann.say("/start")
    await ann.tap("Copenhagen")
    return ann


@pytest.mark.parametrize("name", ["settings", "language", "sprog"])
async def test_the_settings_are_found_by_each_of_their_names(known: Phone, name: str) -> None:
    text = await known.say(f"/{name}")
    assert text.split("\n") == [
        "Settings",
        "💬 I write English.",
        "🕑 Times are for Copenhagen.",
    ]
    assert known.labels == ["Change time zone", "Dansk", "Done"]
    assert "I book sessions" in await known.tap("Done")


@pytest.mark.parametrize("name", ["zone", "tidszone"])
async def test_who_looks_for_the_zone_is_asked_for_it_at_once(
    known: Phone, owner: asyncpg.Connection, name: str
) -> None:
    assert "Which city's time do you go by?" in await known.say(f"/{name}")
    assert "💬 I write English." in await known.say("Tokyo")
    assert await zone_of(owner, known) == "Asia/Tokyo"


async def test_a_change_leads_back_to_the_settings(known: Phone, owner: asyncpg.Connection) -> None:
    await known.say("/settings")
    await known.tap("Change time zone")
    assert (await known.tap("Back")).startswith("Settings")
    await known.tap("Change time zone")
    await known.tap("Asia")
    text = await known.tap("Tokyo")
    assert "From now on times are for Tokyo" in text
    assert "💬 I write English." in text
    assert await zone_of(owner, known) == "Asia/Tokyo"
    await known.tap("Change time zone")
    assert "💬 I write English." in await known.say("/cancel")
    assert (await known.tap("Dansk")).startswith("Indstillinger")
    assert known.labels == ["Skift tidszone", "English", "Færdig"]


async def test_before_the_zone_is_told_the_card_says_so(ann: Phone) -> None:
    assert "I don't know your time zone yet" in await ann.say("/settings")
    await ann.tap("Change time zone")
    assert "🕑 Times are for London." in await ann.tap("London")


async def test_help_and_the_answer_to_an_unknown_command_have_the_button(known: Phone) -> None:
    for said in ("/help", "/frobnicate"):
        await known.say(said)
        assert (await known.tap("Settings")).startswith("Settings")
    assert "/settings – language and time zone" in await known.say("/help")
    assert all("settings" in dict(commands(language)) for language in ("en", "da"))


async def test_a_place_shared_unasked_changes_nothing_until_one_says_so(
    known: Phone, phones: Callable[..., Phone], owner: asyncpg.Connection
) -> None:
    maria = phones(2001, name="Maria")
    await maria.say("/start")
    for phone, here in ((known, "Copenhagen"), (maria, "New York")):
        before = await zone_of(owner, phone)
        told = await phone.receive(location(phone, 35.68, 139.69))
        assert told == f"📍 That is in Tokyo time. Your times are for {here}."
        assert phone.labels == ["Change to Tokyo", f"Keep {here}"]
        assert f"Times are for {here}" in await phone.tap("Keep")
        assert await zone_of(owner, phone) == before
        await phone.receive(location(phone, 35.68, 139.69))
        assert "From now on times are for Tokyo" in await phone.tap("Change to Tokyo")
        assert await zone_of(owner, phone) == "Asia/Tokyo"


async def test_a_place_in_ones_own_zone_or_in_none_says_so(known: Phone) -> None:
    assert "which you use already" in await known.receive(location(known, 55.68, 12.57))
    assert "Your times stay those of Copenhagen" in await known.receive(location(known, 30.0, -30))
    assert "Find a session" in known.labels
