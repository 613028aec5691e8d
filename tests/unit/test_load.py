"""The simulated day of docs/scaling.md: what is due at once leaves at the rate that is allowed."""

from __future__ import annotations

from tests.load.day import HOUR, Load, drain, play


def test_what_is_due_at_once_is_late_by_its_place_in_the_queue() -> None:
    due = [0] * (24 * HOUR)
    due[HOUR] = 300
    seen = drain(due, [0] * (24 * HOUR), 30)
    assert (seen.queue, seen.late_most, seen.late_p50, seen.behind) == (300, 9, 4, 0)


def test_nothing_is_left_behind_at_the_end_of_a_day_that_was_too_much() -> None:
    due = [0] * (24 * HOUR)
    due[-1] = 90 * 60
    seen = drain(due, [0] * (24 * HOUR), 30)
    assert (seen.late_most, seen.behind) == (179, 2)


def test_a_rate_that_is_paid_for_makes_the_full_hour_bearable() -> None:
    free, paid = play(Load(2_000), 30), play(Load(2_000), 1_000)
    assert free.notices_peak == paid.notices_peak
    assert paid.late_most < free.late_most
    assert play(Load(2_000), 30) == free
