"""`make chaos-money`: run it, print the six numbers, write build/chaos-money.json."""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
from pathlib import Path

from db import embedded
from db.migrate import migrate
from tests.chaos_money.plants import PLANTS
from tests.chaos_money.run import Outcome, Plan, simulate
from tests.chaos_money.server import hurried

REPORT = Path(__file__).parents[2] / "build" / "chaos-money.json"


def main() -> int:
    """Run one simulation; 0 where nothing at all was found."""
    options = _options()
    kills = options.kills if options.kills is not None else max(2, options.bookings // 20)
    plan = Plan(options.bookings, options.seed, kills, options.plant)
    say(f"seed {plan.seed} (repeats every choice; how processes are timed, nobody can repeat)")
    folder = Path(tempfile.mkdtemp(prefix="tl-money-"))
    folder.chmod(0o755)
    server = embedded.start(folder / "pg")
    try:
        migrate(server.admin_url, server.app_url)
        asyncio.run(hurried(server.admin_url))
        outcome = asyncio.run(simulate(plan, server.admin_url, server.app_url, folder))
    finally:
        server.stop()
        shutil.rmtree(server.data_dir, ignore_errors=True)
        if options.keep:
            say(f"logs and Stripe's books are in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    _report(outcome)
    return 0 if outcome.verdict.clean else 1


def _report(outcome: Outcome) -> None:
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(outcome.as_json())
    for finding in outcome.verdict.findings:
        say(str(finding))
    waiting = outcome.verdict.with_admins
    for each in waiting:
        say(f"with the admins: {each.booking} {each.says}")
    for name, what in outcome.story.items():
        say(f"{name}: {what}")
    say(f"refunds that the bank refuses, on the admins' list: {len(waiting)}")
    say(outcome.line)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos-money", description=__doc__)
    parser.add_argument("--bookings", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--kills", type=int, help="one for twenty bookings, unless said otherwise")
    parser.add_argument("--plant", choices=sorted(PLANTS), help="a bug that must be found")
    parser.add_argument("--keep", action="store_true", help="keep the logs and Stripe's books")
    return parser.parse_args()


def say(text: str) -> None:
    """A line for the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
