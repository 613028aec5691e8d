"""The Checkout page: over plain HTTP, and by hand in a real browser."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.sandbox.stripe.texts import DANISH, ENGLISH
from tests.e2e import chromium
from tests.sandbox.stripe.till import Till

BROWSER = chromium.find()


async def text(till: Till, path: str, **headers: str) -> str:
    async with till.http.get(path, headers=headers) as answer:
        return await answer.text()


def test_both_languages_say_the_same() -> None:
    assert ENGLISH.keys() == DANISH.keys()
    assert all(ENGLISH.values())
    assert all(DANISH.values())


@pytest.mark.parametrize("said", [ENGLISH, DANISH])
def test_a_hold_is_spoken_of_alike_for_cards_and_accounts_asked_or_booked_at_once(
    said: dict[str, str],
) -> None:
    for key in ("manual", "held_title", "held_body", "canceled_body"):
        assert not re.search("card|kort|accept", said[key])


async def test_it_says_what_to_whom_and_how_much(till: Till) -> None:
    session = await till.session(
        locale="da",
        cancel_url="https://example.org/back?a=1&b=2",
        branding_settings={"display_name": "Tutorline <3"},
    )
    page = await text(till, session.url)
    assert "450\u00a0kr." in page
    assert "Tutorline &lt;3" in page
    assert "Python Basics" in page
    assert "With Maria K., Tue 24 Nov, 16:00" in page
    assert "href='https://example.org/back?a=1&amp;b=2'" in page
    assert "4000 0025 0000 3155" in page
    assert "lang='da'" in page


@pytest.mark.parametrize(
    ("success_url", "onward"),
    [
        ("https://t.me/tutorline_bot?start=x", "/"),
        ("https://a.example/?s={CHECKOUT_SESSION_ID}", "https://a.example/?s=cs_test_"),
    ],
)
async def test_paying_leads_back_to_the_chat(till: Till, success_url: str, onward: str) -> None:
    session = await till.session(success_url=success_url)
    said = await till.pay(session)
    assert said["next"].startswith(onward)
    assert f"href='{said['next']}'" in await text(till, session.url)


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ({"number": "4242 4242 4242 4241"}, "bad_number"),
        ({"number": ""}, "bad_number"),
        ({"number": "4242424242424242", "exp": "01/20"}, "bad_exp"),
        ({"number": "4242424242424242", "exp": "13/34"}, "bad_exp"),
        ({"number": "4242424242424242", "cvc": "12"}, "bad_cvc"),
    ],
)
async def test_what_is_no_card_is_not_tried(till: Till, card: dict[str, str], code: str) -> None:
    session = await till.session()
    said = await till.post(f"/checkout/{session.id}/pay", card)
    assert (said["state"], said["code"]) == ("open", code)
    assert (await till.sdk.v1.payment_intents.list_async()).data == []


async def test_a_real_cards_number_is_declined(till: Till) -> None:
    session = await till.session()
    said = await till.pay(session, "4111 1111 1111 1111")
    assert said["decline_code"] == "test_mode_live_card"


async def test_a_session_is_paid_once(till: Till) -> None:
    session = await till.session()
    first = await till.pay(session)
    async with till.http.post(f"/checkout/{session.id}/pay", json={"number": "4242"}) as answer:
        assert answer.status == 409
        assert (await answer.json())["state"] == "held"
    intents = await till.sdk.v1.payment_intents.list_async()
    assert [intent.id for intent in intents.data] == [first["payment_intent"]]


async def test_it_works_without_scripts(till: Till) -> None:
    session = await till.session()
    declined = {"number": "4000000000000002", "exp": "12 / 34", "cvc": "123"}
    async with till.http.post(f"/checkout/{session.id}/pay", data=declined) as answer:
        assert answer.url.path == f"/checkout/{session.id}"
        assert "The bank declined the card." in await answer.text()
    async with till.http.post(
        f"/checkout/{session.id}/pay", data={**declined, "number": "4242424242424242"}
    ) as answer:
        assert ENGLISH["held_title"] in await answer.text()


async def test_links_that_lead_nowhere_say_so(till: Till) -> None:
    for path in ("/checkout/cs_none", "/receipts/ch_none"):
        async with till.http.get(path) as answer:
            assert answer.status == 404
            assert ENGLISH["missing_title"] in await answer.text()


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=chromium.ARGUMENTS)
        page = await browser.new_page()
        page.set_default_timeout(5000)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        yield page
        await browser.close()
    assert problems == []


@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None, reason=chromium.ABSENT)
async def test_a_learner_is_declined_confirms_and_pays(till: Till, page: Page) -> None:
    session = await till.session()
    await page.goto(session.url)
    await page.get_by_role("button", name="Is declined: not enough money").click()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("not enough money")
    await page.get_by_label("Card number").fill("4000 0025 0000 3155")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Yes, confirm").click()
    await expect(page.get_by_role("heading", name=ENGLISH["held_title"])).to_be_focused()
    await expect(page.get_by_role("link", name="Back to the chat")).to_have_attribute("href", "/")


@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None, reason=chromium.ABSENT)
async def test_the_time_it_closes_names_its_zone(till: Till, page: Page) -> None:
    session = await till.session()
    assert page.context.browser
    there = await page.context.browser.new_page(timezone_id="Asia/Kolkata", locale="en-GB")
    await there.goto(session.url)
    await expect(there.locator("time")).to_have_text(re.compile(r"\d\d:\d\d GMT\+5:30$"))


@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None, reason=chromium.ABSENT)
async def test_going_back_closes_what_the_chat_opened(till: Till, page: Page) -> None:
    session = await till.session()
    async with page.context.expect_page() as opened:
        await page.evaluate("url => { open(url); }", session.url)
    checkout = await opened.value
    await chromium.press_and_see_closed(checkout.get_by_role("link", name="Back", exact=True))


@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None, reason=chromium.ABSENT)
async def test_the_page_notices_that_time_moved_on(till: Till, page: Page) -> None:
    session = await till.session(locale="da")
    await page.set_viewport_size({"width": 320, "height": 600})
    await page.goto(session.url)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    await till.wait(minutes=31)
    # As when the learner comes back to the tab, which need not wait for the next look.
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(page.get_by_role("heading", name=re.compile("udløbet"))).to_be_visible()
