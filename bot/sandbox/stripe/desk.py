"""What the sandbox's page and tests ask of the local Stripe itself: /stripe/sandbox/…"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox.stripe import audit, disputes, refunds
from bot.sandbox.stripe.act import Act
from bot.sandbox.stripe.faults import BadSwitchError
from bot.sandbox.stripe.ports import Obj, OwnClock

if TYPE_CHECKING:
    from bot.sandbox.stripe.server import Stripe

PREFIX = "/stripe/sandbox"


class Desk:
    """Switches, the wire, due times and the books."""

    def __init__(self, stripe: Stripe) -> None:
        self._stripe = stripe

    def add_to(self, app: web.Application) -> None:
        """Register the routes."""
        app.router.add_get(f"{PREFIX}/switches", self.switches)
        app.router.add_post(f"{PREFIX}/switches", self.set_switches)
        app.router.add_get(f"{PREFIX}/wire", self.wire)
        app.router.add_get(f"{PREFIX}/next_due", self.next_due)
        app.router.add_post(f"{PREFIX}/run_due", self.run_due)
        app.router.add_get(f"{PREFIX}/books", self.books)
        app.router.add_post(f"{PREFIX}/refunds/{{refund}}/fail", self.fail_refund)
        app.router.add_post(f"{PREFIX}/charges/{{charge}}/dispute", self.dispute)
        app.router.add_post(f"{PREFIX}/disputes/{{dispute}}/{{move}}", self.move_dispute)

    async def switches(self, request: web.Request) -> web.Response:
        """Return every switch by name."""
        del request
        return web.json_response(self._stripe.faults.shown())

    async def set_switches(self, request: web.Request) -> web.Response:
        """Set the switches named in a JSON object; `{"reset": true}` puts all at rest first."""
        try:
            wanted = json.loads(await request.text())
            if not isinstance(wanted, dict):
                raise BadSwitchError("Send a JSON object of switches.")
            if wanted.pop("reset", False):
                self._stripe.faults.reset()
            self._stripe.faults.set(wanted)
        except ValueError as wrong:
            return web.json_response({"error": str(wrong)}, status=400)
        self._stripe.deliverer.wake()
        return web.json_response(self._stripe.faults.shown())

    async def wire(self, request: web.Request) -> web.Response:
        """Return what crossed after the entry numbered `after`."""
        after = request.query.get("after", "0")
        number = int(after) if after.isdigit() else 0
        return web.json_response({"entries": self._stripe.wire.since(number)})

    async def next_due(self, request: web.Request) -> web.Response:
        """Return `{"next": {"at", "what"} | null}`; `at` is ISO 8601, UTC."""
        del request
        coming = self._stripe.next_due()
        shown = None if coming is None else {"at": coming[0].isoformat(), "what": coming[1]}
        return web.json_response({"next": shown})

    async def run_due(self, request: web.Request) -> web.Response:
        """Do what is due now. With `{"to": ISO time}`, move the clock there first.

        Moving works only where the local Stripe runs by itself and so owns its clock.
        """
        body = await request.text()
        to = json.loads(body).get("to") if body else None
        if to is not None:
            clock = self._stripe.clock
            if not isinstance(clock, OwnClock):
                return web.json_response({"error": "the sandbox owns this clock"}, status=409)
            clock.move_to(datetime.fromisoformat(to))
        done = await self._stripe.run_due(self._stripe.clock.now())
        return web.json_response({"done": done, "now": self._stripe.clock.now().isoformat()})

    async def books(self, request: web.Request) -> web.Response:
        """Return the totals, a row a payment and a session, and how deliveries stand."""
        del request
        rows = self._stripe.books.db.execute(
            "select state, count(*) as n from deliveries group by state"
        )
        deliveries = {row["state"]: row["n"] for row in rows}
        return web.json_response({**audit.totals(self._stripe.act()), "webhooks": deliveries})

    async def fail_refund(self, request: web.Request) -> web.Response:
        """Let the bank send a refund back."""
        return self._with("refund", request, _fail)

    async def dispute(self, request: web.Request) -> web.Response:
        """Let a cardholder dispute a charge: `{"reason"?, "amount"?, "inquiry"?}`.

        Answers with the dispute; 404 for a charge that is none, 409 where no bank would take it.
        """
        sent = json.loads(await request.text() or "{}")
        return self._with("charge", request, lambda act, charge: _dispute(act, charge, sent))

    async def move_dispute(self, request: web.Request) -> web.Response:
        """Answer, escalate, win or lose a dispute; answers with it, else 404 or 409."""
        move = disputes.MOVES.get(request.match_info["move"])
        if move is None:
            known = ", ".join(disputes.MOVES)
            return web.json_response({"error": f"A dispute can: {known}"}, status=404)
        return self._with("dispute", request, move)

    def _with(
        self, kind: str, request: web.Request, work: Callable[[Act, Obj], Obj]
    ) -> web.Response:
        act = self._stripe.act()
        found = act.books.get(kind, request.match_info[kind])
        if found is None:
            return web.json_response({"error": f"no such {kind}"}, status=404)
        try:
            with act.books.writing():
                done = work(act, found)
        except disputes.DisputeError as refused:
            return web.json_response({"error": str(refused)}, status=409)
        self._stripe.deliverer.wake()
        return web.json_response(done)


def _fail(act: Act, refund: Obj) -> Obj:
    refunds.fail(act, refund)
    return refund


def _dispute(act: Act, charge: Obj, sent: Obj) -> Obj:
    reason, amount = sent.get("reason", "fraudulent"), sent.get("amount")
    if amount is not None and type(amount) is not int:
        raise disputes.DisputeError("amount is a number of minor units")
    inquiry = bool(sent.get("inquiry", False))
    return disputes.begin(act, charge, reason=reason, amount=amount, inquiry=inquiry)
