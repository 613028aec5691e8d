"""What is free instead of what came to nothing. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locales import Html, Speech
from bot.telegram.screens import Button, Rows
from db.queries.bookings import BookingCard
from db.queries.browse import Alternative
from handlers.callbacks import Days, Summary
from handlers.keyboards import chunks, fit, named, rows, tap
from handlers.views import moment, price, told_apart
from handlers.views_book import FIRST


def other_times(speech: Speech, booking: BookingCard, label: str) -> Button:
    """All that is free of the same session."""
    return tap(speech.plain(label), Days(booking.session_id, FIRST, ""))


def instead(speech: Speech, other: Sequence[Alternative]) -> list[Html | str]:
    """The lines that name what else is free; none where nothing is."""
    if not other:
        return []
    listed = [
        speech.t(
            "notice-alternative",
            number=str(number),
            name=fit(each.expert_name, 60),
            title=fit(each.title, 80),
            price=price(speech, each.price_cents, each.currency),
            when=moment(speech, each.start_at),
        )
        for number, each in enumerate(other, 1)
    ]
    return ["", speech.t("notice-alternatives"), *listed]


def alternatives(
    speech: Speech,
    booking: BookingCard,
    other: Sequence[Alternative],
    first: tuple[Button, ...] = (),
) -> Rows:
    """A button for each of what is free instead, after `first`, and one for all times."""
    whose = told_apart([(each.expert_name, each.title) for each in other])
    buttons = [
        tap(
            named(
                speech,
                "label-alternative",
                who,
                number=str(number),
                when=speech.dated(each.start_at),
            ),
            Summary(each.slot_id, ""),
        )
        for number, (each, who) in enumerate(zip(other, whose, strict=True), 1)
    ]
    return rows(first, *chunks(buttons, 1), other_times(speech, booking, "label-all-times"))
