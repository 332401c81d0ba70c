"""Working days of the state's calendar."""

from datetime import date, timedelta

import chinese_calendar

FRIDAY = 4


def working_days_after(on: date, *, count: int) -> date:
    """Return the working day by which `count` working days have passed after `on`."""
    day = on
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_before(on: date, *, count: int) -> date:
    """Return the working day that lies `count` working days before `on`."""
    day = on
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """Return how many working days lie after `first` up to `last`."""
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def next_working_day(after: date) -> date:
    """Return the first working day after a day."""
    return working_days_after(after, count=1)


def last_working_day(on: date) -> date:
    """Return the working day that a day is, or the last one before it."""
    return on if is_working_day(on) else working_days_before(on, count=1)


def is_calendar_known(year: int) -> bool:
    """Say whether the holidays of a year, as the State Council announced them, are in the library."""
    try:
        chinese_calendar.is_workday(date(year, 6, 1))
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date) -> bool:
    """Say whether offices work on a day."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        # The State Council announces a year's holidays in the autumn before; until the package knows them, weekdays count.
        return day.weekday() <= FRIDAY
