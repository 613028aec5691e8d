"""The list of events, which tells what no webhook told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from stripe import InvalidRequestError

from tests.sandbox.stripe.test_disputes import a_dispute, move
from tests.sandbox.stripe.till import Till

DISPUTES = [
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.dispute.funds_reinstated",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.updated",
]


async def test_more_than_a_page_of_disputes_is_read_to_the_end(till: Till) -> None:
    await till.switch(webhook_paused=True)
    _, dispute = await a_dispute(till, inquiry=True)
    for _ in range(60):
        await move(till, dispute, "escalate")
        till.clock.time += timedelta(minutes=1)
        await move(till, dispute, "win")
        dispute = await till.post(f"/stripe/sandbox/charges/{dispute['charge']}/dispute", {})
    since = int(till.clock.now().timestamp()) - 50 * 60
    asked = {"types": DISPUTES, "created": {"gte": since}, "limit": 100}
    first = await till.sdk.v1.events.list_async(asked)
    assert (len(first.data), first.has_more) == (100, True)
    everything = [event async for event in first.auto_paging_iter()]
    assert len(everything) > 200
    assert {event.type for event in everything} == set(DISPUTES)
    assert all(event.created >= since for event in everything)
    assert [event.created for event in everything] == sorted(
        (event.created for event in everything), reverse=True
    )
    assert len({event.id for event in everything}) == len(everything)
    last = everything[-1]
    after = await till.sdk.v1.events.list_async({**asked, "starting_after": last.id})
    assert (after.data, after.has_more) == ([], False)
    again = await till.sdk.v1.events.retrieve_async(last.id)
    assert (again.type, again.data.object.id) == (last.type, last.data.object.id)


async def test_an_event_shows_its_object_as_it_was_then(till: Till) -> None:
    _, dispute = await a_dispute(till)
    await move(till, dispute, "win")
    found = await till.sdk.v1.events.list_async({"types": DISPUTES})
    states = [(event.type.split(".")[-1], event.data.object.status) for event in found.data]
    assert states[::-1] == [
        ("created", "needs_response"),
        ("funds_withdrawn", "needs_response"),
        ("updated", "under_review"),
        ("funds_reinstated", "won"),
        ("closed", "won"),
    ]


async def test_events_are_kept_for_thirty_days(till: Till) -> None:
    await a_dispute(till)
    [created] = (await till.sdk.v1.events.list_async({"type": "charge.dispute.created"})).data
    till.clock.time += timedelta(days=30, seconds=-1)
    assert (await till.sdk.v1.events.retrieve_async(created.id)).id == created.id
    assert (await till.sdk.v1.events.list_async()).data
    till.clock.time += timedelta(seconds=1)
    assert (await till.sdk.v1.events.list_async()).data == []
    with pytest.raises(InvalidRequestError) as gone:
        await till.sdk.v1.events.retrieve_async(created.id)
    assert gone.value.code == "resource_missing"
