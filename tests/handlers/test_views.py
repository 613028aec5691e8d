"""Every screen, in both languages, with ordinary and with awkward names, within the limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from bot.domain.availability import NotUnderstood, Window, parse
from bot.domain.ids import BookingId
from bot.domain.zones import REGIONS
from bot.locales import Speech
from bot.services.availability import SHOWN, Effect, Week, pack
from bot.services.onboarding import LIKELY
from bot.telegram.screens import Screen
from db.functions import Uncovered
from db.queries.admin import Health
from handlers import (
    views,
    views_admin,
    views_book,
    views_bookings,
    views_cancel,
    views_decline,
    views_ending,
    views_expert,
    views_groups,
    views_list,
    views_notices,
    views_schedule,
    views_settings,
    views_start,
    views_summary,
    views_windows,
    views_withdraw,
)
from handlers.callbacks import Cancel, Days, DeclineNow, Home, LetGo, WithdrawNow
from handlers.notices import NOTICES
from handlers.packing import parse as parse_press
from tests.handlers import facts
from tests.handlers.facts import NAMES, STATES, a_card, a_session, a_slot, an_offer, speech
from tests.handlers.phone import check_limits, visible

TITLES = ("Python Basics", "T" * 200, "<i>Title</i> & co")
WEEK = parse("mon-fri 9-17, sat 10-14")


class _Tags(HTMLParser):
    """Telegram's own tags alone, each closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"a", "b", "i", "code", "pre"}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def held_to_limits(screen: Screen) -> None:
    tags = _Tags()
    tags.feed(screen.text)
    assert tags.open == []
    check_limits(screen.text, screen.keyboard()["inline_keyboard"])
    assert screen.text == screen.text.strip("\n")
    for row in screen.rows:
        for button in row:
            if button.data is not None:
                parse_press(button.data)


def start_screens(s: Speech, name: str, _: str) -> Iterator[Screen]:
    regions = tuple(REGIONS)
    for expert in (False, True):
        yield views_start.home(s, name, expert=expert)
        yield views_start.home(s, name, expert=expert, admin=True)
        yield views_start.help_page(s, expert=expert, admin=expert)
        for odd in ("odd-text", "odd-media", "odd-edited", "odd-button", "stopped-nothing"):
            yield views_start.odd(s, odd, expert=expert)
    yield views_start.unknown_command(s, name, expert=True, admin=False)
    yield views_start.odd(s, "odd-not-expert", expert=False)
    yield views_start.odd(s, "odd-not-admin", expert=False)
    yield views_start.welcome(s, name, LIKELY, regions)
    yield views_start.zone_needed(s, LIKELY, regions)
    yield views_start.zone_ask(s, LIKELY, regions, Home())
    yield views_start.place_offer(s, "America/Argentina/ComodRivadavia")
    for known in (True, False):
        yield views_settings.settings(s, known=known)
    for region in regions:
        for page in (0, 1):
            yield views_start.zone_region(s, region, REGIONS[region], page)
    yield views_start.zone_not_found(s, name, views_start.zone_ask(s, LIKELY, regions))
    yield views_start.zone_matches(s, ("America/Argentina/ComodRivadavia",))
    yield views_start.group(s, "https://t.me/tutorline_bot")


def book_screens(s: Speech, name: str, title: str) -> Iterator[Screen]:
    for count in (0, 1, 8):
        yield views_book.topics(s, facts.some_topics(count), 0)
        offers = [an_offer(n, name=name, title=title) for n in range(count)]
        yield views_book.sessions(s, facts.some_topics(1)[0].topic, offers, 3)
    long = {
        "description": "d" * 5000,
        "bio": "b" * 5000,
        "prerequisites": "p" * 5000,
        "max_participants": 40,
    }
    for session in (a_session(name=name, title=title), a_session(name=name, title=title, **long)):
        for count, month in ((0, 0), (1, 0), (28, 0), (28, 1), (28, 5)):
            yield views_book.days(s, session, facts.free_days(count), month, "python", seats=999)
        for count, part in ((0, 0), (1, 0), (12, 0), (40, 0), (40, 1), (40, 3), (96, 2), (96, 0)):
            times = facts.free_times(count)
            yield views_book.times(s, session, date(2026, 11, 24), times, part, "#12345678")
    for more in ({}, {"price_cents": 0}, {"instant_booking": True}, {"max_participants": 4}):
        slot = a_slot(name=name, title=title, **more)
        for note in (None, "n" * 500):
            yield views_summary.summary(s, slot, note, "#12345678")
            yield views_summary.note_ask(s, slot, note, "#12345678")
    late = a_slot(name=name, free_until=facts.NOW - timedelta(hours=1))
    yield views_summary.summary(s, late, None, "")
    yield views_summary.summary(s, a_slot(price_cents=0, instant_booking=True), None, "")
    yield views_summary.note_too_long(s, 612, "", a_slot())


