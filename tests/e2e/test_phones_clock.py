"""A phone's clock goes by the zone that its person told the bot."""

from __future__ import annotations

from playwright.async_api import BrowserContext, expect

from tests.e2e.stage import ANN, Stage, settle_in


async def test_the_clock_of_a_phone_and_its_city_follow_the_zone(
    stage: Stage, context: BrowserContext
) -> None:
    page = await context.new_page()
    await page.goto(stage.url)
    status = page.locator("#phone-learner .status")
    await expect(status).to_contain_text("Copenhagen")
    ann = stage.phone(ANN)
    await settle_in(ann, city="New York")
    await expect(status).to_contain_text("New York")
    sent = page.locator("#phone-learner .message time").last
    there = await status.inner_text()
    assert (await sent.inner_text()).strip()[:2] in there, "its messages go by the same clock"
