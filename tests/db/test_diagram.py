"""docs/booking-states.md is drawn from the table that the database itself goes by."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import asyncpg

PAGE = Path(__file__).parents[2] / "docs" / "booking-states.md"
HEAD = """\
# A booking's life

Drawn from the table `app.transitions` (`db/sql/data/transitions.sql`); `make docs` draws it again,
a test compares. A state is `status/payment`. A price of "both" means free sessions too; *settle*
means that Stripe is brought to what the booking now wants.

"""


def page(rows: list[Any]) -> str:
    """The page: a state diagram, and under it the table with everything that follows."""
    edges: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        edges.setdefault((_state(row, "from"), _state(row, "to")), [])
        if row["event"] not in edges[_state(row, "from"), _state(row, "to")]:
            edges[_state(row, "from"), _state(row, "to")].append(row["event"])
    drawn = [
        f"    {_node(start)} --> {_node(end)}: {', '.join(events)}"
        for (start, end), events in edges.items()
        if start != end
    ]
    names = sorted({state for edge in edges for state in edge} - {"[*]"})
    aliases = [f'    state "{name}" as {_node(name)}' for name in names]
    lines = ["```mermaid", "stateDiagram-v2", *aliases, *drawn, "```", "", *_table(rows)]
    return HEAD + "\n".join(lines) + "\n"


def _table(rows: list[Any]) -> list[str]:
    lines = [
        "| event | by | price | from | to | seat | money | learner hears | expert hears |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        price = {None: "both", True: "free", False: "paid"}[row["free"]]
        cells = (
            row["event"],
            row["actor"],
            price,
            _state(row, "from").replace("[*]", "–"),
            _state(row, "to"),
            "freed" if row["frees_seat"] else "",
            "settle" if row["asks_settle"] else "",
            row["learner_notice"] or "",
            row["expert_notice"] or "",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _state(row: Any, end: str) -> str:
    status = row[f"{end}_status"]
    return "[*]" if status is None else f"{status}/{row[f'{end}_payment']}"


def _node(state: str) -> str:
    return state if state == "[*]" else state.replace("/", "_")


async def test_the_diagram_in_the_docs_is_the_table_in_the_database(
    owner: asyncpg.Connection,
) -> None:
    rows = await owner.fetch(
        "select * from app.transitions order by from_status nulls first, from_payment, event, free"
    )
    drawn = page(rows)
    if os.environ.get("TUTORLINE_WRITE_DOCS"):
        PAGE.write_text(drawn, "utf-8")
    assert PAGE.read_text("utf-8") == drawn, "run: make docs"
