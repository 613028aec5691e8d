"""One HTTP server for the whole sandbox: both stand-ins, the clock and the page."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox import stripe, telegram
from bot.sandbox.clock import Clock
from bot.sandbox.skipping import SkipError, Skipper, Timetable, parse_instant

LARGEST_REQUEST = 60 * 1024 * 1024
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PAGE = Path(__file__).parent / "page"
CLOCK: web.AppKey[Clock] = web.AppKey("clock", Clock)
SKIPPER: web.AppKey[Skipper] = web.AppKey("skipper", Skipper)
STRIPE: web.AppKey[stripe.Stripe] = web.AppKey("stripe", stripe.Stripe)
# The page runs its own scripts and nothing else, and talks to this server only.
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


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
    `stripe_key` and `webhook_secret`. `rate_limits`: whether Telegram's flood limits hold.
    """
    app = web.Application(middlewares=[loopback_only], client_max_size=LARGEST_REQUEST)
    clock = Clock(books / "clock.json")
    world = telegram.setup(app, books=books, clock=clock, token=token, rate_limits=rate_limits)
    payments = stripe.setup(
        app,
        books=books / "stripe.sqlite",
        clock=clock,
        webhook_url=f"{bot_url.rstrip('/')}/webhooks/stripe",
        webhook_secret=webhook_secret,
        public_base=public_base,
        secret_key=stripe_key,
    )
    timetable = Timetable("Stripe", payments.next_due, payments.run_due)
    app[CLOCK], app[STRIPE] = clock, payments
    app[SKIPPER] = Skipper(clock, bot_url, [timetable], world.events.publish)
    app.add_routes(
        [
            web.get("/sandbox/clock", see_clock),
            web.post("/sandbox/clock", skip),
            web.get("/", page),
            web.get("/page/{name}", page_file),
        ]
    )
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


async def see_clock(request: web.Request) -> web.Response:
    """GET /sandbox/clock: now, what happens next, and whether the bot answers."""
    return web.json_response(await request.app[SKIPPER].look())


async def skip(request: web.Request) -> web.Response:
    """POST /sandbox/clock: `{"to": iso}`, `{"by": seconds}` or `{"next": true}`."""
    try:
        wanted = _wanted(await request.json())
    except (ValueError, TypeError, AttributeError) as wrong:
        return web.json_response({"error": str(wrong)}, status=400)
    try:
        return web.json_response(await request.app[SKIPPER].skip(**wanted))
    except SkipError as problem:
        return web.json_response({"error": str(problem)}, status=409)


def _wanted(given: dict[str, Any]) -> dict[str, Any]:
    if "to" in given:
        return {"to": parse_instant(given["to"])}
    if "by" in given:
        return {"by": timedelta(seconds=float(given["by"]))}
    if given.get("next"):
        return {}
    raise ValueError('give "to", "by" or "next"')


async def page(_request: web.Request) -> web.FileResponse:
    """The page itself."""
    return web.FileResponse(PAGE / "index.html", headers=PAGE_HEADERS)


async def page_file(request: web.Request) -> web.FileResponse:
    """Its styles and scripts; a name never leaves the folder."""
    file = PAGE / request.match_info["name"]
    if file.parent != PAGE or not file.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(file, headers=PAGE_HEADERS)
