"""Runs the local Stripe by itself: `python -m bot.sandbox.stripe --port 12111`."""

from __future__ import annotations

import argparse
from pathlib import Path

from aiohttp import web

from bot.sandbox.stripe.ports import OwnClock
from bot.sandbox.stripe.server import setup


def main() -> None:
    """Serve on loopback until interrupted; its clock is moved over HTTP."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox.stripe", description=__doc__)
    parser.add_argument("--port", type=int, default=12111)
    parser.add_argument("--books", type=Path, default=Path(".sandbox/stripe.sqlite"))
    parser.add_argument("--webhook-url", help="where events go; nowhere by default")
    parser.add_argument("--webhook-secret", default="whsec_sandbox")
    options = parser.parse_args()
    app = web.Application()
    setup(
        app,
        books=options.books,
        clock=OwnClock(),
        webhook_url=options.webhook_url,
        webhook_secret=options.webhook_secret,
        public_base=f"http://127.0.0.1:{options.port}",
    )
    web.run_app(app, host="127.0.0.1", port=options.port)


if __name__ == "__main__":
    main()
