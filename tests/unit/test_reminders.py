"""Reminders: a day and an hour before, and never of what has passed."""

from datetime import UTC, datetime, timedelta

from bot.domain.reminders import due

START = datetime(2026, 11, 24, 15, tzinfo=UTC)


def test_a_booking_made_days_before_is_reminded_twice() -> None:
    assert due(START, START - timedelta(days=3)) == {
        "reminder_24h": START - timedelta(hours=24),
        "reminder_1h": START - timedelta(hours=1),
    }


def test_what_is_past_at_the_confirmation_is_left_out() -> None:
    assert due(START, START - timedelta(hours=5)).keys() == {"reminder_1h"}
    assert due(START, START - timedelta(minutes=30)) == {}
    assert due(START, START - timedelta(hours=24)).keys() == {"reminder_1h"}
