"""/payments: disputes, money that failed, what was given up on; and what admins are told. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locales import Html, Speech, lines
from bot.services.operations import Payments as Found
from bot.telegram.screens import Screen
from db.queries.disputes import Dispute
from db.queries.operations import Letter
from handlers.callbacks_operations import Disputes, FailedSettles, Letters, Payments
from handlers.callbacks_operations import Record as ShowRecord
from handlers.callbacks_teaching import Health
from handlers.keyboards import PAGE, named, pager, rows, tap
from handlers.views import first_name, under
from handlers.views_operations import letter, letter_lines, settle_lines
from handlers.views_record import dispute_button, dispute_line, dispute_lines, what_line


def overview(speech: Speech, found: Found) -> Screen:
    """How many of each there are, the first few of each, and the ways to all of them."""
    disputed, failed, given_up = found.disputes, found.settles, found.letters
    parts = [
        lines(
            speech.t("payments-title"),
            speech.t("payments-disputes", n=disputed[0].open if disputed else 0),
            speech.t("payments-settles", n=failed[0].total if failed else 0, tried=found.tried),
            speech.t("payments-letters", n=given_up[0].total if given_up else 0),
        ),
        *_list(speech, "label-disputes", dispute_lines(speech, disputed, 1)),
        *_list(speech, "label-settles", settle_lines(speech, failed, 1)),
        *_list(speech, "label-letters", letter_lines(speech, given_up, 1)),
    ]
    return Screen(
        Html("\n\n".join(parts)),
        rows(
            tap(speech.plain("label-disputes"), Disputes(0)),
            tap(speech.plain("label-settles"), FailedSettles(0)),
            tap(speech.plain("label-letters"), Letters(0)),
            tap(speech.plain("label-health"), Health()),
        ),
    )


def _list(speech: Speech, name: str, told: Sequence[Html]) -> list[Html]:
    heading = speech.t("payments-heading", name=speech.plain(name))
    return [lines(heading, *told)] if told else []


def disputes(speech: Speech, found: Sequence[Dispute], page: int) -> Screen:
    """A page of disputes: the open ones, then those closed of late."""
    home = tap(speech.plain("label-payments"), Payments())
    if not found:
        return Screen(speech.t("disputes-none"), rows(home))
    first = page * PAGE + 1
    more = found[0].total > (page + 1) * PAGE
    buttons = [
        (
            tap(_label(speech, number, each), ShowRecord(each.booking_id)),
            dispute_button(speech, each, f"{number} "),
        )
        for number, each in enumerate(found, first)
    ]
    title = speech.t("disputes-title", n=found[0].open)
    return Screen(
        lines(title, *dispute_lines(speech, found, first)),
        rows(*buttons, pager(speech, page, more, Disputes(page - 1), Disputes(page + 1)), home),
    )


def _label(speech: Speech, number: int, found: Dispute) -> str:
    """'1 Ann · 26 Nov 16:00': whose session, and when it is or was."""
    name, when = first_name(found.learner), speech.dated(found.start_at)
    return named(speech, "label-request", name, number=str(number), when=when)


def dispute_told(speech: Speech, found: Dispute) -> Screen:
    """To admins: a dispute was opened, or has ended."""
    return Screen(
        lines(
            speech.t("dispute-told", status=found.status),
            what_line(speech, found),
            dispute_line(speech, found),
        ),
        rows(
            tap(speech.plain("label-record"), ShowRecord(found.booking_id)),
            dispute_button(speech, found),
        ),
    )


def event_told(speech: Speech, found: Letter) -> Screen:
    """To admins: an event of Stripe's was given up on."""
    return under(speech.t("event-told"), letter(speech, found))
