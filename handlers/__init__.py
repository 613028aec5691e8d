"""Telegram conversations: parse, call a service, show a view."""
