"""What may be sent, edited and deleted."""

from typing import Any

import pytest

from tests.sandbox.telegram.conftest import ANN, MARIA, Local


def rows(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}


GO = {"text": "Go", "callback_data": "go"}


@pytest.mark.parametrize(
    ("html", "text", "kinds"),
    [
        ("<b>a</b><i>b</i>", "ab", ["bold", "italic"]),
        ("a &lt; b &amp; c &#128512;", "a < b & c 😀", []),
        ("<b>a <i>b</i></b>", "a b", ["bold", "italic"]),
        ("  <b>  x</b>\n", "x", ["bold"]),
        ("<tg-spoiler>x</tg-spoiler>", "x", ["spoiler"]),
        ('<span class="tg-spoiler">x</span>', "x", ["spoiler"]),
        ("<blockquote expandable>x</blockquote>", "x", ["expandable_blockquote"]),
        ('<pre><code class="language-py">x</code></pre>', "x", ["pre"]),
        ('<a href="https://a.b/?c=1&amp;d=2">x</a>', "x", ["text_link"]),
        ("see https://meet.jit.si/x, now", "see https://meet.jit.si/x, now", ["url"]),
        ("/book and @ada_admin", "/book and @ada_admin", ["bot_command", "mention"]),
        ("<code>/book</code>", "/book", ["code"]),
    ],
)
async def test_html_is_parsed(local: Local, html: str, text: str, kinds: list[str]) -> None:
    sent = (await local.say(html, parse_mode="HTML")).result
    assert sent["text"] == text
    assert [entity["type"] for entity in sent.get("entities", [])] == kinds


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("æ<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_broken_html_is_refused(local: Local, html: str, why: str) -> None:
    answer = await local.say(html, parse_mode="HTML")
    assert answer.why == f"Bad Request: can't parse entities: {why}"


async def test_offsets_count_utf16_units(local: Local) -> None:
    sent = (await local.say("😀<b>x</b>", parse_mode="HTML")).result
    assert sent["entities"] == [{"type": "bold", "offset": 2, "length": 1}]


async def test_a_text_has_1_to_4096_characters_after_parsing(local: Local) -> None:
    assert (await local.say("<b>" + "x" * 4096 + "</b>", parse_mode="HTML")).status == 200
    assert (await local.say("x" * 4097)).why == "Bad Request: message is too long"
    empty = await local.say("<b> </b>", parse_mode="HTML")
    assert empty.why == "Bad Request: message text is empty"


async def test_a_caption_has_at_most_1024_characters(local: Local) -> None:
    form = {"chat_id": str(MARIA), "caption": "x" * 1025, "document": "nothing"}
    assert (
        await local.form("sendDocument", form)
    ).why == "Bad Request: message caption is too long"


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x"}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": "x", "callback_data": ""}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": "", "callback_data": "x"}, "Button text must be non-empty"),
        ({"text": "x", "url": "http://localhost/pay"}, "Wrong HTTP URL"),
        ({"text": "x", "url": "javascript://a"}, "Unsupported URL protocol"),
        ({"text": "x", "callback_data": "x", "style": "warning"}, "Invalid button style"),
        ({"text": "x", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
    ],
)
async def test_bad_buttons_are_refused(local: Local, button: dict[str, Any], why: str) -> None:
    assert why in (await local.say(reply_markup=rows(button))).why


async def test_good_buttons_pass(local: Local) -> None:
    buttons: list[dict[str, Any]] = [
        {"text": "x", "callback_data": "é" * 32, "style": "danger"},
        {"text": " ", "callback_data": "-"},
        {"text": "Pay", "url": "http://127.0.0.1:8081/checkout/1", "style": "primary"},
        {"text": "Copy", "copy_text": {"text": "abc"}},
    ]
    assert (await local.say(reply_markup=rows(*buttons))).result["reply_markup"] == rows(*buttons)


