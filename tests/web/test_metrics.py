"""What is counted, who may read it, and what `/ready` knows of the parts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import DBAPIError

from bot import metrics
from bot.payments.model import Unavailable
from bot.telegram import leases
from bot.telegram.incidents import report
from bot.web.health import Health, Part
from bot.web.measures import FRESH_SECONDS, Measures, alone, with_a_word
from bot.web.server import Doors, build_web
from db.queries.health import queue_depths
from db.revision import known
from db.session import Database, sqlstate
from tests.conftest import _at

WORD = "a-word-for-metrics"


def value(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


class Hands:
    """A clock that a test moves, and a database that a test counts the questions to."""

    def __init__(self) -> None:
        self.now = 0.0
        self.asked = 0
        self.away = False

    async def depths(self) -> dict[str, tuple[int, float]]:
        self.asked += 1
        if self.away:
            raise OSError
        return {"inbox": (self.asked, 1.5)}

    def measures(self) -> Measures:
        return Measures(self.depths, lambda: self.now)


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(TestServer(app)) as client:
        yield client


async def read(client: TestClient[Any, Any]) -> dict[tuple[str, str], float]:
    """The queues' numbers as a scraper reads them."""
    text = await (await client.get("/metrics")).text()
    return {
        (sample.name, sample.labels["queue"]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if "queue" in sample.labels
    }


def doors(**more: Any) -> Doors:
    async def nothing(*_: object) -> dict[str, Part]:
        return {}

    return Doors(stripe_event=nothing, ready=nothing, chat_url=str, **more)


async def test_the_world_reads_no_metrics() -> None:
    async with serving(build_web(doors())) as client:
        assert (await client.get("/metrics")).status == 404


async def test_whoever_has_the_word_reads_them_and_nobody_else() -> None:
    page = with_a_word(Hands().measures(), WORD)
    async with serving(build_web(doors(metrics=page))) as client:
        for wrong in ("", "Bearer ", "Bearer wrong", f"Basic {WORD}", "Bearer æøå"):
            answer = await client.get("/metrics", headers={"Authorization": wrong})
            assert answer.status == 401, wrong
            assert "tutorline" not in await answer.text()
        answer = await client.get("/metrics", headers={"Authorization": f"Bearer {WORD}"})
        assert answer.status == 200
        assert "tutorline_queue_depth" in await answer.text()


async def test_a_listener_of_its_own_serves_nothing_else() -> None:
    async with serving(alone(Hands().measures())) as client:
        assert (await client.get("/metrics")).status == 200
        assert (await client.get("/ready")).status == 404


async def test_however_many_scrape_the_database_is_asked_once_in_a_while() -> None:
    hands = Hands()
    async with serving(alone(hands.measures())) as client:
        for _ in range(3):
            assert (await read(client))["tutorline_queue_depth", "inbox"] == 1
        hands.now += FRESH_SECONDS
        assert (await read(client))["tutorline_queue_depth", "inbox"] == 2
    assert hands.asked == 2


async def test_without_a_database_the_queues_are_unknown_and_the_rest_is_there() -> None:
    hands = Hands()
    async with serving(alone(hands.measures())) as client:
        await read(client)
        assert value("tutorline_database_up") == 1
        hands.away, hands.now = True, FRESH_SECONDS
        assert await read(client) == {}
    assert value("tutorline_database_up") == 0


async def test_what_waits_is_counted_with_its_age_and_what_is_done_or_dead_is_not(
    db: Database, owner: asyncpg.Connection
) -> None:
    async def asked() -> dict[str, tuple[int, float]]:
        async with db.begin() as tx:
            return await queue_depths(tx)

    assert await asked() == {"inbox": (0, 0.0), "outbox": (0, 0.0), "events": (0, 0.0)}
    ago = await owner.fetchval("select clock_timestamp() - interval '1 hour'")
    await owner.execute(
        "insert into app.telegram_updates (update_id, telegram_id, payload, received_at,"
        " handled_at, dead_at) values (1, 1, '{}', $1, $1, null), (2, 1, '{}', $1, null, $1),"
        " (3, 1, '{}', $1, null, null), (4, 2, '{}', $1, null, null)",
        ago,
    )
    await owner.execute(
        "insert into app.outbox (lane, kind, payload, created_at, sent_at, dead_at) values"
        " ('1', 'call', '{}', $1, $1, null), ('1', 'call', '{}', $1, null, $1),"
        " ('1', 'call', '{}', $1, null, null)",
        ago,
    )
    await owner.execute(
        "insert into app.stripe_events (event_id, type, payload, received_at)"
        " values ('evt_1', 'x', '{}', $1)",
        ago,
    )
    found = await asked()
    assert {name: depth for name, (depth, _) in found.items()} == {
        "inbox": 2, "outbox": 1, "events": 1,
    }  # fmt: skip
    assert all(round(age / 3600, 1) == 1.0 for _, age in found.values())


async def test_who_leads_and_who_stands_by_is_shown(db: Database) -> None:
    await leases.take(db, "tick:test", "one", 60)
    assert value("tutorline_leader", lease="tick:test") == 1
    await leases.take(db, "tick:test", "another", 60)
    assert value("tutorline_leader", lease="tick:test") == 0
    await leases.take(db, "tick:test", "one", 60)
    await leases.release(db, "tick:test", "one")
    assert value("tutorline_leader", lease="tick:test") == 0


async def test_who_can_no_longer_ask_for_the_lead_has_not_got_it(db: Database) -> None:
    await leases.take(db, "tick:test", "one", 60)
    away = Database.connect("postgresql://bot@127.0.0.1:9/nowhere")
    with pytest.raises(OSError):  # noqa: PT011 - whichever way the way is blocked
        await leases.take(away, "tick:test", "one", 60)
    assert value("tutorline_leader", lease="tick:test") == 0


def test_a_call_counts_as_what_came_of_it() -> None:
    def counted(outcome: str) -> float:
        return value("tutorline_calls_total", service="x", method="m", outcome=outcome)

    with metrics.call("x", "m"):
        pass
    with metrics.call("x", "m") as ended:
        ended.outcome = "429"
    with pytest.raises(Unavailable), metrics.call("x", "m"):
        raise Unavailable("away")
    assert [counted(outcome) for outcome in ("ok", "429", "Unavailable")] == [1, 1, 1]
    assert value("tutorline_call_seconds_count", service="x", method="m") == 3


def test_settles_and_failures_are_counted_by_kind() -> None:
    class Log:
        def error(self, *_: object, **__: object) -> None: ...

    before = value("tutorline_settles_total", outcome="ok")
    with metrics.settle():
        pass
    with pytest.raises(Unavailable), metrics.settle():
        raise Unavailable("away")
    assert value("tutorline_settles_total", outcome="ok") == before + 1
    assert value("tutorline_settles_total", outcome="Unavailable") >= 1
    event = f"test.{uuid4().hex}"
    report(Log(), event, KeyError("x"))
    assert value("tutorline_errors_total", event=event) == 1


async def ready(health: Health) -> tuple[int, dict[str, Any]]:
    made = Doors(stripe_event=_never, ready=health.look, chat_url=str)
    async with serving(build_web(made)) as client:
        answer = await client.get("/ready")
        return answer.status, await answer.json()


_never: Callable[[bytes, str], Awaitable[object]] = lambda *_: pytest.fail("not asked")  # noqa: E731


async def test_a_database_that_is_up_to_date_is_ready(db: Database) -> None:
    status, said = await ready(Health(db, scheduler=lambda: Part(True, {"woke_seconds_ago": 1})))
    head = known()[0]
    assert status == 200
    assert said["parts"] == {
        "database": {"ok": True},
        "migrations": {"ok": True, "is": "current", "revision": head, "known": head},
        "scheduler": {"ok": True, "woke_seconds_ago": 1},
    }


async def test_a_database_behind_this_version_is_not_ready_and_one_ahead_of_it_is(
    db: Database, owner: asyncpg.Connection
) -> None:
    """So that the old processes go on while the new ones start."""
    await owner.execute("update app.alembic_version set version_num = $1", known()[1])
    status, said = await ready(Health(db))
    assert (status, said["failed"]) == (503, ["migrations"])
    assert said["parts"]["migrations"]["is"] == "behind"
    await owner.execute("update app.alembic_version set version_num = '9999'")
    status, said = await ready(Health(db))
    assert (status, said["parts"]["migrations"]["is"]) == (200, "ahead")


async def test_a_database_that_is_away_is_named_and_so_is_whatever_else_failed() -> None:
    away = Database.connect("postgresql://bot@127.0.0.1:9/nowhere")
    status, said = await ready(Health(away, telegram=lambda: Part(False, {"mode": "polling"})))
    assert (status, said["failed"]) == (503, ["database", "migrations", "telegram"])
    assert said["parts"]["telegram"] == {"ok": False, "mode": "polling"}


@pytest.mark.parametrize("asked", ["app.queue_depths()", "app.schema_revision()"])
async def test_a_web_front_ends_service_key_is_not_the_bot(
    asked: str, admin_url: str, owner: asyncpg.Connection
) -> None:
    web = f"web_{uuid4().hex[:8]}"
    await owner.execute(
        f"create role {web} login noinherit password '{web}'; grant service_role to {web}"
    )
    theirs = Database.connect(_at(admin_url, urlsplit(admin_url).path[1:], user=web), size=1)
    try:
        with pytest.raises(DBAPIError) as refused:
            async with theirs.begin() as tx:
                await tx.run(f"select * from {asked}")  # noqa: S608 - our own words
        assert sqlstate(refused.value) == "42501"
    finally:
        await theirs.close()
        await owner.execute(f"drop role {web}")
