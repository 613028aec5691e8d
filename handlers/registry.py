"""Every handler, on one page; and the command menu."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locales import LANGUAGES, Speech
from bot.telegram.incidents import FailureWords
from handlers import (
    admin,
    applications,
    availability,
    book,
    bookings,
    cancel,
    declining,
    deeplinks,
    earnings,
    expert,
    fallbacks,
    groups,
    linking,
    note,
    operations,
    payments,
    refunds,
    requests,
    rules,
    sessions,
    settings,
    start,
    verification,
)
from handlers import callbacks as on
from handlers import callbacks_operations as op
from handlers import callbacks_teaching as to
from handlers.living import living
from handlers.menu import commands
from handlers.turns import NOTE, Handler, command, located, tapped
from handlers.views_admin import NO_TIME, alarm, sorry

FAILURE_WORDS = FailureWords(sorry=sorry, alarm=alarm)
"""What people and admins are told about an update that cannot be handled."""

COMMANDS: dict[str, Sequence[tuple[str, str]]] = {
    "": commands(LANGUAGES[0]),
    **{language: commands(language) for language in LANGUAGES[1:]},
}
"""The menu of everybody, by language; '' is for the languages that we do not speak."""

DESCRIPTIONS: dict[str, str] = {
    key: Speech(language, "UTC", NO_TIME).plain("bot-description")
    for key, language in (("", LANGUAGES[0]), *((each, each) for each in LANGUAGES[1:]))
}
"""What an empty chat shows, by language like the commands."""


def handlers() -> list[Handler]:
    """All handlers, in the order in which they are asked: the first that fits handles."""
    return [
        *fallbacks.before(),
        # What awaits typed text, and the buttons and commands that begin it.
        start.conversation(command("start", deeplinks.follow, args=True)),
        note.conversation(),
        availability.conversation(),
        expert.conversation(),
        sessions.conversation(),
        applications.conversation(),
        verification.conversation(),
        refunds.conversation(),
        declining.conversation(),
        # Commands.
        command("start", start.start),
        command("help", start.help_page),
        command("book", book.book, zone=True, own=NOTE),
        command("bookings", bookings.bookings, zone=True),
        command("requests", requests.requests, zone=True, expert=True),
        command("schedule", requests.schedule, zone=True, expert=True),
        command("sessions", sessions.sessions_said, expert=True),
        command("earnings", earnings.earnings_said, zone=True, expert=True),
        command("admin", admin.admin, admin=True),
        command("payments", payments.payments_said, admin=True),
        command("cancel", cancel.nothing_to_stop),
        # Language and zone.
        *settings.handlers(),
        tapped(on.Blank, fallbacks.blank),
        tapped(on.Stop, cancel.nothing_to_stop),
        tapped(on.Home, start.home),
        tapped(on.SetLanguage, start.set_language),
        tapped(on.ZoneRegion, start.zone_region),
        tapped(on.SetZone, start.set_zone),
        located(start.place),
        tapped(on.Connect, linking.connect),
        # Finding a time, and booking it.
        tapped(on.Topics, living(book.topics), zone=True),
        tapped(on.Sessions, living(book.sessions), zone=True),
        tapped(on.Days, living(book.days), zone=True),
        tapped(on.Times, living(book.times), zone=True),
        tapped(on.Summary, living(book.summary), zone=True),
        tapped(on.DropNote, note.drop_note, zone=True),
        tapped(on.Book, book.hold, zone=True),
        # What is booked.
        tapped(on.Bookings, bookings.bookings_page, zone=True),
        tapped(on.Card, bookings.card),
        tapped(on.AskCancel, bookings.ask_cancel),
        tapped(on.Cancel, bookings.cancel),
        tapped(on.LetGo, bookings.let_go),
        tapped(on.Withdraw, bookings.ask_withdraw),
        tapped(on.WithdrawNow, bookings.withdraw),
        # An expert's desk.
        tapped(on.Requests, requests.requests_page, zone=True, expert=True),
        tapped(on.Schedule, requests.schedule_page, zone=True, expert=True),
        tapped(on.Accept, requests.accept, expert=True),
        tapped(on.KeepWindows, availability.keep, zone=True, expert=True),
        tapped(on.SaveWindows, availability.save, zone=True, expert=True),
        # What an expert offers.
        tapped(to.TakeBookings, expert.take_bookings, expert=True),
        tapped(to.Earnings, earnings.earnings, zone=True, expert=True),
        tapped(to.MySessions, sessions.sessions, expert=True),
        tapped(to.MySession, sessions.session, expert=True),
        tapped(to.MoreOfSession, sessions.more, expert=True),
        tapped(to.OpenSession, sessions.open_session, expert=True),
        # Admins.
        tapped(to.Health, admin.health, admin=True),
        tapped(to.Applications, applications.applications, admin=True),
        tapped(to.ShowApplication, applications.application, admin=True),
        tapped(to.Verify, applications.verify, admin=True),
        tapped(to.Experts, verification.experts, admin=True),
        *rules.handlers(),
        *groups.handlers(),
        *operations.handlers(),
        tapped(op.Payments, payments.payments, admin=True),
        tapped(op.Disputes, payments.disputes, admin=True),
        *fallbacks.after(),
    ]
