"""Failures told to Sentry, where the setting asks for it: where it happened and what kind it is.

The library is imported only then. What is sent is picked, not filtered: neither a message of an
exception (it may quote what somebody wrote), nor a variable, nor a request, nor a breadcrumb.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from bot.config import wrong
from bot.logs import scrub

if TYPE_CHECKING:
    from sentry_sdk.transport import Transport
    from sentry_sdk.types import Event, Hint

FLUSH_SECONDS = 2.0

_PARTS = ("event_id", "timestamp", "level", "platform", "release", "environment", "sdk", "tags")
_FRAME = ("filename", "function", "module", "lineno", "in_app")
_KIND = ("type", "module", "mechanism")

_on: list[bool] = []


def configure(dsn: str, transport: type[Transport] | None = None) -> None:
    """Have `tell` send to this project; '' leaves it off. Raises SettingsError.

    `transport` takes the place of HTTP, for tests.
    """
    _on.clear()
    if not dsn:
        return
    try:
        import sentry_sdk
    except ModuleNotFoundError:
        raise wrong(
            "SENTRY_DSN", "needs a package: pip install --require-hashes -r requirements-sentry.txt"
        ) from None
    sentry_sdk.init(
        dsn,
        transport=transport,
        before_send=without_people,
        # Each of these would add something of its own: logs, arguments, requests, locals.
        default_integrations=False,
        auto_enabling_integrations=False,
        auto_session_tracking=False,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        server_name="",
        shutdown_timeout=FLUSH_SECONDS,
    )
    _on.append(True)


def tell(event: str, error: BaseException, ids: dict[str, Any]) -> None:
    """Send a failure with the log's event and ids; never raises, and nothing where it is off."""
    if not _on:
        return
    import sentry_sdk

    with contextlib.suppress(Exception), sentry_sdk.new_scope() as scope:
        for name, value in {"event": event, **ids}.items():
            scope.set_tag(name, str(value))
        scope.capture_exception(error)


def flush() -> None:
    """Wait for what is under way, two seconds at most."""
    if _on:
        import sentry_sdk

        sentry_sdk.flush(FLUSH_SECONDS)


def without_people(event: Event, _: Hint) -> Event | None:
    """What may leave of an event: places in the code, kinds of error, our ids."""
    told: dict[str, Any] = {name: event[name] for name in _PARTS if name in event}  # type: ignore[literal-required]
    chain = (event.get("exception") or {}).get("values") or []
    told["exception"] = {"values": [_link(link) for link in chain]}
    picked: Event = scrub(told)
    return picked


def _link(link: dict[str, Any]) -> dict[str, Any]:
    frames = (link.get("stacktrace") or {}).get("frames") or []
    picked = [{name: frame[name] for name in _FRAME if name in frame} for frame in frames]
    kind = {name: link[name] for name in _KIND if name in link}
    return {**kind, "stacktrace": {"frames": picked}}
