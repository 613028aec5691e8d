"""Typed calls of the SQL functions that join a chat to a web account; for the service."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from db.session import Transaction


@dataclass(frozen=True, slots=True)
class Person:
    """Who a chat belongs to; `zone` is None until they told us."""

    user_id: UUID
    language: str | None
    zone: str | None
    name: str
    expert_id: UUID | None


async def link_offer(tx: Transaction, token: str, telegram_id: int) -> tuple[str, str | None]:
    """What redeeming would come to (a word of app.link_state), and the web account's name."""
    row = await tx.one("select * from app.link_offer(:token, :chat)", token=token, chat=telegram_id)
    return row.outcome, row.name


async def link_redeem(tx: Transaction, token: str, telegram_id: int) -> tuple[str, Person]:
    """Join the chat where that is possible: what came of it, and who the chat belongs to now."""
    row = await tx.one(
        "select * from app.link_redeem(:token, :chat)", token=token, chat=telegram_id
    )
    facts = {name: value for name, value in row._mapping.items() if name != "outcome"}
    return row.outcome, Person(**facts)
