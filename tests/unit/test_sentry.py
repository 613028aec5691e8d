"""What is told to Sentry: where and what kind, and nothing about anybody."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from bot import logs, sentry
from bot.config import SettingsError
from bot.telegram.incidents import report

DSN = "https://0123456789abcdef@sentry.example.org/1"
TOKEN = "123456789:AAH0123456789abcdefghij-_x"
PERSON = "Ann Andersen writes about her divorce"


class Postbox(Transport):
    """Keeps what would have been sent."""

    sent: ClassVar[list[dict[str, Any]]] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        type(self).sent += [json.loads(item.get_bytes()) for item in envelope.items]


class Silence:
    def error(self, *_: object, **__: object) -> None: ...


@pytest.fixture
def postbox() -> Iterator[list[dict[str, Any]]]:
    Postbox.sent = []
    sentry.configure(DSN, Postbox)
    yield Postbox.sent
    sentry.configure("")
    sentry_sdk.get_global_scope().set_client(None)
    logs.hide(())


def a_failure() -> Exception:
    """An error whose message, cause, notes and locals all say too much."""

    def deeper(text: str, token: str) -> None:
        raise KeyError(f"{text} {token}")

    try:
        try:
            deeper(PERSON, TOKEN)
        except KeyError as cause:
            cause.add_note(PERSON)
            raise ValueError(f"{PERSON}: a-word-of-ones-own") from cause
    except ValueError as error:
        return error
    raise AssertionError("it fails")


def test_a_failure_is_told_with_its_place_its_kind_and_our_ids(
    postbox: list[dict[str, Any]],
) -> None:
    report(Silence(), "update.failed", a_failure(), update=7, incident="#7F3K")
    [event] = postbox
    cause, error = event["exception"]["values"]
    assert (cause["type"], error["type"]) == ("KeyError", "ValueError")
    assert cause["stacktrace"]["frames"][-1]["function"] == "deeper"
    assert event["tags"] == {
        "event": "update.failed", "kind": "ValueError", "update": "7", "incident": "#7F3K",
    }  # fmt: skip


def test_nothing_that_anybody_wrote_and_no_secret_is_told(postbox: list[dict[str, Any]]) -> None:
    logs.hide(["a-word-of-ones-own"])
    sentry_sdk.set_user({"username": PERSON})
    sentry_sdk.set_context("request", {"text": PERSON})
    sentry_sdk.add_breadcrumb(message=PERSON)
    report(Silence(), "update.failed", a_failure(), update=7, said=f"by {TOKEN} a-word-of-ones-own")
    told = json.dumps(postbox)
    assert len(postbox) == 1
    for secret in ("Andersen", TOKEN, "ones-own", "vars", "breadcrumbs", "server_name", "argv"):
        assert secret not in told, secret
    assert set(postbox[0]) <= {*sentry._PARTS, "exception"}


def test_what_is_only_logged_is_not_told(postbox: list[dict[str, Any]]) -> None:
    logging.getLogger("bot").error("a failure that has been reported already")
    assert postbox == []


def test_without_the_setting_nothing_is_told_and_the_library_is_not_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Postbox.sent = []
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    sentry.configure("")
    report(Silence(), "update.failed", a_failure())
    sentry.flush()
    assert Postbox.sent == []


def test_the_setting_without_the_library_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(SettingsError, match=r"SENTRY_DSN needs a package.*requirements-sentry"):
        sentry.configure(DSN)
