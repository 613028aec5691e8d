"""The first minute as a person has it: the page, the phones and the Checkout in a real browser."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, FloatRect, Locator, Page, expect

from tests.e2e import chromium
from tests.e2e.stage import Stage

pytestmark = pytest.mark.browser

PATIENCE = 20_000  # milliseconds
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
WRITE = bool(os.environ.get("TUTORLINE_WRITE_DOCS"))
"""Whether the README's pictures are taken anew on the way."""


async def test_a_newcomer_books_pays_and_is_reminded(stage: Stage, context: BrowserContext) -> None:
    page = await context.new_page()
    await page.goto(stage.url)
    ann, maria = phone(page, "learner"), phone(page, "expert")
    await expect(page.get_by_text("Press Start on Ann’s phone")).to_be_visible()

    await press(ann, "Start")
    await press(ann, "Copenhagen")
    await press(ann, "Find a session")
    await press(ann, re.compile("^Python"))
    await press(ann, re.compile("Maria"))
    await picture(page, "choose")
    await a_day_some_days_ahead(ann)
    await press(ann, re.compile(r"^\d{1,2}:\d\d$"))
    await expect(last(ann)).to_contain_text("charged only if Maria accepts")
    await press(ann, "Book it")

    pay = ann.get_by_role("link", name=re.compile("Pay 450"))
    async with context.expect_page() as opened:
        await pay.click()
    checkout = await opened.value
    await expect(checkout.get_by_text("Python Basics").first).to_be_visible()
    await expect(checkout.locator("time")).to_contain_text("(Copenhagen)")
    await expect(checkout.locator(".total")).to_have_text("450 kr.")
    await checkout.get_by_role("button", name=re.compile("^Pay")).click()
    # Back in the tab it came from, not in a copy.
    await chromium.press_and_see_closed(checkout.get_by_role("link", name="Back to the chat"))
    assert context.pages == [page]

    await said(ann, "450 kr. held on your card")
    await said(maria, "New request from Ann")
    await picture(page, "request")
    await press(maria, "Accept")
    await said(maria, "450 kr. charged")
    await said(ann, "Maria accepted")
    await expect(ann.get_by_role("link", name=re.compile("ics"))).to_be_visible(timeout=PATIENCE)

    await skip_until(page, "the reminder a day before")
    await said(ann, "Tomorrow")
    await skip_until(page, "the reminder an hour before")
    await said(ann, "1 hour")
    await said(maria, "1 hour")
    await picture(page, "remind")

    await page.set_viewport_size({"width": 390, "height": 560})
    await page.get_by_role("tab", name=re.compile("Expert")).click()
    # A phone that was hidden meanwhile shows its newest message, not its oldest.
    await page.wait_for_function(
        """() => {
            const chat = document.querySelector("[data-phone=expert] .chat");
            return chat.scrollTop > 0 && chat.scrollHeight - chat.scrollTop - chat.clientHeight < 2;
        }"""
    )


async def test_a_declined_card_says_so_in_the_checkout_and_in_the_chat(
    stage: Stage, context: BrowserContext
) -> None:
    page = await context.new_page()
    await page.goto(stage.url)
    ann = phone(page, "learner")
    await press(ann, "Start")
    await press(ann, "Copenhagen")
    await press(ann, "Find a session")
    await press(ann, re.compile("^SQL"))
    await press(ann, re.compile("Maria"))
    await press(ann, re.compile("^Earliest"))
    await ann.get_by_role("button", name="Book it").press("Enter")
    # The seat is not let go of by an Enter too many: what is offered comes first.
    await expect(ann.get_by_role("link", name=re.compile("Pay"))).to_be_focused()
    async with context.expect_page() as opened:
        await ann.get_by_role("link", name=re.compile("Pay")).click()
    checkout = await opened.value
    await checkout.get_by_text("4000 0000 0000 0002").click()
    await checkout.get_by_role("button", name=re.compile("^Pay")).click()
    await expect(checkout.get_by_role("alert")).to_contain_text("declined")
    await said(ann, "The bank declined the card")


