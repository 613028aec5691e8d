"""One replica: the real bot in webhook mode; `python -m tests.chaos_money.replica`.

Its settings come from the environment, as in production. Two things differ: what it does by the
real clock it does more often, and where PLANT names a bug of `plants`, it has that bug. Having read
its code it waits for a line, so that a spare one starts in no time; it prints the name under which
it holds leases, then works until it is stopped or killed.
"""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from bot import app, config, logs
from bot.jobs.ticks import DUE
from tests.chaos_money.plants import PLANTS


class Named(app.App):
    """The bot, which says who it is before it starts."""

    def __init__(self, settings: config.Settings) -> None:
        super().__init__(settings)
        sys.stdout.write(f"{self.mechanism.holder}\n")
        sys.stdout.flush()


def hurry() -> None:
    """Ticks by the second, a look at open Checkouts every four: a run lasts minutes.

    And no traces for the sandbox's page: nobody looks, and production has none.
    """
    due = tuple(replace(tick, every=1.0) for tick in DUE if tick.name != "slots")
    patch.object(app, "DUE", due).start()
    patch.object(app, "LOOK_BESIDE_WEBHOOKS", timedelta(seconds=4)).start()
    patch.object(app, "LOOK_AT_REFUNDS", timedelta(minutes=1)).start()
    patch.object(app.App, "_traced", lambda _: None).start()


def main() -> None:
    """Wait for the word, then run until SIGTERM."""
    if not sys.stdin.readline():
        return
    settings = config.load()
    logs.configure(settings.log_format)
    hurry()
    patch.object(app, "App", Named).start()
    if plant := os.environ.get("PLANT"):
        PLANTS[plant]()
    asyncio.run(app.serve(settings))


if __name__ == "__main__":
    main()
