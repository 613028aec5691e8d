"""What an expert sees of bookings: requests, and the living card of each. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.zones import same_clock
from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Screen
from db.queries.bookings import BookingCard
from handlers.callbacks import Accept, AskCancel, Card, Decline, Home, Requests, Schedule
from handlers.callbacks_groups import Group, OfferAgain
from handlers.keyboards import PAGE, addressed, chunks, fit, named, pager, rows, tap
from handlers.packing import Press
from handlers.views import first_name, meeting_link, moment, names, price, until, when_line
from handlers.views_ending import over, state, stays

_NOTE = 500


def request(speech: Speech, booking: BookingCard) -> Screen:
    """A request that waits for an answer: who, what, when, for how much, until when.

    Once its time has passed it has no buttons: the next tick ends it.
    """
    late = booking.respond_by is not None and booking.respond_by <= speech.now
    answers = () if late else _answers(speech, booking)
    return Screen(
        lines(
            _who(speech, booking),
            _session(speech, booking),
            speech.t("request-note", note=fit(booking.learner_notes, _NOTE))
            if booking.learner_notes
            else None,
            _company(speech, booking),
            _answer_by(speech, booking),
        ),
        rows(answers),
    )


def _answers(speech: Speech, booking: BookingCard) -> tuple[Button, ...]:
    return (
        tap(speech.plain("label-accept"), Accept(booking.booking_id), "success"),
        tap(speech.plain("label-decline"), Decline(booking.booking_id)),
    )


def _who(speech: Speech, booking: BookingCard) -> Html:
    if not booking.learner_level:
        return speech.t("request-title", name=booking.learner_name)
    level = speech.plain(f"level-one-{booking.learner_level}")
    return speech.t("request-title-level", name=booking.learner_name, level=level)


def _session(speech: Speech, booking: BookingCard) -> Html:
    span = speech.span(booking.start_at, booking.end_at)
    zone = booking.learner_zone
    same = zone is None or same_clock(speech.zone, zone, booking.start_at)
    key = "request-session" if same else "request-session-yours"
    return speech.t(key, title=booking.session_title, span=span)


def _company(speech: Speech, booking: BookingCard) -> Html | None:
    """Of a group: how large it is, who else comes for sure, and how many more have asked."""
    if booking.seats <= 1:
        return None
    others, of = booking.others or (), str(booking.seats)
    asked = booking.others_asked or 0
    if not others:
        return speech.t("request-group", of=of, asked=asked)
    who = names(speech, others)
    return speech.t("request-group-with", of=of, who=who, n=len(others), asked=asked)


def _answer_by(speech: Speech, booking: BookingCard) -> Html:
    due = moment(speech, booking.respond_by or booking.start_at)
    if not booking.price_cents:
        seat = "-seat" if booking.seats > 1 else ""
        return speech.t(f"request-answer-by-free{seat}", until=due)
    amount = price(speech, booking.price_cents, booking.currency)
    return speech.t("request-answer-by", price=amount, until=due)


def card(speech: Speech, booking: BookingCard) -> Screen:
    """The booking as it is now, with what the expert can do about it."""
    now = state(booking)
    if now == "asked":
        return request(speech, booking)
    above = () if now == "confirmed" else head(speech, booking)
    text = lines(*above, *_state_lines(speech, booking, now))
    return Screen(text, rows(*_actions(speech, booking, now), _onward(speech, booking)))


def head(speech: Speech, booking: BookingCard) -> tuple[Html, Html]:
    """Who, what, and when: the first two lines of an expert's card."""
    title = speech.t("ecard-head", name=booking.learner_name, title=booking.session_title)
    return title, _when(speech, booking)


def _when(speech: Speech, booking: BookingCard) -> Html:
    name, zone = booking.learner_name, booking.learner_zone
    return when_line(speech, booking.start_at, booking.end_at, name, zone)


def _state_lines(speech: Speech, booking: BookingCard, now: str) -> list[Html]:
    name = first_name(booking.learner_name)
    amount = price(speech, booking.price_cents, booking.currency)
    free = "" if booking.price_cents else "-free"
    if now in ("held", "processing"):
        return [speech.t("ecard-unpaid", name=name)]
    if now == "charging":
        return [speech.t("ecard-charging", price=amount)]
    if now == "confirmed":
        said = [_confirmed(speech, booking, free, amount)]
        if booking.learner_notes:
            said.append(speech.t("request-note", note=fit(booking.learner_notes, _NOTE)))
        if booking.meeting_url:
            said.append(speech.t("card-meet", link=meeting_link(booking.meeting_url)))
        return said
    if now == "completed":
        return [earned(speech, booking, "ecard-completed")]
    said = [_ended(speech, booking, name)]
    if booking.status == "declined" and booking.cancellation_reason:
        word = fit(booking.cancellation_reason, _NOTE)
        said.append(speech.t("ecard-declined-word", word=word))
    if _shut(speech, booking):
        said.append(speech.t("ecard-shut"))
    return said


def _shut(speech: Speech, booking: BookingCard) -> bool:
    """Whether the expert ended it, and nobody can book the time since, though it is to come."""
    ended = booking.status == "declined" or booking.cancelled_by == "expert"
    return ended and booking.shut and booking.start_at > speech.now


