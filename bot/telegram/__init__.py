"""Telegram: inbox, outbox, conversations, transport."""
