"""What the page shows of the backstage, in a real browser: the story, kills, SQL and traces."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.stage import Stage

pytestmark = pytest.mark.browser

PATIENCE = 40_000  # milliseconds; a bot may have to wait for a lease
FAST = "?pace=0.02"


async def opened(stage: Stage, context: BrowserContext, query: str = FAST) -> Page:
    page = await context.new_page()
    await page.goto(stage.url + "/" + query)
    await expect(page.get_by_role("button", name="Kill the bot")).to_be_visible()
    return page


async def test_the_story_plays_to_its_end(stage: Stage, context: BrowserContext) -> None:
    page = await opened(stage, context)
    await page.get_by_role("button", name="Play the story").click()
    told = page.locator("#caption")
    await expect(told).to_contain_text("That was the story", timeout=90_000)
    await expect(page.locator("[data-phone=learner]")).to_contain_text("That was Python Basics")
    await expect(page.locator("[data-phone=expert]")).to_contain_text("450 kr. earned")
    assert await stage.stripe() == (0, 45000, 0)
    # At a visitor's pace: time to read each message, and no more than the page promises.
    seconds = int(await told.get_attribute("data-seconds") or 0)
    assert 40 <= seconds <= 70


async def test_the_story_stops_when_asked_and_says_why_it_cannot_go_on(
    stage: Stage, context: BrowserContext
) -> None:
    page = await opened(stage, context, "")
    await page.get_by_role("button", name="Play the story").click()
    await expect(page.locator("[data-phone=learner]").get_by_text("/start")).to_be_visible()
    await page.get_by_role("button", name="Stop", exact=True).click()
    told = page.locator("#caption")
    await expect(told).to_have_text("Stopped. The phones are yours.")
    await page.get_by_role("button", name="Kill the bot").click()
    await expect(page.locator("#running")).to_contain_text("The bot is down")
    await page.get_by_role("button", name="Play the story").click()
    await expect(told).to_have_text("The bot is down: start it first.")


async def test_a_tap_on_a_dead_bot_waits_and_is_answered(
    stage: Stage, context: BrowserContext
) -> None:
    page = await opened(stage, context)
    await page.get_by_role("button", name="Kill the bot").click()
    await expect(page.locator("#running")).to_contain_text("The bot is down")
    ann = page.locator("[data-phone=learner]")
    await ann.get_by_role("button", name="Start").click()
    await expect(page.locator("#waiting")).to_have_text("1 waiting at Telegram")
    await page.get_by_role("button", name="Start it again").click()
    await expect(ann.get_by_text("Hi Ann")).to_be_visible(timeout=PATIENCE)
    await expect(page.locator("#running")).to_have_text("One bot runs and fetches from Telegram.")
    await expect(page.locator("#waiting")).to_be_empty()


async def test_a_second_bot_is_started_takes_over_and_is_stopped_by_the_page(
    stage: Stage, context: BrowserContext
) -> None:
    page = await opened(stage, context)
    running = page.locator("#running")
    await page.get_by_role("button", name="Start a second").click()
    await expect(running).to_contain_text("both answer", timeout=PATIENCE)
    await page.get_by_role("button", name="Kill the first").click()
    await expect(running).to_contain_text("the second fetches from Telegram", timeout=PATIENCE)
    ann = page.locator("[data-phone=learner]")
    await ann.get_by_role("button", name="Start").click()
    await expect(ann.get_by_text("Hi Ann")).to_be_visible(timeout=PATIENCE)
    await page.get_by_role("button", name="Stop the second").click()
    await expect(running).to_contain_text("The bot is down", timeout=PATIENCE)


async def test_a_booking_by_sql_and_the_trace_of_a_tap(
    stage: Stage, context: BrowserContext
) -> None:
    page = await opened(stage, context)
    await page.get_by_text("Book by SQL").click()
    await expect(page.locator("#sql-missing")).to_be_visible()
    ann = page.locator("[data-phone=learner]")
    await ann.get_by_role("button", name="Start").click()
    await page.locator("#sql-form").get_by_role("button", name="Run it").click()
    await expect(page.locator("#sql-said")).to_contain_text("gets the pay link")
    await expect(ann.get_by_role("link", name=re.compile("^Pay"))).to_be_visible()

    await ann.get_by_role("button", name="Copenhagen").click()
    await page.get_by_text("What crossed the wire").click()
    trace = page.locator(".trace").filter(has_text="[Copenhagen]")
    await trace.locator("summary").first.click()
    await expect(trace).to_contain_text("Claim the update, become this person")
    await expect(trace).to_contain_text("handler")
    await expect(trace).to_contain_text("→ Telegram")


@pytest.mark.parametrize("width", [320, 700, 1400])
async def test_nothing_sticks_out(stage: Stage, context: BrowserContext, width: int) -> None:
    page = await opened(stage, context)
    await page.set_viewport_size({"width": width, "height": 800})
    await page.locator("[data-phone=learner]").get_by_role("button", name="Start").click()
    for panel in ("Book by SQL", "What crossed the wire"):
        await page.get_by_text(panel).click()
    await expect(page.locator("#sql-text")).to_contain_text("create_booking_with_payment")
    await page.locator(".trace summary").first.click()
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
