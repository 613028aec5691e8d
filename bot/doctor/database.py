"""The database: reached, migrated, with the rights it should have, and of one mind with us."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.exc import SQLAlchemyError

from bot.config import Settings
from bot.doctor.finding import Finding
from db.pooler import shares_backends
from db.queries import health
from db.revision import fingerprint, known, standing
from db.session import Database, Transaction

APART = timedelta(seconds=5)
"""How far this machine's clock and the database's may be apart."""
_NAMED = 3

TROUBLE = (SQLAlchemyError, OSError, TimeoutError)


async def all_of_it(settings: Settings) -> list[Finding]:
    """Everything about the database; what can't be looked at without it is left out."""
    try:
        shared = await shares_backends(settings.database_url)
    except TROUBLE:
        return [await reached(settings)]
    fitting = settings.model_copy(update={"pooler": settings.pooler or shared})
    found = await reached(fitting)
    if not found.well:
        return [found]
    return [found, pooler(settings, shared), *[await _looked(fitting, look) for look in _LOOKS]]


async def reached(settings: Settings) -> Finding:
    """Whether the bot's login gets there, and finds tables and functions that it may use."""
    db = Database.connect(settings.database_url, pooler=settings.pooler, size=1)
    try:
        async with db.begin() as tx:
            version = await tx.scalar("show server_version")
            await tx.first("select at, what from app.next_due()")
    except TROUBLE as error:
        return Finding(
            "database",
            False,
            f"DATABASE_URL does not lead to a database that the bot can use ({_kind(error)})."
            " Is it right, and has `python main.py migrate` been run?",
        )
    finally:
        await db.close()
    return Finding("database", True, f"Postgres {version}, migrated, and the bot may act")


def pooler(settings: Settings, shared: bool) -> Finding:
    """Whether POOLER says what two connections at once have shown."""
    if shared and not settings.pooler:
        says = "DATABASE_URL leads through a transaction pooler: set POOLER=true, or prepared"
        return Finding("pooler", False, f"{says} statements will be missing now and then")
    if shared:
        return Finding("pooler", True, "a transaction pooler, and POOLER is set")
    spare = "; POOLER is set and costs a little time" if settings.pooler else ""
    return Finding("pooler", True, f"each connection keeps its server process{spare}")


async def migrations(tx: Transaction) -> Finding:
    """Whether the tables and the rules are this version's."""
    at, rules = await health.revision(tx)
    stands = standing(at)
    if stands == "behind":
        says = f"the tables are at {at}, this version's at {known()[0]}: run `main.py migrate`"
        return Finding("migrations", False, says)
    if stands == "ahead":
        says = f"a later version has migrated (to {at}): update this program"
        return Finding("migrations", False, says)
    if rules != fingerprint():
        says = f"the tables are at {at}, the rules another version's: run `main.py migrate`"
        return Finding("migrations", False, says)
    return Finding("migrations", True, f"tables at {at}, rules of this version")


async def rights(tx: Transaction) -> Finding:
    """Whether the bot's login has what it needs, and no more."""
    login = await health.login(tx)
    if login.above_all:
        says = f"{login.name} is above row level security: name a login of the bot's own in"
        return Finding("rights", False, f"{says} DATABASE_URL, and `main.py migrate` makes it")
    if login.lacks:
        says = f"{login.name} is no member of {', '.join(login.lacks)}: run `main.py migrate`"
        return Finding("rights", False, says)
    if login.owns:
        says = f"{login.name} owns the tables; a login that owns nothing would be safer"
        return Finding("rights", True, says)
    return Finding("rights", True, f"{login.name} owns nothing and acts as who it serves")


async def clock(tx: Transaction) -> Finding:
    """Whether both clocks show the same."""
    before = datetime.now(UTC)
    theirs = await health.clock(tx)
    return compared(theirs - (before + (datetime.now(UTC) - before) / 2))


def compared(ahead: timedelta) -> Finding:
    """What it means that the database's clock is this much ahead of ours."""
    seconds = abs(ahead.total_seconds())
    if abs(ahead) <= APART:
        return Finding("clock", True, f"{seconds:.1f} s from the database's")
    which = "behind" if ahead > timedelta() else "ahead of"
    says = f"this machine's is {seconds:.0f} s {which} the database's: let both follow NTP"
    return Finding("clock", False, says)


async def zones(tx: Transaction) -> Finding:
    """Whether Postgres and Python read wall times alike, now and in half a year."""
    noons = [tx.now.replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=None)]
    noons.append(noons[0] + timedelta(days=183))
    theirs = await health.zones(tx, noons)
    return agreed(
        {name for name, noon, instant in theirs if not alike(name, noon, instant)},
        len({name for name, _, _ in theirs}),
    )


def agreed(different: Iterable[str], count: int) -> Finding:
    """What it means that these of so many zones are read differently."""
    names = sorted(different)
    if not count:
        return Finding("zones", False, "no time zone is known: run `main.py migrate`")
    if not names:
        return Finding("zones", True, f"{count}, read alike by the database and by this program")
    some = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
    says = f"the database and this program differ about {len(names)} ({some}): update Postgres'"
    return Finding("zones", False, f"{says} time zones, or the package tzdata here")


def alike(name: str, noon: datetime, instant: datetime) -> bool:
    """Whether Python takes this wall time in this zone for that instant too."""
    try:
        return noon.replace(tzinfo=ZoneInfo(name)) == instant
    except ZoneInfoNotFoundError:
        return False


async def _looked(settings: Settings, look: Callable[[Transaction], Awaitable[Finding]]) -> Finding:
    db = Database.connect(settings.database_url, pooler=settings.pooler, size=1)
    try:
        async with db.begin() as tx:
            return await look(tx)
    except TROUBLE as error:
        says = f"can't be looked at ({_kind(error)}): run `main.py migrate`"
        return Finding(look.__name__, False, says)
    finally:
        await db.close()


def _kind(error: BaseException) -> str:
    """The innermost name of what went wrong: the driver's own error says more than its wrapper."""
    cause = getattr(error, "orig", None) or error
    return type(cause.__cause__ or cause).__name__


_LOOKS = (migrations, rights, clock, zones)
