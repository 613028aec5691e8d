"""`python -m bot.sandbox.serve`: the stand-ins and the page alone, for a bot started elsewhere."""

import argparse
from pathlib import Path

from aiohttp import web

from bot.sandbox.server import build_sandbox


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--books", type=Path, default=Path("sandbox-books"))
    parser.add_argument("--token", default="7000000001:sandbox")
    parser.add_argument("--stripe-key", default="sk_test_sandbox")
    parser.add_argument("--webhook-secret", default="whsec_sandbox")
    parser.add_argument("--bot-url", default="http://127.0.0.1:8080")
    chosen = parser.parse_args()
    app = build_sandbox(
        books=chosen.books,
        public_base=f"http://127.0.0.1:{chosen.port}",
        bot_url=chosen.bot_url,
        token=chosen.token,
        stripe_key=chosen.stripe_key,
        webhook_secret=chosen.webhook_secret,
    )
    web.run_app(app, host="127.0.0.1", port=chosen.port, access_log=None)


if __name__ == "__main__":
    main()
