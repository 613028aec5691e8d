"""What a trace notes, and that nothing is noted where none is under way."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.telegram.tracing import KEPT, Trace, Tracer, current, span
from db.session import Database

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)


def tracer() -> Tracer:
    return Tracer(lambda: NOW)


async def test_statements_are_noted_with_their_rows_and_without_their_values(db: Database) -> None:
    traces = tracer()
    traces.watch(db.engine)
    with traces.begin() as trace:
        async with db.begin() as tx:
            await tx.all("select n from generate_series(1, cast(:most as int)) n", most=3)
    async with db.begin() as tx:
        await tx.scalar("select 'nobody looks'")
    begin, series, commit = trace.spans
    assert "app.now()" in begin.what
    assert (series.kind, series.rows) == ("sql", 3)
    assert "$1" in series.what
    assert series.ms > 0
    assert commit.kind == "commit"
    assert commit.at >= series.at + series.ms - 0.1


async def test_what_is_undone_says_so(db: Database) -> None:
    traces = tracer()
    traces.watch(db.engine)
    with traces.begin() as trace:
        async with db.begin() as tx:
            await tx.connection.rollback()
    assert [each.kind for each in trace.spans] == ["sql", "rollback"]


def test_a_span_outside_a_trace_costs_nothing_and_says_nothing() -> None:
    with span("handler", "handlers.book.topics"):
        assert current.get() is None


def test_taps_are_not_pushed_out_by_what_goes_out_by_itself() -> None:
    traces = tracer()
    traces.keep(Trace(NOW, "[Book it]", 1001, update=1))
    for _ in range(KEPT + 5):
        traces.keep(Trace(NOW, "notice · reminder_1h", 1001))
    latest = traces.latest(KEPT)
    assert len(latest) == KEPT + 1
    assert latest[0]["what"] == "[Book it]"
    assert traces.latest(0) == []
