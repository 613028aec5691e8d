"""Which methods of the Bot API the sandbox serves."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.telegram import messages, profile
from bot.sandbox.telegram.content import Params
from bot.sandbox.telegram.world import World

Method = Callable[[World, Params], Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "getChat": profile.get_chat,
    "getUpdates": profile.get_updates,
    "setWebhook": profile.set_webhook,
    "deleteWebhook": profile.delete_webhook,
    "getWebhookInfo": profile.get_webhook_info,
    "setMyCommands": profile.set_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "getMyCommands": profile.get_my_commands,
    "setMyName": profile.text_setter("Name"),
    "getMyName": profile.text_getter("Name"),
    "setMyDescription": profile.text_setter("Description"),
    "getMyDescription": profile.text_getter("Description"),
    "setMyShortDescription": profile.text_setter("ShortDescription"),
    "getMyShortDescription": profile.text_getter("ShortDescription"),
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "getFile": profile.get_file,
    "sendMessage": messages.send_message,
    "sendDocument": messages.send_document,
    "sendPhoto": messages.send_photo,
    "sendLocation": messages.send_location,
    "sendChatAction": messages.send_chat_action,
    "editMessageText": messages.edit_message_text,
    "editMessageCaption": messages.edit_message_caption,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "deleteMessage": messages.delete_message,
    "deleteMessages": messages.delete_messages,
    "answerCallbackQuery": messages.answer_callback_query,
}
