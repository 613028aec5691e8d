"""From /expert to verified, and what an expert changes later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from bot.domain.ids import ExpertId
from bot.services import administration
from bot.telegram.mechanism import Mechanism
from db.session import Database
from handlers.callbacks_teaching import Apply, ApplyStep, MakeRooms, PickCurrency, Verify
from tests.handlers.conftest import ADMIN
from tests.handlers.phone import Phone
from tests.handlers.test_book import book
from tests.telegram.conftest import until


@pytest.fixture
async def ada(phones: Callable[..., Phone]) -> Phone:
    """The admin, who has started the bot."""
    phone = phones(ADMIN, name="Ada")
    await phone.say("/start")
    await phone.tap("London")
    return phone


@pytest.fixture
def clara(phones: Callable[..., Phone]) -> Phone:
    """Somebody who wants to teach."""
    return phones(1010, name="Clara")


async def apply(phone: Phone, *, rate: str = "450 kr") -> None:
    await phone.say("/expert")
    await phone.say("Ten years of <b>Rust</b> & coffee.")
    await phone.say("Rust, systems programming, rust")
    await phone.say(rate)
    await phone.tap("A room for each session")
    await phone.tap("Send the application")


def menu(phone: Phone) -> list[str]:
    """The commands of this chat's own menu, as last published."""
    told: list[dict[str, Any]] = [
        params
        for method, params in phone.api.calls
        if method == "setMyCommands" and params.get("scope", {}).get("chat_id") == phone.id
    ]
    return [each["command"] for each in told[-1]["commands"]] if told else []


async def expert_id(owner: asyncpg.Connection) -> UUID:
    found: UUID = await owner.fetchval(
        "select id from public.expert_profiles order by created_at desc limit 1"
    )
    return found


async def test_one_question_at_a_time_to_the_application_and_the_answer(
    clara: Phone, ada: Phone, owner: asyncpg.Connection
) -> None:
    assert "What do you teach" in await clara.say("/expert")
    assert "Which topics?" in await clara.say("Ten years of <b>Rust</b> & coffee.")
    assert "What do you take an hour" in await clara.say("Rust, systems programming, rust")
    assert "Where do you meet?" in await clara.say("450 kr")
    assert "This is what an admin will see." in await clara.say("meet.example/clara")
    assert "https://meet.example/clara" in clara.text
    assert "450 kr. an hour" in clara.text
    assert "Thank you." in await clara.tap("Send the application")
    assert {"newsession", "sessions", "availability"} <= set(menu(clara))

    assert "Clara wants to offer sessions: Rust, Systems programming · 450 kr. an hour" in ada.text
    assert "Ten years of <b>Rust</b> & coffee." in ada.text
    assert "Clara is verified and was told" in await ada.tap("Verify")
    assert "You are verified." in clara.text
    assert await owner.fetchval("select role from user_profiles where display_name = 'Clara'")
    row = await owner.fetchrow("select * from expert_profiles order by created_at desc limit 1")
    assert (row["verification_status"], row["currency"]) == ("verified", "DKK")
    assert row["expertise_areas"] == ["rust", "systems programming"]


async def test_back_returns_to_a_question_and_keeps_the_other_answers(clara: Phone) -> None:
    await clara.say("/expert")
    await clara.say("Rust, mostly.")
    await clara.say("rust")
    assert "Which topics?" in await clara.tap("« Back")
    assert "What do you teach" in await clara.tap("« Back")
    assert "Your answer now: Rust, mostly." in clara.text
    assert "Which topics?" in await clara.say("Rust, always."), "the next question, not a later"
    assert "Your answer now: Rust" in clara.text
    assert "What do you take an hour" in await clara.tap("Keep that answer")
    await clara.say("free")
    assert "What do you take an hour" in await clara.tap("« Back")
    assert "Where do you meet?" in await clara.tap("Keep that answer")
    await clara.tap("A room for each session")
    assert "Rust, always." in clara.text
    assert "Rate: free" in clara.text


async def test_back_from_a_part_of_the_whole_is_back_at_the_whole(clara: Phone) -> None:
    await clara.say("/expert")
    for said in ("Rust, mostly.", "rust", "free"):
        await clara.say(said)
    await clara.tap("A room for each session")
    for part in ("What I teach", "Topics", "Hourly rate", "Where to meet"):
        assert "This is what an admin will see." not in await clara.tap(part)
        assert "This is what an admin will see." in await clara.tap("« Back")
    assert "What do you take an hour" in await clara.tap("Hourly rate")
    assert "$50 an hour" in await clara.say("$50")


