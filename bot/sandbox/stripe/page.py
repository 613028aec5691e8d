"""The Checkout page and the receipt, and what their buttons post."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox.stripe import checkout, payments, texts, views
from bot.sandbox.stripe.cards import Means, lookup
from bot.sandbox.stripe.ports import Obj

if TYPE_CHECKING:
    from bot.sandbox.stripe.server import Stripe

_Work = Callable[[Obj, Obj, dict[str, str]], tuple[Obj, int]]
STATIC = Path(__file__).parent / "static"
_CENTURY = 2000
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'",
}


class Page:
    """What the learner sees and does at the Checkout."""

    def __init__(self, stripe: Stripe) -> None:
        self._stripe = stripe

    def add_to(self, app: web.Application) -> None:
        """Register the routes."""
        app.router.add_static("/checkout/static/", STATIC)
        app.router.add_get("/checkout/{session}", self.show)
        app.router.add_get("/checkout/{session}/state", self.state)
        app.router.add_post("/checkout/{session}/pay", self.pay)
        app.router.add_post("/checkout/{session}/authenticate", self.authenticate)
        app.router.add_get("/receipts/{charge}", self.receipt)

    async def show(self, request: web.Request) -> web.Response:
        """Show the session as it stands: to pay, to confirm, done or gone."""
        session, intent = self._look(request.match_info["session"])
        accepted = request.headers.get("Accept-Language", "")
        language = texts.language((session or {}).get("locale"), accepted)
        if session is None:
            return _html(views.gone(language), status=404)
        state = _state(session, intent)
        return _html(views.checkout(session, intent, state, language))

    async def state(self, request: web.Request) -> web.Response:
        """Return `{"state"}`, for the page to notice that time or another tab moved on."""
        session, intent = self._look(request.match_info["session"])
        state = "missing" if session is None else _state(session, intent)
        return web.json_response({"state": state}, headers={"Cache-Control": "no-store"})

    async def pay(self, request: web.Request) -> web.Response:
        """Pay with `{"number", "exp"?, "cvc"?, "email"?}` as JSON (or a form, then a redirect).

        Answers 200 with the state, 402 declined, 400 for what is no card, 409 where the session
        is not open, 404 where there is none.
        """
        return await self._act(request, self._pay)

    async def authenticate(self, request: web.Request) -> web.Response:
        """Answer the bank's question with `{"confirmed": true | false}`."""
        return await self._act(request, self._authenticate)

    async def receipt(self, request: web.Request) -> web.Response:
        """Show what a charge came to and what was given back of it."""
        books = self._stripe.books
        charge = books.get("charge", request.match_info["charge"])
        language = texts.language(None, request.headers.get("Accept-Language", ""))
        if charge is None or not charge["paid"]:
            return _html(views.gone(language), status=404)
        refunds = books.find("refund", [("json_extract(body, '$.charge') = ?", charge["id"])])
        intent = books.get("payment_intent", charge["payment_intent"]) or {}
        session = books.get("checkout.session", intent.get("_session", "")) or {}
        return _html(views.receipt(charge, session, refunds, language))

    def _look(self, session_id: str) -> tuple[Obj | None, Obj | None]:
        """Read a session and its intent, after letting an expired one expire."""
        act = self._stripe.act()
        session = act.books.get("checkout.session", session_id)
        if session is None:
            return None, None
        if session["status"] == "open" and session["expires_at"] <= act.now:
            with act.books.writing():
                session = checkout.close(act, session)
            self._stripe.deliverer.wake()
        return session, act.books.get("payment_intent", session["payment_intent"] or "")

    async def _act(self, request: web.Request, work: _Work) -> web.Response:
        session_id = request.match_info["session"]
        is_form = request.content_type == "application/x-www-form-urlencoded"
        try:
            sent = dict(await request.post()) if is_form else json.loads(await request.text())
        except ValueError:
            return web.json_response({"error": "send JSON"}, status=400)
        session, intent = self._look(session_id)
        if session is None:
            return web.json_response({"state": "missing"}, status=404)
        if session["status"] != "open":
            answer, status = {"state": _state(session, intent)}, 409
        else:
            accepted = request.headers.get("Accept-Language", "")
            words = texts.words(texts.language(session["locale"], accepted))
            answer, status = work(session, sent, words)
        self._stripe.wire.note("page", f"{request.path.rsplit('/', 1)[1]} {session_id}", status)
        if is_form:
            raise web.HTTPSeeOther(f"/checkout/{session_id}")
        return web.json_response(answer, status=status)

    def _pay(self, session: Obj, sent: Obj, words: dict[str, str]) -> tuple[Obj, int]:
        number = str(sent.get("number", ""))
        means = lookup(number)
        now = self._stripe.clock.now()
        wrong = _wrong(session, means, sent, now.year * 12 + now.month)
        if means is None or wrong:
            code = wrong or "bad_number"
            return {"state": "open", "code": code, "message": words[code]}, 400
        act = self._stripe.act()
        email = str(sent.get("email") or session["customer_email"] or "") or None
        with act.books.writing():
            intent = payments.submit(act, session, means, number, email)
        return self._outcome(session, intent, words)

    def _authenticate(self, session: Obj, sent: Obj, words: dict[str, str]) -> tuple[Obj, int]:
        act = self._stripe.act()
        intent = act.books.get("payment_intent", session["payment_intent"] or "")
        if intent is None or intent["status"] != "requires_action":
            return {"state": _state(session, intent)}, 409
        confirmed = sent.get("confirmed") in (True, "true")
        with act.books.writing():
            intent = payments.authenticate(act, session, confirmed=confirmed)
        return self._outcome(session, intent, words)

    def _outcome(self, session: Obj, intent: Obj, words: dict[str, str]) -> tuple[Obj, int]:
        self._stripe.deliverer.wake()
        answer: Obj = {"state": _state(session, intent), "payment_intent": intent["id"]}
        error = intent["last_payment_error"]
        if error:
            code, detail = error["code"], error.get("decline_code")
            answer |= {"state": "declined", "code": code, "decline_code": detail}
            answer["message"] = f"{views.declined(error, words)} {words['retry']}"
            return answer, 402
        if session["status"] == "complete":
            answer["next"] = views.onward(session)
        return answer, 200


