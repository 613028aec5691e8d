"""Tutorline's command line: run, sandbox, migrate, seed, doctor, reconcile, ledger."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Settings, SettingsError, load, require, wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from datetime import datetime, timedelta

SANDBOX_PORT = 8090
HERE = Path(__file__).resolve()
DATA = HERE.parent / ".sandbox"
"""Where the sandbox's database and the stand-ins' books lie, unless --data-dir says otherwise."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code. Without a command: run with a token, else sandbox."""
    options = _parser().parse_args(arguments)
    command: Callable[[Settings, argparse.Namespace], int] | None = options.command
    try:
        settings = load()
        if command is None:
            command = _run if settings.telegram_bot_token.get_secret_value() else _sandbox
        return command(settings, options)
    except SettingsError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py", description=__doc__)
    parser.set_defaults(command=None, port=SANDBOX_PORT, data_dir=None, no_browser=False)
    commands = parser.add_subparsers(title="commands", metavar="")
    commands.add_parser("run", help="the bot").set_defaults(command=_run)
    sandbox = commands.add_parser("sandbox", help="everything on this machine, with a page")
    sandbox.set_defaults(command=_sandbox)
    sandbox.add_argument("--port", type=int, default=SANDBOX_PORT, help="where the page listens")
    sandbox.add_argument("--data-dir", type=Path, help="where its data lies")
    sandbox.add_argument("--no-browser", action="store_true", help="do not open the page")
    migrate = commands.add_parser("migrate", help="bring the database up to date; safe to repeat")
    migrate.set_defaults(command=_migrate)
    commands.add_parser("seed", help="three demo experts").set_defaults(command=_seed)
    commands.add_parser("doctor", help="what is set up right, and what is not").set_defaults(
        command=_doctor
    )
    for name, command, does in (
        ("reconcile", _reconcile, "heal what Stripe and the database say differently"),
        ("ledger", _ledger, "Stripe's sums beside the database's"),
    ):
        compared = commands.add_parser(name, help=does)
        compared.set_defaults(command=command)
        compared.add_argument(
            "--since", type=_since, metavar="2026-11-01|7d", help="how far back to look"
        )
    return parser


def _since(typed: str) -> datetime | timedelta:
    from bot.audit import since

    return since(typed)


def _run(settings: Settings, _: argparse.Namespace) -> int:
    """The bot; where no database is named, on the embedded one (never with a live key)."""
    require(settings, "TELEGRAM_BOT_TOKEN", "STRIPE_SECRET_KEY")
    if settings.public_url:
        require(settings, "TELEGRAM_WEBHOOK_SECRET", "STRIPE_WEBHOOK_SECRET")
    _observe(settings)
    if settings.database_url:
        asyncio.run(_serve(settings))
        return 0
    from db import embedded
    from db.migrate import migrate

    server = embedded.start(DATA / "postgres")
    try:
        migrate(server.admin_url, server.app_url)
        asyncio.run(_serve(settings.model_copy(update={"database_url": server.app_url})))
    finally:
        server.stop()
    return 0


def _observe(settings: Settings, level: str | None = None) -> None:
    """Logs without secrets, and Sentry where it was asked for."""
    from bot import logs, sentry

    logs.hide(settings.secrets)
    logs.configure(settings.log_format, level or settings.log_level)
    sentry.configure(settings.sentry_dsn.get_secret_value())


async def _serve(settings: Settings) -> None:
    from bot import sentry
    from bot.app import serve
    from bot.doctor import refuse_to_start

    await refuse_to_start(settings)
    try:
        await serve(settings)
    finally:
        sentry.flush()


def _migrate(settings: Settings, _: argparse.Namespace) -> int:
    from db.migrate import migrate

    require(settings, "DATABASE_URL")
    with _as_owner(settings):
        migrate(settings.admin_url, settings.database_url)
    print("The database is up to date.")
    return 0


def _seed(settings: Settings, _: argparse.Namespace) -> int:
    from db.seed import seed

    require(settings, "DATABASE_URL")
    with _as_owner(settings):
        made = seed(settings.admin_url)
    print(f"{made} demo experts made." if made else "The demo experts are there already.")
    return 0


