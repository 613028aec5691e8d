"""A shared place, with the keyboard that Telegram shows for it."""

from __future__ import annotations

from tests.e2e.stage import ANN, Stage


async def test_a_shared_location_tells_the_zone(stage: Stage) -> None:
    ann = stage.phone(ANN)
    await ann.send("/start")
    await ann.wait_for(button="Share my location")
    await ann.tap("Share my location")
    await ann.wait_for("tap the button under the text field")
    await ann.share_location(40.71, -74.0)
    await ann.wait_for("From now on times are for New York", anywhere=True)
    await ann.wait_for("Times are for New York")