def _state(session: Obj, intent: Obj | None) -> str:
    """Return what the page shows: the session's and its intent's status in one word."""
    if session["status"] == "expired":
        return "expired"
    status = None if intent is None else intent["status"]
    if session["status"] == "open":
        return "asks" if status == "requires_action" else "open"
    return {
        "requires_capture": "held",
        "processing": "processing",
        "succeeded": "paid",
        "canceled": "canceled",
    }.get(str(status), "late_failed")


def _wrong(session: Obj, means: Means | None, sent: Obj, months_now: int) -> str | None:
    """Return the key of what is wrong with the form's fields; tests may leave some out."""
    if means is None:
        return "bad_number"
    if means.type not in session["payment_method_types"]:
        return "not_taken"
    if means.type != "card":
        return None
    if not _in_future(str(sent.get("exp", "12/34")), months_now):
        return "bad_exp"
    return None if re.fullmatch(r"\d{3,4}", str(sent.get("cvc", "123")).strip()) else "bad_cvc"


def _in_future(exp: str, months_now: int) -> bool:
    match = re.fullmatch(r"(\d\d?)\s*/?\s*(?:20)?(\d\d)", exp.strip())
    if match is None or not 1 <= int(match[1]) <= 12:  # noqa: PLR2004 - months
        return False
    return (_CENTURY + int(match[2])) * 12 + int(match[1]) >= months_now


def _html(body: str, status: int = 200) -> web.Response:
    return web.Response(text=body, status=status, content_type="text/html", headers=_HEADERS)
