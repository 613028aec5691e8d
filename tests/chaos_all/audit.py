"""The verdict: what people did beside what reached them, by the stand-ins' books.

Facts of bookings (who has which seat, when it begins) are the platform's public tables; that their
people were told, and that their money is right, is read from what Telegram and Stripe wrote down.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

import asyncpg

from tests.chaos_all import books
from tests.chaos_all.hands import Tally
from tests.chaos_all.stage import Interruption
from tests.chaos_all.told import Told
from tests.chaos_money.audit import Verdict as Money

LOST, TWICE, ORDER = "tap lost", "tap handled twice", "user out of order"
NOTICE, DOUBLE, SEAT = "notice lost", "double booking", "seat leaked"
MONEY, STUCK, POLLS = "money difference", "conversation stuck", "two poll at once"
KINDS = (LOST, TWICE, ORDER, NOTICE, DOUBLE, SEAT, MONEY, STUCK, POLLS)
NAMES = (
    "taps lost", "taps handled twice", "users out of order", "notices and reminders lost",
    "double bookings", "seats leaked", "money differences", "conversations stuck",
    "polls in conflict",
)  # fmt: skip
_BEFORE = timedelta(seconds=1)


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be; `who` is what it hangs on."""

    kind: str
    who: str
    says: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.who} {self.says}"


@dataclass
class Verdict:
    """All findings."""

    findings: list[Finding] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind, by its name in the report."""
        found = Counter(each.kind for each in self.findings)
        return {name: found[kind] for name, kind in zip(NAMES, KINDS, strict=True)}


def of_words(chats: dict[int, books.Chat], broken: Sequence[Interruption]) -> Iterator[Finding]:
    """Each numbered word is answered, once, in order.

    A second copy is no fault where the bot cannot know that the first arrived: Telegram denied it
    or told too late, or the process, its connections or Postgres were interrupted in between.
    """
    for person, chat in chats.items():
        who = f"person {person}"
        for word in chat.words:
            copies = chat.answers.get(word, [])
            if not copies:
                yield Finding(LOST, who, f"had no answer to /w{word}")
            # One that the bot was not told of explains the next, whenever its answer was sent.
            ordered = sorted(copies, key=lambda copy: (copy.told, copy.since))
            for first, second in pairwise(ordered):
                if first.told and not _between(first, second, broken):
                    says = f"/w{word} was answered at {first.until} and again at {second.since}"
                    yield Finding(TWICE, who, says)
        firsts = [
            min(copy.place for copy in chat.answers[word])
            for word in chat.words
            if chat.answers.get(word)
        ]
        if firsts != sorted(firsts):
            yield Finding(ORDER, who, "had words answered in another order than they were said")
        for text in chat.texts:
            if "went wrong on our side" in text:
                yield Finding(LOST, who, f"was told: {text}")


def _between(first: books.Copy, second: books.Copy, broken: Sequence[Interruption]) -> bool:
    return any(
        each.since <= second.since and each.until >= first.since - _BEFORE for each in broken
    )


def of_acts(tally: Tally, said: Counter[int]) -> Iterator[Finding]:
    """What nobody answered while its person waited is lost, unless an answer came later."""
    for person, what, before in tally.unanswered:
        if said[person] <= before:
            yield Finding(LOST, f"person {person}", f"had no answer to {what!r}")
    for person, says in tally.stuck.items():
        yield Finding(STUCK, f"person {person}", says)


def of_notices(chats: dict[int, books.Chat], wanted: Sequence[Told]) -> Iterator[Finding]:
    """Of each notice there are as many as were due; the same words twice count once."""
    due: dict[tuple[int, str], list[Told]] = {}
    for each in wanted:
        due.setdefault((each.chat, each.pattern), []).append(each)
    for (person, pattern), all_of_them in due.items():
        texts = {text for text in chats[person].texts if re.search(pattern, text)}
        for missing in all_of_them[len(texts) :]:
            yield Finding(NOTICE, f"person {person}", f"was not told: {missing.what}")


_OVERLAPS = """
with live as (
    select b.id, b.learner_id, b.expert_id, b.slot_id, tstzrange(b.start_at, b.end_at) as at
      from public.bookings b where b.status in ('pending', 'confirmed', 'completed')
)
select 'learner ' || a.learner_id as who, a.id::text as one, b.id::text as other
  from live a join live b on a.learner_id = b.learner_id and a.id < b.id and a.at && b.at
union all
select 'expert ' || a.expert_id, a.id::text, b.id::text
  from live a join live b
    on a.expert_id = b.expert_id and a.slot_id <> b.slot_id and a.id < b.id and a.at && b.at
union all
select 'slot ' || s.id, count(*)::text, s.max_bookings::text
  from live a join public.bookable_slots s on s.id = a.slot_id
 group by s.id, s.max_bookings having count(*) > s.max_bookings
"""


async def of_offers(owner: asyncpg.Pool) -> list[Finding]:
    """Nobody has a session twice that they made once."""
    rows = await owner.fetch(
        "select expert_id, title, count(*) from public.sessions group by 1, 2 having count(*) > 1"
    )
    return [
        Finding(TWICE, f"expert {row['expert_id']}", f"has {row['count']} of {row['title']!r}")
        for row in rows
    ]


async def of_seats(owner: asyncpg.Pool) -> list[Finding]:
    """Nobody is in two places, and no slot has more people than seats."""
    rows = await owner.fetch(_OVERLAPS)
    return [Finding(DOUBLE, row["who"], f"{row['one']} beside {row['other']}") for row in rows]


def of_money(money: Money) -> Iterator[Finding]:
    """What Stripe's books say; a slot that counts wrongly is a seat that leaked."""
    for each in money.findings:
        leaked = each.booking.startswith("slot ")
        yield Finding(SEAT if leaked else MONEY, each.booking, f"{each.kind}: {each.says}")
