"""Other servers to run the tests against: Debian's Postgres, and PgBouncer before any.

`TEST_POSTGRES` names a folder of Postgres programs (/usr/lib/postgresql/15/bin) to start a cluster
with; `TEST_POOLER` a PgBouncer to put before it, pooling by transaction, for the bot's login alone
(the owner migrates past it, as a deployment does). `TEST_PLATFORM=supabase` says that the database
is one that Supabase has made. `make test-elsewhere` has all three.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

POOLED = bool(os.environ.get("TEST_POOLER"))
"""Whether the bot's connections go through a transaction pooler."""
SUPABASE = os.environ.get("TEST_PLATFORM") == "supabase"
"""Whether the database is one that Supabase has made (tests/supabase.sql)."""
SETTINGS = {"POOLER": "true"} if POOLED else {}
"""What a bot's environment says more there."""
_PATIENCE = 30.0  # seconds
_PORT = 6432
_OWNER = "postgres"


@contextlib.contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """A new cluster of those programs, as the owner's address; stopped and removed at the end.

    Run as root, it belongs to the user postgres, as Postgres refuses to run as root.
    """
    with tempfile.TemporaryDirectory(prefix="tl-pg-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        data = folder / "data"
        _given(folder, _user())
        _as_owner(programs / "initdb", "-D", data, "-U", _OWNER, "-A", "trust", "-E", "UTF8")
        (data / "postgresql.auto.conf").write_text(
            f"unix_socket_directories = '{folder}'\nlisten_addresses = ''\nmax_connections = 300\n"
        )
        _as_owner(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "start")
        try:
            yield f"postgresql://{_OWNER}@/postgres?host={quote(str(folder), safe='')}"
        finally:
            _as_owner(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


@contextlib.contextmanager
def pooler(program: str, server: str, login: str) -> Iterator[str]:
    """A PgBouncer before `server`, for one login and any database, as that login's address."""
    parts = urlsplit(server)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    user = _user(host)
    with tempfile.TemporaryDirectory(prefix="tl-pool-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        (folder / "users").write_text(f'"{login}" "{login}"\n')
        (folder / "ini").write_text(
            f"""[databases]
* = host={host} port={parts.port or 5432}
[pgbouncer]
unix_socket_dir = {folder}
listen_port = {_PORT}
auth_type = trust
auth_file = {folder / "users"}
pool_mode = transaction
default_pool_size = 8
reserve_pool_size = 0
max_client_conn = 1000
logfile = {folder / "log"}
pidfile = {folder / "pid"}
"""
        )
        _given(folder, user)
        running = subprocess.Popen(
            [program, "-q", str(folder / "ini")], user=user, stderr=subprocess.DEVNULL
        )
        try:
            _wait_for(folder / f".s.PGSQL.{_PORT}")
            query = f"host={quote(str(folder), safe='')}&port={_PORT}"
            yield urlunsplit(("postgresql", f"{login}@", "/postgres", query, ""))
        finally:
            running.terminate()
            running.wait()


def _user(socket: str = "") -> str | None:
    """As root: whom a folder with a socket belongs to, who alone may reach it; else postgres."""
    if os.geteuid() != 0:
        return None
    return Path(socket).owner() if socket.startswith("/") else _OWNER


def _given(folder: Path, user: str | None) -> None:
    """Make all of a folder the server's own."""
    folder.chmod(0o755)
    if user:
        subprocess.run(["chown", "-R", user, str(folder)], check=True)


def _as_owner(*command: str | Path) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        user=_user(), cwd="/", check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr.strip()}")


def _wait_for(path: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not path.exists():
        if time.monotonic() > until:
            raise TimeoutError(f"{path.name} did not come up")
        time.sleep(0.05)
