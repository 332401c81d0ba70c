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


def test_a_moment_to_keep_names_the_weekday() -> None:
    with translation.override("zh-hans"):
        assert tags.day_and_time(dt.datetime(2026, 12, 31, 0, 30, tzinfo=dt.UTC)) == "2026年12月31日（星期四）08:30"
        assert tags.day_and_time("2026-12-31 08:30") == "2026年12月31日（星期四）08:30"
        assert tags.day_and_time(None) == "—"


def test_hours_of_many_people_have_their_thousands_apart() -> None:
    assert tags.many_hours(958009) == "9,580.09"
    assert tags.many_hours(0) == "0"


def test_hours_of_no_category_are_said_without_one() -> None:
    stated = [["公需科目", "24"], ["", "4.5"]]

    with translation.override("zh-hans"):
        assert tags.by_category(stated) == "公需科目24学时 · 4.5学时"
    with translation.override("en"):
        assert tags.by_category(stated) == "公需科目: 24 hours · 4.5 hours"
