"""`python -m tests.fuzz [seconds] [parser …]`: each parser for so long, led by coverage (atheris).

One process a parser, as libFuzzer ends the one it runs in. Prints the executions of each, and ends
with 1 where one crashed; libFuzzer has then written the input to a file `crash-…` in build/fuzz.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

NAMES = ("weeks", "taps", "links", "answered", "updates", "events", "words")
FOLDER = Path("build/fuzz")
ONE = "--one"


def main(arguments: list[str]) -> int:
    """Run the parsers that are named, or all; the exit code."""
    if arguments[:1] == [ONE]:
        return _one(arguments[1], arguments[2:])
    seconds = arguments.pop(0) if arguments and arguments[0].isdecimal() else "60"
    results = [_watched(name, seconds) for name in arguments or NAMES]
    return 0 if all(results) else 1


def _watched(name: str, seconds: str) -> bool:
    """Run one parser in a process of its own; whether it came through."""
    corpus = FOLDER / name
    corpus.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [
            sys.executable, "-m", "tests.fuzz", ONE, name, str(corpus),
            f"-max_total_time={seconds}", f"-artifact_prefix={FOLDER}/", "-max_len=4096",
            "-print_final_stats=1", "-verbosity=1",
        ],
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    count = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
    print(f"{name:10} {int(count[1]) if count else 0:>12,} executions", end="")  # noqa: T201
    print("" if done.returncode == 0 else f"  FAILED\n{done.stderr[-3000:]}")  # noqa: T201
    return done.returncode == 0


def _one(name: str, options: list[str]) -> int:
    try:
        import atheris
    except ImportError:
        print("make fuzz needs atheris: pip install atheris (Linux and macOS)", file=sys.stderr)  # noqa: T201
        return 2
    # Ours alone: what python-telegram-bot and Babel do inside leads nowhere new, and takes minutes.
    with atheris.instrument_imports(include=["bot", "handlers", "db"]):
        from tests.fuzz.parsers import PARSERS
    atheris.Setup([sys.argv[0], *options], PARSERS[name])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
