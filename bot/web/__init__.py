"""The HTTP endpoints of the bot process."""
