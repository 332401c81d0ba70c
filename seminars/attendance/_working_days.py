"""Working days of the state's calendar."""

from datetime import date, timedelta

import chinese_calendar

FRIDAY = 4


def working_days_before(on: date, *, count: int) -> date:
    """Return the day that lies `count` working days before `on`."""
    day = on
    while count > 0:
        day -= timedelta(days=1)
        count -= _is_working_day(day)
    return day


def _is_working_day(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        # The State Council announces a year's holidays in the autumn before; until the package knows them, weekdays count.
        return day.weekday() <= FRIDAY
