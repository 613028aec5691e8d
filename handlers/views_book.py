"""From a topic to a time: the screens before a summary. Pure: facts and a Speech in, Screen out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Screen
from db.queries.browse import Expert, FreeDay, FreeTime, Offer, SessionCard, Topic
from handlers.callbacks import Bookings, Days, Sessions, Summary, Times, Topics
from handlers.keyboards import (
    PAGE,
    back,
    chunks,
    fit,
    month_grid,
    named,
    pager,
    paired,
    rows,
    tap,
)
from handlers.packing import Press, expert_key, topic_key
from handlers.views import price, rating, told_apart, topic_name

MANY = 12
"""Times of a day; beyond it the part of day is asked first."""
MONTHS = 12
"""Months ahead that a grid may show."""
PARTS = ((0, 12, "label-morning"), (12, 17, "label-afternoon"), (17, 24, "label-evening"))
"""Hours of the reader's clock, from and to, and what that is called; parts count from 1."""
FIRST = -1
"""Instead of a month: the one of the first free day."""
_BIO, _ABOUT, _NEEDS = 240, 600, 200


def topics(speech: Speech, found: Sequence[Topic], page: int) -> Screen:
    """A page of topics in which something is free."""
    mine = tap(speech.plain("label-my-bookings"), Bookings(0, 0))
    if not found:
        again = tap(speech.plain("label-look-again"), Topics(0))
        return Screen(speech.t("topics-none"), rows(again, mine))
    buttons = [
        tap(_topic_label(speech, each), Sessions(0, topic_key(each.topic))) for each in found
    ]
    more = found[0].total > (page + 1) * PAGE
    return Screen(
        speech.t("topics-ask"),
        rows(*paired(buttons), pager(speech, page, more, Topics(page - 1), Topics(page + 1)), mine),
    )


def _topic_label(speech: Speech, topic: Topic) -> str:
    count = str(topic.sessions)
    room = 28 - len(speech.plain("label-topic", topic="", count=count))
    return speech.plain("label-topic", topic=fit(topic_name(topic.topic), room), count=count)


def sessions(
    speech: Speech, topic: str, found: Sequence[Offer], page: int, *, way_back: bool = True
) -> Screen:
    """A page of a topic's sessions, by their next free time; the text lists them by number."""
    other = tap(speech.plain("label-other-topics"), Topics(0))
    if not found:
        return Screen(speech.t("sessions-none", topic=topic_name(topic)), rows(other))
    key = topic_key(topic)
    listed = [_session_line(speech, at, each) for at, each in enumerate(found, page * PAGE + 1)]
    whose = told_apart([(each.expert_name, each.title) for each in found])
    buttons = [
        _offer(speech, at, who, each, key)
        for at, (each, who) in enumerate(zip(found, whose, strict=True), page * PAGE + 1)
    ]
    more = found[0].total > (page + 1) * PAGE
    title = speech.t("sessions-title", topic=topic_name(topic), zone=speech.zone_name())
    return Screen(
        lines(title, *listed),
        rows(
            *chunks(buttons, 1),
            pager(speech, page, more, Sessions(page - 1, key), Sessions(page + 1, key)),
            back(speech, Topics(0)) if way_back else None,
        ),
    )


def _session_line(speech: Speech, number: int, each: Offer) -> Html:
    return speech.t(
        "sessions-line",
        number=str(number),
        name=fit(each.expert_name, 60),
        rating=rating(speech, each.rating),
        title=fit(each.title, 80),
        minutes=str(each.duration_minutes),
        price=price(speech, each.price_cents, each.currency),
        when=speech.when(each.next_start),
    )


def expert(speech: Speech, who: Expert, found: Sequence[Offer], page: int) -> Screen:
    """A page of one expert's sessions, for whoever came by their link."""
    other = tap(speech.plain("label-other-topics"), Topics(0))
    name, key = fit(who.name, 60), expert_key(who.expert_id)
    if not found:
        return Screen(speech.t("expert-busy", name=name), rows(other))
    title = speech.t(
        "expert-title", name=name, rating=rating(speech, who.rating), zone=speech.zone_name()
    )
    numbered = list(enumerate(found, page * PAGE + 1))
    listed = [
        speech.t(
            "expert-line",
            number=str(at),
            title=fit(each.title, 80),
            minutes=str(each.duration_minutes),
            price=price(speech, each.price_cents, each.currency),
            when=speech.when(each.next_start),
        )
        for at, each in numbered
    ]
    buttons = [_offer(speech, at, each.title, each, key) for at, each in numbered]
    more = found[0].total > (page + 1) * PAGE
    turn = pager(speech, page, more, Sessions(page - 1, key), Sessions(page + 1, key))
    bio = fit(who.bio, _BIO) if who.bio else None
    return Screen(lines(title, bio, *listed), rows(*chunks(buttons, 1), turn, other))


def _offer(speech: Speech, number: int, name: str, each: Offer, key: str) -> Button:
    when = speech.brief(each.next_start)
    label = named(speech, "label-session", name, number=str(number), when=when)
    return tap(label, Days(each.session_id, FIRST, key))


def session_head(speech: Speech, card: SessionCard) -> Html:
    """What the session is and who gives it: the head of the day and time screens."""
    facts = speech.t(
        "session-facts",
        rating=rating(speech, card.rating, card.total_sessions),
        minutes=str(card.duration_minutes),
        price=price(speech, card.price_cents, card.currency),
    )
    if card.level:
        facts = Html(f"{facts}, {speech.t(f'level-{card.level}')}")
    return lines(speech.t("session-head", title=card.title, name=card.expert_name), facts)


