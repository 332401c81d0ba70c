"""Hours and days as people read them."""

import datetime as dt

import pytest
from django.utils import translation

from learning import tags


@pytest.mark.parametrize(
    ("hundredths", "text"), [(0, "0"), (1250, "12.5"), (9000, "90"), (125, "1.25"), (-300, "-3"), (None, "—")]
)
def test_hours_show_no_needless_digit(hundredths: int | None, text: str) -> None:
    assert tags.hours(hundredths) == text


def test_day_names_the_weekday_in_both_languages() -> None:
    with translation.override("zh-hans"):
        assert tags.day(dt.date(2026, 12, 31)) == "2026年12月31日（星期四）"
    with translation.override("en"):
        assert tags.day(dt.date(2026, 12, 31)) == "Thursday 31 December 2026"


def test_moment_is_local() -> None:
    with translation.override("zh-hans"):
        assert tags.moment(dt.datetime(2026, 12, 31, 16, 30, tzinfo=dt.UTC)) == "2027年1月1日 00:30"