def _confirmed(speech: Speech, booking: BookingCard, free: str, amount: str) -> Html:
    """When, who and what, for how much, and what went back of that."""
    gone = booking.amount_refunded + booking.amount_lost + booking.amount_elsewhere
    words = {"gone": speech.money(gone, booking.currency)} if gone else {}
    return speech.t(
        "ecard-confirmed-part" if gone else f"ecard-confirmed{free}",
        when=moment(speech, booking.start_at),
        name=booking.learner_name,
        title=booking.session_title,
        price=amount,
        **words,
    )


def _ended(speech: Speech, booking: BookingCard, name: str) -> Html:
    by, free = booking.cancelled_by or "system", "" if booking.price_cents else "-free"
    if booking.status == "declined":
        key = f"declined{free}"
    elif booking.payment_status == "failed":
        key = "failed-group" if booking.others else "failed"
    elif booking.refund_due is not None and by == "learner":
        return speech.t("ecard-cancelled-learner", name=name, kept=kept(speech, booking))
    elif by == "expert":
        ended = "taken-off" if booking.others_stayed else "cancelled-expert"
        key = "cancelled-unpaid" if booking.refund_due is None else f"{ended}{free}"
    elif by == "learner":
        key = "withdrawn"
    else:
        asked = booking.refund_due is None and booking.respond_by
        key = f"unanswered{free}" if asked else "cancelled-system"
    return speech.t(f"ecard-{key}", name=name)


def earned(speech: Speech, booking: BookingCard, key: str, **words: str) -> Html:
    """That a session is done, by its `key`, and what it brought after what went back of it."""
    left = stays(booking)
    if left:
        return speech.t(key, price=speech.money(left, booking.currency), **words)
    done = speech.t(f"{key}-free", **words)
    if not booking.price_cents:
        return done
    whole = speech.money(booking.price_cents, booking.currency)
    return Html(f"{done} {speech.t('enotice-left-nothing', price=whole)}")


def kept(speech: Speech, booking: BookingCard) -> Html:
    """What a cancellation leaves the expert."""
    left = booking.price_cents - (booking.refund_due or 0)
    if not left:
        return speech.t("ecard-kept-nothing" if booking.price_cents else "ecard-kept-free")
    key = "ecard-kept-disputed" if booking.disputed else "ecard-kept"
    return speech.t(key, amount=speech.money(left, booking.currency))


def _actions(speech: Speech, booking: BookingCard, now: str) -> list[Button]:
    """A row each: their labels are long."""
    if _shut(speech, booking):
        return [tap(speech.plain("label-offer-again"), OfferAgain(booking.booking_id))]
    if now != "confirmed":
        return []
    late = booking.start_at <= speech.now
    if booking.taken > 1:
        all_of_them = everybody(speech, booking)
        return [all_of_them] if late else [take_off(speech, booking), all_of_them]
    if late:
        return []
    return [tap(speech.plain("label-cancel"), AskCancel(booking.booking_id))]


def everybody(speech: Speech, booking: BookingCard) -> Button:
    """The button to all who sit in the slot of a confirmed booking: how many of them are sure to
    come, and how many have asked, counted apart.
    """
    sure, asked = str(1 + len(booking.others or ())), booking.others_asked
    label = (
        speech.plain("label-group-asked", sure=sure, asked=str(asked))
        if asked
        else speech.plain("label-group", sure=sure)
    )
    return tap(label, Group(booking.slot_id, 0))


def take_off(speech: Speech, booking: BookingCard) -> Button:
    """The button that asks about one learner of several, who is named on it."""
    label = addressed(speech, "label-take-off", first_name(booking.learner_name))
    return tap(label, AskCancel(booking.booking_id))


def _onward(speech: Speech, booking: BookingCard) -> Button:
    if over(booking):
        return tap(speech.plain("label-schedule"), Schedule(0))
    waiting = booking.status == "pending"
    way: Press = Requests(0) if waiting else Schedule(0)
    return tap(speech.plain("label-requests" if waiting else "label-schedule"), way)


# Lists ---------------------------------------------------------------------------------------


def requests(speech: Speech, found: Sequence[BookingCard], page: int) -> Screen:
    """Who waits for an answer, soonest deadline first."""
    home = tap(speech.plain("label-home"), Home())
    if not found:
        other = tap(speech.plain("label-schedule"), Schedule(0))
        return Screen(speech.t("requests-none"), rows((other, home)))
    numbered = _numbered(found, page)
    said = [
        speech.t(
            "requests-line",
            number=str(number),
            when=speech.when(each.start_at),
            name=fit(each.learner_name, 60),
            title=fit(each.session_title, 80),
            until=until(speech, each.respond_by or each.start_at),
        )
        for number, each in numbered
    ]
    more = len(found) > (page + 1) * PAGE
    turn = pager(speech, page, more, Requests(page - 1), Requests(page + 1))
    return Screen(
        lines(speech.t("requests-title", n=len(found)), *said),
        rows(*chunks(_buttons(speech, numbered), 1), turn, home),
    )


def _numbered(found: Sequence[BookingCard], page: int) -> list[tuple[int, BookingCard]]:
    return list(enumerate(found[page * PAGE : (page + 1) * PAGE], page * PAGE + 1))


def _buttons(speech: Speech, numbered: Sequence[tuple[int, BookingCard]]) -> list[Button]:
    made: list[Button] = []
    for number, each in numbered:
        name, when = first_name(each.learner_name), speech.brief(each.start_at)
        label = named(speech, "label-request", name, number=str(number), when=when)
        made.append(tap(label, Card(each.booking_id)))
    return made
