"""What counts as answered, once and in order: the audit by itself, on books made by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.chaos_all.audit import LOST, ORDER, TWICE, of_words
from tests.chaos_all.books import Chat, Copy
from tests.chaos_all.stage import Interruption

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def a_copy(place: int, *, told: bool = True) -> Copy:
    """An answer, ten seconds after the one of the place before; a late one is told of 3 s later."""
    since = NOON + timedelta(seconds=10 * place)
    return Copy(place, since, since + timedelta(seconds=0.1 if told else 3), told)


def kinds(answers: dict[int, list[Copy]], *broken: Interruption) -> list[str]:
    chats = {1: Chat(sorted(answers), answers, [])}
    return [each.kind for each in of_words(chats, broken)]


def test_one_answer_each_in_order_is_as_it_should_be() -> None:
    assert kinds({1: [a_copy(1)], 2: [a_copy(2)]}) == []


def test_a_word_without_an_answer_is_lost() -> None:
    assert kinds({1: [], 2: [a_copy(2)]}) == [LOST]


def test_a_second_answer_is_a_word_handled_twice() -> None:
    assert kinds({1: [a_copy(1), a_copy(2)]}) == [TWICE]


def test_an_answer_that_the_bot_was_not_told_of_may_come_again_once() -> None:
    denied = a_copy(1, told=False)
    assert kinds({1: [denied, a_copy(2)]}) == []
    assert kinds({1: [a_copy(2), denied]}) == [], "the books have the late one last"
    assert kinds({1: [denied, a_copy(2), a_copy(3)]}) == [TWICE]


def test_an_answer_may_come_again_where_something_was_killed_in_between() -> None:
    def killed(at: float) -> Interruption:
        moment = NOON + timedelta(seconds=at)
        return Interruption("kill", moment, moment)

    assert kinds({1: [a_copy(1), a_copy(2)]}, killed(15)) == []
    assert kinds({1: [a_copy(1), a_copy(2)]}, killed(5)) == [TWICE]
    assert kinds({1: [a_copy(1), a_copy(2)]}, killed(25)) == [TWICE]


def test_words_answered_in_another_order_are_found() -> None:
    assert kinds({1: [a_copy(2)], 2: [a_copy(1)]}) == [ORDER]
