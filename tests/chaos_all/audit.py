"""The verdict: what people did beside what reached them, by the stand-ins' books.

Facts of bookings (who has which seat, when it begins) are the platform's public tables; that their
people were told, and that their money is right, is read from what Telegram and Stripe wrote down.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

import asyncpg

from tests.chaos_all import books
from tests.chaos_all.hands import Tally
from tests.chaos_all.stage import Interruption
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


@dataclass(frozen=True)
class Told:
    """A notice that somebody must have got: in whose chat, and how it reads."""

    chat: int
    pattern: str
    what: str


def of_notices(chats: dict[int, books.Chat], wanted: Sequence[Told]) -> Iterator[Finding]:
    """Of each notice there are as many as were due; the same words twice count once."""
    due: dict[tuple[int, str], list[Told]] = {}
    for each in wanted:
        due.setdefault((each.chat, each.pattern), []).append(each)
    for (person, pattern), all_of_them in due.items():
        texts = {text for text in chats[person].texts if re.search(pattern, text)}
        for missing in all_of_them[len(texts) :]:
            yield Finding(NOTICE, f"person {person}", f"was not told: {missing.what}")


async def notices(owner: asyncpg.Pool, rests: Sequence[datetime]) -> list[Told]:
    """What people must have been told of, by the bookings' histories.

    `rests` are the times of the domain at which all that was due had been taken up: a reminder
    counts where one of them lies after its time and before the next reminder's, or the start.
    """
    wanted: list[Told] = []
    for row in await owner.fetch(_HISTORY):
        learner, expert = row["learner_name"], row["expert_name"]
        about = f"All about {expert} with {learner}"
        if row["asked"]:
            wanted.append(Told(row["expert"], rf"New request from {learner}\b", "a request"))
        if row["accepted"]:
            wanted.append(Told(row["learner"], rf"\b{expert} accepted", "that it is accepted"))
        if row["declined"]:
            wanted.append(Told(row["learner"], rf"\b{expert} can't make", "that it is declined"))
        if row["cancelled_by_learner"]:
            wanted.append(Told(row["expert"], rf"\b{learner} cancelled", "a cancellation"))
        if row["completed"]:
            wanted.append(
                Told(row["learner"], rf"That was All about {expert}\b", "that it is over")
            )
            wanted.append(Told(row["expert"], f"{about} is done", "that it is done"))
        for before, start, end in ((24, ": ", r" \(60 min\)"), (1, "In 1 hour, at .*: ", r"\b")):
            if _reminded(row, timedelta(hours=before), rests):
                said = f"{start}All about {expert} with"
                wanted.append(Told(row["learner"], f"{said} {expert}{end}", f"{before} h ahead"))
                if row["alone"]:  # of a group its expert is reminded once, with everybody's name
                    wanted.append(
                        Told(row["expert"], f"{said} {learner}{end}", f"{before} h ahead")
                    )
    return wanted


def _reminded(row: asyncpg.Record, before: timedelta, rests: Sequence[datetime]) -> bool:
    if row["charged_at"] is None:
        return False
    due = row["start_at"] - before
    last = row["start_at"] - (timedelta(hours=1) if before > timedelta(hours=1) else timedelta())
    last = min(last, row["over_at"] or last)
    return row["charged_at"] < due and any(due <= each < last for each in rests)


_HISTORY = """
select b.id, b.start_at, s.max_bookings = 1 as alone,
       l.telegram_id as learner, e.telegram_id as expert,
       lp.display_name as learner_name, ep.display_name as expert_name,
       exists (select from h where h.booking_id = b.id and h.event = 'authorize') as asked,
       exists (select from h where h.booking_id = b.id
                and (h.to_status, h.to_payment) = ('confirmed', 'captured')) as accepted,
       exists (select from h where h.booking_id = b.id and h.event = 'decline') as declined,
       exists (select from h where h.booking_id = b.id and h.event = 'complete') as completed,
       exists (select from h where h.booking_id = b.id and h.event = 'learner_cancel')
           as cancelled_by_learner,
       (select min(h.at) from h where h.booking_id = b.id
           and (h.to_status, h.to_payment) = ('confirmed', 'captured')) as charged_at,
       (select min(h.at) from h where h.booking_id = b.id and h.to_status = 'cancelled') as over_at
  from public.bookings b
  join public.bookable_slots s on s.id = b.slot_id
  join public.learner_profiles lr on lr.id = b.learner_id
  join public.user_profiles lp on lp.id = lr.user_profile_id
  join app.telegram_accounts l on l.user_id = lp.user_id
  join public.expert_profiles er on er.id = b.expert_id
  join public.user_profiles ep on ep.id = er.user_profile_id
  join app.telegram_accounts e on e.user_id = ep.user_id
""".replace("from h where", "from app.booking_events h where")

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


async def of_seats(owner: asyncpg.Pool) -> list[Finding]:
    """Nobody is in two places, and no slot has more people than seats."""
    rows = await owner.fetch(_OVERLAPS)
    return [Finding(DOUBLE, row["who"], f"{row['one']} beside {row['other']}") for row in rows]


def of_money(money: Money) -> Iterator[Finding]:
    """What Stripe's books say; a slot that counts wrongly is a seat that leaked."""
    for each in money.findings:
        leaked = each.booking.startswith("slot ")
        yield Finding(SEAT if leaked else MONEY, each.booking, f"{each.kind}: {each.says}")
