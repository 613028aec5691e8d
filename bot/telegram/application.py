"""PTB's Application as this bot uses it: it dispatches one update and hands errors back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from telegram import BotCommand, BotCommandScopeAllPrivateChats, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ApplicationHandlerStop,
    BaseHandler,
    ContextTypes,
    ConversationHandler,
)
from telegram.request import BaseRequest

from bot.telegram.context import Context, turn

App = Application[Any, Context, Any, Any, Any, Any]

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What Telegram is asked to deliver; what it sends besides is stored, and nothing comes of it."""


def build(
    handlers: Iterable[BaseHandler[Any, Context, Any]],
    *,
    token: str,
    api_base: str,
    request: BaseRequest,
) -> App:
    """An Application with no updater and no job queue; `initialize()` asks Telegram who we are.

    Raises ValueError for a handler that would run beside its update's transaction.
    """
    app: App = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_base}/bot")
        .base_file_url(f"{api_base}/file/bot")
        .request(request)
        .get_updates_request(request)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Context))
        .build()
    )
    for handler in handlers:
        _refuse_non_blocking(handler)
        app.add_handler(handler)
    app.add_error_handler(_hand_back)
    return app


async def process(app: App, update: Update) -> None:
    """Run the handler of one update inside the current turn; raises what the handler raised."""
    await app.process_update(update)
    error = turn.get().error
    if error is not None:
        raise error


async def _hand_back(_update: object, context: Context) -> None:
    """PTB swallows what a handler raises, and what an error handler raises too: keep it."""
    turn.get().error = context.error
    raise ApplicationHandlerStop


def _refuse_non_blocking(handler: BaseHandler[Any, Context, Any]) -> None:
    if not handler.block:
        raise ValueError(f"{handler!r} has block=False: it would outlive its transaction")
    if isinstance(handler, ConversationHandler):
        inner = [*handler.entry_points, *handler.fallbacks, *chain(*handler.states.values())]
        for each in inner:
            _refuse_non_blocking(each)


Commands = Sequence[tuple[str, str]]
"""(command without its slash, description), in the order of the menu."""


async def publish_commands(app: App, commands: dict[str, Commands]) -> None:
    """Tell Telegram the command menu, by language; '' is for languages not listed."""
    scope = BotCommandScopeAllPrivateChats()
    for language, entries in commands.items():
        await app.bot.set_my_commands(
            [BotCommand(name, description) for name, description in entries],
            scope=scope,
            language_code=language or None,
        )


async def publish_description(app: App, descriptions: dict[str, str]) -> None:
    """Tell Telegram what an empty chat shows above its Start button, by language; '' as above."""
    for language, words in descriptions.items():
        await app.bot.set_my_description(words, language_code=language or None)


async def register_webhook(app: App, public_url: str, secret: str) -> None:
    """Have updates delivered to `<public_url>/webhooks/telegram`, each with the secret header."""
    await app.bot.set_webhook(
        f"{public_url}/webhooks/telegram",
        allowed_updates=ALLOWED_UPDATES,
        secret_token=secret,
        max_connections=40,
    )
