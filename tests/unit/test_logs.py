"""What is logged has ids on every line, and neither keys nor words of one's own."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from structlog.contextvars import bound_contextvars

from bot import logs
from bot.logs import scrub


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in logs.CHATTY}
    handlers, level = list(root.handlers), root.level
    yield
    logs.hide(())
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_what_is_bound_stands_on_every_line_also_of_a_library(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("json")
    with bound_contextvars(update=7):
        structlog.get_logger("bot.here").info("something.happened", count=2)
        logging.getLogger("a.library").warning("took %s seconds", 3)
    structlog.get_logger("bot.here").info("something.else")
    ours, theirs, after = lines(capsys)
    assert (ours["event"], ours["count"], ours["update"]) == ("something.happened", 2, 7)
    assert (theirs["event"], theirs["update"]) == ("took 3 seconds", 7)
    assert "update" not in after
    assert {line["level"] for line in (ours, theirs, after)} == {"info", "warning"}


def test_below_the_level_nothing_is_said_and_libraries_that_name_every_call_are_quiet(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("json", "warning")
    structlog.get_logger("bot.here").info("quiet")
    logs.configure("json", "debug")
    structlog.get_logger("bot.here").debug("heard")
    for name in logs.CHATTY:
        logging.getLogger(f"{name}.deep.inside").info("a call with what was in it")
    assert [line["event"] for line in lines(capsys)] == ["heard"]


def test_what_the_settings_hold_is_blanked_wherever_it_turns_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.hide(["a-word-of-ones-own", "short"])
    logs.configure("json", "debug")
    log = structlog.get_logger("bot.here")
    error = KeyError("a-word-of-ones-own")
    log.info("said a-word-of-ones-own", deep={"a": [b"a-word-of-ones-own", ("x", error)]})
    try:
        raise error
    except KeyError:
        log.exception("failed")
        logging.getLogger("a.library").exception("failed too")
    log.info("a short word stays")
    said = capsys.readouterr().err
    assert "ones-own" not in said
    assert said.count("[secret]") >= 5
    assert "a short word stays" in said


@pytest.mark.parametrize(
    "secret",
    [
        "sk_live_51Habcdef",
        "rk_test_51Habcdef",
        "whsec_abcdef123",
        "123456789:AAH0123456789abcdefghij-_x",
        "https://api.telegram.org/bot123456789:AAH0123456789abcdefghij-_x/getMe",
        "postgresql://bot:hunter22@localhost/tutorline",
    ],
)
def test_what_looks_like_a_secret_is_blanked_without_being_known(secret: str) -> None:
    said = json.dumps(scrub({"error": [f"it was {secret}."]}))
    assert "[secret]" in said
    assert not any(part in said for part in ("51Habcdef", "abcdef123", "AAH0123", "hunter22"))


@pytest.mark.parametrize("plain", ["", "booking 1b9d6bcd", 7, 7.5, None, True, "12:30", "a@b.c"])
def test_what_is_no_secret_stays_as_it_is(plain: object) -> None:
    assert scrub(plain) == plain
