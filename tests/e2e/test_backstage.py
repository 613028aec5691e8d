"""Behind the scenes: a bot that is killed, a second one, a booking by SQL, and how a tap went."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tests.e2e.stage import ANN, BO, MARIA, Stage, book, hours, settle_in

SLOW = 40.0
"""Seconds: a new process starts, and the lease of a killed one runs out."""


async def bots(stage: Stage, do: str | None = None) -> dict[str, Any]:
    """Which run; after doing something with them."""
    url = f"{stage.url}/sandbox/bots"
    asked = stage.http.get(url) if do is None else stage.http.post(url, json={"do": do})
    async with asked as answer:
        assert answer.ok, await answer.text()
        return dict(await answer.json())


async def until(stage: Stage, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Look at the bots until this is so."""
    async with asyncio.timeout(SLOW):
        while True:
            seen = await bots(stage)
            if fits(seen):
                return seen
            await asyncio.sleep(0.2)


async def free_times(stage: Stage) -> dict[str, Any]:
    async with stage.http.get(f"{stage.url}/sandbox/sql") as answer:
        assert answer.ok, await answer.text()
        return dict(await answer.json())


async def by_sql(stage: Stage, user_id: str, slot_id: str) -> tuple[int, dict[str, Any]]:
    given = {"user_id": user_id, "slot_id": slot_id}
    async with stage.http.post(f"{stage.url}/sandbox/sql", json=given) as answer:
        return answer.status, dict(await answer.json())


async def test_what_is_tapped_while_the_bot_is_down_is_answered_when_it_is_back(
    stage: Stage,
) -> None:
    ann = stage.phone(ANN)
    await settle_in(ann)
    killed = await bots(stage, "kill")
    assert killed["bots"][0]["state"] == "off"
    home = ann.last
    assert home is not None
    await ann.tap("Find a session", message=home)
    await asyncio.sleep(1.5)
    still = await bots(stage)
    assert still["bots"][0]["state"] == "off", "nobody starts it again unasked"
    assert still["waiting"] >= 1
    assert (await stage.clock())["bot"] == "down"

    await bots(stage, "start")
    await ann.wait_for(button="Python", timeout=SLOW)
    await until(stage, lambda seen: not seen["waiting"] and seen["bots"][0]["polls"])


async def test_the_second_takes_over_with_taps_clock_and_webhooks(stage: Stage) -> None:
    ann = stage.phone(ANN)
    await settle_in(ann)
    await bots(stage, "second")
    await until(stage, lambda seen: [bot["state"] for bot in seen["bots"]] == ["up", "up"])
    await until(stage, lambda seen: sum(bot["polls"] for bot in seen["bots"]) == 1)
    await bots(stage, "kill")
    await ann.send("/book")
    await ann.wait_for(button="Python", timeout=SLOW)
    assert (await bots(stage))["bots"][1]["polls"]

    await stage.skip(by=hours(1))
    checkout = await book(ann)
    await stage.pay(checkout)
    await ann.wait_for("held on your card")
    await bots(stage, "start")
    stopped = await bots(stage, "stop_second")
    assert stopped["bots"][1]["state"] == "off"
    await until(stage, lambda seen: seen["bots"][0]["polls"])


async def test_a_booking_by_sql_appears_on_the_phones(stage: Stage) -> None:
    ann, bo, maria = stage.phone(ANN), stage.phone(BO), stage.phone(MARIA)
    await settle_in(ann)
    seen = await free_times(stage)
    known = {one["name"]: one["user_id"] for one in seen["learners"]}
    assert known["Ann"]
    assert known["Bo"] is None, "the bot has not met him"
    assert "create_booking_with_payment" in seen["sql"]
    slot = next(one for one in seen["slots"] if one["expert_name"] == "Maria K.")
    status, made = await by_sql(stage, known["Ann"], slot["slot_id"])
    assert (status, made["amount_cents"]) == (200, slot["price_cents"])
    await ann.wait_for(button="Pay", anywhere=True)
    await stage.pay(await ann.url("Pay"))
    await maria.wait_for("New request from Ann", anywhere=True)

    await bo.send("/start")
    await bo.wait_for()
    known = {one["name"]: one["user_id"] for one in (await free_times(stage))["learners"]}
    status, refused = await by_sql(stage, known["Bo"], slot["slot_id"])
    assert status == 409
    assert refused["error"].startswith("BK001")


async def test_a_trace_leads_from_the_tap_to_the_call(stage: Stage) -> None:
    ann = stage.phone(ANN)
    await settle_in(ann)
    await ann.tap("Find a session")
    await ann.wait_for(button="Python")
    await asyncio.sleep(0.3)
    async with stage.http.get(f"{stage.url}/sandbox/traces") as answer:
        traces = (await answer.json())["traces"]
    trace = next(one for one in traces if one["what"] == "[Find a session]")
    assert trace["person"] == ANN
    spans = trace["spans"]
    handler = next(span for span in spans if span["kind"] == "handler")
    assert handler["what"].startswith("handlers.book.")
    [topics] = [span for span in spans if "browse_topics" in span["what"]]
    assert list(dict.fromkeys(name.rsplit(".", 1)[0] for name in topics["path"])) == [
        "handlers.book",
        "bot.services.browsing",
        "db.queries.browse",
    ]
    assert topics["rows"] > 1
    assert topics["ms"] > 0
    order = [span["kind"] for span in spans if span["kind"] in ("handler", "commit", "telegram")]
    assert order[:3] == ["handler", "commit", "telegram"]
    assert not any("1001" in span["what"] for span in spans), "statements without parameters"
