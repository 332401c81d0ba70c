"""Working days of the state's calendar: holidays and the days worked for them."""

from datetime import date

import pytest

from learning.workdays import is_working_day, working_days_after, working_days_before, working_days_between


@pytest.mark.parametrize(
    "first, count, due",
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # a Friday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # a Saturday
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # before the National Day
        (date(2099, 1, 2), 1, date(2099, 1, 5)),  # nobody knows the holidays yet: weekdays count
    ],
)
def test_clock_runs_on_working_days_only(first, count, due):
    assert working_days_after(first, count=count) == due
    assert working_days_between(first, due) == count


def test_working_days_are_counted_back_over_a_holiday():
    assert working_days_before(date(2026, 10, 8), count=1) == date(2026, 9, 30)


def test_a_sunday_worked_for_a_holiday_is_a_working_day():
    assert is_working_day(date(2026, 10, 10)) == is_working_day(date(2026, 9, 20)) is True
