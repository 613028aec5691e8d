"""Stands before the bots as a load balancer would: whoever runs gets the request.

The local Stripe's webhooks and the clock come this way, so that they reach the second bot when the
first is down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import aiohttp
from aiohttp import web

PATH = "/front"
NOBODY = "no bot is running"
_PATIENCE = aiohttp.ClientTimeout(total=120, sock_connect=2)
_PASSED_ON = ("Content-Type", "Stripe-Signature", "X-Telegram-Bot-Api-Secret-Token")


class Front:
    """Passes requests for `/front/…` on to the first bot that takes them; 502 where none does."""

    def __init__(self, bots: Callable[[], Sequence[str]]) -> None:
        self._bots = bots

    def routes(self) -> list[web.RouteDef]:
        """Where it stands."""
        return [web.route("*", PATH + "/{path:.+}", self.pass_on)]

    async def pass_on(self, request: web.Request) -> web.Response:
        """The bot's answer. A connection that breaks half-way is not tried with another bot."""
        body = await request.read()
        headers = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
        async with aiohttp.ClientSession(timeout=_PATIENCE) as http:
            for bot in self._bots():
                url = f"{bot}/{request.match_info['path']}"
                try:
                    async with http.request(
                        request.method, url, params=request.query, data=body, headers=headers
                    ) as answer:
                        return web.Response(
                            status=answer.status,
                            body=await answer.read(),
                            content_type=answer.content_type,
                        )
                except aiohttp.ClientConnectorError:
                    continue
                except (aiohttp.ClientError, TimeoutError):
                    break
        raise web.HTTPBadGateway(text=NOBODY)
