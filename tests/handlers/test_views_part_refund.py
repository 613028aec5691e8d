"""After a part of the price went back: nobody is promised more than what is left."""

from __future__ import annotations

from handlers import views_bookings, views_cancel, views_expert, views_groups
from handlers.views_notices import expert_cancelled
from handlers.views_notices_expert import completed
from tests.handlers.facts import CONFIRMED, GROUP, STATES, a_card, speech
from tests.handlers.test_views_said import said

PART = {
    **CONFIRMED,
    "price_cents": 19950,
    "amount_captured": 19950,
    "refund_due": 5025,
    "amount_refunded": 5025,
}
ENDED = {**STATES["cancelled by the expert"], **PART, "refund_due": 19950, "owed": 14925}


def plain(view: object) -> str:
    return said(view).replace("\N{NO-BREAK SPACE}", " ")


def test_an_expert_who_cancels_is_told_what_is_left_to_return() -> None:
    rest = "Ann gets the rest back: 149.25 kr. (50.25 kr. came back before)"
    mine = a_card(**PART, side="expert")
    assert rest in plain(views_cancel.cancel_ask(speech(), mine))
    seats = [a_card(**{**PART, **GROUP, "side": "expert"})] * 2
    assert rest in plain(views_groups.cancel_ask(speech(), seats))
    nothing = a_card(**{**PART, "refund_due": 19950, "amount_refunded": 19950, "side": "expert"})
    asked = plain(views_cancel.cancel_ask(speech(), nothing))
    assert "Ann has had everything back already: 199.50 kr." in asked


def test_the_learner_hears_of_the_rest_that_is_on_its_way() -> None:
    told = plain(expert_cancelled(speech(), a_card(**ENDED), []))
    assert "The rest, 149.25 kr., is on its way back (50.25 kr. came back before)." in told
    danish = plain(expert_cancelled(speech("da"), a_card(**ENDED), []))
    assert "Resten, 149,25 kr., er på vej tilbage (50,25 kr. er allerede betalt tilbage)." in danish


def test_the_learner_hears_that_all_has_gone_back_where_it_has() -> None:
    over = a_card(**{**ENDED, "amount_refunded": 19950, "owed": 0, "payment_status": "refunded"})
    told = plain(expert_cancelled(speech(), over, []))
    assert "199.50 kr. was returned to your card" in told
    assert "on its way" not in told


def test_a_card_promises_nothing_that_the_bank_keeps_sending_back() -> None:
    def shown(sent_back: int, refunded: int = 0, language: str = "en") -> str:
        back = {"owed": 45000 - refunded, "sent_back": sent_back, "amount_refunded": refunded}
        card = a_card(**{**STATES["cancelled, all back"], **back})
        return plain(views_bookings.card(speech(language), card))

    assert "450 kr. goes back to your card" in shown(2)
    stuck = shown(3)
    assert "keeps sending back the 450 kr." in stuck
    assert "an admin will see to it" in stuck
    assert "on its way" not in stuck
    partly = shown(3, refunded=20000)
    assert "200 kr. was returned to your card" in partly
    assert "keeps sending back the 250 kr." in partly
    assert "En administrator sørger for" in shown(3, language="da")


def test_an_experts_card_says_what_went_back_of_a_session() -> None:
    shown = plain(views_expert.card(speech(), a_card(**PART, side="expert")))
    assert "199.50 kr. charged, 50.25 kr. returned." in shown


def test_a_learner_who_cancels_reads_of_what_it_is_the_half_or_all() -> None:
    def asked(language: str = "en", **more: object) -> str:
        shown = a_card(**{**PART, "refund_cents": 7462, **more})
        return plain(views_cancel.cancel_ask(speech(language), shown))

    half = "You get 74.62 kr. back (half of the 149.25 kr. that is left"
    assert f"{half}, as it is less than 24 h" in asked()
    assert "149.25 kr. back (all that is left, until" in asked(refund_cents=14925)
    assert "halvdelen af de resterende 149,25 kr." in asked("da")
    assert "Nothing comes back." in asked(refund_cents=0)


def test_an_expert_who_keeps_nothing_of_a_session_reads_so_and_not_that_it_was_free() -> None:
    back = {"refund_due": 45000, "amount_refunded": 45000, "payment_status": "refunded"}
    over = {**STATES["completed"], **back, "side": "expert"}
    told = plain(completed(speech(), a_card(**over), []))
    assert told == "✅ Python Basics with Ann is done. You keep nothing of 450 kr."
    shown = plain(views_expert.card(speech("da"), a_card(**over)))
    assert "✅ Afholdt. Du beholder ikke noget af de 450 kr." in shown
    waits = {**over, "amount_refunded": 0, "owed": 45000}
    assert "You keep nothing" in plain(completed(speech(), a_card(**waits), [])), "it is owed"
    free = {**STATES["completed, free"], "side": "expert"}
    assert plain(completed(speech(), a_card(**free), [])).endswith("with Ann is done.")
