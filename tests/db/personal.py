"""What is personal, and who reads it: each is given a value that is nowhere else, and everybody
reads all that they can find. One page; test_rls_matrix.py tries it."""

from __future__ import annotations

import re

import asyncpg

from tests.db import matrix
from tests.db.calling import call, functions
from tests.db.parties import World, attempt, in_the_role
from tests.db.trying import columns_for, tables

READ = """
                                            learner learner2 expert expert2 admin service
the learner's
  auth.users.email                          -       -        -      -       -     -
  auth.users.phone                          -       -        -      -       -     -
  user_profiles.display_name                x       -        x      -       -     x
  user_profiles.first_name                  x       -        -      -       -     x
  user_profiles.avatar_url                  x       -        -      -       -     x
  learner_profiles.learning_goals           x       -        -      -       -     x
  learner_profiles.total_spent_cents        x       -        -      -       -     x
  app.telegram_accounts.telegram_id         -       -        -      -       -     x
  app.telegram_accounts.username            -       -        -      -       -     x
  app.link_tokens.token_hash                -       -        -      -       -     x
  app.conversations.data                    -       -        -      -       -     x
  app.telegram_updates.payload              -       -        -      -       -     x
the expert's
  auth.users.email                          -       -        -      -       -     -
  user_profiles.display_name                x       x        x      x       x     x
  user_profiles.first_name                  -       -        x      -       -     x
  expert_profiles.bio                       x       x        x      x       x     x
  expert_profiles.hourly_rate_cents         -       -        x      -       x     x
  expert_profiles.total_earnings_cents      -       -        x      -       -     x
  expert_profiles.verification_note         -       -        x      -       x     x
  expert_profiles.meeting_url               -       -        x      -       x     x
  app.telegram_accounts.telegram_id         -       -        -      -       -     x
  app.telegram_accounts.username            -       -        -      -       -     x
of their booking
  bookings.learner_notes                    x       -        x      -       -     x
  bookings.expert_notes                     x       -        x      -       -     x
  bookings.cancellation_reason              x       -        x      -       -     x
  bookings.stripe_payment_intent_id         x       -        x      -       -     x
  app.receipts.url                          x       -        -      -       -     x
  app.booking_fees.fee_bps                  -       -        x      -       -     x
  bookings.meeting_url                      x       -        x      -       -     x
  app.rooms.room                            x       -        x      -       -     x
  app.payment_attempts.url                  x       -        -      -       -     x
  app.payment_attempts.checkout_session_id  -       -        -      -       -     x
  app.disputes.reason                       -       -        -      -       -     x
  app.booking_events.reason                 -       -        -      -       -     x
  app.outbox.payload                        -       -        -      -       -     x
  app.stripe_events.payload                 -       -        -      -       -     x
"""
"""The id of a payment is among the platform's columns of a booking, which are its two parties'; it
opens nothing without the account's key."""

_WHOSE = {
    "user_profiles": "user_id = $1",
    "learner_profiles": "user_profile_id = (select id from user_profiles where user_id = $1)",
    "expert_profiles": "user_profile_id = (select id from user_profiles where user_id = $1)",
    "auth.users": "id = $1",
    "app.telegram_accounts": "user_id = $1",
    "app.link_tokens": "user_id = $1",
    "bookings": "id = $1",
    "app.receipts": "booking_id = $1",
    "app.booking_fees": "booking_id = $1",
    "app.rooms": "slot_id = (select slot_id from bookings where id = $1)",
    "app.payment_attempts": "booking_id = $1",
    "app.disputes": "booking_id = $1",
    "app.booking_events": "booking_id = $1",
}
_KINDS = {
    "uuid": "'{0:032x}'", "integer": "{0}", "bigint": "{0}", "jsonb": "'\"{0}\"'",
    "text[]": "array['{0}']", "text": "'{0}'", "character varying": "'{0}'",
}  # fmt: skip
_FIRST = 987_650_001
"""Whatever is written has a number of its own from here on; a share is less than all."""


def lines() -> dict[str, dict[str, str]]:
    """Who reads what, by what it is (`the learner's user_profiles.first_name`) and role."""
    head, *rest = READ.strip("\n").splitlines()
    whose, found = "", {}
    for line in rest:
        name, *cells = line.split()
        if line[0] != " ":
            whose = line
        else:
            found[f"{whose} {name}"] = dict(zip(head.split(), cells, strict=True))
    return found


async def mark(owner: asyncpg.Connection, world: World) -> dict[str, re.Pattern[str]]:
    """Write a value of its own into each; what to look for, by what it is."""
    # As Supabase has them.
    for column in ("email", "phone"):
        await owner.execute(f"alter table auth.users add column if not exists {column} text")
    await owner.execute("set session_replication_role = replica")  # a history is not changed
    marks = {}
    for number, what in enumerate(lines(), _FIRST):
        whose, _, column = what.rpartition(" ")
        table, _, name = column.rpartition(".")
        subject = {
            "the learner's": world.learner.user_id,
            "the expert's": world.expert.user_id,
            "of their booking": world.booking,
        }[whose]
        value = 4321 if name == "fee_bps" else number
        kind = await owner.fetchval(
            "select format_type(atttypid, null) from pg_attribute"
            " where attrelid = $1::regclass and attname = $2",
            table, name,
        )  # fmt: skip
        which = _WHOSE.get(table, "$1::uuid is not null")
        done = await owner.execute(
            f"update {table} set {name} = {_KINDS[kind].format(value)} where {which}",  # noqa: S608
            subject,
        )
        assert done != "UPDATE 0", f"there is nothing to mark in {table}"
        marks[what] = re.compile(rf"{name}': {value}\b" if value == 4321 else str(value))
    await owner.execute("reset session_replication_role")
    return marks


async def all_that_is_read(owner: asyncpg.Connection, world: World, role: str) -> str:
    """Every row of every column that the role may read, and every answer of every function that
    people or the web's back end may call."""
    answering, found = matrix.read(matrix.FUNCTIONS), []
    there = await tables(owner, every_column=True)
    called = [function for function in await functions(owner) if function.name in answering]
    async with in_the_role(owner, world, role):
        for table in there:
            columns = await columns_for(owner, table, "select")
            if columns:
                sql = f"select {', '.join(columns)} from {table.name}"  # noqa: S608
                found += (await attempt(owner, sql))[1]
        for function in called:
            found += (await call(owner, world, function))[1]
    return "\n".join(str(dict(row)) for row in found)
