"""The methods about the bot itself: who it is, its commands, descriptions, files and updates."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.telegram.content import Params
from bot.sandbox.telegram.errors import BotApiError, bad_request
from bot.sandbox.telegram.faults import UPDATE
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LANGUAGE = re.compile(r"[a-z]{2}|")
MOST_COMMANDS = 100
LONGEST_COMMAND_DESCRIPTION = 256
LONGEST_POLL = 50
DEFAULT_SCOPE = {"type": "default"}
TEXTS = {"Name": ("name", 64), "Description": ("description", 512)} | {
    "ShortDescription": ("short_description", 120)
}


async def get_me(world: World, _params: Params) -> dict[str, Any]:
    """getMe."""
    abilities = {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }
    return {**world.bot, **abilities}


async def get_chat(world: World, params: Params) -> dict[str, Any]:
    """getChat."""
    person = world.people.find(params["chat_id"]) if params["chat_id"] else None
    if person is None or not person.started:
        raise bad_request("chat not found")
    accepted = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        True,
    )
    return {
        **person.chat(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": accepted,
    }


async def get_updates(world: World, params: Params) -> list[dict[str, Any]]:
    """getUpdates: `offset` confirms what came before it; `timeout` is in seconds."""
    if world.books.setting("webhook"):
        raise BotApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active;"
            " use deleteWebhook to delete the webhook first",
        )
    if "allowed_updates" in params:
        world.books.keep("allowed_updates", params["allowed_updates"])
    world.updates.confirm_before(params.get("offset", 0))
    limit = min(max(params.get("limit", 100), 1), 100)
    found = await world.updates.poll(limit, min(params.get("timeout", 0), LONGEST_POLL))
    repeated = world.faults.take(UPDATE, {}) if found else None
    again = world.updates.old() if repeated and repeated.kind == "replay" else None
    return [again, *found] if again else found * (1 + bool(repeated))


async def set_webhook(world: World, params: Params) -> bool:
    """setWebhook: plain http is taken on loopback only, as a Bot API server of one's own does."""
    url = params["url"]
    if not url:
        return await delete_webhook(world, params)
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "::1"}:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = params.get("secret_token", "")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if params.get("drop_pending_updates"):
        world.updates.drop_all()
    if "allowed_updates" in params:
        world.books.keep("allowed_updates", params["allowed_updates"])
    most = min(max(params.get("max_connections", 40), 1), 100)
    world.books.keep("webhook", {"url": url, "secret": secret, "max_connections": most})
    world.books.keep("webhook_error", None)
    world.updates.end_poll("terminated by setWebhook request")
    world.updates.wake()
    return True


async def delete_webhook(world: World, params: Params) -> bool:
    """deleteWebhook."""
    if params.get("drop_pending_updates"):
        world.updates.drop_all()
    world.books.keep("webhook", None)
    world.updates.wake()
    return True


async def get_webhook_info(world: World, _params: Params) -> dict[str, Any]:
    """getWebhookInfo."""
    webhook = world.books.setting("webhook") or {}
    info: dict[str, Any] = {
        "url": webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": world.updates.count(),
    }
    if webhook:
        info |= {"max_connections": webhook["max_connections"], "ip_address": "127.0.0.1"}
    info |= world.books.setting("webhook_error") or {}
    allowed = world.books.setting("allowed_updates", [])
    return info | ({"allowed_updates": allowed} if allowed else {})


def _commands_key(params: Params) -> tuple[str, str]:
    language = params.get("language_code", "")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return json.dumps(params.get("scope", DEFAULT_SCOPE), sort_keys=True), language


async def set_my_commands(world: World, params: Params) -> bool:
    """setMyCommands, for a scope and a language."""
    scope, language = _commands_key(params)
    commands = params["commands"]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        command["command"] = command["command"].removeprefix("/")
        if not COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= LONGEST_COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.books.run(
        "insert into commands values (?, ?, ?)"
        " on conflict (scope, language) do update set body = excluded.body",
        scope,
        language,
        json.dumps(commands, ensure_ascii=False),
    )
    world.events.publish("commands")
    return True


async def delete_my_commands(world: World, params: Params) -> bool:
    """deleteMyCommands, of a scope and a language."""
    world.books.run("delete from commands where scope = ? and language = ?", *_commands_key(params))
    world.events.publish("commands")
    return True


async def get_my_commands(world: World, params: Params) -> list[dict[str, Any]]:
    """getMyCommands of exactly this scope and language."""
    return _commands(world, *_commands_key(params)) or []


def _commands(world: World, scope: str, language: str) -> list[dict[str, Any]] | None:
    row = world.books.row(
        "select body from commands where scope = ? and language = ?", scope, language
    )
    return None if row is None else list(json.loads(row["body"]))


def commands_for(world: World, person: Person) -> list[dict[str, Any]]:
    """The menu that this person sees: the narrowest scope first, their language before none."""
    scopes = (
        {"type": "chat", "chat_id": person.id},
        {"type": "all_private_chats"},
        DEFAULT_SCOPE,
    )
    for scope in scopes:
        for language in (person.language_code, ""):
            found = _commands(world, json.dumps(scope, sort_keys=True), language)
            if found is not None:
                return found
    return []


def text_setter(title: str) -> Any:
    """setMyName, setMyDescription and setMyShortDescription differ in name and length only."""
    name, longest = TEXTS[title]

    async def set_text(world: World, params: Params) -> bool:
        value = params.get(name, "")
        if len(value) > longest:
            raise bad_request(f"{name} is too long")
        world.books.keep(f"{name}:{params.get('language_code', '')}", value)
        world.events.publish("profile")
        return True

    return set_text


def text_getter(title: str) -> Any:
    """getMyName, getMyDescription and getMyShortDescription."""
    name, _ = TEXTS[title]

    async def get_text(world: World, params: Params) -> dict[str, Any]:
        return {name: text_for(world, name, params.get("language_code", ""))}

    return get_text


def text_for(world: World, name: str, language: str) -> str:
    """The bot's name or description in a language, else the one for everybody."""
    fallback = world.bot["first_name"] if name == "name" else ""
    general = world.books.setting(f"{name}:") or fallback
    return str(world.books.setting(f"{name}:{language}") or general)


async def set_chat_menu_button(world: World, params: Params) -> bool:
    """setChatMenuButton."""
    world.books.keep(f"menu:{params.get('chat_id', '')}", params.get("menu_button"))
    return True


async def get_chat_menu_button(world: World, params: Params) -> dict[str, Any]:
    """getChatMenuButton."""
    own = world.books.setting(f"menu:{params.get('chat_id', '')}")
    return dict(own or world.books.setting("menu:") or {"type": "commands"})


async def get_file(world: World, params: Params) -> dict[str, Any]:
    """getFile: where the file can be downloaded."""
    row = world.books.row("select * from files where id = ?", params["file_id"])
    if row is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return {
        "file_id": row["id"],
        "file_unique_id": row["unique_id"],
        "file_size": len(row["body"]),
        "file_path": row["path"],
    }