async def test_an_amount_is_not_carried_into_another_currency(clara: Phone) -> None:
    await clara.say("/expert")
    for said in ("Rust, mostly.", "rust", "450 kr"):
        await clara.say(said)
    await clara.tap("A room for each session")
    await clara.tap("Hourly rate")
    await clara.tap("$ (USD)")
    assert "Which topics?" in await clara.tap("« Back")
    assert "What do you take an hour" in await clara.say("rust, wasm"), "how many dollars?"
    assert "$60 an hour" in await clara.say("60")


async def test_what_cannot_be_used_is_said_and_asked_again(clara: Phone) -> None:
    await clara.say("/expert")
    assert "600 is the most" in await clara.say("x" * 700)
    assert "What do you teach" in clara.text
    await clara.say("Rust, mostly.")
    assert "9 topics; 8 is the most" in await clara.say("a,b,c,d,e,f,g,h,i")
    await clara.say("rust")
    for wrong, said in (("much", "can't read an amount"), ("-5", "below nothing"),
                        ("450 sek", "in kroner, dollars or euros")):  # fmt: skip
        assert said in await clara.say(wrong)
        assert "What do you take an hour" in clara.text
    assert "dollars" not in await clara.tap("$ (USD)")
    assert "✓ $ (USD)" in clara.labels
    await clara.say("60")
    assert "no web address" in await clara.say("nowhere")
    await clara.say("https://zoom.example/j/1")
    assert "$60 an hour" in clara.text


async def test_a_rate_that_no_card_can_be_charged_is_asked_again_before_anything_is_sent(
    clara: Phone, ada: Phone, owner: asyncpg.Connection
) -> None:
    before = await owner.fetchval("select count(*) from expert_profiles")
    await apply(clara, rate="1 kr")
    assert "less than a card can be charged" in clara.text
    assert "What do you take an hour" in clara.text
    assert await owner.fetchval("select count(*) from expert_profiles") == before
    await clara.say("450")
    await clara.tap("Send the application")
    assert "Clara wants to offer" in ada.text


async def test_a_rejection_tells_its_reason_and_can_be_answered_with_a_new_application(
    clara: Phone, ada: Phone
) -> None:
    await apply(clara)
    assert "Why can't Clara offer sessions?" in await ada.tap("Reject…")
    assert "Clara can't offer sessions and was told why" in await ada.say(
        "Say more about your <work>."
    )
    assert "turned your application down" in clara.text
    assert "Say more about your <work>." in clara.text
    assert "Ten years of <b>Rust</b>" in await clara.tap("Apply again")
    assert "What do you teach" in await clara.tap("What I teach")
    assert "This is what an admin will see." in await clara.say("Ten years at the railways.")
    assert "said no before" not in ada.text
    await clara.tap("Send the application")
    assert "Ten years at the railways." in ada.text
    assert "An admin said no before, for this reason:\n“Say more about your <work>.”" in ada.text
    assert "Say more" not in await clara.say("/expert"), "it waits, and is no longer turned down"
    assert "said no before" not in await ada.tap("Verify")
    assert "You are verified." in clara.text


async def test_an_application_made_again_can_be_answered_where_it_is_shown_alone(
    clara: Phone, ada: Phone
) -> None:
    await apply(clara)
    await ada.tap("Reject…")
    await ada.say("Say more.")
    older = ada.find("Verify after all")
    await clara.tap("Apply again")
    await clara.tap("What I teach")
    await clara.say("Ten years at the railways.")
    await clara.tap("Send the application")
    assert "Clara has applied again: the newer message below" in ada.texts[-2]
    assert "Verify after all" not in ada.all_labels
    assert "Ten years at the railways." in ada.text
    assert older[0] != max(ada.api.chats[ada.id])


async def test_a_question_that_was_answered_by_words_has_no_buttons_any_more(
    clara: Phone, ada: Phone
) -> None:
    del ada
    await apply(clara)
    before = [text for text in clara.texts if "· 1 of 4" in text or "· 2 of 4" in text]
    assert before == []
    assert clara.all_labels.count("« Back") == 0


async def test_cancel_stops_the_questions_and_nothing_is_sent(
    clara: Phone, owner: asyncpg.Connection
) -> None:
    before = await owner.fetchval("select count(*) from expert_profiles")
    await clara.say("/expert")
    await clara.say("Rust, mostly.")
    assert "I no longer wait" in await clara.say("/cancel")
    assert clara.labels
    assert await owner.fetchval("select count(*) from expert_profiles") == before


