"""Wording: whole sentences in the reader's language, short enough for a text message."""

from typing import Any

import pytest
from django.utils import translation

from credits.enums import ReminderKind
from credits.models import Reminder
from credits.reminders import _wording

TITLE = "新一代人工智能赋能先进制造业数字化转型高级研修班"
LONG = TITLE * 4
RUN: dict[str, Any] = {
    "title": LONG,
    "starts_on": "2026-09-21",
    "place": "南京市玄武区北京西路70号",
    "reason": "名额已满",
}
CYCLE: dict[str, Any] = {
    "rulebook": "南京市专业技术人员继续教育办法", "ends_on": "2026-12-31", "deadline": "2026-12-31", "missing": "15.5",
    "categories": [{"zh": "专业科目", "en": "Professional subject", "missing": "12"}, {"zh": "公需科目", "en": "Public subject", "missing": "3.5"}],
}  # fmt: skip
CHANGE = {
    "is_cancelled": False, "session": "第一讲", "before": {"room": "101", "starts_at": "2026-09-21 09:00"},
    "after": {"room": "302", "starts_at": "2026-09-21 09:00"},
}  # fmt: skip
EVERY = [
    *(
        (ReminderKind.ENROLMENT_DECIDED, {**RUN, "state": state})
        for state in ("APPLIED", "ADMITTED", "WAITING", "REFUSED", "WITHDRAWN")
    ),
    (ReminderKind.RUN_TOMORROW, RUN),
    (ReminderKind.RUN_CHANGED, {**RUN, **CHANGE}),
    (ReminderKind.RUN_CHANGED, {**RUN, "is_cancelled": True}),
    (ReminderKind.CERTIFICATE_READY, {"title": LONG, "number": "JS-2026-YX-000012-0000034-K"}),
    (ReminderKind.CYCLE_ENDS, CYCLE),
    (ReminderKind.RECORD_CLAIMED, {"at": "2026-09-20T02:00:00+00:00"}),
    (ReminderKind.SEARCH_FOUND, {"title": LONG, "count": 3, "found": [TITLE], "path": "/catalogue/?q=AI"}),
    (ReminderKind.PAGE_WAITS, {"title": LONG, "since": "2026-09-20T02:00:00+00:00", "path": "/cms/pages/7/edit/"}),
]


def told(kind: str, facts: dict[str, Any], language: str) -> _wording.Message:
    with translation.override(language):
        return _wording.message(Reminder(kind=kind, facts=facts))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind,facts", EVERY)
def test_every_kind_is_said_in_full_and_fits_a_text_message(kind: str, facts: dict[str, Any], language: str) -> None:
    message = told(kind, facts, language)

    said = message.subject + "".join(message.sentences) + message.sms
    assert "%(" not in said
    assert len(message.sms) <= {"zh-hans": 70, "en": 134}[language], message.sms
    assert message.path.startswith("/")
    if language == "zh-hans":
        assert not any(word in said for word in ("You ", "Reason", "Place", "The ", "hours"))


@pytest.mark.parametrize(
    "language,sentence",
    [
        ("zh-hans", f"您已被“{TITLE}”录取，2026年9月21日（星期一）开班。"),
        ("en", f"You are admitted to “{TITLE}”. It begins on Monday 21 September 2026."),
    ],
)
def test_admission_names_title_and_day(language: str, sentence: str) -> None:
    message = told(ReminderKind.ENROLMENT_DECIDED, {**RUN, "title": TITLE, "state": "ADMITTED"}, language)

    assert message.sentences[0] == message.sms == sentence


def test_change_names_what_moved_and_only_that() -> None:
    message = told(ReminderKind.RUN_CHANGED, {**RUN, **CHANGE, "title": TITLE}, "en")

    assert message.sentences[1] == "Room: 302."


def test_signs_of_percent_in_titles_and_places_are_kept() -> None:
    message = told(ReminderKind.RUN_TOMORROW, {**RUN, "title": "100%(title)s 节能", "place": "50%大厦"}, "zh-hans")

    assert "100%(title)s 节能" in message.sms
    assert "50%大厦" in message.sms


def test_text_message_that_may_wait_for_the_morning_names_the_day_and_no_tomorrow() -> None:
    message = told(ReminderKind.RUN_TOMORROW, {**RUN, "title": TITLE}, "zh-hans")

    assert message.sms.startswith(f"“{TITLE}”2026年9月21日（星期一）开班。")
    assert "明天" not in message.sms


def test_whoever_did_not_join_the_record_is_led_to_it() -> None:
    message = told(ReminderKind.RECORD_CLAIMED, {"at": "2026-09-20T02:00:00+00:00"}, "zh-hans")

    assert message.path == "/people/join/"
    assert message.sms.startswith("2026年9月20日 10:00")
