"""What experts and admins see of applications and sessions: within the limits, leading on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.ids import ExpertId, SessionId
from bot.locales import Speech
from bot.telegram.screens import Screen
from db.queries.admin import Health
from db.queries.teaching import Applicant, Application, Offering, Profile, ToCome
from handlers import (
    menu,
    views_admin,
    views_applications,
    views_applying,
    views_sessions,
    views_teaching,
    views_verification,
)
from handlers.application_steps import STEPS
from handlers.views_sessions import EDITS, NEW_STEPS
from tests.handlers.facts import NAMES, an_id, speech
from tests.handlers.phone import visible
from tests.handlers.test_views import held_to_limits

PROFILE = Profile(
    expert_id=ExpertId(an_id(5)),
    bio="Data engineer, ten years of Python in production.",
    areas=["python", "data engineering"],
    rate_cents=45000,
    currency="DKK",
    meeting_url=None,
    is_available=True,
    status="verified",
    note=None,
    sessions=2,
    open_sessions=1,
    has_windows=True,
    currency_stays=False,
)
OFFERING = Offering(
    session_id=SessionId(an_id(2)),
    title="Python Basics",
    description="From the first variable on.",
    duration_minutes=60,
    price_cents=45000,
    currency="DKK",
    level="BEGINNER",
    topics=["python"],
    prerequisites="a laptop",
    materials_url="https://materials.example/",
    seats=1,
    is_active=True,
    free_times=38,
    total=200,
)
LONG: dict[str, Any] = {
    "bio": "b" * 5000,
    "areas": ["t" * 40] * 8,
    "meeting_url": "https://x.example/" + "m" * 280,
}


def profiles(name: str) -> Iterator[Profile]:
    yield PROFILE
    for status in ("pending", "verified", "rejected"):
        short: dict[str, Any] = {"bio": name, "areas": [], "rate_cents": None}
        for awkward in ({}, LONG, short):
            yield replace(PROFILE, status=status, note=f"No, {name}", **awkward)
    yield replace(PROFILE, is_available=False, has_windows=False, sessions=0, open_sessions=0)


def offerings(name: str) -> Iterator[Offering]:
    for active in (True, False):
        for times in (0, 1, 38):
            yield replace(OFFERING, is_active=active, free_times=times, title=name)
    yield replace(
        OFFERING,
        title="T" * 200,
        description="d" * 3000,
        topics=["t" * 40] * 8,
        prerequisites="p" * 500,
        materials_url="https://x.example/" + "m" * 280,
        seats=1000,
        price_cents=99_999_999,
        level=None,
    )


def screens(s: Speech, name: str) -> Iterator[Screen]:
    for step in STEPS:
        for currency in ("DKK", "USD", "EUR"):
            for flag in (True, False):
                held = replace(PROFILE, currency_stays=flag)
                yield views_applying.edit(s, step, currency, held)
                yield views_applying.saved(s, held, replace(held, currency=currency))
    for bio in (name, "b" * 600):
        facts = {"bio": bio, "areas": ["t" * 40] * 8, "rate_cents": 0, "currency": "EUR"}
        known = {**facts, "meeting_url": LONG["meeting_url"]}
        yield views_applying.check(s, known)
        for step in STEPS:
            for to in (None, "check"):
                yield views_applying.question(s, step, known, None, before=to, kept=to)
    yield views_applying.applied(s)
    for profile in profiles(name):
        yield views_teaching.profile(s, profile)
        yield views_teaching.verified(s, profile)
        yield views_teaching.rejected(s, profile)
        yield views_teaching.withdrawn(s, profile)
        for step in NEW_STEPS:
            yield views_sessions.ask_new(s, step, minutes=90, profile=profile)
        for offering in offerings(name):
            yield views_sessions.card(s, offering, profile)
            yield views_sessions.card(s, offering, profile, more=True)
    yield from session_screens(s, name)
    yield from admin_screens(s, name)


def session_screens(s: Speech, name: str) -> Iterator[Screen]:
    for offering in offerings(name):
        for step in EDITS:
            yield views_sessions.ask_edit(s, offering, step, 99_999_999)
        for count, page in ((0, 0), (1, 0), (8, 0), (8, 24)):
            for profile in profiles(name):
                yield views_sessions.listed(s, [offering] * count, page, profile)


def admin_screens(s: Speech, name: str) -> Iterator[Screen]:
    for status in ("pending", "verified", "rejected"):
        for awkward in ({}, LONG):
            given: dict[str, Any] = {
                "name": name,
                "note": f"No, {name}",
                "rate_cents": 45000,
                "currency": "DKK",
            }
            given |= {"bio": name, "areas": ["python"], "meeting_url": None, **awkward}
            found = Application(expert_id=an_id(5), status=status, **given)
            yield views_applications.application(s, found)
            yield views_applications.ask_reason(s, found)
            for to_come in (ToCome(0, 0), ToCome(1, 1), ToCome(40, 40)):
                yield views_verification.ask(s, found, to_come)
                yield views_verification.check(s, found, to_come, "r" * 500)
    for count in (0, 1, 8):
        waiting = [Applicant(an_id(5), name, ["t" * 40] * 8, 200)] * count
        yield views_applications.listed(s, waiting, 3)
        yield views_verification.experts(s, waiting, 3)
        yield views_admin.health(s, Health(0, 0, 0), count)
    yield views_applications.appointed(s)
    yield views_applications.dismissed(s)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("language", ["en", "da"])
def test_every_screen_is_within_the_limits_and_leads_on(language: str, name: str) -> None:
    for screen in screens(speech(language), name):
        held_to_limits(screen)
        assert screen.rows, f"a dead end: {screen.text}"


@pytest.mark.parametrize("language", ["en", "da"])
def test_menus_fit_and_say_what_one_may_do(language: str) -> None:
    everybody = dict(menu.commands(language))
    expert = dict(menu.commands(language, expert=True, admin=True))
    assert "expert" in everybody
    assert everybody.keys().isdisjoint({"newsession", "sessions", "admin", "requests"})
    assert {"newsession", "sessions", "admin", "requests", "expert"} <= expert.keys()
    assert all(1 <= len(words) <= 256 for words in expert.values())


def test_a_session_names_the_one_thing_that_stands_in_its_way() -> None:
    def said(offering: Offering, **changed: object) -> str:
        profile = replace(PROFILE, **changed)  # type: ignore[arg-type]
        return visible(views_sessions.card(speech(), offering, profile).text)

    assert "Open, with 38 times to book" in said(OFFERING)
    assert "Not open" in said(replace(OFFERING, is_active=False), status="pending")
    assert "once an admin has verified you" in said(OFFERING, status="pending")
    assert "not verified" in said(OFFERING, status="rejected")
    assert "paused all" in said(OFFERING, is_available=False)
    assert "/availability" in said(OFFERING, has_windows=False)


def test_the_price_from_the_rate_follows_the_length() -> None:
    assert views_sessions.suggested_price(45000, 90) == 67_500
    assert views_sessions.suggested_price(50000, 15) == 12_500
    assert views_sessions.suggested_price(None, 60) == 0


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("status", ["verified", "rejected"])
def test_an_application_that_another_answered_asks_for_nothing(language: str, status: str) -> None:
    for name in NAMES.values():
        found = Application(
            an_id(5), name, "b" * 600, ["t" * 40] * 8, 45000, "DKK", None, status, "n" * 500
        )
        screen = views_applications.answered(speech(language), found)
        held_to_limits(screen)
        assert screen.rows == ()
        assert "/admin" in screen.text
