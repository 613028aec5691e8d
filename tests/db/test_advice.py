"""The database goes against none of the usual advice, but where it says why."""

from __future__ import annotations

import asyncpg
import pytest

from tests.db.advice import BASE, RULES, Rule


async def against(owner: asyncpg.Connection, rule: Rule) -> set[str]:
    return {row["name"] for row in await owner.fetch(BASE + rule.query)}


@pytest.mark.parametrize("says", RULES)
async def test_nothing_goes_against_a_rule_but_what_is_excused_and_what_is_planted_is_found(
    owner: asyncpg.Connection, says: str
) -> None:
    rule = RULES[says]
    found, excused = await against(owner, rule), set(rule.excused)
    assert found - excused == set(), f"{says}: mend it, or excuse it in advice.py and say why"
    assert excused - found == set(), f"{says}: this is no longer so, and needs no excuse"
    planted = owner.transaction()
    await planted.start()
    await owner.execute(rule.plant)
    assert await against(owner, rule) - found == {rule.found}
    await planted.rollback()
