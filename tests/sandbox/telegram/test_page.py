"""The page: served to this machine only, and drawn from the chat, never from a bot's HTML."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.sandbox.server import CLOCK, build_sandbox
from tests.e2e import chromium
from tests.sandbox.telegram.conftest import ANN, MARIA, TOKEN, Local

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Book it", "callback_data": "book", "style": "success"}],
        [{"text": "Pay 450 kr.", "url": "http://127.0.0.1:9/checkout/1", "style": "primary"}],
    ]
}


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Local]:
    app = build_sandbox(
        books=tmp_path,
        public_base="http://127.0.0.1:9",
        bot_url="http://127.0.0.1:9",
        token=TOKEN,
        stripe_key="sk_test_x",
        webhook_secret="whsec_x",
        rate_limits=False,
    )
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        yield Local(str(server.make_url("/")).rstrip("/"), app[CLOCK], session)


async def test_the_page_and_its_parts_are_served(sandbox: Local) -> None:
    for path, kind in [
        ("/", "text/html"),
        ("/page/app.js", "javascript"),
        ("/page/style.css", "css"),
    ]:
        async with sandbox.session.get(sandbox.url + path) as answer:
            assert kind in answer.content_type
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    async with sandbox.session.get(f"{sandbox.url}/page/..%2fserver.py") as answer:
        assert answer.status == 404


@pytest.mark.parametrize("header", ["Host", "Origin"])
async def test_other_sites_are_turned_away(sandbox: Local, header: str) -> None:
    foreign = {"Host": "evil.example", "Origin": "https://evil.example"}[header]
    async with sandbox.session.get(sandbox.url, headers={header: foreign}) as answer:
        assert answer.status == 403


async def test_the_clock_says_that_the_bot_is_down(sandbox: Local) -> None:
    async with sandbox.session.get(f"{sandbox.url}/sandbox/clock") as answer:
        assert (await answer.json())["bot"] == "down"
    async with sandbox.session.post(f"{sandbox.url}/sandbox/clock", json={"by": 60}) as answer:
        assert answer.status == 409
    async with sandbox.session.post(f"{sandbox.url}/sandbox/clock", json={}) as answer:
        assert answer.status == 400


@pytest.fixture
async def page(sandbox: Local) -> AsyncIterator[Any]:
    path = chromium.find_or_install()
    if path is None:
        pytest.skip(chromium.ABSENT)
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        page = await browser.new_page()
        page.set_default_timeout(5000)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        await page.goto(sandbox.url)
        yield page
        await browser.close()
    assert problems == []


@pytest.mark.browser
async def test_a_first_conversation_on_the_page(sandbox: Local, page: Any) -> None:
    learner = page.locator("[data-phone=learner]")
    await page.get_by_text("Press Start on Ann’s phone").wait_for()
    await learner.get_by_role("button", name="Start").click()
    update = (await sandbox.call("getUpdates", timeout=5)).result[0]
    assert update["message"]["text"] == "/start"
    html = "<b>Hi</b> &lt;img src=x onerror=alert(1)&gt;"
    sent = await sandbox.say(html, ANN, parse_mode="HTML", reply_markup=KEYBOARD)
    await learner.get_by_text("<img src=x onerror=alert(1)>").wait_for()
    assert await learner.locator(".bubble b").inner_text() == "Hi"

    book = learner.get_by_role("button", name="Book it")
    await book.click()
    assert await book.get_attribute("aria-busy") == "true"
    query = (await sandbox.call("getUpdates", timeout=5)).result[-1]["callback_query"]
    assert query["data"] == "book"
    await sandbox.call("answerCallbackQuery", callback_query_id=query["id"], text="Booked")
    await learner.get_by_text("Booked", exact=True).wait_for()
    edit = {"chat_id": ANN, "message_id": sent.result["message_id"], "text": "Held"}
    await sandbox.call("editMessageText", **edit, reply_markup=KEYBOARD)
    await learner.get_by_text("Held").wait_for()
    assert await book.evaluate("element => element === document.activeElement")
    link = learner.get_by_role("link", name="Pay 450 kr.")
    assert await link.get_attribute("target") == "_blank"


@pytest.mark.browser
async def test_a_badge_says_whose_messages_nobody_has_seen(sandbox: Local, page: Any) -> None:
    expert = page.locator("[data-phone=expert]")
    await sandbox.say("New request", MARIA)
    await expert.get_by_text("New request").wait_for()
    await sandbox.say("for Jonas", 2002)
    await expert.get_by_label("Unread: Jonas 1").wait_for()
    assert (await sandbox.chat(MARIA))["unread"] == 0, "hers is on the screen"
    await expert.get_by_role("combobox").select_option("2002")
    await expert.get_by_text("for Jonas").wait_for()
    await expert.locator(".badge").wait_for(state="hidden")


@pytest.mark.browser
async def test_what_comes_below_the_screen_is_announced_and_a_tap_away(
    sandbox: Local, page: Any
) -> None:
    expert = page.locator("[data-phone=expert]")
    for number in range(8):
        await sandbox.say(f"Message {number}" + "\n.\n.\n.\n.\n.", MARIA)
    await expert.get_by_text("Message 7").wait_for(timeout=15000)
    hint = expert.get_by_role("button", name="New message")
    # The first look may have been at the first unread message.
    await expert.locator(".chat").evaluate("chat => { chat.scrollTop = chat.scrollHeight; }")
    await hint.wait_for(state="hidden")
    await expert.locator(".chat").evaluate(
        "chat => new Promise(done => { chat.onscroll = () => done(); chat.scrollTop = 0; })"
    )
    await sandbox.say("Down here", MARIA)
    await hint.click()
    await page.wait_for_function(
        """() => {
            const chat = document.querySelector("[data-phone=expert] .chat");
            return chat.scrollHeight - chat.scrollTop - chat.clientHeight < 2;
        }"""
    )
    await hint.wait_for(state="hidden")


@pytest.mark.browser
async def test_commands_come_from_the_menu_and_the_keyboard(sandbox: Local, page: Any) -> None:
    await sandbox.call("setMyCommands", commands=[{"command": "book", "description": "Find one"}])
    await sandbox.say("hello", MARIA)
    expert = page.locator("[data-phone=expert]")
    await expert.get_by_label("Message", exact=True).fill("/bo")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    update = (await sandbox.call("getUpdates", timeout=5)).result[-1]
    assert update["message"]["text"] == "/book"


@pytest.mark.browser
async def test_the_wire_and_its_switches(sandbox: Local, page: Any) -> None:
    await page.get_by_text("What crossed the wire").click()
    await sandbox.say("first", MARIA)
    await page.get_by_text(f"sendMessage · {MARIA}: first").click()
    await sandbox.say("second", MARIA)
    rows = page.locator("#crossings tr")
    await rows.nth(1).wait_for()
    assert "second" in await rows.nth(0).inner_text()
    assert await rows.nth(1).locator("details").get_attribute("open") is not None
    await page.get_by_label("Drop them").check()
    await page.get_by_label("Flood limits").check()
    async with sandbox.session.get(f"{sandbox.url}/stripe/sandbox/switches") as answer:
        assert (await answer.json())["webhook_drop"] == 1
    async with sandbox.session.get(f"{sandbox.url}/telegram/switches") as answer:
        assert (await answer.json())["rate_limits"] is True


async def charge(sandbox: Local, booking: str) -> None:
    """A payment at the local Stripe, held and captured."""
    item = "line_items[0]"
    form = {
        "mode": "payment",
        "success_url": "http://127.0.0.1:9/",
        "client_reference_id": booking,
        "payment_intent_data[capture_method]": "manual",
        f"{item}[quantity]": "1",
        f"{item}[price_data][currency]": "dkk",
        f"{item}[price_data][unit_amount]": "45000",
        f"{item}[price_data][product_data][name]": "Python Basics",
    }

    async def post(path: str, **sent: Any) -> dict[str, Any]:
        headers = {"Authorization": "Bearer sk_test_x"}
        async with sandbox.session.post(sandbox.url + path, headers=headers, **sent) as answer:
            assert answer.ok
            return dict(await answer.json())

    session = await post("/v1/checkout/sessions", data=form)
    paid = await post(f"/checkout/{session['id']}/pay", json={"number": "4242424242424242"})
    path = f"/v1/payment_intents/{paid['payment_intent']}/capture"
    await post(path, data={"amount_to_capture": "40000"})
    await post("/v1/refunds", data={"payment_intent": paid["payment_intent"], "amount": "2550"})


@pytest.mark.browser
async def test_what_a_bank_may_do_to_a_payment(sandbox: Local, page: Any) -> None:
    await page.get_by_text("What crossed the wire").click()
    await page.get_by_text("No payment yet").wait_for()
    await charge(sandbox, "1b9d6bcd-0000")
    row = page.locator("#payments li")
    await row.get_by_text("charged 400 kr. of it, 25.50 kr. refunded").wait_for()
    assert await row.get_by_text("450 kr.").count() == 1
    name = "Dispute: Python Basics, 450 kr., booking 1b9d6bcd"
    await page.get_by_role("button", name=name).focus()
    await page.keyboard.press("Enter")
    await row.get_by_text("disputed").wait_for()
    # The keyboard goes on where it was.
    assert await page.evaluate("document.activeElement.textContent") == "Win"
    await row.get_by_role("button", name="Lose").click()
    await row.get_by_text("374.50 kr. lost").wait_for()
    assert await row.get_by_role("button").all_inner_texts() == ["Fail the refund"]

    await charge(sandbox, "2b9d6bcd-0000")
    first = row.nth(0)
    await first.get_by_text("2b9d6bcd").wait_for()
    await first.get_by_role("button", name="Dispute").click()
    await first.get_by_role("button", name="Win").click()
    await first.get_by_text("dispute won").wait_for()
    await first.get_by_role("button", name="Fail the refund").click()
    await first.get_by_text("a refund failed").wait_for()
    said = page.locator("#payments-said")
    assert await said.inner_text() == (
        "Python Basics, booking 2b9d6bcd: The bank sent the refund back."
    )
    # What was said of the list as it was is not said of another.
    await charge(sandbox, "3b9d6bcd-0000")
    await row.nth(2).wait_for()
    await page.locator("#payments-said:empty").wait_for(state="attached")


@pytest.mark.browser
async def test_an_empty_chat_speaks_the_phones_language(sandbox: Local, page: Any) -> None:
    learner = page.locator("[data-phone=learner]")
    await learner.get_by_text("What can this bot do?").wait_for()
    await learner.locator("select").select_option("Bo")
    empty = learner.locator(".empty[lang=da]")
    assert (await empty.inner_text()).split("\n")[0] == "Hvad kan denne bot?"
    assert await learner.get_by_text("What can this bot do?").count() == 0


@pytest.mark.browser
async def test_a_skip_without_the_bot_says_why(page: Any) -> None:
    await page.get_by_text("The bot is not answering yet").wait_for()
    await page.get_by_role("button", name="+1 h").click()
    await page.get_by_text("is it running?").wait_for()


@pytest.mark.browser
async def test_links_to_the_bot_come_back_to_the_phone(sandbox: Local, page: Any) -> None:
    link = "https://t.me/tutorline_sandbox_bot?start=s_42"
    keyboard = {"inline_keyboard": [[{"text": "Open", "url": link}]]}
    await sandbox.say("Look", MARIA, reply_markup=keyboard)
    await page.get_by_role("link", name="Open").click()
    update = (await sandbox.call("getUpdates", timeout=5)).result[-1]
    assert update["message"]["text"] == "/start s_42"


async def focused(page: Any) -> str:
    """What the keyboard is on: its words, or its name where it is the message itself."""
    said = await page.evaluate(
        "document.activeElement.textContent && document.activeElement.closest('.key, button, a')"
        " ? document.activeElement.textContent : document.activeElement.className"
    )
    return str(said)


@pytest.mark.browser
async def test_focus_that_nobody_moved_goes_to_what_is_proposed_and_never_to_what_destroys(
    sandbox: Local, page: Any
) -> None:
    let_go = [{"text": "Let it go", "callback_data": "drop", "style": "danger"}]
    pay = [{"text": "Pay", "url": "http://127.0.0.1:9/pay", "style": "primary"}, *let_go]
    mine = [{"text": "My bookings", "callback_data": "mine"}]
    expert = page.locator("[data-phone=expert]")
    sent = await sandbox.say("Sure?", MARIA, reply_markup=KEYBOARD)
    message = {"chat_id": MARIA, "message_id": sent.result["message_id"]}
    await expert.get_by_role("button", name="Book it").focus()
    await page.keyboard.press("Enter")
    for text, rows, expected in (
        ("Preparing", [let_go, mine], "My bookings"),
        ("Held", [pay, mine], "Pay"),
        ("Really?", [let_go], "message theirs"),
        ("Held again", [pay, mine], "Pay"),
    ):
        keys = {"inline_keyboard": rows}
        await sandbox.call("editMessageText", **message, text=text, reply_markup=keys)
        await expert.get_by_text(text, exact=True).wait_for()
        assert await focused(page) == expected, text
    await page.keyboard.press("Tab")
    assert await focused(page) == "Let it go"
    keys = {"inline_keyboard": [pay]}
    await sandbox.call("editMessageText", **message, text="Once more", reply_markup=keys)
    await expert.get_by_text("Once more").wait_for()
    assert await focused(page) == "Let it go", "where somebody went themselves they stay"


@pytest.mark.browser
async def test_the_keyboard_stays_on_a_skip_that_is_not_to_be_pressed_now(page: Any) -> None:
    await page.get_by_text("The bot is not answering yet").wait_for()
    following = page.get_by_role("button", name="To the next event")
    assert await following.get_attribute("aria-disabled") == "true"
    await following.focus()
    await page.keyboard.press("Enter")
    assert await focused(page) == "To the next event"
    await page.get_by_role("button", name="+1 h").focus()
    await page.keyboard.press("Enter")
    await page.get_by_text("is it running?").wait_for()
    assert await focused(page) == "+1 h"


@pytest.mark.browser
async def test_the_keyboard_gets_from_a_long_chat_to_the_clock_and_back(
    sandbox: Local, page: Any
) -> None:
    for number in range(5):
        keys = {"inline_keyboard": [[{"text": f"Key {number}", "callback_data": f"k{number}"}]]}
        await sandbox.say(f"Message {number}", MARIA, reply_markup=keys)
    expert = page.locator("[data-phone=expert]")
    await expert.get_by_role("button", name="Key 4").wait_for()
    await expert.locator(".chat").focus()
    await page.keyboard.press("Tab")
    assert await focused(page) == "Key 4", "of many messages the newest one's buttons"
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    assert await focused(page) == "Key 2"
    await page.keyboard.press("Tab")
    assert await focused(page) != "Key 3"
    await expert.get_by_role("link", name="To the clock").focus()
    await page.keyboard.press("Enter")
    assert await focused(page) == "+1 h"
    await page.keyboard.press("Shift+Tab")
    assert await focused(page) == "To the phones"
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    inside = "document.activeElement.closest('#phones') !== null"
    assert await page.evaluate(inside)


CONTRAST = """selector => {
    const lights = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(part => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    const luminance = colour => {
        const [red, green, blue] = lights(colour);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const element = document.querySelector(selector);
    let ground = element;
    while (getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)") {
        ground = ground.parentElement;
    }
    const both = [getComputedStyle(element).color, getComputedStyle(ground).backgroundColor];
    const [dark, light] = both.map(luminance).sort((one, other) => one - other);
    return (light + 0.05) / (dark + 0.05);
}"""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_can_be_read_by_day_and_by_night(
    sandbox: Local, page: Any, scheme: str
) -> None:
    await page.emulate_media(color_scheme=scheme)
    styles = ("primary", "success", "danger")
    rows = [[{"text": style, "callback_data": style, "style": style}] for style in styles]
    rows.append([{"text": "plain", "callback_data": "plain"}])
    await sandbox.say("Read me", MARIA, reply_markup={"inline_keyboard": rows})
    await sandbox.act("send", MARIA, text="So do I")
    expert = "[data-phone=expert]"
    await page.locator(expert).get_by_text("So do I").wait_for()
    for part in (
        ".theirs .text", ".theirs .time", ".mine .text", ".mine .time", ".subtitle",
        ".key.primary", ".key.success", ".key.danger", ".row:last-child .key",
    ):  # fmt: skip
        ratio = await page.evaluate(CONTRAST, f"{expert} {part}")
        assert ratio >= 4.5, f"{scheme}: {part} {ratio:.2f}"


@pytest.mark.browser
async def test_messages_stand_in_a_log_that_says_whose_chat_it_is(
    sandbox: Local, page: Any
) -> None:
    await sandbox.say("Announced", MARIA)
    log = page.get_by_role("log", name="Maria’s chat with Tutorline")
    await log.get_by_text("Announced").wait_for()
    assert await log.get_by_role("article").count() == 1


@pytest.mark.browser
async def test_a_message_is_corrected_and_a_picture_sent_by_hand(sandbox: Local, page: Any) -> None:
    await sandbox.say("hello", MARIA)
    expert = page.locator("[data-phone=expert]")
    field = expert.get_by_label("Message", exact=True)
    await field.fill("/strat")
    await field.press("Enter")
    await expert.get_by_text("/strat").wait_for()
    await field.press("ArrowUp")
    correcting = expert.get_by_label("Correct the message")
    assert await correcting.input_value() == "/strat"
    await correcting.fill("/start")
    await correcting.press("Enter")
    await expert.get_by_text("/start").wait_for()
    await expert.get_by_label("More").click()
    await expert.get_by_role("button", name="Send a picture").click()
    await expert.locator(".bubble img").wait_for()
    kinds = [list(update)[1] for update in (await sandbox.call("getUpdates", timeout=5)).result]
    assert kinds == ["message", "edited_message", "message"]
