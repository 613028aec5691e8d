"""How an expert is booked, in words, and a button for each choice. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Screen
from db.queries.rules import Policy, Rules
from handlers.callbacks_teaching import Expert, SetRule
from handlers.keyboards import back, chunks, rows, tap

_NOTICES = (60, 120, 720, 1440)
_BUFFERS = (0, 10, 15, 30)
"""Minutes that have a button."""
_HOUR = 60


def rules(speech: Speech, found: Rules) -> Screen:
    """What holds now, each rule with what it means for those who book."""
    asks = tap(speech.plain("label-rule-ask"), SetRule("instant=0"))
    instant = tap(speech.plain("label-rule-instant"), SetRule("instant=1"))
    return Screen(
        lines(
            speech.t("rules-title"),
            speech.t("rules-instant" if found.instant else "rules-ask"),
            "",
            *(_policy(speech, each) for each in found.policies if each.policy == found.policy),
            speech.t("rules-policy-kept"),
            "",
            speech.t("rules-notice", time=_long(speech, found.notice_minutes)),
            speech.t("rules-buffer", time=_long(speech, found.buffer_minutes))
            if found.buffer_minutes
            else speech.t("rules-buffer-none"),
        ),
        rows(
            asks if found.instant else instant,
            *chunks([_choose(speech, each, found.policy) for each in found.policies], 1),
            *_times(speech, "notice", _NOTICES, found.notice_minutes),
            *_times(speech, "buffer", _BUFFERS, found.buffer_minutes),
            back(speech, Expert()),
        ),
    )


def _policy(speech: Speech, each: Policy) -> Html:
    return speech.t(
        "rules-policy",
        name=speech.plain(f"policy-{each.policy}"),
        hours=str(each.free_hours),
        share=str(each.late_share_percent),
    )


def _choose(speech: Speech, each: Policy, now: str) -> Button:
    label = speech.plain("label-rule-policy", hours=str(each.free_hours))
    return tap(_mark(label, each.policy == now), SetRule(f"policy={each.policy}"))


def _times(speech: Speech, rule: str, choices: Sequence[int], now: int) -> list[tuple[Button, ...]]:
    return chunks([_minutes(speech, rule, each, now) for each in choices], 2)


def _minutes(speech: Speech, rule: str, minutes: int, now: int) -> Button:
    label = speech.plain(f"label-rule-{rule}", time=_long(speech, minutes))
    return tap(_mark(label, minutes == now), SetRule(f"{rule}={minutes}"))


def _mark(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


def _long(speech: Speech, minutes: int) -> str:
    if minutes and minutes % _HOUR == 0:
        return speech.plain("long-hours", n=str(minutes // _HOUR))
    return speech.plain("long-minutes", n=str(minutes))