async def test_on_a_narrow_screen_one_phone_shows_at_a_time(
    stage: Stage, context: BrowserContext
) -> None:
    page = await context.new_page()
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(stage.url)
    await expect(phone(page, "learner")).to_be_visible()
    await expect(phone(page, "expert")).to_be_hidden()
    await page.get_by_role("tab", name=re.compile("Expert")).click()
    await expect(phone(page, "expert")).to_be_visible()
    await expect(phone(page, "learner")).to_be_hidden()
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390, "nothing sticks out"
    await expect(page.locator("#story")).to_be_hidden()
    await page.get_by_role("tab", name=re.compile("Learner")).click()
    ann = phone(page, "learner")
    await press(ann, "Start")
    await press(ann, "Copenhagen")
    await expect(ann.get_by_role("button", name="Find a session")).to_be_visible()
    await page.evaluate("scrollTo(0, 0)")
    field = await ann.get_by_label("Message", exact=True).bounding_box()
    assert field is not None
    assert field["y"] + field["height"] <= 844, "chat and field fit without scrolling"
    await press(ann, "Find a session")
    await press(ann, re.compile("^Python"))
    await press(ann, re.compile("Maria"))
    weekday = ann.locator(".row:has(> :nth-child(7)) .key").first
    assert await weekday.evaluate("key => key.scrollWidth <= key.clientWidth")


async def picture(page: Page, name: str) -> None:
    """The page as it is now, for the README, where they are asked for."""
    if not WRITE:
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    await page.set_viewport_size({"width": 1290, "height": 900})
    await page.mouse.move(0, 0)
    await page.wait_for_timeout(500)
    # The learner and the expert; the third phone has nothing to say here.
    box = await phone(page, "expert").bounding_box()
    assert box is not None
    wide, high = box["x"] + box["width"] + 8, box["height"] + 16
    clip: FloatRect = {"x": 0, "y": box["y"] - 8, "width": wide, "height": high}
    # Without their gradient the pictures are half the size.
    await page.evaluate(
        "document.querySelectorAll('.chat').forEach(one => { one.style.background = '#bcd3bd'; })"
    )
    await page.screenshot(path=PICTURES / f"{name}.png", clip=clip)
    if before:
        await page.set_viewport_size(before)


def phone(page: Page, role: str) -> Locator:
    return page.locator(f"[data-phone={role}]")


def last(phone: Locator) -> Locator:
    return phone.locator("article.theirs").last


async def said(phone: Locator, text: str) -> None:
    await expect(phone.get_by_text(text).last).to_be_visible(timeout=PATIENCE)


async def press(phone: Locator, label: str | re.Pattern[str]) -> None:
    """The last button of this name: the living message stands at the end."""
    exact = isinstance(label, str)
    await phone.get_by_role("button", name=label, exact=exact).last.click()


async def a_day_some_days_ahead(phone: Locator) -> None:
    """A day with both reminders still before it; over the month's end where it must be."""
    days = phone.get_by_role("button", name=re.compile(r"^\d{1,2}$"))
    await expect(phone.get_by_role("button", name=re.compile("^Earliest"))).to_be_visible()
    if await days.count() <= 4:
        await phone.get_by_role("button", name=re.compile("›$")).last.click()
        await expect(phone.get_by_role("button", name=re.compile("^‹"))).to_be_visible()
        await days.nth(1).click()
    else:
        await days.nth(4).click()


async def skip_until(page: Page, what: str) -> None:
    following = page.get_by_role("button", name="To the next event")
    for _ in range(12):
        await expect(following).to_be_enabled(timeout=PATIENCE)
        await following.click()  # what stood there gives way to "Skipping…" at once
        await expect(page.locator("#skipped")).to_contain_text("On the way", timeout=PATIENCE)
        if what in await page.locator("#skipped").inner_text():
            return
    raise AssertionError(f"{what} did not come")
