"""One HTTP server for the whole sandbox: both stand-ins, the clock and the page."""

from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox import telegram
from bot.sandbox.clock import Clock

LARGEST_REQUEST = 60 * 1024 * 1024
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def build_sandbox(
    *,
    books: Path,
    public_base: str,
    bot_url: str,
    token: str,
    stripe_key: str,
    webhook_secret: str,
    rate_limits: bool = True,
) -> web.Application:
    """The sandbox as an application, for loopback only.

    `books`: the folder of both stand-ins' books and of the clock. `public_base`: where this
    server is reached. `bot_url`: where the bot's own endpoints are. The bot must use `token`,
    `stripe_key` and `webhook_secret`.
    """
    app = web.Application(middlewares=[loopback_only], client_max_size=LARGEST_REQUEST)
    clock = Clock(books / "clock.json")
    telegram.setup(app, books=books, clock=clock, token=token, rate_limits=rate_limits)
    return app


@web.middleware
async def loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse requests that a foreign web page makes a browser send here."""
    hosts = [urlsplit(f"//{request.host}").hostname]
    if "Origin" in request.headers:
        hosts.append(urlsplit(request.headers["Origin"]).hostname)
    if any(host not in LOOPBACK for host in hosts):
        raise web.HTTPForbidden(text="The sandbox answers to this machine only.")
    return await handler(request)
