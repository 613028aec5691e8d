"""An expert's own sessions: the questions of a new one, the list, the card of each. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import answers
from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Rows, Screen
from db.queries.teaching import Offering, Profile
from handlers.callbacks import ShowWindows, Stop
from handlers.callbacks_teaching import (
    EditSession,
    Expert,
    MoreOfSession,
    MySession,
    MySessions,
    NewDuration,
    NewPrice,
    NewSession,
    NewStep,
    OpenSession,
    SetSession,
)
from handlers.keyboards import PAGE, back, chunks, fit, fitting, pager, paired, rows, tap
from handlers.packing import Press
from handlers.views import price, topic_name
from handlers.views_teaching import topics_line

NEW_STEPS = ("title", "description", "duration", "price")
"""What is asked for a new session, in this order."""
FIRST = ("level", "topics", "seats")
"""What its card offers to change at once …"""
MORE = ("title", "description", "duration", "price", "prerequisites", "materials")
"""… and behind "More"."""
EDITS = (*FIRST, *MORE)
EMPTIES = frozenset({"level", "topics", "prerequisites", "materials"})
"""What may be left empty."""
NOTHING = "-"
"""How a button says so."""
LEVELS = ("BEGINNER", "INTERMEDIATE", "ADVANCED")
_HOUR = 60
_DURATIONS = (30, 45, 60, 90)
_SEATS = (1, 2, 4, 8)
_TITLE, _TEXT = 100, 800


def suggested_price(rate_cents: int | None, minutes: int) -> int:
    """What the hourly rate makes of this length, in minor units, a half rounded up."""
    return ((rate_cents or 0) * minutes + 30) // 60


def ask_new(speech: Speech, step: str, *, minutes: int, profile: Profile) -> Screen:
    """A question about the new session; `minutes` and the rate make a price to tap."""
    number = NEW_STEPS.index(step)
    way_back = (
        back(speech, NewStep(NEW_STEPS[number - 1]))
        if number
        else tap(speech.plain("cancel"), Stop())
    )
    choices: Rows = ()
    at_rate: Html | None = None
    if step == "duration":
        choices = (tuple(tap(str(each), NewDuration(each)) for each in _DURATIONS),)
    elif step == "price":
        amount = suggested_price(profile.rate_cents, minutes)
        at_rate = _at_rate(speech, amount, profile.currency, minutes)
        choices = rows(
            _your_rate(speech, amount, profile.currency, minutes, NewPrice(amount)),
            tap(speech.plain("label-free"), NewPrice(0)),
        )
    head = speech.t("session-step", n=number + 1, of=len(NEW_STEPS))
    asked = _question(speech, step, profile.currency)
    return Screen(lines(head, asked, at_rate), rows(*choices, way_back))


def _your_rate(
    speech: Speech, cents: int, currency: str, minutes: int, press: Press
) -> Button | None:
    """What a session of that length costs at the expert's rate, which is an hour's; a sum that
    leaves no room for what it is stands alone.
    """
    if not cents:
        return None
    amount = speech.money(cents, currency)
    label = (
        speech.plain("label-your-rate", price=amount)
        if minutes == _HOUR
        else speech.plain("label-your-rate-for", price=amount, minutes=minutes)
    )
    return tap(fitting(label, amount), press, "primary")


def _at_rate(speech: Speech, cents: int, currency: str, minutes: int) -> Html | None:
    """How the sum on that button came about, of a session that is not an hour's."""
    if not cents or minutes == _HOUR:
        return None
    amount = speech.money(cents, currency)
    return speech.t("session-at-rate", price=amount, minutes=str(minutes))


def _question(speech: Speech, step: str, currency: str) -> Html:
    return speech.t(f"session-ask-{step}", currency=speech.plain(f"currency-{currency}"))


def ask_edit(speech: Speech, found: Offering, step: str, rate_cents: int | None) -> Screen:
    """A question about a session that there is; what can be tapped is tapped."""
    session = found.session_id

    def choice(label: str, value: str) -> Button:
        return tap(label, SetSession(session, f"{step}={value}"))

    choices: Rows = ()
    at_rate: Html | None = None
    if step == "level":
        choices = tuple(
            (choice(topic_name(speech.plain(f"level-{each}")), each),) for each in LEVELS
        )
    elif step == "seats":
        choices = (tuple(choice(str(each), str(each)) for each in _SEATS),)
    elif step == "duration":
        choices = (tuple(choice(str(each), str(each)) for each in _DURATIONS),)
    elif step == "price":
        amount = suggested_price(rate_cents, found.duration_minutes)
        press = SetSession(session, f"{step}={amount}")
        at_rate = _at_rate(speech, amount, found.currency, found.duration_minutes)
        choices = rows(
            _your_rate(speech, amount, found.currency, found.duration_minutes, press),
            choice(speech.plain("label-free"), "0"),
        )
    empty = choice(speech.plain(f"label-no-{step}"), NOTHING) if step in EMPTIES else None
    home: Press = MoreOfSession(session) if step in MORE else MySession(session)
    head = speech.t("offering-head", title=fit(found.title, _TITLE))
    return Screen(
        lines(head, _question(speech, step, found.currency), at_rate),
        rows(*choices, empty, back(speech, home)),
    )