def booking_screens(s: Speech, name: str, title: str) -> Iterator[Screen]:
    given = {"learner_name": name, "expert_name": name, "session_title": title}
    for state in STATES.values():
        yield views_bookings.card(s, a_card(**given, **state))
        yield views_expert.card(s, a_card(**given, **state, side="expert"))
        for side in ("learner", "expert"):
            yield views_cancel.cancel_ask(s, a_card(**{**given, **state, "side": side}))
        yield views_withdraw.ask(s, a_card(**given, **state))
        yield views_decline.ask(s, a_card(**given, **state))
        yield views_decline.ask(s, a_card(**given, **state), "W" * 500)
        yield views_decline.ask_word(s, a_card(**given, **state))
        together = {**given, **state, **facts.GROUP, "side": "expert", "others": [name] * 5}
        yield views_expert.card(s, a_card(**together))
        yield views_cancel.cancel_ask(s, a_card(**together))
        for count in (1, 2, 3, 200) if not views_ending.over(a_card(**state)) else ():
            group = [a_card(**together)] * count
            yield views_groups.group(s, group, 24 if count > 8 else 0)
            yield views_groups.cancel_ask(s, group)
            yield Screen(views_groups.cancelled(s, group))
    for refund in (45000, 22500, 0):
        yield views_cancel.cancel_ask(s, a_card(**given, refund_cents=refund))
    for count in (0, 1, 8, 200):
        many = [a_card(**given, **facts.ASKED)] * count
        yield views_list.listed(s, many, 0, past=False)
        yield views_list.listed(s, many, 1 if count > 8 else 0, past=True)
        yield views_expert.requests(s, many, 0)
        slots = [[each] * (1 + count % 2) for each in many]
        yield views_schedule.schedule(s, slots, 24 if count > 8 else 0)
        yield views_list.busy(s, many, Days(a_card().session_id, -1, ""))


def notice_screens(s: Speech, name: str, title: str) -> Iterator[Screen]:
    given = {"learner_name": name, "expert_name": name, "session_title": title}
    given |= {"cancellation_reason": f"Ill, {name}"}
    for (audience, _), notice in NOTICES.items():
        for state in STATES.values():
            for other in ([], facts.alternatives(name)):
                shown = notice(s, a_card(**{**given, **state, "side": audience}), other)
                if shown is not None:
                    yield shown


def window_screens(s: Speech, name: str, title: str) -> Iterator[Screen]:
    week = [Week("America/New_York", WEEK)]
    yield views_windows.ask(s)
    for saved in ([], week, [*week, Week("Asia/Kathmandu", WEEK)]):
        yield views_windows.present(s, saved)
        yield views_windows.kept(s, saved)
    packed = pack(WEEK, s.zone)
    assert packed is not None
    outside = Uncovered(BookingId(facts.an_id(1)), facts.START, facts.START, name, title)
    for number in (0, 1, 46):
        effect = Effect(number, number, number, (outside,) * min(number, SHOWN))
        for windows in (WEEK, ()):
            yield views_windows.preview(s, windows, effect, packed)
            yield views_windows.saved(s, windows, effect)
    yield views_windows.too_many(s)
    for text in ("mon-fri 9-17, satt 10-14", "<b>x</b>", "", "x" * 600, "mon 25-26", "mon 9"):
        try:
            parse(text, s.language)
        except NotUnderstood as trouble:
            yield views_windows.not_understood(s, trouble)
        else:
            raise AssertionError(text)


def admin_screens(s: Speech, name: str, _: str) -> Iterator[Screen]:
    for number in (0, 1, 1234):
        yield views_admin.health(s, Health(number, number, number), number)
    yield views_admin.sorry(s.language, "#7F3K")
    yield views_admin.alarm("#7F3K", 12, name)


