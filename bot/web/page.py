"""The small page that people see after Checkout, before they are back in the chat."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web

from bot.locales import LANGUAGES, Speech, escape

_PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.1rem/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid;
  place-items: center; background: Canvas; color: CanvasText; }}
main {{ max-width: 28rem; padding: 2rem; text-align: center; }}
a {{ display: inline-block; margin-top: 1rem; padding: .7rem 1.4rem; border-radius: .6rem;
  background: #1a6fb5; color: #fff; text-decoration: none; font-weight: 600; }}
a:focus-visible {{ outline: 3px solid CanvasText; outline-offset: 3px; }}
</style>
<main>
<h1>{title}</h1>
<p>{text}</p>
<a href="{url}">{button}</a>
</main>
</html>
"""
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language",
}


def return_page(accept_language: str, *, paid: bool, chat_url: str) -> web.Response:
    """The page in the browser's language: what happened, and the way back to `chat_url`."""
    language = preferred(accept_language)
    speech = Speech(language, "UTC", datetime.now(UTC))
    which = "paid" if paid else "left"
    html = _PAGE.format(
        language=language,
        title=escape(speech.plain(f"return-title-{which}")),
        text=escape(speech.plain(f"return-{which}")),
        url=escape(chat_url),
        button=escape(speech.plain("return-button")),
    )
    return web.Response(text=html, content_type="text/html", headers=_HEADERS)


def preferred(accept_language: str) -> str:
    """The first of our languages in the order of an Accept-Language header, else English."""
    wanted: list[tuple[float, str]] = []
    for part in accept_language.split(","):
        tag, _, weight = part.partition(";")
        name = tag.strip().partition("-")[0].lower()
        if name in LANGUAGES:
            wanted.append((_weight(weight), name))
    best = max(wanted, key=lambda pair: pair[0], default=(0.0, LANGUAGES[0]))
    return best[1] if best[0] > 0 else LANGUAGES[0]


def _weight(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=")) if text.strip() else 1.0
    except ValueError:
        return 0.0
