"""One replica of `make chaos`: that of `tests.chaos_money`, with the bugs of `plants` to plant.

It gives up on an answer of Telegram's after two seconds instead of ten: a run lasts minutes.
"""

from __future__ import annotations

from unittest.mock import patch

from bot.telegram import transport
from tests.chaos_all.plants import PLANTS
from tests.chaos_money import plants, replica

READ_SECONDS = 2.0


def main() -> None:
    """Wait for the word, then run until SIGTERM."""
    init = transport.AiohttpRequest.__init__
    patience = {**(init.__kwdefaults__ or {}), "read_timeout": READ_SECONDS}
    patch.object(init, "__kwdefaults__", patience).start()
    plants.PLANTS.update(PLANTS)
    replica.main()


if __name__ == "__main__":
    main()
