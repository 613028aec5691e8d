"""Keys, tokens, passwords and card numbers reach no log, no error and no page, at any level."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import asyncpg
import psutil

from tests.e2e.stage import (
    ANN,
    DECLINED_CARD,
    GOOD_CARD,
    MAIN,
    MARIA,
    Stage,
    book,
    choose,
    raised,
    settle_in,
)
from tests.e2e.test_attacks import rests

WORDS = {
    "LOG_LEVEL": "debug",
    "LOG_FORMAT": "json",
    "METRICS_TOKEN": "a-word-that-only-prometheus-has",
    "TELEGRAM_WEBHOOK_SECRET": "a-word-that-only-telegram-has",
    "PUBLIC_URL": "{url}/front",
}
PASSWORD = "the-databases-password"
SECRET = (
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_WEBHOOK_SECRET",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "METRICS_TOKEN",
)
CARDS = [GOOD_CARD, DECLINED_CARD, "4242 4242 4242 4242"]


def with_password(url: str) -> str:
    return url.replace("@", f":{PASSWORD}@", 1)


def secrets_of_the_bot() -> list[str]:
    """What the running bot was started with."""
    [bot] = [each for each in psutil.Process().children() if "run" in each.cmdline()]
    environment = bot.environ()
    assert PASSWORD in environment["DATABASE_URL"]
    return [environment[name] for name in SECRET] + [PASSWORD]


async def fault(stage: Stage, **wanted: object) -> None:
    async with stage.http.post(f"{stage.url}/telegram/faults", json=wanted) as answer:
        assert answer.ok, await answer.text()


async def trouble(stage: Stage, owner: asyncpg.Connection) -> None:
    """Everything that fails aloud: both services, the database, and whoever knocks uninvited."""
    for kind in ("error", "cut", "too_many"):
        await fault(stage, kind=kind, method="sendMessage")
    await stage.switch(fail_next=2, fail_status=500)
    bot = stage.bot_url
    headers = {"Stripe-Signature": "t=1,v1=00"}
    async with stage.http.post(f"{bot}/webhooks/stripe", data=b"{}", headers=headers) as answer:
        assert answer.status == 400
    async with stage.http.post(f"{bot}/webhooks/telegram", json={"update_id": 1}) as answer:
        assert answer.status == 403
    await owner.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'tutorline'"
        " and datname = current_database()"
    )


async def flow(stage: Stage, owner: asyncpg.Connection) -> None:
    """A booking with every trouble on its way, paid with a card that is taken at the second try;
    and somebody who writes a card's number into the chat."""
    ann, maria = stage.phone(ANN), stage.phone(MARIA)
    await settle_in(ann)
    await choose(ann)
    await trouble(stage, owner)
    await ann.send(CARDS[-1])
    await rests(owner)
    checkout = await book(ann)
    assert (await stage.pay(checkout, DECLINED_CARD))["state"] == "declined"
    await stage.pay(checkout, GOOD_CARD)
    await maria.wait_for("New request", timeout=30)
    await stage.switch(fail_next=1, fail_status=500)
    await maria.tap("Accept")
    await ann.wait_for("Maria accepted", timeout=60)
    await rests(owner)


async def pages(stage: Stage) -> str:
    """All that the bot itself shows to anybody."""
    shown = []
    bearer = {"Authorization": f"Bearer {WORDS['METRICS_TOKEN']}"}
    for path, headers in (
        ("/ready", {}), ("/live", {}), ("/return?paid=1", {}), ("/metrics", {}),
        ("/metrics", bearer), ("/clock", {}), ("/nowhere", {}), ("/webhooks/stripe", {}),
    ):  # fmt: skip
        async with stage.http.get(stage.bot_url + path, headers=headers) as answer:
            shown += [await answer.text(), str(answer.headers)]
    return "\n".join(shown)


async def test_nothing_secret_is_logged_or_shown_whatever_goes_wrong(
    seeded: str, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    async with raised(with_password(seeded), tmp_path, **WORDS) as stage:
        secret = secrets_of_the_bot()
        async with stage.http.get(f"{stage.bot_url}/ready") as answer:
            assert (await answer.json())["parts"]["telegram"]["mode"] == "webhook"
        await flow(stage, owner)
        shown = await pages(stage)
        async with stage.http.get(f"{stage.bot_url}/trace", params={"limit": "100"}) as answer:
            traced = await answer.text()  # which does show what was written in the chat
    logged = (tmp_path / "bot.log").read_text("utf-8")
    for word in secret:
        assert word not in logged
        assert word not in shown
        assert word not in traced
    for number in CARDS:
        assert number not in logged
        assert number not in shown
    assert "tutorline_updates_total" in shown
    lines = [json.loads(line) for line in logged.splitlines() if line.startswith("{")]
    assert {"debug", "info", "warning", "error"} <= {line["level"] for line in lines}
    assert {"outbox.again", "stripe.forged", "inbox.stored"} <= {line["event"] for line in lines}
    handled = {line["update"] for line in lines if line["event"] == "update.handled"}
    assert handled & {line.get("update") for line in lines if line["event"] == "outbox.sent"}


async def test_no_command_says_a_secret_when_nothing_answers(tmp_path: Path) -> None:
    secret = {
        "DATABASE_URL": f"postgresql://bot:{PASSWORD}@127.0.0.1:9/tutorline",
        "DATABASE_ADMIN_URL": f"postgresql://owner:{PASSWORD}@127.0.0.1:9/tutorline",
        "TELEGRAM_BOT_TOKEN": "123456789:AAH-the-token-of-the-bot",
        "STRIPE_SECRET_KEY": "sk_test_thekeyofstripe",
        "STRIPE_WEBHOOK_SECRET": "whsec_thesigningsecret",
        "TELEGRAM_WEBHOOK_SECRET": WORDS["TELEGRAM_WEBHOOK_SECRET"],
    }
    away = {"TELEGRAM_API_BASE": "http://127.0.0.1:9", "STRIPE_API_BASE": "http://127.0.0.1:9"}
    environment = {"PATH": os.environ["PATH"], "LOG_LEVEL": "debug", **secret, **away}
    said = await asyncio.gather(
        *(
            spoken(environment, command)
            for command in ("run", "doctor", "migrate", "seed", "ledger", "reconcile", "sandbox")
        )
    )
    for words in said:
        assert words
        for value in [*secret.values(), PASSWORD]:
            assert value not in words


async def spoken(environment: dict[str, str], command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(MAIN),
        command,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode, command
    return out.decode()
