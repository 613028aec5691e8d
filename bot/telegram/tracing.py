"""How each update was handled, for the sandbox's page: kept in memory, and only where asked for.

Nothing of this is in the way of a bot that is not traced: tracing is by subclasses that take the
place of the plain parts, and by listeners on its own engine.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from types import FrameType
from typing import Any

import greenlet
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from telegram.ext import BaseHandler, ConversationHandler

from bot.telegram.context import Context
from bot.telegram.delivery import Delivery, Ending, Waiting
from bot.telegram.handling import Claimed, Handling, Step
from bot.telegram.transport import Api
from db.session import Transaction

KEPT = 40
"""How many traces of each sort, taps and what went out by itself, are remembered."""
_LAYERS = ("handlers.", "bot.services.", "db.functions", "db.queries.", "bot.payments.")

_WRAPPING = ("handlers.turns", "handlers.living")
"""Stand around handlers and say nothing about any."""


@dataclass(slots=True)
class Span:
    """One thing done: `at` and `ms` are milliseconds since the trace began, and how long it took.

    `kind` is handler, sql, commit, rollback, outbox, telegram or stripe; `path` names who asked
    for a statement, outermost first; `rows` is how many it returned or touched.
    """

    kind: str
    what: str
    at: float
    ms: float = 0.0
    path: tuple[str, ...] = ()
    rows: int | None = None


@dataclass(slots=True)
class Trace:
    """One update, or a notice or settle that goes out by itself; `at` is domain time, UTC."""

    at: datetime
    what: str = ""
    person: int = 0
    update: int = 0
    began: float = field(default_factory=perf_counter)
    spans: list[Span] = field(default_factory=list)

    def since(self) -> float:
        """Milliseconds since it began."""
        return round((perf_counter() - self.began) * 1000, 2)

    @contextmanager
    def span(self, kind: str, what: str) -> Iterator[Span]:
        """Time what is done inside."""
        span = Span(kind, what, self.since())
        self.spans.append(span)
        try:
            yield span
        finally:
            span.ms = round(self.since() - span.at, 2)

    def as_json(self) -> dict[str, Any]:
        """For the page."""
        spans = [
            {"kind": s.kind, "what": s.what, "at": s.at, "ms": s.ms, "path": s.path, "rows": s.rows}
            for s in self.spans
        ]
        facts = {"what": self.what, "person": self.person, "update": self.update}
        return {"at": self.at.isoformat(), **facts, "spans": spans}


current: ContextVar[Trace | None] = ContextVar("trace", default=None)


@contextmanager
def span(kind: str, what: str) -> Iterator[None]:
    """Time what is done inside, where a trace is under way."""
    trace = current.get()
    if trace is None:
        yield
        return
    with trace.span(kind, what):
        yield


class Tracer:
    """The latest traces of this process; `now` tells domain time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._taps: deque[Trace] = deque(maxlen=KEPT)
        self._others: deque[Trace] = deque(maxlen=KEPT)

    def latest(self, limit: int) -> list[dict[str, Any]]:
        """The last so many of each sort, oldest first."""
        if limit <= 0:
            return []
        found = [*list(self._taps)[-limit:], *list(self._others)[-limit:]]
        return [trace.as_json() for trace in sorted(found, key=lambda trace: trace.began)]

    def keep(self, trace: Trace) -> None:
        """Remember it; what is still to happen in it is seen later."""
        (self._taps if trace.update else self._others).append(trace)

    @contextmanager
    def begin(self) -> Iterator[Trace]:
        """A trace for what is done inside, and for the tasks that it starts."""
        trace = Trace(self._now())
        token = current.set(trace)
        try:
            yield trace
        finally:
            current.reset(token)

    def watch(self, engine: AsyncEngine) -> None:
        """Note this engine's statements."""
        event.listen(engine.sync_engine, "before_cursor_execute", _before)
        event.listen(engine.sync_engine, "after_cursor_execute", _after)
        event.listen(engine.sync_engine, "commit", lambda _: _mark("commit"))
        event.listen(engine.sync_engine, "rollback", lambda _: _mark("rollback"))


class TracedHandling(Handling):
    """Handles as ever, and keeps how."""

    def __init__(self, *parts: Any, tracer: Tracer) -> None:
        super().__init__(*parts)
        self._tracer = tracer

    async def step(self, lane: int) -> Step:
        """As the plain one; a look that found nothing is not kept."""
        with self._tracer.begin() as trace:
            step = await super().step(lane)
        if trace.update:
            self._tracer.keep(trace)
        return step

    async def _claim(self, tx: Transaction, lane: int) -> Claimed | None:
        claimed = await super()._claim(tx, lane)
        trace = current.get()
        if claimed and trace:
            trace.update, trace.person = claimed.update_id, lane
            trace.what = _what(claimed.raw)
        return claimed