def card(speech: Speech, found: Offering, profile: Profile, *, more: bool = False) -> Screen:
    """The session as it stands, whether it can be booked and what is missing for that."""
    edits = [
        tap(_edit_label(speech, found, step), EditSession(found.session_id, step))
        for step in (MORE if more else FIRST)
    ]
    fold = back(speech, MySession(found.session_id)) if more else None
    unfold = None if more else tap(speech.plain("label-more"), MoreOfSession(found.session_id))
    if not more and unfold is not None:
        edits.append(unfold)
    return Screen(
        lines(
            speech.t("offering-head", title=fit(found.title, 200)),
            speech.t(
                "offering-facts",
                minutes=found.duration_minutes,
                price=price(speech, found.price_cents, found.currency),
                seats=speech.plain("offering-seats", n=found.seats),
            ),
            speech.t("offering-level", level=speech.plain(f"level-{found.level}"))
            if found.level
            else None,
            fit(found.description, _TEXT) if found.description else None,
            speech.t("offering-topics", topics=topics_line(found.topics))
            if found.topics
            else speech.t("offering-topics-yours", topics=topics_line(profile.areas)),
            speech.t("offering-needs", needs=found.prerequisites) if found.prerequisites else None,
            speech.t("offering-materials", link=found.materials_url)
            if found.materials_url
            else None,
            speech.t("offering-currency", currency=speech.plain(f"currency-{found.currency}"))
            if more
            else None,
            "",
            _standing(speech, found, profile),
        ),
        rows(*_opening(speech, found, profile), *paired(edits), fold, _list(speech)),
    )


def _edit_label(speech: Speech, found: Offering, step: str) -> str:
    if step == "seats":
        return speech.plain("label-session-seats", n=found.seats)
    return speech.plain(f"label-session-{step}")


def _standing(speech: Speech, found: Offering, profile: Profile) -> Html:
    """Whether it can be booked; if not, the one thing that stands in the way."""
    if not found.is_active:
        return speech.t("offering-closed")
    if profile.status != "verified":
        return speech.t(f"offering-waits-{profile.status}")
    if not profile.is_available:
        return speech.t("offering-paused-all")
    if not profile.has_windows:
        return speech.t("offering-no-windows")
    return speech.t("offering-open", n=found.free_times)


def _opening(speech: Speech, found: Offering, profile: Profile) -> Rows:
    toggle = (
        tap(speech.plain("label-session-pause"), OpenSession(found.session_id, 0))
        if found.is_active
        else tap(speech.plain("label-session-open"), OpenSession(found.session_id, 1), "success")
    )
    if profile.has_windows:
        return ((toggle,),)
    return ((toggle,), (tap(speech.plain("label-set-windows"), ShowWindows()),))


def _list(speech: Speech) -> Button:
    return tap(speech.plain("label-all-sessions"), MySessions(0))


def listed(speech: Speech, found: Sequence[Offering], page: int, profile: Profile) -> Screen:
    """A page of one's own sessions, a button for the card of each; what keeps all of them from
    being booked is said once, above.
    """
    more = bool(found) and found[0].total > (page + 1) * PAGE
    numbered = list(enumerate(found, page * PAGE + 1))
    several = sum(each.is_active and each.free_times > 0 for each in found) > 1
    text = (
        lines(
            speech.t("offerings-title"),
            _shut(speech, profile),
            *(_line(speech, number, each, profile) for number, each in numbered),
            speech.t("offerings-counted") if several and _bookable(profile) else None,
        )
        if found
        else speech.t("offerings-none")
    )
    buttons = [
        tap(f"{number} {topic_name(fit(each.title, 24))}", MySession(each.session_id))
        for number, each in numbered
    ]
    return Screen(
        text,
        rows(
            *chunks(buttons, 1),
            pager(speech, page, more, MySessions(page - 1), MySessions(page + 1)),
            (
                tap(speech.plain("label-new-session"), NewSession(), None if found else "primary"),
                tap(speech.plain("label-expert"), Expert()),
            ),
        ),
    )


def _bookable(profile: Profile) -> bool:
    return profile.status == "verified" and profile.is_available


def _shut(speech: Speech, profile: Profile) -> Html | None:
    if profile.status != "verified":
        return speech.t(f"offerings-{profile.status}")
    return None if profile.is_available else speech.t("teach-paused")


def _line(speech: Speech, number: int, each: Offering, profile: Profile) -> Html:
    facts = {
        "number": str(number),
        "title": fit(each.title, _TITLE),
        "minutes": str(each.duration_minutes),
        "price": price(speech, each.price_cents, each.currency),
    }
    if not each.is_active:
        return speech.t("offerings-line-closed", **facts)
    if profile.status != "verified":
        return speech.t("offerings-line-unverified", **facts)
    if not profile.is_available:
        return speech.t("offerings-line-paused", **facts)
    return speech.t("offerings-line", **facts, n=each.free_times)


ABOUT = {
    "title": answers.TITLE,
    "description": answers.DESCRIPTION,
    "prerequisites": answers.PREREQUISITES,
}
"""Fields that are words, and how many characters they may have."""
