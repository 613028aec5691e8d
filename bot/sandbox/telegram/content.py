"""What a message may contain: text, captions, files, and what stands under them."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.telegram.contract import Upload
from bot.sandbox.telegram.entities import trimmed, with_automatic
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.formatting import parse_html
from bot.sandbox.telegram.keyboards import check_inline, check_reply_keyboard
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.pictures import size_of
from bot.sandbox.telegram.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LARGEST_DOCUMENT = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
# The effects that every bot may use without paying: fire, thumbs, heart, party, poop.
EFFECTS = {
    "5104841245755180586",
    "5107584321108051014",
    "5104858069142078462",
    "5159385139981059251",
    "5046509860389126442",
    "5046589136895476101",
}
Params = dict[str, Any]
Entities = list[dict[str, Any]]


def formatted(params: Params, name: str, entities_name: str) -> tuple[str, Entities]:
    """A text and its entities by `parse_mode`, trimmed as Telegram does it.

    Raises BotApiError 400 where the markup is broken.
    """
    mode = params.get("parse_mode", "").lower()
    text, entities = params[name], params.get(entities_name, [])
    if mode == "html":
        text, entities = parse_html(text)
    elif mode in {"markdown", "markdownv2"}:
        raise bad_request("the sandbox reads parse_mode HTML only")
    elif mode:
        raise bad_request("unsupported parse_mode")
    text, entities = trimmed(text, entities)
    return text, with_automatic(text, entities)


def text_of(params: Params, *, too_long: str = "message is too long") -> dict[str, Any]:
    """`text` and `entities` of a Message; raises BotApiError 400."""
    text, entities = formatted(params, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if len(text) > LONGEST_TEXT:
        raise bad_request(too_long)
    content: dict[str, Any] = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in params:
        content["link_preview_options"] = params["link_preview_options"]
    return content


def caption_of(params: Params) -> dict[str, Any]:
    """`caption` and `caption_entities` of a Message; raises BotApiError 400."""
    if "caption" not in params:
        return {}
    caption, entities = formatted(params, "caption", "caption_entities")
    if len(caption) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    content: dict[str, Any] = {"caption": caption} if caption else {}
    if caption and entities:
        content["caption_entities"] = entities
    return content


@dataclass
class Markup:
    """What stands under a message: buttons, or a change of the person's own keyboard."""

    inline: dict[str, Any] | None = None
    reply: dict[str, Any] | None = None
    removes: bool = False
    content: dict[str, Any] = field(default_factory=dict)


def markup_of(params: Params) -> Markup:
    """Read `reply_markup`; raises BotApiError 400."""
    given = params.get("reply_markup")
    if not given:
        return Markup()
    if "inline_keyboard" in given:
        inline = check_inline(given)
        return Markup(inline=inline, content={"reply_markup": inline} if inline else {})
    if "keyboard" in given:
        return Markup(reply=check_reply_keyboard(given))
    return Markup(removes="remove_keyboard" in given)


def extras_of(world: World, person: Person, params: Params) -> dict[str, Any]:
    """Effect, protection and the message that is replied to; raises BotApiError 400."""
    content: dict[str, Any] = {}
    effect = params.get("message_effect_id")
    if effect is not None:
        if effect not in EFFECTS:
            raise bad_request("EFFECT_ID_INVALID")
        content["effect_id"] = effect
    if params.get("protect_content"):
        content["has_protected_content"] = True
    reply = params.get("reply_parameters")
    if reply is not None:
        original = world.chats.find(person.id, reply["message_id"])
        if original is not None:
            original.pop("reply_to_message", None)
            content["reply_to_message"] = original
        elif not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
    return content


def document_of(world: World, given: Upload | str) -> dict[str, Any]:
    """`document` of a Message from an upload or a known file id; raises BotApiError 400."""
    if isinstance(given, str):
        row = _known(world, given)
        size = len(row["body"])
        stored = {"file_id": given, "file_unique_id": row["unique_id"], "file_size": size}
        return {"document": {**stored, "file_name": row["name"], "mime_type": row["mime"]}}
    _check_size(given, LARGEST_DOCUMENT)
    stored = world.store_file(given, "documents")
    return {"document": {**stored, "file_name": given.name, "mime_type": given.mime}}


def photo_of(world: World, given: Upload | str) -> dict[str, Any]:
    """`photo` of a Message from an upload or a known file id; raises BotApiError 400."""
    if isinstance(given, str):
        row = _known(world, given)
        body = row["body"]
        stored = {"file_id": given, "file_unique_id": row["unique_id"], "file_size": len(body)}
    else:
        _check_size(given, LARGEST_PHOTO)
        body = given.body
        stored = {}
    size = size_of(body)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if isinstance(given, Upload):
        stored = world.store_file(given, "photos")
    return {"photo": [{**stored, "width": size[0], "height": size[1]}]}


def _known(world: World, file_id: str) -> Any:
    row = world.books.row("select * from files where id = ?", file_id)
    if row is not None:
        return row
    if file_id.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    raise bad_request("wrong remote file identifier specified: can't unserialize it")


def _check_size(upload: Upload, largest: int) -> None:
    if not upload.body:
        raise bad_request("file must be non-empty")
    if len(upload.body) > largest:
        raise bad_request("file is too big")
