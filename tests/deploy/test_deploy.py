"""What the files for operators name exists: settings, commands, paths, metrics."""

from __future__ import annotations

import asyncio
import configparser
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot import metrics
from bot.config import Settings
from bot.web.probe import lives
from bot.web.server import Doors, build_web
from main import _parser

ROOT = Path(__file__).parents[2]
SETTINGS = {name.upper() for name in Settings.model_fields}
PYTHONS_OWN = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "MPLCONFIGDIR"}


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def commands() -> set[str]:
    [subparsers] = [each for each in _parser()._actions if each.dest == "==SUPPRESS=="]
    return set(subparsers.choices or ())


def shown() -> dict[str, set[str]]:
    """Every series that a scrape may bring, with its labels."""
    found: dict[str, set[str]] = {}
    for collector in metrics.REGISTRY._collector_to_names:
        labels = {*getattr(collector, "_labelnames", ()), "le"}
        for name in metrics.REGISTRY._collector_to_names[collector]:
            found[name] = labels
    # What the library shows of the process says its names only when it is asked.
    for family in metrics.REGISTRY.collect():
        for sample in family.samples:
            found.setdefault(sample.name, set(sample.labels))
    return found


def queries() -> list[str]:
    return [
        target["expr"]
        for panel in json.loads(text("deploy/grafana.json"))["panels"]
        for target in panel["targets"]
    ]


def test_every_metric_of_the_dashboard_exists_with_the_labels_that_it_is_asked_by() -> None:
    series = shown()
    for query in queries():
        named = re.findall(r"\b(?:tutorline|process)_\w+", query)
        assert named, query
        for name in named:
            assert name in series, name
        ours = {label for name in named for label in series[name]} | {"instance"}
        for asked in re.findall(r"(?:by|on) \(([^)]*)\)", query):
            assert {each.strip() for each in asked.split(",")} <= ours, query
        assert set(re.findall(r"[{,](\w+)!?=", query)) <= ours, query


def test_every_metric_of_ours_is_on_the_dashboard() -> None:
    asked = " ".join(queries())
    ours = {
        collector._name  # type: ignore[attr-defined]
        for collector in metrics.REGISTRY._collector_to_names
        if hasattr(collector, "_labelnames")
    }
    assert {name for name in ours if name not in asked} == set()


def instructions() -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n\s*", " ", text("Dockerfile"))
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def test_the_image_runs_as_nobody_in_particular_and_needs_no_shell() -> None:
    made = instructions()
    [user] = [rest for name, rest in made if name == "USER"]
    assert int(user.split(":")[0]) >= 1000
    assert made.index(("USER", user)) > max(n for n, (name, _) in enumerate(made) if name == "FROM")
    for name, rest in made:
        if name in ("RUN", "CMD", "ENTRYPOINT"):
            assert isinstance(json.loads(rest), list), rest
    [health] = [rest for name, rest in made if name == "HEALTHCHECK"]
    assert json.loads(health.partition("CMD ")[2]) == ["python", "-m", "bot.web.probe"]


def test_the_image_starts_a_command_that_there_is_with_settings_that_there_are() -> None:
    made = dict(instructions())
    assert json.loads(made["ENTRYPOINT"]) == ["python", "main.py"]
    assert set(json.loads(made["CMD"])) <= commands()
    named = re.findall(r"\b([A-Z_]{3,})=", " ".join(r for n, r in instructions() if n == "ENV"))
    assert {name for name in named if not name.startswith("PIP_")} <= SETTINGS | PYTHONS_OWN


def kept() -> Iterator[str]:
    """What .dockerignore lets into the image, as it stands there: '!' after '*'."""
    for line in text(".dockerignore").splitlines():
        if line.startswith("!"):
            yield line[1:]


def test_what_is_in_the_image_is_all_that_a_bot_needs(tmp_path: Path) -> None:
    copied = set(kept())
    for name, rest in instructions():
        if name == "COPY" and "--from" not in rest and not rest.startswith(". "):
            assert set(rest.split()[:-1]) <= copied
    for name in copied:
        source = ROOT / name
        if source.is_dir():
            left_out = shutil.ignore_patterns("__pycache__", "sandbox")
            shutil.copytree(source, tmp_path / name, ignore=left_out)
        else:
            shutil.copy(source, tmp_path / name)
    for words in (["-c", "import bot.app, bot.audit, bot.doctor, bot.web.probe, db.seed"],
                  ["main.py", "run", "--help"]):  # fmt: skip
        ran = subprocess.run(
            [sys.executable, *words], cwd=tmp_path, env={}, capture_output=True, check=False
        )
        assert ran.returncode == 0, ran.stderr.decode()