class TracedDelivery(Delivery):
    """Delivers as ever; a notice or a settle is a trace of its own."""

    def __init__(self, *parts: Any, tracer: Tracer) -> None:
        super().__init__(*parts)
        self._tracer = tracer

    async def do(self, row: Waiting) -> Ending:
        """As the plain one."""
        name = row.payload.get("method") or row.payload.get("notice") or "booking"
        what = f"{row.kind} · {name}"
        if current.get() is not None or row.kind == "call":
            with span("outbox", what):
                return await super().do(row)
        with self._tracer.begin() as trace:
            trace.what = what
            trace.person = int(row.lane) if row.lane.lstrip("-").isdigit() else 0
            self._tracer.keep(trace)
            return await super().do(row)


class TracedApi(Api):
    """Calls as ever."""

    async def call(self, method: str, params: dict[str, Any], **options: Any) -> Any:
        """As the plain one."""
        with span("telegram", method):
            return await super().call(method, params, **options)


def trace_calls(thing: object, kind: str) -> None:
    """Have each public coroutine method of this object tell its name and time."""
    for name, method in inspect.getmembers(thing, inspect.iscoroutinefunction):
        if not name.startswith("_"):
            setattr(thing, name, _told(method, kind, name))


def trace_handlers(handlers: Iterable[BaseHandler[Any, Context, Any]]) -> None:
    """Have every handler, and those inside conversations, tell their callback's name and time."""
    for handler in handlers:
        if isinstance(handler, ConversationHandler):
            trace_handlers(handler.entry_points)
            trace_handlers(handler.fallbacks)
            for inner in handler.states.values():
                trace_handlers(inner)
        elif not hasattr(handler.callback, "traced"):
            callback = handler.callback
            handler.callback = _told(callback, "handler", _name_of(callback))


def _name_of(callback: Any) -> str:
    """Of what a wrapper (such as `handlers.turns.tapped`) wraps, where it is one."""
    held = [cell.cell_contents for cell in getattr(callback, "__closure__", None) or ()]
    inner = next((each for each in held if inspect.iscoroutinefunction(each)), callback)
    return f"{inner.__module__}.{getattr(inner, '__name__', type(inner).__name__)}"


def _told(work: Callable[..., Any], kind: str, name: str) -> Callable[..., Any]:
    @functools.wraps(work)
    async def told(*args: Any, **options: Any) -> Any:
        with span(kind, name):
            return await work(*args, **options)

    told.traced = True  # type: ignore[attr-defined]  # one handler may stand in two states
    return told


def _what(raw: dict[str, Any]) -> str:
    """What a person did, in their own words: a button's label, or what they wrote."""
    query, message = raw.get("callback_query"), raw.get("message")
    if query:
        rows = query.get("message", {}).get("reply_markup", {}).get("inline_keyboard", [])
        pressed = (
            b["text"] for row in rows for b in row if b.get("callback_data") == query["data"]
        )
        return f"[{next(pressed, 'a button')}]"
    if message and "text" in message:
        return str(message["text"])[:60]
    return next((name for name in raw if name != "update_id"), "update").replace("_", " ")


def _before(_connection: Any, _cursor: Any, statement: str, *more: Any) -> None:
    trace = current.get()
    if trace is None:
        return
    context = more[1]
    context.traced = Span("sql", statement.strip(), trace.since(), path=_asked_by())
    trace.spans.append(context.traced)


def _after(_connection: Any, cursor: Any, _statement: str, *more: Any) -> None:
    trace, noted = current.get(), getattr(more[1], "traced", None)
    if trace is None or noted is None:
        return
    noted.ms = round(trace.since() - noted.at, 2)
    noted.rows = max(0, cursor.rowcount)


def _mark(kind: str) -> None:
    trace = current.get()
    if trace is not None:
        trace.spans.append(Span(kind, kind, trace.since()))


def _asked_by() -> tuple[str, ...]:
    """The functions of ours that wait for this statement, outermost first.

    SQLAlchemy runs a statement in a greenlet of its own: whoever awaits it is in the one before.
    """
    found: list[str] = []
    here: FrameType | None = sys._getframe(1)
    thread = greenlet.getcurrent().parent
    while here is not None:
        module = here.f_globals.get("__name__", "")
        if module.startswith(_LAYERS) and module not in _WRAPPING:
            found.append(f"{module}.{here.f_code.co_name}")
        here = here.f_back
        if here is None and thread is not None:
            here, thread = thread.gr_frame, thread.parent
    return tuple(dict.fromkeys(reversed(found)))
