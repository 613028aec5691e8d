"""The only place that begins and commits a transaction.

Every transaction acts as exactly one actor at a time, the way Supabase's own gateway does it: a
login that owns nothing sets `role` and `request.jwt.claims` for the length of the transaction.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal, TypeVar
from uuid import UUID, uuid4

from asyncpg.exceptions import InternalClientError
from sqlalchemy import Row, TextClause, event, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

T = TypeVar("T")

RETRIED = frozenset({"40P01", "40001", "55P03"})
"""Deadlock, serialization failure, lock timeout: the same work again succeeds."""
REFUSED = frozenset({"28000", "28P01", "3D000"})
"""Who logs in is unknown, the password is wrong, there is no such database."""

_BECOME = (
    "select set_config('role', :role, true), set_config('request.jwt.claims', :claims, true),"
    " set_config('app.via', :via, true)"
)
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Actor:
    """Who a transaction acts as: a database role and, for a person, their auth.users id."""

    role: Literal["anon", "authenticated", "service_role"]
    user_id: UUID | None = None

    @property
    def claims(self) -> str:
        """The `request.jwt.claims` of this actor, as JSON."""
        subject = {"sub": str(self.user_id)} if self.user_id else {}
        return json.dumps({**subject, "role": self.role})


SERVICE = Actor("service_role")
ANON = Actor("anon")


def user(user_id: UUID) -> Actor:
    """The person with this auth.users id."""
    return Actor("authenticated", user_id)


@lru_cache(maxsize=512)
def _statement(sql: str) -> TextClause:
    return text(sql)


class Transaction:
    """One open transaction; `now` is the domain time (UTC) that all of it happens at."""

    def __init__(self, connection: AsyncConnection, actor: Actor, now: datetime) -> None:
        self.connection = connection
        self.actor = actor
        self.now = now

    async def all(self, sql: str, **params: Any) -> Sequence[Row[Any]]:
        """Every row of the statement; parameters are bound by name (`:name`)."""
        return (await self.connection.execute(_statement(sql), params)).all()

    async def first(self, sql: str, **params: Any) -> Row[Any] | None:
        """The first row, or None."""
        return (await self.connection.execute(_statement(sql), params)).first()

    async def one(self, sql: str, **params: Any) -> Row[Any]:
        """The only row; raises sqlalchemy.exc.NoResultFound where there is none."""
        return (await self.connection.execute(_statement(sql), params)).one()

    async def scalar(self, sql: str, **params: Any) -> Any:
        """The first column of the first row, or None."""
        return (await self.connection.execute(_statement(sql), params)).scalar()

    async def run(self, sql: str, **params: Any) -> None:
        """Execute without looking at the result."""
        await self.connection.execute(_statement(sql), params)

    async def become(self, actor: Actor, *, via: str = "") -> None:
        """Act as somebody else from the next statement on.

        A role set in a statement does not rule that same statement, so this is one of its own.
        `via` is 'chat' while a person acts in the chat (they need no notice of their own act).
        """
        await self.run(_BECOME, role=actor.role, claims=actor.claims, via=via)
        self.actor = actor

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What is done inside is undone alone when it raises."""
        async with self.connection.begin_nested():
            yield


class Database:
    """The connections of one process to Postgres."""

    def __init__(self, engine: AsyncEngine, made: Callable[[int], AsyncEngine]) -> None:
        self.engine = engine
        self._made = made

    def beside(self, *, size: int) -> Database:
        """A pool of its own with the same address; whoever asks for it closes it."""
        return Database(self._made(size), self._made)

    @classmethod
    def connect(cls, url: str, *, pooler: bool = False, size: int = 10) -> Database:
        """Prepare a pool for a `postgresql://` address; nothing is opened until it is needed.

        `pooler`: behind a transaction pooler, where a prepared statement may meet another server.
        """
        arguments: dict[str, Any] = {"timeout": 10}
        if pooler:
            arguments |= {
                "statement_cache_size": 0,
                "prepared_statement_cache_size": 0,
                "prepared_statement_name_func": lambda: f"__tutorline_{uuid4().hex}__",
            }

        def made(size: int) -> AsyncEngine:
            engine = create_async_engine(
                asyncpg_url(url),
                pool_size=size,
                max_overflow=0,
                pool_pre_ping=False,
                pool_recycle=1800,
                # An error's message ends in a log; what somebody wrote does not belong there.
                hide_parameters=True,
                connect_args=arguments,
            )
            event.listen(engine.sync_engine, "handle_error", _notice_loss)
            return engine

        return cls(made(size), made)

    @asynccontextmanager
    async def begin(self, actor: Actor = SERVICE) -> AsyncIterator[Transaction]:
        """One transaction as one actor: commits on the way out, rolls back when it raises."""
        async with self.engine.connect() as connection, connection.begin():
            now = (
                await connection.execute(
                    _statement(_BECOME + ", app.now()"),
                    {"role": actor.role, "claims": actor.claims, "via": ""},
                )
            ).one()[3]
            yield Transaction(connection, actor, now)

    async def retry(self, work: Callable[[Transaction], Awaitable[T]], actor: Actor = SERVICE) -> T:
        """Run `work` in a transaction, whole again when Postgres says that it only lost a race.

        Also where the connection was lost, in which case it may have been committed before: what
        is done here is written so that twice is once.
        """
        for left in reversed(range(_TRIES)):
            try:
                async with self.begin(actor) as tx:
                    return await work(tx)
            except DBAPIError as error:
                again = sqlstate(error) in RETRIED or error.connection_invalidated
                if not again or not left:
                    raise
        raise AssertionError("unreachable")

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def sqlstate(error: DBAPIError) -> str | None:
    """The five-letter SQLSTATE behind a database error, if it has one."""
    return getattr(error.orig, "sqlstate", None)


def _notice_loss(context: ExceptionContext) -> None:
    """All connections are made anew when one is found lost: a restart of Postgres ends them all.

    SQLAlchemy asks asyncpg whether the connection is closed, which it is a moment later.
    """
    cause = context.original_exception.__cause__
    if isinstance(cause, InternalClientError) or lost(context.original_exception):
        context.is_disconnect = True


def lost(error: BaseException) -> bool:
    """Whether it is the connection that failed, or could not be made: Postgres is away."""
    if isinstance(error, DBAPIError):
        state, gone = sqlstate(error), error.connection_invalidated
    else:  # what is raised while a connection is made comes as it is
        state, gone = getattr(error, "sqlstate", None), isinstance(error, OSError)
    return gone or (state or "").startswith(("08", "57P"))


def asyncpg_url(url: str) -> str:
    """A `postgresql://` address as SQLAlchemy's asyncpg dialect wants it (unix sockets too)."""
    # Not urlunsplit: it drops the two slashes of an address that names no host.
    return "postgresql+asyncpg://" + url.split("://", 1)[1]
