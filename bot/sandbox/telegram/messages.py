"""The methods that send, edit and delete messages, and answer taps."""

import json
from typing import Any

from bot.sandbox.telegram.content import (
    Params,
    caption_of,
    document_of,
    extras_of,
    markup_of,
    photo_of,
    text_of,
)
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.updates import TAP_LIFE
from bot.sandbox.telegram.world import World

DELETABLE_FOR = 48 * 3600  # seconds
MOST_AT_ONCE = 100
LONGEST_ANSWER = 200
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the"
    " same as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
SHOWN = ("text", "entities", "caption", "caption_entities", "reply_markup", "link_preview_options")


def _send(world: World, params: Params, content: dict[str, Any]) -> dict[str, Any]:
    person = world.people.addressed(params["chat_id"])
    markup = markup_of(params)
    extras = extras_of(world, person, params)
    world.limits.spend(person.id)
    if markup.reply is not None or markup.removes:
        world.people.set_keyboard(person.id, markup.reply)
    return world.chats.post(person, {**content, **extras, **markup.content}, from_bot=True)


async def send_message(world: World, params: Params) -> dict[str, Any]:
    """sendMessage."""
    world.people.addressed(params["chat_id"])
    return _send(world, params, text_of(params))


async def send_document(world: World, params: Params) -> dict[str, Any]:
    """sendDocument: by upload or by the id of a file sent before."""
    world.people.addressed(params["chat_id"])
    caption = caption_of(params)
    return _send(world, params, {**document_of(world, params["document"]), **caption})


async def send_photo(world: World, params: Params) -> dict[str, Any]:
    """sendPhoto: by upload or by the id of a file sent before."""
    world.people.addressed(params["chat_id"])
    caption = caption_of(params)
    return _send(world, params, {**photo_of(world, params["photo"]), **caption})


async def send_location(world: World, params: Params) -> dict[str, Any]:
    """sendLocation."""
    names = ("latitude", "longitude", "horizontal_accuracy")
    place = {name: params[name] for name in names if name in params}
    return _send(world, params, {"location": place})


async def send_chat_action(world: World, params: Params) -> bool:
    """sendChatAction: shown for a few seconds, kept nowhere."""
    person = world.people.addressed(params["chat_id"])
    if params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.events.publish("action", person=person.id, action=params["action"])
    return True


def _to_edit(world: World, params: Params) -> tuple[Person, dict[str, Any]]:
    if "inline_message_id" in params:
        raise bad_request("MESSAGE_ID_INVALID")
    person = world.people.addressed(params.get("chat_id"))
    message = world.chats.find(person.id, params.get("message_id", 0))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.bot["id"]:
        raise bad_request("message can't be edited")
    return person, message


def _edit(
    world: World, person: Person, old: dict[str, Any], changes: dict[str, Any], gone: set[str]
) -> dict[str, Any]:
    new = {name: value for name, value in old.items() if name not in gone} | changes
    if all(new.get(name) == old.get(name) for name in SHOWN):
        raise bad_request(NOT_MODIFIED)
    world.limits.spend(person.id)
    return world.chats.edit(person.id, new)


async def edit_message_text(world: World, params: Params) -> dict[str, Any]:
    """editMessageText: without `reply_markup` the buttons go."""
    person, old = _to_edit(world, params)
    if "text" not in params:
        raise bad_request("message text is empty")
    if "text" not in old:
        raise bad_request("there is no text in the message to edit")
    content = text_of(params, too_long="MESSAGE_TOO_LONG")
    changes = {**content, **_inline_only(params)}
    gone = {"text", "entities", "reply_markup", "link_preview_options"}
    return _edit(world, person, old, changes, gone)


async def edit_message_caption(world: World, params: Params) -> dict[str, Any]:
    """editMessageCaption: without `caption` it is removed."""
    person, old = _to_edit(world, params)
    if "document" not in old and "photo" not in old:
        raise bad_request("there is no caption in the message to edit")
    changes = {**caption_of(params), **_inline_only(params)}
    return _edit(world, person, old, changes, {"caption", "caption_entities", "reply_markup"})


async def edit_message_reply_markup(world: World, params: Params) -> dict[str, Any]:
    """editMessageReplyMarkup: without `reply_markup` the buttons go."""
    person, old = _to_edit(world, params)
    return _edit(world, person, old, _inline_only(params), {"reply_markup"})


def _inline_only(params: Params) -> dict[str, Any]:
    return markup_of(params).content


async def delete_message(world: World, params: Params) -> bool:
    """deleteMessage: within 48 hours, messages of the person too."""
    person = world.people.addressed(params["chat_id"])
    message = world.chats.find(person.id, params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if world.clock.timestamp() - message["date"] > DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    world.chats.delete(person.id, params["message_id"])
    return True


async def delete_messages(world: World, params: Params) -> bool:
    """deleteMessages: those that cannot be deleted are skipped."""
    person = world.people.addressed(params["chat_id"])
    if not 1 <= len(params["message_ids"]) <= MOST_AT_ONCE:
        raise bad_request("message identifiers are not specified")
    for message_id in params["message_ids"]:
        message = world.chats.find(person.id, message_id)
        if message and world.clock.timestamp() - message["date"] <= DELETABLE_FOR:
            world.chats.delete(person.id, message_id)
    return True


async def answer_callback_query(world: World, params: Params) -> bool:
    """answerCallbackQuery: once, and not too late."""
    row = world.books.row("select * from queries where id = ?", params["callback_query_id"])
    too_old = row is not None and world.clock.timestamp() - row["at"] > TAP_LIFE
    if row is None or too_old or row["expired"] or row["answer"] is not None:
        raise bad_request(QUERY_TOO_OLD)
    if len(params.get("text", "")) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {name: params[name] for name in ("text", "show_alert", "url") if name in params}
    world.books.run("update queries set answer = ? where id = ?", json.dumps(answer), row["id"])
    world.events.publish(
        "answer",
        person=row["person_id"],
        message_id=row["message_id"],
        query_id=row["id"],
        **answer,
    )
    return True