SCREENS: tuple[Callable[[Speech, str, str], Iterator[Screen]], ...] = (
    start_screens, book_screens, booking_screens, notice_screens, window_screens, admin_screens,
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("screens", SCREENS, ids=lambda each: each.__name__)
def test_every_screen_is_within_the_limits(
    screens: Callable[[Speech, str, str], Iterator[Screen]], language: str, name: str
) -> None:
    for title in TITLES:
        for zone in ("Europe/Copenhagen", "Asia/Kathmandu"):
            for screen in screens(speech(language, zone), name, title):
                held_to_limits(screen)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_a_card_says_where_it_stands_and_offers_a_way_on(state: str) -> None:
    for view, side in ((views_bookings.card, "learner"), (views_expert.card, "expert")):
        shown = view(speech(), a_card(**{**STATES[state], "side": side}))
        assert shown.rows, f"{side}: a dead end"
        assert "None" not in shown.text


@pytest.mark.parametrize("state", STATES, ids=str)
def test_what_cannot_be_undone_by_the_next_tap_looks_like_it(state: str) -> None:
    at_once = (LetGo, WithdrawNow, Cancel, DeclineNow)
    for side in ("learner", "expert"):
        card = a_card(**{**STATES[state], "side": side})
        of_side = views_bookings if side == "learner" else views_expert
        asks = (
            views_cancel.cancel_ask(speech(), card),
            views_withdraw.ask(speech(), card),
            views_decline.ask(speech(), card),
            views_decline.ask(speech(), card, "I am away."),
        )
        for screen in (of_side.card(speech(), card), *asks):
            for button in (button for row in screen.rows for button in row if button.data):
                press = parse_press(button.data or "")
                assert (button.style == "danger") == isinstance(press, at_once), button.text


def test_nothing_that_was_never_charged_is_said_to_be_charged_or_returned() -> None:
    for state in ("let go", "ran out", "withdrawn", "unanswered", "declined", "failed"):
        text = views_bookings.card(speech(), a_card(**STATES[state])).text
        assert "Nothing was charged" in text
        assert "way back" not in text


def test_money_that_comes_back_is_named() -> None:
    half = visible(views_bookings.card(speech(), a_card(**STATES["cancelled, half back"])).text)
    assert "225 kr." in half
    danish = visible(views_bookings.card(speech("da"), a_card(**STATES["refunded"])).text)
    assert "225 kr." in danish


def test_both_clocks_are_told_where_they_differ() -> None:
    slot = a_slot()
    there = visible(views_summary.summary(speech(), slot, None, "").text)
    assert "🕑 Tue 24 Nov, 16:00–17:00 (Maria: 10:00, New York)" in there
    same = visible(views_summary.summary(speech(zone="America/New_York"), slot, None, "").text)
    assert "🕑 Tue 24 Nov, 10:00–11:00\n" in same


def test_another_date_over_there_is_told_too() -> None:
    early = a_slot(start_at=facts.START.replace(hour=2), end_at=facts.START.replace(hour=3))
    text = visible(views_summary.summary(speech(), early, None, "").text)
    assert "Tue 24 Nov, 3:00–4:00 (Maria: Mon 23 Nov, 21:00, New York)" in text


def test_the_price_and_the_terms_stand_above_book_it() -> None:
    text = visible(views_summary.summary(speech(), a_slot(free_until=facts.START), None, "").text)
    assert "450 kr., held on your card and charged only if Maria accepts" in text
    assert "Free to cancel until Tue 24 Nov, 16:00; half back after that" in text


@pytest.mark.parametrize(
    ("policy", "hours", "said"),
    [
        ("moderate", 24, "Free to cancel until Mon 23 Nov, 16:00; half back after that"),
        (
            "flexible",
            12,
            "Free to cancel until Tue 24 Nov, 4:00; Maria returns half from 12 h",
        ),
        ("moderate", 72, "It starts in less than 72 h: if you cancel, you get half back"),
        ("strict", 72, "It starts in less than 72 h: if you cancel, you get half back"),
    ],
)
def test_a_policy_that_is_not_the_usual_one_is_explained(
    policy: str, hours: int, said: str
) -> None:
    free_until = facts.START - timedelta(hours=hours)
    slot = a_slot(cancellation_policy=policy, free_until=free_until)
    lines = visible(views_summary.summary(speech(), slot, None, "").text).split("\n")
    assert any(each.startswith(said) for each in lines)


def test_half_of_it_comes_back_because_it_is_so_late() -> None:
    half = {**facts.CONFIRMED, "refund_cents": 22500}
    for hours in (24, 72):
        card = a_card(**half, free_until=facts.START - timedelta(hours=hours))
        said = f"half, as it is less than {hours} h before the start"
        assert said in visible(views_cancel.cancel_ask(speech(), card).text)


def test_what_cancelling_returns_stands_on_the_card_for_as_long_as_it_can_be_cancelled() -> None:
    def shown(**more: Any) -> str:
        return visible(views_bookings.card(speech(), a_card(**{**facts.CONFIRMED, **more})).text)

    assert "Free to cancel until Mon 23 Nov, 16:00; half back after that" in shown()
    assert "if you cancel, you get half back" in shown(free_until=facts.NOW)
    assert "ancel" not in shown(start_at=facts.NOW - timedelta(minutes=1))
    assert "ancel" not in shown(price_cents=0)


def test_while_the_bank_decides_nothing_is_said_to_be_on_its_way() -> None:
    disputed = {**facts.CONFIRMED, "disputed": True}
    over = {**STATES["cancelled, half back"], "disputed": True}

    def shown(view: Any, **facts_of: Any) -> str:
        screen = view(speech(), a_card(**facts_of))
        return visible(screen.text).replace("\N{NO-BREAK SPACE}", " ")

    assert "Your bank is deciding about this payment." in shown(views_bookings.card, **disputed)
    for side in ("learner", "expert"):
        asked = shown(views_cancel.cancel_ask, **disputed, side=side)
        assert "nothing is returned before it has" in asked
    ended = shown(views_bookings.card, **over)
    assert "225 kr. goes back to you once it has" in ended
    assert "on its way" not in ended
    kept = shown(views_expert.card, **over, side="expert")
    assert "You keep 225 kr., if the bank does not take it back" in kept
    cancelled = {**STATES["cancelled by the expert"], "disputed": True}
    told = views_notices.expert_cancelled(speech(), a_card(**cancelled), [])
    assert "on its way" not in told.text


def test_a_month_shows_the_weeks_with_something_free_and_blanks_the_rest() -> None:
    screen = views_book.days(speech(), a_session(), facts.free_days(3), 0, "python")
    grid = [[button.text for button in row] for row in screen.rows]
    assert grid[1] == ["mo", "tu", "we", "th", "fr", "sa", "su"]
    assert grid[2] == ["·", "24", "25", "26", "·", "·", "·"]
    assert len(grid) == 4


def test_the_next_month_is_a_tap_away_and_the_one_after_a_free_one_is_not() -> None:
    screen = views_book.days(speech(), a_session(), facts.free_days(14), 0, "python")
    assert "Dec ›" in [button.text for row in screen.rows for button in row]
    later = views_book.days(speech(), a_session(), facts.free_days(14), 1, "python")
    labels = [button.text for row in later.rows for button in row]
    assert "‹ Nov" in labels
    assert "Jan ›" not in labels


def test_over_twelve_times_ask_for_the_part_of_day() -> None:
    session, day = a_session(), date(2026, 11, 24)
    labels = [
        button.text
        for row in views_book.times(speech(), session, day, facts.free_times(96), 0, "").rows
        for button in row
    ]
    assert labels == ["Morning · 48", "Afternoon · 20", "Evening · 28", "« Another day"]
    few = views_book.times(speech(), session, day, facts.free_times(12), 0, "")
    assert [len(row) for row in few.rows] == [4, 4, 4, 1]


def test_a_reminder_says_one_hour_only_when_it_is_one() -> None:
    hour = NOTICES["learner", "reminder_1h"]
    card = a_card(**facts.CONFIRMED)
    on_time = hour(Speech("en", "UTC", facts.START - timedelta(hours=1)), card, [])
    late = hour(Speech("en", "UTC", facts.START - timedelta(minutes=20)), card, [])
    gone = hour(Speech("en", "UTC", facts.START + timedelta(minutes=1)), card, [])
    assert on_time is not None
    assert "1 hour" in on_time.text
    assert late is not None
    assert "1 hour" not in late.text
    assert gone is None
    assert hour(speech(), a_card(**STATES["cancelled, all back"]), []) is None


def test_what_was_overtaken_is_not_said() -> None:
    cancelled = a_card(**STATES["withdrawn"])
    for audience, notice in (("expert", "request"), ("learner", "authorized"), ("learner", "held")):
        assert NOTICES[audience, notice](speech(), cancelled, []) is None


def test_the_confirmation_brings_the_place_and_a_calendar_file() -> None:
    shown = NOTICES["learner", "accepted"](speech(), a_card(**facts.CONFIRMED), [])
    assert shown is not None
    assert "https://meet.example/room" in shown.text
    assert shown.document is not None
    assert b"DTSTART:20261124T150000Z" in shown.document.content


def test_names_are_never_tags() -> None:
    text = views_expert.request(speech(), a_card(**facts.ASKED, learner_name=facts.HTML)).text
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_tags_read_as_headings() -> None:
    assert views.topic_name("sql") == "SQL"
    assert views.topic_name("machine learning") == "Machine learning"
    assert Window(1, 540, 1020) in WEEK