async def test_an_application_that_was_interrupted_goes_on_where_it_was(clara: Phone) -> None:
    await clara.say("/start")
    await clara.tap("Copenhagen")
    await clara.say("/expert")
    await clara.say("Rust, for ten years.")
    await clara.say("rust, systems")
    _, euro = clara.find("€")
    await clara.say("/bookings")
    assert any("is kept: /expert goes on with it." in text for text in clara.texts)
    assert "don't know what to do with that" in await clara.say("500")
    assert "3 of 4" in await clara.say("/expert")
    await clara.say("/bookings")
    assert sum("goes on with it" in text for text in clara.texts) == 2
    assert "3 of 4" in await clara.press(euro)
    assert "4 of 4" in await clara.say("500")
    told = await clara.say("/cancel")
    assert told.count("no longer wait") == 1
    assert "is kept" in told
    assert "I was not waiting for anything" in await clara.say("/cancel")
    assert "4 of 4" in await clara.say("/expert")
    assert "“Rust, for ten years.”" in await clara.tap("A room for each session")
    assert "Thank you." in await clara.tap("Send the application")


async def test_an_old_question_whose_answers_are_gone_says_so(
    clara: Phone, owner: asyncpg.Connection
) -> None:
    await clara.say("/expert")
    await clara.say("Rust, for ten years.")
    await clara.say("rust, systems")
    _, euro = clara.find("€")
    await owner.execute("delete from app.conversations")
    told = await clara.press(euro)
    assert "Your earlier answers are gone, so we begin again:" in told
    assert "1 of 4" in told


async def test_cancel_at_the_first_question_says_once_that_nothing_was_sent(clara: Phone) -> None:
    await clara.say("/expert")
    told = await clara.say("/cancel")
    assert told.count("no longer wait") == 1
    assert "nothing was sent" in told
    assert "unchanged" not in told


async def test_old_buttons_of_an_application_begin_again_or_show_how_it_stands(
    clara: Phone,
) -> None:
    await clara.say("/start")
    assert "What do you teach" in await clara.press(Apply().pack())
    await clara.say("/cancel")
    assert "What do you teach" in await clara.press(MakeRooms().pack())
    await clara.say("/cancel")
    assert "belongs to the past" in await clara.press(PickCurrency("SEK").pack())
    await apply(clara)
    for old in (Apply(), ApplyStep("bio"), PickCurrency("USD")):
        assert "an admin is looking at it" in await clara.press(old.pack())


async def test_two_admins_may_answer_and_the_second_sees_how_it_stands(
    clara: Phone, ada: Phone, owner: asyncpg.Connection
) -> None:
    await apply(clara)
    await ada.tap("Verify")
    applicant = ExpertId(await expert_id(owner))
    assert "is verified and was told" in await ada.press(Verify(applicant).pack())
    told = [text for text in clara.texts if "You are verified." in text]
    assert len(told) == 1


async def test_what_one_admin_answers_has_no_buttons_with_the_others_and_says_how_it_stands(
    clara: Phone, ada: Phone, phones: Callable[..., Phone], bot: Mechanism, db: Database
) -> None:
    eve, kim = phones(3002, name="Eve"), phones(3003, name="Kim")
    for phone in (eve, kim):
        await phone.say("/start")
        await phone.tap("London")
    async with db.begin() as tx:
        await administration.appoint(tx, [ADMIN, eve.id, kim.id])
    bot.nudge()
    await until(bot.idle, what="idle")
    await apply(clara)
    assert "Verify" in eve.labels
    await kim.tap("Applications")
    listed = kim.text
    await kim.say("/admin")
    await kim.tap("Applications")
    assert "Clara wants to offer" in await kim.tap("1 Clara")

    assert "Clara is verified and was told" in await ada.tap("Verify")
    assert "another admin" not in " ".join(ada.texts)
    assert "Withdraw the verification…" in ada.labels
    assert "Clara is verified and was told.\n\n👤 Answered by another admin." in eve.text
    assert eve.labels == []
    assert listed in kim.texts, "what shows something else by now is left alone"
    assert "Answered by another admin" in kim.text
    assert "Verify" not in kim.all_labels

    before = len(eve.texts)
    await kim.say("/admin")
    await kim.tap("Experts")
    line = next(line for line in kim.text.splitlines() if "Clara" in line)
    await kim.tap(f"{line[0]} Clara")
    await kim.tap("Withdraw the verification…")
    await kim.say("Sorry.")
    await kim.tap("Withdraw the verification")
    assert "Clara can't offer sessions" in ada.text
    assert "Answered by another admin" in ada.text
    assert ada.labels == []
    assert len(eve.texts) == before


async def test_only_admins_answer_applications(clara: Phone, owner: asyncpg.Connection) -> None:
    await apply(clara)
    applicant = ExpertId(await expert_id(owner))
    assert "That is for admins" in await clara.press(Verify(applicant).pack())
    status = await owner.fetchval(
        "select verification_status from expert_profiles where id = $1", applicant
    )
    assert status == "pending"


async def test_an_answer_by_plain_sql_is_told_like_one_in_the_chat(
    clara: Phone, bot: Mechanism, owner: asyncpg.Connection
) -> None:
    await apply(clara)
    await owner.execute("update expert_profiles set verification_status = 'verified'")
    bot.nudge()
    await until(bot.idle, what="idle")
    assert "You are verified." in clara.text


