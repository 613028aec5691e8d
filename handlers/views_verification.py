"""Experts who are verified, as admins see them, and what taking it back means. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.ids import ExpertId
from bot.locales import Html, Speech, lines
from bot.telegram.screens import Screen
from db.queries.teaching import Applicant, Application, ToCome
from handlers.callbacks_teaching import (
    AskUnverify,
    Experts,
    Health,
    ShowApplication,
    Unverify,
)
from handlers.keyboards import PAGE, back, chunks, fit, pager, rows, tap
from handlers.views_teaching import topics_line


def experts(speech: Speech, found: Sequence[Applicant], page: int) -> Screen:
    """A page of the experts who are verified."""
    more = bool(found) and found[0].total > (page + 1) * PAGE
    numbered = list(enumerate(found, page * PAGE + 1))
    listed = [
        speech.t(
            "applications-line",
            number=str(number),
            name=fit(each.name, 60),
            topics=fit(topics_line(each.areas), 100),
        )
        for number, each in numbered
    ]
    title = speech.t("experts-title" if found else "experts-none")
    buttons = [
        tap(f"{number} {fit(each.name, 24)}", ShowApplication(ExpertId(each.expert_id)))
        for number, each in numbered
    ]
    return Screen(
        lines(title, *listed),
        rows(
            *chunks(buttons, 1),
            pager(speech, page, more, Experts(page - 1), Experts(page + 1)),
            tap(speech.plain("label-health"), Health()),
        ),
    )


def ask(speech: Speech, found: Application, to_come: ToCome) -> Screen:
    """What it means, and why? The answer goes to the expert as it is typed."""
    return Screen(
        lines(
            *_means(speech, found, to_come),
            "",
            speech.t("withdraw-ask-reason", name=found.name),
        ),
        rows(back(speech, ShowApplication(ExpertId(found.expert_id)))),
    )


def check(speech: Speech, found: Application, to_come: ToCome, reason: str) -> Screen:
    """The same above the button that does it."""
    expert_id = ExpertId(found.expert_id)
    return Screen(
        lines(
            *_means(speech, found, to_come),
            "",
            speech.t("withdraw-reason", name=found.name, reason=reason),
        ),
        rows(
            tap(speech.plain("label-withdraw-verification"), Unverify(expert_id), "danger"),
            back(speech, AskUnverify(expert_id)),
        ),
    )


def _means(speech: Speech, found: Application, to_come: ToCome) -> list[Html | None]:
    return [
        speech.t("withdraw-title", name=found.name),
        speech.t("withdraw-nothing-new"),
        speech.t("withdraw-confirmed", n=to_come.confirmed),
        speech.t("withdraw-waiting", n=to_come.waiting) if to_come.waiting else None,
    ]
