"""Where a database's tables stand beside the revisions that this program knows."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Literal

from alembic.script import ScriptDirectory

Standing = Literal["current", "behind", "ahead"]
"""`ahead`: a later version has migrated; this one may go on beside it (see docs/deploy.md)."""


@lru_cache(maxsize=1)
def known() -> tuple[str, ...]:
    """Every revision of ours, newest first."""
    scripts = ScriptDirectory(str(Path(__file__).parent / "migrations"))
    return tuple(script.revision for script in scripts.walk_revisions())


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """A digest of every file in db/sql: which rules these are."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "sql").rglob("*.sql")):
        digest.update(path.read_bytes())
    return f"rules {digest.hexdigest()[:16]}"


def standing(revision: str | None) -> Standing:
    """How the revision that a database is at compares with ours; None: it has no tables."""
    if revision == known()[0]:
        return "current"
    return "behind" if revision is None or revision in known() else "ahead"