def test_nothing_of_the_history_the_data_or_the_secrets_is_in_the_image() -> None:
    lines = text(".dockerignore").splitlines()
    assert next(line for line in lines if not line.startswith(("#", "!"))) == "*"
    assert not {".git", ".sandbox", ".env", "tests", "deploy"} & set(kept())


def test_the_composition_sets_settings_that_there_are_from_words_in_its_example() -> None:
    compose = text("compose.yaml")
    example = set(re.findall(r"^([A-Z_]+)=", text("deploy/env.example"), re.MULTILINE))
    assert set(re.findall(r"\$\{([A-Z_]+)", compose)) == example
    services = re.split(r"^  (?=\w+:$)", compose, flags=re.MULTILINE)
    named = {
        part.split(":")[0]: set(re.findall(r"^      ([A-Z_]+): ", part, re.MULTILINE))
        for part in services
    }
    assert named["bot"] <= SETTINGS
    assert named["migrate"] <= SETTINGS
    assert {"TELEGRAM_WEBHOOK_SECRET", "STRIPE_WEBHOOK_SECRET", "PUBLIC_URL"} <= named["bot"]
    assert set(re.findall(r"command: \[(\w+)\]", compose)) <= commands()
    for path in re.findall(r"- \./([\w./]+):", compose):
        assert (ROOT / path).is_file(), path


def test_the_composition_is_one_to_docker_too() -> None:
    docker = shutil.which("docker")
    asked = [str(docker), "compose", "version"]
    if docker is None or subprocess.run(asked, capture_output=True, check=False).returncode:
        pytest.skip("no docker compose on this machine")
    names = re.findall(r"^([A-Z_]+)=", text("deploy/env.example"), re.MULTILINE)
    environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", **dict.fromkeys(names, "x")}
    ran = subprocess.run(
        [docker, "compose", "-f", str(ROOT / "compose.yaml"), "config", "--quiet"],
        env=environment, capture_output=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr.decode()


async def _nothing(*_: object) -> dict[str, object]:
    return {}


def test_the_proxy_lets_the_world_to_what_it_needs_and_to_nothing_else() -> None:
    [paths] = re.findall(r"@world path (.*)", text("deploy/Caddyfile"))
    doors = Doors(
        stripe_event=_nothing, ready=_nothing, chat_url=str,  # type: ignore[arg-type]
        telegram_update=_nothing, telegram_secret="word",
    )  # fmt: skip
    routes = {str(route.resource.canonical) for route in build_web(doors).router.routes()
              if route.resource}  # fmt: skip
    assert set(paths.split()) == {"/webhooks/telegram", "/webhooks/stripe", "/return"}
    assert set(paths.split()) <= routes


def unit() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(strict=False, interpolation=None, comment_prefixes="#")
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text("deploy/tutorline.service"))
    return parser["Service"]


def test_the_service_starts_a_command_that_there_is_and_does_not_repeat_a_wrong_setting() -> None:
    service = unit()
    python, program, command = service["ExecStart"].split()
    assert python.startswith(service["WorkingDirectory"])
    assert (ROOT / program).is_file()
    assert command in commands()
    assert service["RestartPreventExitStatus"] == "2"
    named = {each.split("=")[0] for each in service["Environment"].split()}
    assert named <= SETTINGS | PYTHONS_OWN


def test_systemd_takes_the_service_as_it_is(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd on this machine")
    # Everything but the path of an installation that is not here.
    there = re.sub(r"/opt/\S*/python", sys.executable, text("deploy/tutorline.service"))
    copy = tmp_path / "tutorline.service"
    copy.write_text(there)
    ran = subprocess.run(
        [program, "verify", "--man=no", str(copy)], capture_output=True, check=False
    )
    assert (ran.returncode, ran.stderr.decode()) == (0, "")


def test_the_files_and_commands_that_the_page_names_exist() -> None:
    page = text("docs/deploy.md")
    for path in re.findall(
        r"\b(?:deploy|docs)/[\w.-]+\.\w+|\b(?:Dockerfile|compose\.yaml)\b", page
    ):
        assert (ROOT / path).is_file(), path
    assert set(re.findall(r"main\.py ([a-z]+)", page)) <= commands()
    named = set(re.findall(r"`([A-Z]+_[A-Z_]+)[=`]", page)) | set(
        re.findall(r"^([A-Z]+_[A-Z_]+)=", page, re.MULTILINE)
    )
    example = set(re.findall(r"^([A-Z_]+)=", text("deploy/env.example"), re.MULTILINE))
    assert named <= SETTINGS | example


async def test_the_probe_tells_a_bot_that_lives_from_none() -> None:
    doors = Doors(stripe_event=_nothing, ready=_nothing, chat_url=str)  # type: ignore[arg-type]
    server = TestServer(build_web(doors))
    await server.start_server()
    port = int(server.port or 0)
    assert await asyncio.to_thread(lives, port)
    await server.close()
    assert not await asyncio.to_thread(lives, port)