@contextmanager
def _as_owner(settings: Settings) -> Iterator[None]:
    """What goes wrong with the owner's address, said by its setting or as SQL to run."""
    from asyncpg import PostgresError
    from sqlalchemy.exc import DBAPIError

    from db.migrate import RightsMissingError, state_of
    from db.session import REFUSED, RETRIED

    name = "DATABASE_ADMIN_URL" if settings.database_admin_url else "DATABASE_URL"
    try:
        yield
    except RightsMissingError as missing:
        raise SettingsError(str(missing)) from None
    except OSError:
        raise wrong(name, "does not answer: is the server running there?") from None
    except (DBAPIError, PostgresError) as error:
        if state_of(error) in RETRIED:
            said = "Others hold locks that this needs. Nothing was changed: try again."
            raise SettingsError(said) from None
        if state_of(error) not in REFUSED:
            raise
        raise wrong(name, "is refused: are login, password and database right?") from None


def _doctor(settings: Settings, _: argparse.Namespace) -> int:
    from bot.doctor import examine

    findings = asyncio.run(examine(settings))
    for finding in findings:
        print(f"{'ok   ' if finding.well else 'WRONG'}  {finding.part:<10} {finding.says}")
    return 0 if all(finding.well for finding in findings) else 1


def _reconcile(settings: Settings, options: argparse.Namespace) -> int:
    from bot.audit import run_reconcile

    return _compare(settings, run_reconcile, options)


def _ledger(settings: Settings, options: argparse.Namespace) -> int:
    from bot.audit import run_ledger

    return _compare(settings, run_ledger, options)


def _compare(
    settings: Settings,
    work: Callable[[Settings, datetime | timedelta | None], Coroutine[None, None, int]],
    options: argparse.Namespace,
) -> int:
    require(settings, "DATABASE_URL", "STRIPE_SECRET_KEY")
    _observe(settings, "error")
    return asyncio.run(work(settings, options.since))


def _sandbox(settings: Settings, options: argparse.Namespace) -> int:
    """Embedded Postgres, the local Telegram and Stripe with their page, and the bot beside them."""
    from bot.sandbox.launch import PortTakenError
    from db import embedded
    from db.migrate import migrate
    from db.seed import seed

    _refuse_real_accounts(settings)
    data = (options.data_dir or DATA).resolve()
    print("Starting Postgres…", flush=True)
    server = embedded.start(data / "postgres")
    try:
        migrate(server.admin_url, server.app_url)
        seed(server.admin_url)
        asyncio.run(_play(server.app_url, server.data_dir.parent, options))
    except PortTakenError as taken:
        raise SettingsError(str(taken)) from None
    finally:
        server.stop()
    return 0


def _refuse_real_accounts(settings: Settings) -> None:
    """The sandbox plays with made-up people and cards only."""
    for name in ("TELEGRAM_BOT_TOKEN", "STRIPE_SECRET_KEY"):
        if getattr(settings, name.lower()).get_secret_value():
            raise SettingsError(
                f"{name} is set. The sandbox needs no account and touches none:"
                f" unset {name}, or start the bot itself with: python main.py run"
            )


async def _play(database_url: str, data: Path, options: argparse.Namespace) -> None:
    from bot.sandbox.launch import Sandbox

    stop = asyncio.Event()
    _on_signals(stop)
    sandbox = Sandbox(
        port=options.port,
        books=data / "books",
        bot_command=[sys.executable, str(HERE), "run"],
        bot_environment={**_bare_environment(), "DATABASE_URL": database_url},
        database_url=database_url,
    )
    async with sandbox:
        print(f"Tutorline is at {sandbox.url} (Ctrl-C stops it)", flush=True)
        if not options.no_browser:
            sandbox.open_browser()
        await stop.wait()


def _bare_environment() -> dict[str, str]:
    """This environment without any setting of ours: the sandbox sets each one itself."""
    ours = {name.upper() for name in Settings.model_fields}
    return {name: value for name, value in os.environ.items() if name.upper() not in ours}


def _on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows: Ctrl-C arrives as KeyboardInterrupt
            return


if __name__ == "__main__":
    sys.exit(main())