async def test_applications_wait_for_an_admin_who_comes_later(
    clara: Phone, phones: Callable[..., Phone]
) -> None:
    await apply(clara)
    ada = phones(ADMIN, name="Ada")
    await ada.say("/start")
    assert "admin" in menu(ada)
    assert "1 person wants to offer sessions." in await ada.say("/admin")
    assert "Clara" in await ada.tap("Applications")
    assert "Clara wants to offer sessions" in await ada.tap("1 Clara")
    await ada.tap("Reject…")
    assert "Clara wants to offer sessions" in await ada.tap("« Back")
    await ada.tap("Reject…")
    assert "I no longer wait for a reason" in await ada.say("/cancel")


async def test_an_expert_changes_their_profile_and_pauses_everything(
    maria: Phone, owner: asyncpg.Connection
) -> None:
    assert "✅ verified" in await maria.say("/expert")
    await maria.tap("Hourly rate")
    assert "500 kr. an hour" in await maria.say("500")
    await maria.tap("Where to meet")
    assert "https://zoom.example/1" in await maria.say("zoom.example/1")
    assert "All your sessions are paused" in await maria.tap("Pause all sessions")
    assert "All your sessions are paused" in await maria.tap("My sessions")
    await maria.tap("My expert profile")
    assert not await owner.fetchval(
        "select is_available from expert_profiles where meeting_url is not null"
    )
    assert "paused" not in await maria.tap("Take bookings again")
    await maria.tap("What I teach")
    assert "✅ verified" in await maria.tap("« Back")


async def test_another_currency_pauses_the_sessions_that_have_a_price_and_says_so_before(
    maria: Phone, owner: asyncpg.Connection
) -> None:
    mine = "select currency, is_active, price_cents > 0 as costs from sessions where expert_id = $1"
    await maria.say("/expert")
    expert = await owner.fetchval(
        "select e.id from expert_profiles e join user_profiles p on p.id = e.user_profile_id"
        " join app.telegram_accounts a on a.user_id = p.user_id where a.telegram_id = $1",
        maria.id,
    )
    await owner.execute("update sessions set price_cents = 300 where expert_id = $1", expert)
    await owner.execute(
        "insert into sessions (expert_id, title, duration_minutes, price_cents, currency)"
        " values ($1, 'A first talk', 15, 0, 'DKK')",
        expert,
    )
    await maria.tap("Hourly rate")
    assert "paused" not in maria.text
    assert "those of your sessions that have a price will be paused" in await maria.say("50 usd")
    assert all(row["currency"] == "DKK" for row in await owner.fetch(mine, expert))
    said = await maria.say("50")
    assert "give each its new price, then open it" in said
    assert "$50 an hour" in said
    rows = await owner.fetch(mine, expert)
    assert len(rows) > 1
    assert {row["currency"] for row in rows} == {"USD"}
    assert all(row["is_active"] != row["costs"] for row in rows), "what is free stays open"


async def test_a_currency_in_which_bookings_were_made_stays_and_the_question_says_why(
    phones: Callable[..., Phone], ann: Phone, owner: asyncpg.Connection
) -> None:
    jonas = phones(2002, name="Jonas")
    await book(ann, owner)
    await jonas.say("/start")
    await jonas.tap("English")
    await jonas.say("/expert")
    assert "It stays in kr. (DKK): bookings were made in it" in await jonas.tap("Hourly rate")
    assert not any("USD" in label for label in jonas.labels)
    assert "priced in one currency" in await jonas.say("50 usd")
    assert "500 kr. an hour" in await jonas.say("500")


async def test_who_the_settings_no_longer_name_is_no_admin(
    ada: Phone, bot: Mechanism, db: Database
) -> None:
    async with db.begin() as tx:
        await administration.appoint(tx, [])
    bot.nudge()
    await until(bot.idle, what="idle")
    assert "no longer an admin" in ada.text
    assert "admin" not in menu(ada)
    assert "That is for admins" in await ada.say("/admin")
    async with db.begin() as tx:
        await administration.appoint(tx, [ADMIN])
    bot.nudge()
    await until(bot.idle, what="idle")
    assert "You are an admin here now" in ada.text
    assert "admin" in menu(ada)


async def test_danish_speaks_danish(phones: Callable[..., Phone]) -> None:
    bo = phones(1002, language="da", name="Bo")
    assert "Hvad underviser du i?" in await bo.say("/expert")
    await bo.say("Rust, mest.")
    await bo.say("rust")
    await bo.say("450,50 kr.")
    assert "450,50 kr. i timen" in await bo.tap("Et rum til hver session")
    assert "Tak. En administrator ser på det" in await bo.tap("Send ansøgningen")
