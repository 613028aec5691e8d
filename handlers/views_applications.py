"""What admins see of applications. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.ids import ExpertId
from bot.locales import Html, Speech, lines
from bot.telegram.screens import Button, Screen
from db.queries.teaching import Applicant, Application
from handlers.callbacks import Topics
from handlers.callbacks_teaching import (
    Applications,
    AskUnverify,
    Experts,
    Health,
    Reject,
    ShowApplication,
    Verify,
)
from handlers.keyboards import PAGE, back, chunks, fit, pager, rows, tap
from handlers.views_teaching import place, rate, topics_line


def application(speech: Speech, found: Application) -> Screen:
    """Who wants to offer what, or offers it, or may not; where it was answered, how."""
    waits = found.status == "pending"
    answer = (
        (
            tap(speech.plain("label-verify"), Verify(_id(found)), "success"),
            tap(speech.plain("label-reject"), Reject(_id(found)), "danger"),
        )
        if waits
        else (
            (tap(speech.plain("label-verify-after-all"), Verify(_id(found))),)
            if found.status == "rejected"
            else (tap(speech.plain("label-withdraw-ask"), AskUnverify(_id(found))),)
        )
    )
    return Screen(
        lines(
            speech.t(
                f"application-title-{found.status}",
                name=found.name,
                topics=topics_line(found.areas),
                rate=rate(speech, found.rate_cents, found.currency),
            ),
            speech.t("teach-bio", bio=fit(found.bio or "–", 800)),
            speech.t("teach-meeting", place=place(speech, found.meeting_url)),
            None if waits else "",
            None if waits else speech.t(f"application-{found.status}", name=found.name),
            *_before(speech, found, waits),
        ),
        rows(answer, _list(speech, found)),
        application=found.expert_id,
    )


def answered(speech: Speech, found: Application) -> Screen:
    """The same in the chat of an admin who had it before them when another answered it."""
    shown = application(speech, found)
    text = lines(Html(shown.text), "", speech.t("application-answered-by-other"))
    return Screen(text)


def made_again(speech: Speech, found: Application) -> Screen:
    """An application from before, once its person has applied again: the newer one is answered."""
    return Screen(speech.t("application-again", name=found.name))


def _list(speech: Speech, found: Application) -> Button:
    """The list that it stands in now."""
    if found.status == "verified":
        return tap(speech.plain("label-experts"), Experts(0))
    return tap(speech.plain("label-applications"), Applications(0))


def _before(speech: Speech, found: Application, waits: bool) -> list[Html | str]:
    """The reason that it was turned down for, now or before it was made once more."""
    if not found.note or found.status == "verified":
        return []
    said: list[Html | str] = ["", speech.t("application-before")] if waits else []
    return [*said, speech.t("teach-note", note=found.note)]


def _id(found: Application) -> ExpertId:
    return ExpertId(found.expert_id)


def ask_reason(speech: Speech, found: Application) -> Screen:
    """Why not? The answer goes to the applicant as it is typed."""
    return Screen(
        speech.t("application-ask-reason", name=found.name),
        rows(back(speech, ShowApplication(_id(found)))),
    )


def listed(speech: Speech, found: Sequence[Applicant], page: int) -> Screen:
    """A page of the applications that wait."""
    more = bool(found) and found[0].total > (page + 1) * PAGE
    numbered = list(enumerate(found, page * PAGE + 1))
    text = (
        lines(
            speech.t("applications-title"),
            *(
                speech.t(
                    "applications-line",
                    number=str(number),
                    name=fit(each.name, 60),
                    topics=fit(topics_line(each.areas), 100),
                )
                for number, each in numbered
            ),
        )
        if found
        else speech.t("applications-none")
    )
    buttons = [
        tap(f"{number} {fit(each.name, 24)}", ShowApplication(ExpertId(each.expert_id)))
        for number, each in numbered
    ]
    return Screen(
        text,
        rows(
            *chunks(buttons, 1),
            pager(speech, page, more, Applications(page - 1), Applications(page + 1)),
            tap(speech.plain("label-health"), Health()),
        ),
    )


def appointed(speech: Speech) -> Screen:
    """Told to somebody who is an admin now."""
    return Screen(
        speech.t("admin-appointed"), rows(tap(speech.plain("label-health"), Health(), "primary"))
    )


def dismissed(speech: Speech) -> Screen:
    """Told to somebody who no longer is."""
    return Screen(speech.t("admin-dismissed"), rows(tap(speech.plain("label-find"), Topics(0))))
