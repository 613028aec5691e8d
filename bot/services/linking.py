"""Joining a chat to an account of the web platform, by a token that the web made."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.telegram.context import Account
from db import linking
from db.session import SERVICE, Transaction, user

JOINED = frozenset({"ready", "switch", "already"})
"""Outcomes of a redemption after which the chat belongs to the token's account."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


async def offer(tx: Transaction, token: str, account: Account) -> tuple[str, str | None]:
    """What redeeming would come to, a word of app.link_state, and the web account's name."""
    if not _TOKEN.fullmatch(token):
        return "unknown", None
    asker = tx.actor
    await tx.become(SERVICE)
    found = await linking.link_offer(tx, token, account.telegram_id)
    await tx.become(asker, via="chat")
    return found


async def redeem(tx: Transaction, token: str, account: Account) -> tuple[str, Account]:
    """Join the chat: what came of it, and whose it is from now on.

    The transaction goes on as that person: the account that asked may be gone.
    """
    if not _TOKEN.fullmatch(token):
        return "unknown", account
    await tx.become(SERVICE)
    outcome, person = await linking.link_redeem(tx, token, account.telegram_id)
    await tx.become(user(person.user_id), via="chat")
    now = replace(
        account,
        user_id=person.user_id,
        zone=person.zone,
        name=person.name,
        expert_id=person.expert_id,
    )
    return outcome, now
