"""What the ledger tells: receipts, and money that went back. Pure.

Each is a message of its own that stays as it was written (`Screen.aside`): the booking's card
goes on showing how it stands, with its buttons.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.locales import Html, Speech, lines
from bot.payments.settle import FAILED_REFUNDS
from bot.telegram.screens import Screen
from db.queries.bookings import BookingCard
from db.queries.disputes import Dispute
from db.queries.ledger import Entry
from handlers.keyboards import link, rows
from handlers.views import first_name, moment
from handlers.views_bookings import head
from handlers.views_ending import stays

MoneyNotice = Callable[[Speech, BookingCard, Entry], Screen]
DisputeNotice = Callable[[Speech, BookingCard, Dispute], Screen | None]


def receipt(speech: Speech, booking: BookingCard, entry: Entry) -> Screen:
    """Charged: all of it, or the share that a late cancellation costs. Without a sound: the
    message about what it was charged for has just rung.
    """
    words = {"amount": _amount(speech, entry)}
    partly = entry.amount_cents < booking.price_cents
    if partly:
        words["price"] = speech.money(booking.price_cents, booking.currency)
    said = speech.t("receipt-share" if partly else "receipt-charged", **words)
    return _paper(speech, booking, entry, said, quiet=True)


def refunded(speech: Speech, booking: BookingCard, entry: Entry) -> Screen:
    """It went back, Stripe says, perhaps once more; what is still to, follows."""
    due = booking.owed
    key = "notice-refunded-again" if entry.failures else "notice-refunded"
    said = [speech.t(key, refund=_amount(speech, entry))]
    if due:
        said.append(speech.t("notice-still-due", due=speech.money(due, booking.currency)))
    return _paper(speech, booking, entry, *said, *_stands(speech, booking))


def refund_returned(speech: Speech, booking: BookingCard, entry: Entry) -> Screen:
    """The bank sent it back; it is tried again, until a person has to look."""
    said = [speech.t("notice-refund-returned", refund=_amount(speech, entry))]
    if booking.owed:
        helpless = entry.failures >= FAILED_REFUNDS
        said.append(speech.t("notice-refund-admin" if helpless else "notice-refund-again"))
    return _paper(speech, booking, entry, *said)


def dispute_lost(speech: Speech, booking: BookingCard, entry: Entry) -> Screen:
    """The learner's own bank took it back."""
    said = speech.t("notice-dispute-lost", amount=_amount(speech, entry))
    return _paper(speech, booking, entry, said)


def paid_elsewhere(speech: Speech, booking: BookingCard, entry: Entry) -> Screen:
    """The card's bank would not take it, so an admin paid it another way."""
    how = " ".join((entry.words or "").split())
    said = speech.t("notice-paid-elsewhere", amount=_amount(speech, entry), how=how)
    return _paper(speech, booking, entry, said)


def _paper(
    speech: Speech, booking: BookingCard, entry: Entry, *said: Html, quiet: bool = False
) -> Screen:
    """What happened, of which booking, when; and Stripe's own receipt, of all of it so far."""
    address = booking.receipt_url
    return Screen(
        lines(
            *said,
            *head(speech, booking),
            speech.t(
                "receipt-of",
                booking=str(booking.booking_id)[:8],
                when=moment(speech, entry.at),
            ),
        ),
        rows(link(speech.plain("label-receipt"), address) if address else None),
        aside=True,
        quiet=quiet,
    )


def _amount(speech: Speech, entry: Entry) -> str:
    return speech.money(abs(entry.amount_cents), entry.currency)


def _session(speech: Speech, booking: BookingCard) -> dict[str, str]:
    """Whose money, for which session: to the expert."""
    return {
        "name": first_name(booking.learner_name),
        "title": booking.session_title,
        "when": moment(speech, booking.start_at),
    }


def _told(key: str) -> MoneyNotice:
    """To the expert: what went, and what is left of the session's money."""

    def notice(speech: Speech, booking: BookingCard, entry: Entry) -> Screen:
        words = {**_session(speech, booking), "amount": _amount(speech, entry)}
        price = speech.money(booking.price_cents, booking.currency)
        left = speech.money(entry.kept_cents, booking.currency)
        rest = (
            speech.t("enotice-left", left=left, price=price)
            if entry.kept_cents > 0
            else speech.t("enotice-left-nothing", price=price)
        )
        stands = _stands(speech, booking) if key == "enotice-refunded" else []
        return Screen(lines(speech.t(key, **words), rest, *stands), aside=True)

    return notice


def _stands(speech: Speech, booking: BookingCard) -> list[Html]:
    """That money which goes back of a session to come cancels nothing."""
    stands = booking.status == "confirmed" and booking.start_at > speech.now
    return [speech.t("notice-still-on")] if stands else []


def dispute_opened(speech: Speech, booking: BookingCard, found: Dispute) -> Screen | None:
    """The bank has the money and decides: what that may cost the expert, who can do nothing."""
    if not found.taken:
        return None
    kept = stays(booking)
    left = max(0, kept - found.amount_cents)
    amount = speech.money(found.amount_cents, found.currency)
    said = speech.t("enotice-dispute-opened", amount=amount, **_session(speech, booking))
    then = speech.t(
        "enotice-dispute-then" if kept else "enotice-dispute-nothing",
        kept=speech.money(kept, booking.currency),
        left=speech.money(left, booking.currency),
        some="some" if left else "none",
    )
    return Screen(lines(said, then), aside=True)


def dispute_won(speech: Speech, booking: BookingCard, _: Dispute) -> Screen:
    """The money is back with us, and the expert's share with it."""
    said = speech.t("enotice-dispute-won", **_session(speech, booking))
    kept = stays(booking)
    if not kept:
        return Screen(said, aside=True)
    left = speech.money(kept, booking.currency)
    return Screen(lines(said, speech.t("enotice-dispute-kept", left=left)), aside=True)


DISPUTES: dict[tuple[str, str], DisputeNotice] = {
    ("expert", "dispute_opened"): dispute_opened,
    ("expert", "dispute_won"): dispute_won,
}
"""(audience, notice) → its words; app.payments_disputes names no other."""

MONEY: dict[tuple[str, str], MoneyNotice] = {
    ("learner", "receipt"): receipt,
    ("learner", "refunded"): refunded,
    ("learner", "refund_returned"): refund_returned,
    ("learner", "dispute_lost"): dispute_lost,
    ("learner", "paid_elsewhere"): paid_elsewhere,
    ("expert", "refunded"): _told("enotice-refunded"),
    ("expert", "dispute_lost"): _told("enotice-dispute-lost"),
}
"""(audience, notice) → its words; app.tell_money and app.paid_elsewhere name no other."""
