"""The history of a booking, as admins read it: who moved it where, and what its money did. Pure.

Of what somebody wrote, only an admin's words about what was paid back.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.locales import Html, Speech
from db.queries.records import Entry, Record
from handlers.keyboards import fit
from handlers.views import moment

HISTORY = 20
"""Lines of a history on one screen, the latest."""
_REASON, _NAME = 100, 60


def history(speech: Speech, found: Record) -> list[Html | str]:
    """The latest lines, oldest first."""
    told: list[Html | str] = []
    for number, each in enumerate(found.history, 1):
        told.append(_line(speech, each, found, _returned(found.history[:number])))
    return ["…", *told[-HISTORY:]] if len(told) > HISTORY else told


def _returned(so_far: Sequence[Entry]) -> str:
    """What a booking that money went back of is called by then: by how much of the charge it was,
    where these lines tell of the charge and of what went back.
    """
    charged, back = (
        sum(each.cents or 0 for each in so_far if each.kind == kind)
        for kind in ("capture", "refund")
    )
    if back <= 0 or not charged:
        return "returned"
    return "partly-refunded" if back < charged else "refunded"


def state_words(speech: Speech, status: str, money: str) -> str:
    """'confirmed, partly refunded'."""
    return speech.plain("admin-state", status=status, money=_money_words(speech, money))


def _money_words(speech: Speech, money: str) -> str:
    return speech.plain("admin-money", word=money)


def _line(speech: Speech, each: Entry, found: Record, returned: str) -> Html:
    """A line; `returned` is what money that went back is called by then."""
    when = moment(speech, each.at)
    if each.kind == "event":
        return _event(speech, each, when, "free" if not found.price_cents else returned)
    if each.kind in ("given", "paid"):
        said = fit(" ".join((each.words or "").split()), _REASON)
        return speech.t(
            f"history-{each.kind}", when=when, who=fit(each.who or "?", _NAME), reason=said
        )
    cents = each.cents or 0
    moved = "back" if each.kind == "refund" and cents < 0 else each.kind
    amount = speech.money(abs(cents), found.currency)
    words = each.words or ""
    if each.kind == "opened":
        words = speech.plain("dispute-reason", reason=words)
    return speech.t("history-money", when=when, kind=moved, amount=amount, words=words)


def _event(speech: Speech, each: Entry, when: str, returned: str) -> Html:
    """What happened, from where to where: what stayed as it was is said once."""
    what, after = _happened(speech, each), each.after or "?"
    whole = _was(speech, after, returned)
    if not each.before or each.before == after:
        return speech.t("admin-event-first", when=when, what=what, after=whole)
    before, same = _was(speech, each.before, returned), each.before.split("/")[0]
    status, _, money = after.partition("/")
    if status == same and returned != "free":
        whole = _money_words(speech, _called(money, returned))
    return speech.t("admin-event", when=when, what=what, before=before, after=whole)


def _happened(speech: Speech, each: Entry) -> str:
    """'the learner held the seat'; of what no transition names, who did it."""
    actor = speech.plain(f"admin-actor-{each.actor}")
    return speech.plain("admin-happened", event=each.event or "?", actor=actor)


def _was(speech: Speech, states: str, returned: str) -> str:
    """A state of the past, 'confirmed/captured', in words."""
    status, _, money = states.partition("/")
    return state_words(speech, status, _called(money, returned))


def _called(money: str, returned: str) -> str:
    if returned == "free":
        return returned
    return returned if money == "refunded" else money