def _about(speech: Speech, card: SessionCard) -> list[Html | str]:
    said: list[Html | str] = []
    if card.description:
        said.append(fit(card.description, _ABOUT))
    if card.bio:
        said.append(fit(card.bio, _BIO))
    if card.prerequisites:
        said.append(speech.t("session-needs", needs=fit(card.prerequisites, _NEEDS)))
    if card.max_participants > 1:
        said.append(speech.t("session-seats", count=card.max_participants))
    return said


def days(
    speech: Speech,
    card: SessionCard,
    found: Sequence[FreeDay],
    month: int,
    topic: str,
    *,
    seats: int | None = None,
) -> Screen:
    """The grid of the month `month` months from now; `found` are all free days from today on.

    `seats`: of a group, those left at the earliest time.
    """
    way_back = back(speech, Sessions(0, topic) if topic else Topics(0))
    head = lines(session_head(speech, card), *_about(speech, card))
    if not found:
        return Screen(lines(head, "", speech.t("days-none")), rows(way_back))
    today = speech.local(speech.now).date()
    first = _month(today, month)
    press: dict[date, Press] = {
        each.day: Times(card.session_id, each.day, 0, topic) for each in found
    }
    grid = month_grid(speech, first, press)
    earliest = tap(
        speech.plain("label-earliest", when=speech.brief(found[0].first_start)),
        Summary(found[0].first_slot_id, topic),
        "primary",
    )
    ask = speech.t("days-ask" if grid else "days-none-month", month=speech.month(first))
    left = None
    if seats is not None:
        left = speech.t("days-seats", n=seats, of=max(card.max_participants, seats))
    turn = _months(speech, card, found, first, month, topic)
    return Screen(lines(head, left, "", ask), rows(earliest, *grid, turn, way_back))


def _months(
    speech: Speech, card: SessionCard, found: Sequence[FreeDay], first: date, at: int, topic: str
) -> tuple[Button, ...]:
    turn: list[Button] = []
    if at > 0 and any(each.day < first for each in found):
        before = speech.short_month(_month(first, -1)).rstrip(".")
        turn.append(tap(f"‹ {before}", Days(card.session_id, at - 1, topic)))
    after = _month(first, 1)
    if any(each.day >= after for each in found):
        name = speech.short_month(after).rstrip(".")
        turn.append(tap(f"{name} ›", Days(card.session_id, at + 1, topic)))
    return tuple(turn)


def _month(day: date, ahead: int) -> date:
    count = day.year * 12 + day.month - 1 + ahead
    return date(count // 12, count % 12 + 1, 1)


def first_month(speech: Speech, found: Sequence[FreeDay]) -> int:
    """The month (from now) of the first free day: where the grid opens."""
    return _months_ahead(speech, found[0].day) if found else 0


def _months_ahead(speech: Speech, day: date) -> int:
    today = speech.local(speech.now).date()
    return max((day.year - today.year) * 12 + day.month - today.month, 0)


def times(
    speech: Speech, card: SessionCard, day: date, found: Sequence[FreeTime], part: int, topic: str
) -> Screen:
    """The free times of a day, four a row; over twelve, the part of day is asked first."""
    month = _months_ahead(speech, day)
    other_day = tap(speech.plain("label-another-day"), Days(card.session_id, month, topic))
    head = session_head(speech, card)
    if not found:
        none = speech.t("times-none", day=speech.long_day(day))
        return Screen(lines(head, "", none), rows(other_day))
    ask = speech.t("times-ask", day=_upper(speech.long_day(day)), zone=speech.zone_name())
    if len(found) > MANY and part == 0:
        buttons = [
            tap(speech.plain(key, count=str(len(within))), Times(card.session_id, day, at, topic))
            for at, (_, _, key) in enumerate(PARTS, 1)
            if (within := _within(speech, found, at))
        ]
        ask = lines(ask, speech.t("times-part-ask"))
        return Screen(lines(head, "", ask), rows(*chunks(buttons, 1), other_day))
    shown = _within(speech, found, part) or list(found)
    buttons = [tap(speech.time(each.start_at), Summary(each.slot_id, topic)) for each in shown]
    whole = tap(speech.plain("label-another-part"), Times(card.session_id, day, 0, topic))
    end = (whole, other_day) if len(found) > MANY else (other_day,)
    left = _seats_left(speech, card, shown)
    return Screen(lines(head, "", ask, *left), rows(*chunks(buttons[:88], 4), end))


def _seats_left(speech: Speech, card: SessionCard, shown: Sequence[FreeTime]) -> list[Html]:
    """Times of a group that are partly taken, by the seats that they have left."""
    taken: dict[int, list[str]] = {}
    for each in shown:
        if each.seats_left < card.max_participants:
            taken.setdefault(each.seats_left, []).append(speech.time(each.start_at))
    return [
        speech.t("times-seats", n=left, of=card.max_participants, times=", ".join(taken[left]))
        for left in sorted(taken)
    ]


def _within(speech: Speech, found: Sequence[FreeTime], part: int) -> list[FreeTime]:
    if not part:
        return list(found)
    since, until, _ = PARTS[min(part, len(PARTS)) - 1]
    return [each for each in found if since <= speech.local(each.start_at).hour < until]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
