"""/earnings: what each month brought, in words and as a picture."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta

import asyncpg
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from bot.sandbox.telegram.pictures import size_of
from bot.telegram import transport
from bot.telegram.charts import Chart, _panel, draw
from bot.telegram.mechanism import Mechanism
from db.queries.earnings import Month, Unsure
from db.session import Database
from handlers import views_earnings
from tests.handlers.facts import speech
from tests.handlers.money import tell
from tests.handlers.phone import Phone, visible
from tests.handlers.test_bookings import confirmed, starts_in
from tests.handlers.test_payments import a_dispute
from tests.handlers.test_views import held_to_limits

PNG = "chart.png image/png "


@pytest.fixture
async def jonas(phones: Callable[..., Phone]) -> Phone:
    """The expert of the code review, reading Danish."""
    phone = phones(2002, language="da", name="Jonas")
    await phone.say("/start")
    return phone


def a_month(month: int, currency: str = "DKK", *, of: int = 45000, back: int = 0) -> Month:
    fee = (of - back) // 10
    return Month(date(2026, month, 1), currency, of, back, fee, of - back - fee)


async def test_who_has_earned_nothing_reads_so_and_gets_no_picture(jonas: Phone) -> None:
    assert "Du har ikke tjent noget endnu." in await jonas.say("/earnings")
    assert jonas.labels == ["Min kalender", "Min ekspertprofil"]
    assert jonas.api.made("sendPhoto") == []


async def test_what_came_in_and_went_back_is_told_with_a_picture(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await confirmed(ann, bot, db, owner)
    await owner.execute("update public.bookings set refund_due = 5000")
    await owner.execute("insert into app.booking_fees values ($1, 1000)", booking)
    await tell(db, bot, booking, "refund")
    text = await jonas.say("/earnings")
    assert "250 kr. betalt · 50 kr. sendt tilbage · 20 kr. i gebyr" in text
    assert ": 180 kr." in text
    (sent,) = jonas.api.made("sendPhoto")
    assert sent["chat_id"] == jonas.id
    assert sent["caption"] == "Din indtjening, måned for måned"
    assert sent["photo"].startswith(PNG)


async def test_what_is_not_sure_yet_is_told_from_what_was_earned(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    booking = await confirmed(ann, bot, db, owner)
    await owner.execute("insert into app.booking_fees values ($1, 1000)", booking)
    ahead, disputed = "Heraf 225 kr. for kommende", "Heraf 225 kr. i en åben"
    assert ahead in await jonas.say("/earnings")
    await a_dispute(owner, booking)
    assert disputed not in await jonas.say("/earnings"), "it is told once"
    await starts_in(owner, booking, timedelta(hours=-2))
    await tell(db, bot, booking, "complete")
    text = await jonas.say("/earnings")
    assert disputed in text
    assert ahead not in text
    await a_dispute(owner, booking, "won")
    assert "Heraf" not in await jonas.say("/earnings")


async def test_it_is_a_tap_from_the_profile_and_back(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection
) -> None:
    await confirmed(ann, bot, db, owner)
    await jonas.say("/expert")
    shown = len(jonas.texts)
    assert "250 kr. betalt" in await jonas.tap("Min indtjening")
    assert "ekspertprofil" in await jonas.tap("Min ekspertprofil")
    assert len(jonas.texts) == shown, "the text stays one message, the picture is another"
    assert len(jonas.api.made("sendPhoto")) == 1


async def test_the_picture_is_drawn_beside_the_loop_and_after_the_transaction(
    ann: Phone, jonas: Phone, bot: Mechanism, db: Database, owner: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    await confirmed(ann, bot, db, owner)
    drawn: list[tuple[threading.Thread, str]] = []

    def noting(chart: Chart) -> bytes:
        drawn.append((threading.current_thread(), chart.caption))
        return b"\x89PNG"

    monkeypatch.setattr(transport, "draw", noting)
    await jonas.say("/earnings")
    ((thread, _),) = drawn
    assert thread is not threading.main_thread()
    kept = await owner.fetchval(
        "select payload from app.outbox where payload ->> 'method' = 'sendPhoto'"
    )
    assert "document" not in kept, "what waits is what is to be drawn"


async def test_whoever_is_no_expert_is_told_so(ann: Phone) -> None:
    await ann.say("/start")
    assert "That is for experts." in await ann.say("/earnings")


def test_a_year_in_three_currencies_keeps_to_the_limits() -> None:
    found = [
        a_month(month, currency, of=9_999_999, back=1_234_567)
        for month in range(12, 0, -1)
        for currency in ("DKK", "EUR", "USD")
    ]
    # Nobody changes their currency while there are bookings in it.
    unsure = [Unsure("DKK", 9_999_999, 9_999_999)]
    for language in ("en", "da"):
        held_to_limits(views_earnings.earnings(speech(language), found, unsure))


def test_what_there_was_none_of_is_left_out_and_what_came_back_says_so() -> None:
    found = [a_month(11, of=0, back=45000), a_month(10), a_month(9, of=0, back=-5000)]
    said = visible(views_earnings.earnings(speech(), found, []).text)
    assert "November 2026: −405 kr.\n450 kr. returned · 45 kr. of the fee back\n" in said
    assert "October 2026: 405 kr.\n450 kr. charged · 45 kr. fee\n" in said
    assert "September 2026: 45 kr.\n50 kr. of refunds sent back by the bank · 5 kr. fee\n" in said
    assert "Together: 45 kr.\n450 kr. charged · 400 kr. returned · 5 kr. fee\n" in said
    one = visible(views_earnings.earnings(speech(), found[:1], []).text)
    assert "Together" not in one


@pytest.mark.parametrize(
    "found",
    [
        [a_month(11)],
        [a_month(month, back=month * 1000) for month in range(12, 0, -1)],
        [a_month(11), a_month(11, "EUR"), a_month(10, of=0, back=100)],
        [a_month(11, of=0, back=100)],
        [a_month(11, of=0, back=-100)],
        [a_month(11, of=100, back=100)],
    ],
    ids=["one month", "a year", "two currencies", "only returned", "only bounced", "nothing left"],
)
def test_every_picture_can_be_drawn(found: list[Month]) -> None:
    chart = views_earnings.chart(speech("da"), found)
    assert Chart.from_json(chart.as_json()) == chart
    size = size_of(draw(chart))
    assert size is not None
    assert size[0] == 1200
    assert 500 < size[1] < 1300


def test_what_went_back_beyond_what_came_in_hangs_below_the_line_with_its_number() -> None:
    found = [a_month(11, of=20000, back=65000), a_month(10)]
    chart = views_earnings.chart(speech(), found)
    assert chart.below == "More returned than charged"
    axes = Figure().subplots()
    _panel(axes, chart.panels[0])
    said = {text.get_text(): text for text in axes.texts if isinstance(text, Annotation)}
    assert said["−450"].xy[1] == -45000
    assert said["−450"].get_position()[1] < 0, "under the end of the bar"
    assert said["−650"].xy[1] == 20000
    assert said["450"].xy[1] == 45000
    assert axes.get_ylim()[0] < -45000, "and there is room for it"


def test_a_picture_that_waited_since_before_has_no_words_for_below_the_line() -> None:
    chart = views_earnings.chart(speech(), [a_month(11)])
    wire = chart.as_json()
    del wire["below"]
    assert draw(Chart.from_json(wire))


def test_the_picture_shows_months_from_the_oldest_on_and_each_currency_by_itself() -> None:
    found = [a_month(11, back=45500), a_month(11, "EUR"), a_month(10)]
    kroner, euros = views_earnings.chart(speech(), found).panels
    assert [bar.label for bar in kroner.bars] == ["Oct\n2026", "Nov\n2026"]
    assert [(bar.said_kept, bar.said_returned) for bar in kroner.bars] == [
        ("450", ""),
        ("−5", "−455"),
    ]
    assert (euros.title, len(euros.bars)) == ("€ (EUR)", 1)
