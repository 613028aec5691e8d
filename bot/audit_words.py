"""The words of `main.py reconcile` and `main.py ledger`: reports in, lines of English out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.locales import Speech
from bot.payments.ledger import Comparison, Difference, Money, Sheet
from bot.payments.report import Mended, Report, Returned
from db.queries.payments import Known

NAMED = 20
"""How many of the payments that differ are named."""

_OFFICE = Speech("en", "UTC", datetime(2000, 1, 1, tzinfo=UTC))
_WIDE = 18


def lines(report: Report) -> Iterator[str]:
    """A reconciler's report in English, a line each."""
    looked = f"looked at {_count(report.looked, 'payment')} since {report.since:%Y-%m-%d %H:%M} UTC"
    yield f"{looked}, healed {report.healed}{':' if report.healed else ''}"
    for mended in report.mended:
        yield f"  booking {mended.booking}: {_story(mended)}"
    for returned in report.returned:
        yield f"  {_payment(returned)}: {_fate(returned)}"
    for closed in report.closed:
        yield f"  Checkout {closed.checkout} of booking {closed.booking}: was open, is closed"
    if report.left:
        yield f"left {len(report.left)}:"
    for left in report.left:
        yield f"  {left.about}: {left.why}"


def _story(mended: Mended) -> str:
    asked = f" ({', '.join(mended.steps)})" if mended.steps else ""
    was, now = _books(mended.was), _books(mended.now)
    return f"was {was}; is {now}{asked}"


def _books(known: Known) -> str:
    amounts = Money(known.held, known.captured, known.refunded, known.lost)
    return f"{known.status}/{known.payment}, {_money(amounts, known.currency)}"


def _payment(returned: Returned) -> str:
    of = f"booking {returned.booking}" if returned.booking else "no booking"
    which = "which has another payment" if returned.exists else "which is not there"
    return f"payment {returned.payment} for {of}{f', {which}' if returned.booking else ''}"


def _fate(returned: Returned) -> str:
    if returned.refunded:
        return f"was captured, is refunded: {money(returned.refunded, returned.currency)}"
    return f"was held, is released: {money(returned.released, returned.currency)}"


def money(cents: int, currency: str) -> str:
    """Minor units as an operator reads them."""
    return _OFFICE.money(cents, currency)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def table(found: Comparison) -> Iterator[str]:
    """A comparison as a table a currency, and what differs."""
    if not found.sheets:
        yield "No payment so far: nothing to compare."
    for currency, sheet in sorted(found.sheets.items()):
        yield _row(currency, "Stripe", "bookings", "ledger")
        yield from _rows(currency, sheet)
        yield ""
    if found.given_back:
        yield f"Not counted: {_count(found.given_back, 'payment')} of no booking, given back whole."
    differing = found.differences
    if not differing:
        yield "Stripe and the database agree."
        return
    yield f"DIFFERENT: {_count(len(differing), 'payment')}"
    for each in differing[:NAMED]:
        yield f"  {_difference(each)}"
    if len(differing) > NAMED:
        yield f"  and {len(differing) - NAMED} more"


def _rows(currency: str, sheet: Sheet) -> Iterator[str]:
    sides = (sheet.stripe, sheet.bookings, sheet.entries)
    yield _row("payments", *(str(side.payments) for side in sides[:2]), "")
    for name in ("held", "captured", "refunded", "lost", "net"):
        cells = [money(getattr(side.money, name), currency) for side in sides]
        if name == "held":  # an entry is what moved
            cells[2] = ""
        yield _row("lost in disputes" if name == "lost" else name, *cells)


def _row(name: str, *cells: str) -> str:
    return f"{name:<{_WIDE}}{''.join(f'{cell:>{_WIDE}}' for cell in cells)}".rstrip()


def _difference(each: Difference) -> str:
    about = f"booking {each.booking}" if each.booking else f"payment {each.payment} of no booking"
    said = f"{about}: Stripe has {_money(each.stripe, each.currency)}"
    said += f"; the booking {_money(each.ours, each.currency)}" if each.booking else ""
    if each.entries.moved != each.ours.moved:
        said += f"; the ledger {_money(each.entries, each.currency)}"
    return said


def _money(of: Money, currency: str) -> str:
    amounts = {"held": of.held, "captured": of.captured, "refunded": of.refunded, "lost": of.lost}
    said = [f"{money(cents, currency)} {what}" for what, cents in amounts.items() if cents]
    return ", ".join(said) or "nothing"
