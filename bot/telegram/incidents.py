"""What is kept of an unexpected failure: enough to mend it, and nothing about a person."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot import metrics, sentry
from bot.telegram.screens import Screen
from db.session import sqlstate

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class FailureWords:
    """What people are told about an update that cannot be handled; the words are injected."""

    sorry: Callable[[str, str], Screen]
    """(language, incident) -> what the person is told."""
    alarm: Callable[[str, int, str], Screen]
    """(incident, update id, kind of error) -> what each admin is told."""


def incident_of(what: str) -> str:
    """A short name such as '#7F3K', the same each time the same thing fails."""
    digest = hashlib.sha256(what.encode()).digest()
    return "#" + "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:4])


def kind_of(error: BaseException) -> str:
    """The error's type and SQLSTATE. Never its message: that may quote what somebody wrote."""
    state = sqlstate(error) if isinstance(error, DBAPIError) else None
    return f"{type(error).__name__} {state}" if state else type(error).__name__


def report(log: Any, event: str, error: BaseException, **ids: Any) -> None:
    """Log an unexpected failure: where it happened and what kind it is, with ids alone.

    It is counted, and told to Sentry where that is on.
    """
    metrics.ERRORS.labels(event).inc()
    sentry.tell(event, error, {"kind": kind_of(error), **ids})
    log.error(event, error=kind_of(error), story=story_of(error), **ids)


def story_of(error: BaseException) -> str:
    """The traceback as places in the code, with the kinds of error in its chain."""
    told: list[str] = []
    link: BaseException | None = error
    while link is not None:
        told.append("".join(traceback.format_tb(link.__traceback__)) + kind_of(link))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\ncaused by\n".join(told)