async def test_a_keyboard_has_at_most_100_buttons_8_in_a_row(local: Local) -> None:
    assert (await local.say(reply_markup=rows(*[GO] * 100))).status == 200
    many = await local.say(reply_markup=rows(*[GO] * 101))
    assert many.why == "Bad Request: reply markup is too long"
    wide = await local.say(reply_markup={"inline_keyboard": [[GO] * 9]})
    assert "more than 8" in wide.why


async def test_effects_are_those_that_bots_may_use(local: Local) -> None:
    sent = await local.say(message_effect_id="5046509860389126442")
    assert sent.result["effect_id"] == "5046509860389126442"
    assert (await local.say(message_effect_id="1")).why == "Bad Request: EFFECT_ID_INVALID"


async def test_an_edit_changes_the_message_and_keeps_what_it_said(local: Local) -> None:
    sent = (await local.say("one", reply_markup=rows(GO))).result
    edit = {"chat_id": MARIA, "message_id": sent["message_id"]}
    edited = (await local.call("editMessageText", **edit, text="two")).result
    assert edited["text"] == "two"
    assert "edit_date" in edited
    assert "reply_markup" not in edited
    url = f"{local.url}/telegram/messages/{sent['message_id']}/versions"
    async with local.session.get(url) as answer:
        assert [version["message"]["text"] for version in await answer.json()] == ["one"]


async def test_an_edit_that_changes_nothing_is_refused(local: Local) -> None:
    sent = (await local.say("<b>one</b>", parse_mode="HTML", reply_markup=rows(GO))).result
    edit = {"chat_id": MARIA, "message_id": sent["message_id"], "reply_markup": rows(GO)}
    answer = await local.call("editMessageText", **edit, text="<b>one</b>", parse_mode="HTML")
    assert answer.why.startswith("Bad Request: message is not modified: ")
    answer = await local.call("editMessageReplyMarkup", **edit)
    assert answer.why.startswith("Bad Request: message is not modified: ")


async def test_what_cannot_be_edited_is_refused(local: Local) -> None:
    mine = (await local.act("send", text="hi"))["message"]["message_id"]
    edit = {"chat_id": MARIA, "text": "x"}
    answer = await local.call("editMessageText", **edit, message_id=mine)
    assert answer.why == "Bad Request: message can't be edited"
    answer = await local.call("editMessageText", **edit, message_id=mine + 50)
    assert answer.why == "Bad Request: message to edit not found"
    text = (await local.say()).result["message_id"]
    answer = await local.call("editMessageCaption", chat_id=MARIA, message_id=text, caption="x")
    assert answer.why == "Bad Request: there is no caption in the message to edit"


async def test_a_deleted_message_is_gone(local: Local) -> None:
    sent = (await local.say()).result["message_id"]
    delete = {"chat_id": MARIA, "message_id": sent}
    assert (await local.call("deleteMessage", **delete)).result is True
    answer = await local.call("deleteMessage", **delete)
    assert answer.why == "Bad Request: message to delete not found"
    assert (await local.chat())["messages"] == []


async def test_after_two_days_a_message_stays(local: Local) -> None:
    sent = (await local.say()).result["message_id"]
    local.later(hours=49)
    answer = await local.call("deleteMessage", chat_id=MARIA, message_id=sent)
    assert answer.why == "Bad Request: message can't be deleted for everyone"


async def test_nobody_hears_from_a_bot_they_have_not_met(local: Local) -> None:
    assert (await local.say(to=ANN)).why == "Bad Request: chat not found"
    await local.act("send", ANN, text="/start")
    assert (await local.say(to=ANN)).status == 200


async def test_a_blocked_bot_is_told_so(local: Local) -> None:
    await local.act("block")
    answer = await local.say()
    assert (answer.status, answer.why) == (403, "Forbidden: bot was blocked by the user")
    assert (await local.act("send", text="x"))["status"] == 409
    await local.act("unblock")
    assert (await local.say()).status == 200
