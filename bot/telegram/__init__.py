"""The chat: inbox, conversations, outbox, and the way to Telegram."""

import os

# PTB is about to tell durations as timedelta and warns until one asks for it.
os.environ.setdefault("PTB_TIMEDELTA", "true")
