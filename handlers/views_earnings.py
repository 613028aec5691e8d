"""What an expert earned, month by month: the words, and what the picture shows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.locales import Html, Speech, lines
from bot.telegram.charts import Bar, Chart, Panel
from bot.telegram.screens import Screen
from db.queries.earnings import Month, Unsure
from handlers.callbacks import Schedule
from handlers.callbacks_teaching import Expert
from handlers.keyboards import rows, tap


def earnings(speech: Speech, found: Sequence[Month], unsure: Sequence[Unsure]) -> Screen:
    """Each month in which money moved, latest first, by currency; their totals; what of it is not
    sure yet; a picture.
    """
    ways = rows(
        (
            tap(speech.plain("label-schedule"), Schedule(0)),
            tap(speech.plain("label-expert"), Expert()),
        )
    )
    if not found:
        return Screen(speech.t("earnings-none"), ways)
    said: list[Html | str] = [speech.t("earnings-title", zone=speech.zone_name())]
    for currency in _currencies(found):
        of_it = [each for each in found if each.currency == currency]
        said += ["", *(_line(speech, _name(speech, each.month), each) for each in of_it)]
        if len(of_it) > 1:
            said.append(_line(speech, speech.plain("earnings-total"), _total(of_it)))
        said += [
            line for each in unsure if each.currency == currency for line in _open(speech, each)
        ]
    said += ["", speech.t("earnings-how" if _has_fee(found) else "earnings-how-free")]
    return Screen(lines(*said), ways, chart=chart(speech, found))


def _open(speech: Speech, unsure: Unsure) -> list[Html]:
    """What of it is for sessions to come, and what banks are deciding about."""
    parts = {"earnings-ahead": unsure.ahead, "earnings-disputed": unsure.disputed}
    return [
        speech.t(key, amount=speech.money(cents, unsure.currency))
        for key, cents in parts.items()
        if cents > 0
    ]


def _currencies(found: Sequence[Month]) -> list[str]:
    return sorted({each.currency for each in found})


def _has_fee(found: Sequence[Month]) -> bool:
    return any(each.fee for each in found)


def _name(speech: Speech, month: date) -> str:
    said = speech.month(month)
    return said[:1].upper() + said[1:]


def _total(of_it: Sequence[Month]) -> Month:
    """The months of one currency as one."""
    first = of_it[-1]
    return Month(
        first.month,
        first.currency,
        sum(each.captured for each in of_it),
        sum(each.refunded for each in of_it),
        sum(each.fee for each in of_it),
        sum(each.net for each in of_it),
    )


def _line(speech: Speech, name: str, month: Month) -> Html:
    """'November 2026: 405 kr.' and how it comes about; what there was none of is left out."""

    def money(cents: int) -> str:
        return speech.money(cents, month.currency)

    parts = {
        "earnings-charged": month.captured,
        "earnings-returned": month.refunded,
        "earnings-bounced": -month.refunded,
        "earnings-fee": month.fee,
        "earnings-fee-back": -month.fee,
    }
    said = [speech.plain(key, amount=money(cents)) for key, cents in parts.items() if cents > 0]
    return lines(speech.t("earnings-line", name=name, net=money(month.net)), " · ".join(said))


def chart(speech: Speech, found: Sequence[Month]) -> Chart:
    """The same as bars, oldest first: what stayed and what went back, before the fee."""
    kept = "earnings-kept" if _has_fee(found) else "earnings-kept-free"
    return Chart(
        speech.plain("earnings-picture"),
        speech.plain(kept),
        speech.plain("earnings-went-back"),
        tuple(
            Panel(
                speech.plain(f"currency-{currency}"),
                tuple(_bar(speech, each) for each in reversed(found) if each.currency == currency),
            )
            for currency in _currencies(found)
        ),
        speech.plain("earnings-below"),
    )


def _bar(speech: Speech, month: Month) -> Bar:
    label = speech.short_month(month.month)
    kept = month.captured - month.refunded
    went = speech.amount(-month.refunded, month.currency)
    return Bar(
        f"{label}\n{month.month.year}",
        kept,
        month.refunded,
        speech.amount(kept, month.currency),
        went if month.refunded > 0 and month.captured else "",
    )
