"""The pages' HTML, from facts to text; everything from outside is escaped here."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit

from bot.sandbox.stripe import money, texts
from bot.sandbox.stripe.accounts import NAME
from bot.sandbox.stripe.cards import MEANS
from bot.sandbox.stripe.ports import Obj

CHAT = "/"
Words = dict[str, str]


def checkout(session: Obj, intent: Obj | None, state: str, language: str) -> str:
    """Return the Checkout page of a session in that state."""
    words = texts.words(language)
    if state == "open":
        panel = _form(session, intent, words, language)
    elif state == "asks":
        panel = _asks(session, words)
    else:
        panel = _done(session, intent, state, words)
    body = f"<main>{_summary(session, state, words, language)}{panel}</main>"
    return _page(words["title"], language, body, words, session["id"], state)


def receipt(charge: Obj, session: Obj, refunds: list[Obj], language: str) -> str:
    """Return the receipt of a charge."""
    words = texts.words(language)
    currency = charge["currency"]
    amount = charge["amount_captured"] if charge["captured"] else charge["amount"]
    rows = [(words["charged" if charge["captured"] else "on_hold"], charge["created"], amount)]
    rows += [
        (f"{words['refunded']} ({refund['status']})", refund["created"], -refund["amount"])
        for refund in reversed(refunds)
    ]
    lines = "".join(
        f"<li><span>{escape(what)}<br><small>{_time(at)}</small></span>"
        f"<span class='sum'>{escape(money.spoken(sum_, currency, language))}</span></li>"
        for what, at, sum_ in rows
    )
    items = ", ".join(item["description"] for item in session.get("_line_items", []))
    body = (
        f"<main class='single'><section class='panel'><h1>{words['receipt']}</h1>"
        f"<p>{escape(items)}</p><ul class='lines'>{lines}</ul>"
        f"<p class='muted'>{escape(charge['id'])}</p>"
        f"<a class='button'{_way(CHAT)}>{words['to_chat']}</a></section></main>"
    )
    return _page(words["receipt"], language, body, words, "", "receipt")


def gone(language: str) -> str:
    """Return the page for a link that leads nowhere."""
    words = texts.words(language)
    body = (
        f"<main class='single'><section class='panel'><h1>{words['missing_title']}</h1>"
        f"<p>{words['missing_body']}</p>"
        f"<a class='button'{_way(CHAT)}>{words['to_chat']}</a></section></main>"
    )
    return _page(words["title"], language, body, words, "", "missing")


def onward(session: Obj, url: str | None = None) -> str:
    """Return where the learner goes next; the chat lives on this server, not at t.me."""
    target = str(url or session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])
    host = (urlsplit(target).hostname or "").removeprefix("www.")
    return CHAT if host in ("t.me", "telegram.me") else target


def _way(target: str) -> str:
    """Return a link's attributes; the script knows the chat's and goes back to its open tab."""
    return f" href='{escape(target)}'" + (" data-chat" if target == CHAT else "")


def declined(error: Obj, words: Words) -> str:
    """Return why the bank said no, in the page's language."""
    return words.get(error.get("decline_code") or "", "") or words.get(
        error["code"], words["card_declined"]
    )


def _summary(session: Obj, state: str, words: Words, language: str) -> str:
    name = session["_branding"].get("display_name") or NAME
    total = money.spoken(session["amount_total"], session["currency"], language)
    lines = "".join(_line(item, language) for item in session["_line_items"])
    until = ""
    if state in ("open", "asks"):
        until = f"<p class='muted'>{words['open_until']} {_time(session['expires_at'])}</p>"
    return (
        "<section class='summary' aria-label='" + escape(words["total"]) + "'>"
        f"<p class='merchant'><span class='mark' aria-hidden='true'>T</span>{escape(name)} "
        f"<span class='badge' title='{escape(words['test_long'])}'>{words['test']}</span></p>"
        f"<p class='muted'>{words['pay_to']} {escape(name)}</p>"
        f"<p class='total'>{escape(total)}</p><ul class='lines'>{lines}</ul>{until}</section>"
    )


def _line(item: Obj, language: str) -> str:
    details = f"<br><small>{escape(item['_details'])}</small>" if item["_details"] else ""
    times = f" × {item['quantity']}" if item["quantity"] > 1 else ""
    amount = money.spoken(item["amount_total"], item["currency"], language)
    return (
        f"<li><span><strong>{escape(item['description'])}</strong>{times}{details}</span>"
        f"<span class='sum'>{escape(amount)}</span></li>"
    )


