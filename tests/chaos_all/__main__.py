"""`make chaos`: run it, print the line, write build/chaos.json."""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
from pathlib import Path

from tests.chaos_all.postgres import own
from tests.chaos_all.run import Outcome, Plan, simulate
from tests.chaos_all.weather import Plan as Forecast
from tests.chaos_money.__main__ import say

REPORT = Path(__file__).parents[2] / "build" / "chaos.json"
ACTS_A_USER = 12


def main() -> int:
    """Run one simulation; 0 where nothing at all was found."""
    options = _options()
    say(f"seed {options.seed} (tests/chaos_all/run.py says what it repeats)")
    kills = options.kills
    plan = Plan(
        users=options.users,
        seed=options.seed,
        morning=Forecast(
            kills=kills * 2 // 3, restarts=1, cuts=10, acts=options.users * ACTS_A_USER
        ),
        later=Forecast(kills=kills - kills * 2 // 3, restarts=1, cuts=4),
    )
    folder = Path(tempfile.mkdtemp(prefix="tl-chaos-"))
    folder.chmod(0o755)
    try:
        with own(folder) as postgres:
            outcome = asyncio.run(
                simulate(plan, postgres.admin_url, postgres.app_url, folder, postgres)
            )
    finally:
        if options.keep:
            say(f"logs and the stand-ins' books are in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    _report(outcome)
    return 1 if outcome.verdict.findings else 0


def _report(outcome: Outcome) -> None:
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(outcome.as_json())
    for finding in outcome.verdict.findings:
        say(str(finding))
    for name, what in outcome.story.items():
        say(f"{name}: {what}")
    say(outcome.line)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--keep", action="store_true", help="keep the logs and the books")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
