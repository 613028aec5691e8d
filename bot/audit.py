"""`main.py reconcile` and `main.py ledger`: what they ask, show and answer."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime, time, timedelta

from tqdm import tqdm

from bot import audit_words
from bot.config import Settings
from bot.doctor import refuse_to_compare
from bot.payments import checkout
from bot.payments.ledger import compare
from bot.payments.model import StripeTrouble
from bot.payments.reconcile import Desk, reconcile
from bot.payments.report import why
from bot.payments.stripe import Gateway
from db.session import Database

Since = datetime | timedelta
"""A time, or how long ago."""

BACK = timedelta(days=30)
"""How far back `reconcile` looks unless it is told."""
PLAIN_EVERY = 100
"""How often the progress is a line where no terminal draws it."""

_DAYS = re.compile(r"(\d{1,4})d", re.ASCII)
_RIGHT = "a day that has been (2026-11-01, UTC) or a number of days (7d)"


def since(typed: str) -> Since:
    """Read "2026-11-01" (from its beginning, UTC) or "7d"; an error for argparse otherwise."""
    if found := _DAYS.fullmatch(typed):
        return timedelta(days=int(found[1]))
    try:
        day = datetime.combine(date.fromisoformat(typed), time(), UTC)
    except ValueError:
        day = datetime.max.replace(tzinfo=UTC)
    if day > datetime.now(UTC):
        raise argparse.ArgumentTypeError(f"'{typed}' is none; it takes {_RIGHT}")
    return day


async def run_reconcile(settings: Settings, back: Since | None) -> int:
    """Heal what Stripe and the database say differently, and say what was healed.

    Returns the exit code: 1 where something is left different. Raises SettingsError.
    """
    async with _opened(settings) as (db, gateway):
        # A Checkout is never made here: the bot that was asked for it makes it.
        url = checkout.return_url(settings.public_url, "")
        with _progress("bookings") as progress:
            report = await reconcile(
                Desk(db, gateway, url, progress), BACK if back is None else back
            )
    for line in audit_words.lines(report):
        sys.stdout.write(f"{line}\n")
    return 1 if report.left else 0


async def run_ledger(settings: Settings, back: Since | None) -> int:
    """Print Stripe's sums beside the database's; the exit code is 1 where they differ.

    Raises SettingsError.
    """
    async with _opened(settings) as (db, gateway):
        try:
            with _progress("payments") as progress:
                found = await compare(db, gateway, await _moment(db, back), progress)
        except StripeTrouble as trouble:
            sys.stdout.write(f"not compared: {why(trouble)}\n")
            return 1
    for line in audit_words.table(found):
        sys.stdout.write(f"{line}\n")
    return 1 if found.differences else 0


async def _moment(db: Database, back: Since | None) -> datetime | None:
    if not isinstance(back, timedelta):
        return back
    async with db.begin() as tx:
        return tx.now - back


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[Database, Gateway]]:
    await refuse_to_compare(settings)
    db = Database.connect(settings.database_url, pooler=settings.pooler, size=2)
    gateway = Gateway(settings.stripe_secret_key.get_secret_value(), settings.stripe_api_base)
    try:
        yield db, gateway
    finally:
        await gateway.close()
        await db.close()


@contextmanager
def _progress(unit: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on a terminal, plain lines elsewhere; takes (done, of how many, if that is known)."""
    with tqdm(unit=f" {unit}", file=sys.stderr, disable=None, leave=False) as bar:

        def move(done: int, total: int | None) -> None:
            bar.total = total
            bar.update(done - bar.n)
            if bar.disable and (done == total or done % PLAIN_EVERY == 0):
                of = f" of {total}" if total else ""
                sys.stderr.write(f"{done}{of} {unit}\n")

        yield move