def _form(session: Obj, intent: Obj | None, words: Words, language: str) -> str:
    error = (intent or {}).get("last_payment_error")
    message = f"{declined(error, words)} {words['retry']}" if error else ""
    amount = money.spoken(session["amount_total"], session["currency"], language)
    verb = words["book" if session["submit_type"] == "book" else "pay"]
    manual = session["_payment_intent_data"].get("capture_method") == "manual"
    note = f"<p class='note'>{words['manual']}</p>" if manual else ""
    email = escape(session["customer_email"] or "learner@example.com")
    back = _way(onward(session, session["cancel_url"]) if session["cancel_url"] else CHAT)
    hint = words["number_hint"] if "sepa_debit" in session["payment_method_types"] else ""
    return (
        f"<section class='panel'><h1>{words['title']}</h1>"
        f"<form id='pay' method='post' action='/checkout/{session['id']}/pay' novalidate"
        f" data-paying='{escape(words['paying'])}' data-offline='{escape(words['offline'])}'>"
        f"<p id='message' class='message' role='alert' tabindex='-1'>{escape(message)}</p>"
        + _field("email", words["email"], email, "email", "email")
        + _field("number", words["number"], "4242 4242 4242 4242", "text", "cc-number", hint)
        + "<div class='pair'>"
        + _field("exp", words["exp"], "12 / 34", "text", "cc-exp")
        + _field("cvc", words["cvc"], "123", "text", "cc-csc")
        + f"</div>{note}<button class='button primary' type='submit'>{verb} {escape(amount)}"
        f"</button><a class='button'{back}>{words['back']}</a></form></section>"
        + _cards(session, words)
    )


def _field(name: str, label: str, value: str, kind: str, autocomplete: str, hint: str = "") -> str:
    described = f" aria-describedby='{name}-hint'" if hint else ""
    below = f"<small id='{name}-hint' class='muted'>{escape(hint)}</small>" if hint else ""
    keys = " inputmode='numeric'" if name in ("exp", "cvc") else ""
    return (
        f"<p class='field'><label for='{name}'>{escape(label)}</label>"
        f"<input id='{name}' name='{name}' type='{kind}' value='{value}'"
        f" autocomplete='{autocomplete}' required{keys}{described}>{below}</p>"
    )


def _cards(session: Obj, words: Words) -> str:
    taken = session["payment_method_types"]
    rows = "".join(
        f"<li><button type='button' data-number='{means.spaced}'><code>{means.spaced}</code>"
        f"<span>{escape(words[means.note])}</span></button></li>"
        for means in MEANS
        if means.listed and means.type in taken
    )
    return (
        f"<section class='cards' aria-labelledby='cards'><h2 id='cards'>{words['cards']}</h2>"
        f"<p class='muted'>{words['test_long']} {words['cards_hint']}</p><ul>{rows}</ul></section>"
    )


def _asks(session: Obj, words: Words) -> str:
    def answer(value: str, style: str, label: str) -> str:
        return f"<button class='button {style}' name='confirmed' value='{value}'>{label}</button>"

    return (
        f"<section class='panel bank'><h1 tabindex='-1'>{words['asks_title']}</h1>"
        f"<p>{words['asks_body']}</p>"
        f"<form method='post' action='/checkout/{session['id']}/authenticate'>"
        + answer("true", "primary", words["confirm"])
        + answer("false", "", words["refuse"])
        + "</form></section>"
    )


def _done(session: Obj, intent: Obj | None, state: str, words: Words) -> str:
    mark = {"held": "✓", "paid": "✓", "processing": "…"}.get(state, "×")
    link = CHAT if state == "expired" else onward(session)
    charge = (intent or {}).get("latest_charge")
    papers = ""
    if state == "paid" and charge:
        papers = f"<a class='button' href='/receipts/{charge}'>{words['receipt']}</a>"
    return (
        f"<section class='panel done {state}'><p class='sign' aria-hidden='true'>{mark}</p>"
        f"<h1 tabindex='-1'>{words[state + '_title']}</h1><p>{words[state + '_body']}</p>"
        f"<a class='button primary'{_way(link)}>{words['to_chat']}</a>{papers}</section>"
    )


def _time(at: int) -> str:
    moment = datetime.fromtimestamp(at, UTC)
    return f"<time datetime='{moment.isoformat()}'>{moment:%Y-%m-%d %H:%M} UTC</time>"


def _page(title: str, language: str, body: str, words: Words, session_id: str, state: str) -> str:
    return (
        f"<!doctype html><html lang='{language}' data-session='{session_id}' data-state='{state}'>"
        "<head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<meta name='color-scheme' content='light dark'>"
        f"<title>{escape(title)} · {escape(words['test'])}</title>"
        "<link rel='icon' href='/checkout/static/icon.svg'>"
        "<link rel='stylesheet' href='/checkout/static/checkout.css'>"
        "<script src='/checkout/static/checkout.js' defer></script></head>"
        f"<body>{body}<p id='live' class='unseen' role='status'></p></body></html>"
    )
