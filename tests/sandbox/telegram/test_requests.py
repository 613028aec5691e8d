"""Every request is read by the contract, and refused in Telegram's words."""

import json

import aiohttp
import pytest

from tests.sandbox.telegram.conftest import MARIA, TOKEN, Local


async def test_a_wrong_token_is_unauthorized(local: Local) -> None:
    local.token = "7000000001:other"
    answer = await local.call("getMe")
    assert (answer.status, answer.why) == (401, "Unauthorized")


async def test_what_is_no_token_is_not_found(local: Local) -> None:
    local.token = "nonsense"
    assert (await local.call("getMe")).status == 404


async def test_an_unknown_method_is_not_found(local: Local) -> None:
    answer = await local.call("sendMesage", chat_id=MARIA, text="x")
    assert (answer.status, answer.why) == (404, "Not Found: method not found")


async def test_a_method_that_exists_but_is_not_served_says_so(local: Local) -> None:
    answer = await local.call("sendPoll", chat_id=MARIA)
    assert "does not serve sendPoll" in answer.why


async def test_method_names_do_not_mind_case(local: Local) -> None:
    assert (await local.call("GETME")).result["is_bot"] is True


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"text": "x"}, "Bad Request: chat_id is empty"),
        ({"chat_id": MARIA}, "Bad Request: message text is empty"),
        ({"chat_id": MARIA, "text": "x", "txet": "y"}, 'unknown parameter "txet"'),
        ({"chat_id": [1], "text": "x"}, "can't parse"),
        ({"chat_id": MARIA, "text": {"a": 1}}, '"text": String expected'),
        ({"chat_id": MARIA, "text": "x", "disable_notification": "perhaps"}, "Boolean expected"),
        ({"chat_id": MARIA, "text": "x", "reply_markup": {"inline_keyboard": 1}}, "Array expected"),
        (
            {"chat_id": MARIA, "text": "x", "reply_markup": {"inline_keyboard": [[{"txt": "a"}]]}},
            'InlineKeyboardButton has no field "txt"',
        ),
        (
            {"chat_id": MARIA, "text": "x", "reply_markup": {"inline_keyboard": [[{"url": "a"}]]}},
            'field "text" of InlineKeyboardButton is required',
        ),
        ({"chat_id": 4711, "text": "x"}, "Bad Request: chat not found"),
        ({"chat_id": "@maria_k", "text": "x"}, "Bad Request: chat not found"),
    ],
)
async def test_what_does_not_fit_the_contract_is_refused(
    local: Local, params: dict[str, object], why: str
) -> None:
    answer = await local.call("sendMessage", **params)
    assert answer.status == 400
    assert why in answer.why


async def test_forms_carry_numbers_flags_and_json_as_text(local: Local) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    answer = await local.form(
        "sendMessage",
        {
            "chat_id": str(MARIA),
            "text": "7",
            "protect_content": "true",
            "reply_markup": json.dumps(keyboard),
        },
    )
    assert answer.result["text"] == "7"
    assert answer.result["has_protected_content"] is True
    assert answer.result["reply_markup"] == keyboard


async def test_a_form_with_broken_json_is_refused(local: Local) -> None:
    answer = await local.form(
        "sendMessage", {"chat_id": str(MARIA), "text": "x", "reply_markup": "{"}
    )
    assert "JSON of" in answer.why


async def test_query_parameters_work_as_well(local: Local) -> None:
    url = f"{local.url}/bot{TOKEN}/sendMessage"
    async with local.session.get(url, params={"chat_id": str(MARIA), "text": "hi"}) as answer:
        assert (await answer.json())["result"]["text"] == "hi"


async def test_json_that_is_none_is_refused(local: Local) -> None:
    url = f"{local.url}/bot{TOKEN}/getMe"
    headers = {"Content-Type": "application/json"}
    async with local.session.post(url, data="{", headers=headers) as answer:
        assert answer.status == 400


async def test_a_document_goes_up_and_comes_down_again(local: Local) -> None:
    form = aiohttp.FormData({"chat_id": str(MARIA), "caption": "<b>Tue</b>", "parse_mode": "HTML"})
    form.add_field("document", b"BEGIN:VCALENDAR", filename="a.ics", content_type="text/calendar")
    sent = (await local.form("sendDocument", form)).result
    assert sent["document"]["file_name"] == "a.ics"
    assert sent["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    file = (await local.call("getFile", file_id=sent["document"]["file_id"])).result
    async with local.session.get(f"{local.url}/file/bot{TOKEN}/{file['file_path']}") as answer:
        assert await answer.read() == b"BEGIN:VCALENDAR"
    async with local.session.get(
        f"{local.url}/telegram/files/{sent['document']['file_id']}"
    ) as saved:
        assert "attachment" in saved.headers["Content-Disposition"]
    again = await local.call("sendDocument", chat_id=MARIA, document=file["file_id"])
    assert again.result["document"]["file_size"] == 15


async def test_a_file_can_be_attached_under_another_name(local: Local) -> None:
    form = aiohttp.FormData({"chat_id": str(MARIA), "document": "attach://calendar"})
    form.add_field("calendar", b"x", filename="b.ics")
    assert (await local.form("sendDocument", form)).result["document"]["file_name"] == "b.ics"


async def test_files_that_are_empty_unknown_or_missing_are_refused(local: Local) -> None:
    form = aiohttp.FormData({"chat_id": str(MARIA)})
    form.add_field("document", b"", filename="a.ics")
    assert "file must be non-empty" in (await local.form("sendDocument", form)).why
    unknown = await local.call("sendDocument", chat_id=MARIA, document="BQAC")
    assert "wrong remote file identifier" in unknown.why
    assert "no document" in (await local.call("sendDocument", chat_id=MARIA)).why


async def test_a_photo_must_be_one(local: Local) -> None:
    form = aiohttp.FormData({"chat_id": str(MARIA)})
    form.add_field("photo", b"no picture", filename="a.png")
    assert (await local.form("sendPhoto", form)).why == "Bad Request: IMAGE_PROCESS_FAILED"
    form = aiohttp.FormData({"chat_id": str(MARIA)})
    gif = b"GIF89a" + bytes([7, 0, 5, 0]) + b"\0" * 10
    form.add_field("photo", gif, filename="a.gif")
    photo = (await local.form("sendPhoto", form)).result["photo"][0]
    assert (photo["width"], photo["height"]) == (7, 5)
