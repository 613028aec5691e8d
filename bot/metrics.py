"""What this process counts, for whoever watches it: names and kinds, never a person or an amount.

Every label has few values, all of them named in our own code. Seconds are real ones, by a clock
that only goes forward.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

REGISTRY = CollectorRegistry()
"""Ours alone: what a library registers with the default one is not shown."""

ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

_HANDLING = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)
_CALLING = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0)

UPDATES = Counter(
    "tutorline_updates",
    "Updates worked on: handled, failed (and tried again) or dead (given up on).",
    ("kind", "outcome"),
    registry=REGISTRY,
)
HANDLING_SECONDS = Histogram(
    "tutorline_update_handling_seconds",
    "From an update's claim to its commit.",
    ("kind",),
    buckets=_HANDLING,
    registry=REGISTRY,
)
SETTLES = Counter(
    "tutorline_settles",
    "How bringing a booking's money to rest ended: ok, or the kind of what stopped it.",
    ("outcome",),
    registry=REGISTRY,
)
ERRORS = Counter(
    "tutorline_errors",
    "Unexpected failures, by the log's event.",
    ("event",),
    registry=REGISTRY,
)
CALLS = Counter(
    "tutorline_calls",
    "Requests to Telegram and Stripe, by method and how they ended.",
    ("service", "method", "outcome"),
    registry=REGISTRY,
)
CALL_SECONDS = Histogram(
    "tutorline_call_seconds",
    "How long Telegram or Stripe took; getUpdates waits for something to happen.",
    ("service", "method"),
    buckets=_CALLING,
    registry=REGISTRY,
)
LEADS = Gauge(
    "tutorline_leader",
    "Whether this process holds the lease of that name (1) or stands by (0).",
    ("lease",),
    registry=REGISTRY,
)
DATABASE = Gauge(
    "tutorline_database_up",
    "Whether the queues could be asked for: 1, or 0 while the database does not answer.",
    registry=REGISTRY,
)
QUEUE_DEPTH = Gauge(
    "tutorline_queue_depth",
    "Rows that are still to be done, of all processes together.",
    ("queue",),
    registry=REGISTRY,
)
QUEUE_AGE = Gauge(
    "tutorline_queue_oldest_seconds",
    "How long the oldest of them has been waiting; 0 where none is.",
    ("queue",),
    registry=REGISTRY,
)


@dataclass(slots=True)
class Ended:
    """How a call ended; set it before the block ends, unless it raises."""

    outcome: str = "ok"


@contextmanager
def call(service: str, method: str) -> Iterator[Ended]:
    """Count and time a request; what it raises counts as an outcome by its kind."""
    ended, began = Ended(), perf_counter()
    try:
        yield ended
    except BaseException as error:
        ended.outcome = type(error).__name__
        raise
    finally:
        CALLS.labels(service, method, ended.outcome).inc()
        CALL_SECONDS.labels(service, method).observe(perf_counter() - began)


@contextmanager
def settle() -> Iterator[None]:
    """Count how a settle ended."""
    outcome = "ok"
    try:
        yield
    except BaseException as error:
        outcome = type(error).__name__
        raise
    finally:
        SETTLES.labels(outcome).inc()


def queues(depths: dict[str, tuple[int, float]] | None) -> None:
    """Show each queue's depth and the age of its oldest row (seconds); None: nobody knows now."""
    DATABASE.set(depths is not None)
    for gauge in (QUEUE_DEPTH, QUEUE_AGE):
        gauge.clear()  # an old number would look like a quiet queue
    for name, (depth, oldest) in (depths or {}).items():
        QUEUE_DEPTH.labels(name).set(depth)
        QUEUE_AGE.labels(name).set(oldest)
