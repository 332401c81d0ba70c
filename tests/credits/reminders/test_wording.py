"""Wording: whole sentences in the reader's language, short enough for a text message; every shipped kind holds what its examples say."""

import tomllib
from typing import Any

import pytest
from django.utils import translation

from credits.models import Reminder, ReminderVersion
from credits.reminders import _bodies, _checking, _examples, _importing, _wording
from credits.reminders._sources import source

TITLE = "新一代人工智能赋能先进制造业数字化转型高级研修班"
LONG = TITLE * 4
KINDS = {code: _bodies.body(given) for code, given in tomllib.loads(_importing.SHIPPED.read_text("utf-8")).items()}
ENGLISH = ("You ", "Reason", "Place", "The ", "hours", "Matters", "Bring", "Contact")
RUN: dict[str, Any] = {
    "title": TITLE,
    "starts_on": "2026-09-21",
    "place": "南京市玄武区北京西路70号",
    "reason": "名额已满",
}
CHANGE = {
    "session": "第一讲", "before": {"room": "101", "starts_at": "2026-09-21 09:00"}, "after": {"room": "302", "starts_at": "2026-09-21 09:00"},
}  # fmt: skip


def told(kind: str, facts: dict[str, Any], language: str) -> _wording.Message:
    """Return what a kind says, as a reminder of it is read."""
    with translation.override(language):
        return _wording.message(Reminder(kind=kind, facts=facts, version=ReminderVersion(body=KINDS[kind])))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_said_in_full_and_fits_a_text_message(kind: str, language: str) -> None:
    sample = dict(source(KINDS[kind]["source"]).sample)

    message = told(kind, {**sample, "title": LONG} if "title" in sample else sample, language)

    said = message.subject + "".join(message.sentences) + message.sms
    assert "{" not in said
    assert len(message.sms) <= {"zh-hans": 70, "en": 134}[language], message.sms
    assert message.path.startswith("/")
    if language == "zh-hans":
        assert not any(word in said for word in ENGLISH)


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_kind_is_without_fault_and_its_examples_hold(kind: str) -> None:
    body = KINDS[kind]

    assert _checking.complaints(body) == {}
    assert body["examples"]
    assert {one.name: one.faults for one in _examples.tried(body) if not one.holds} == {}


@pytest.mark.parametrize(
    "language,sentence",
    [
        ("zh-hans", f"您已被“{TITLE}”录取，2026年9月21日（星期一）开班。"),
        ("en", f"You are admitted to “{TITLE}”. It begins on Monday 21 September 2026."),
    ],
)
def test_admission_names_title_and_day(language: str, sentence: str) -> None:
    message = told("ENROLMENT_ADMITTED", RUN, language)

    assert message.sentences[0] == message.sms == sentence


def test_change_names_what_moved_and_only_that() -> None:
    message = told("SESSION_CHANGED", {**RUN, **CHANGE}, "en")

    assert message.sentences[1] == "Room: 302."
    assert "Begins" not in "".join(message.sentences)


def test_signs_of_percent_and_braces_in_titles_and_places_are_kept() -> None:
    message = told(
        "RUN_BEGINS", {**RUN, "title": "100%(title)s {place}节能", "place": "50%大厦", "days_left": 1}, "zh-hans"
    )

    assert "100%(title)s {place}节能" in message.sms
    assert "50%大厦" in message.sms


def test_text_message_that_may_wait_for_the_morning_names_the_day_and_no_tomorrow() -> None:
    message = told("RUN_BEGINS", {**RUN, "days_left": 1}, "zh-hans")

    assert message.sms.startswith(f"“{TITLE}”2026年9月21日（星期一）开班。")
    assert "明天" in message.sentences[0]
    assert "明天" not in message.sms


def test_a_line_whose_placeholder_is_empty_vanishes() -> None:
    message = told("RUN_BEGINS", {**RUN, "place": "", "days_left": 7}, "zh-hans")

    assert message.sentences == (f"“{TITLE}”7天后开班：2026年9月21日（星期一）。",)


def test_whoever_did_not_join_the_record_is_led_to_it() -> None:
    message = told("RECORD_CLAIMED", {"at": "2026-09-20T02:00:00+00:00"}, "zh-hans")

    assert message.path == "/people/join/"
    assert message.sms.startswith("2026年9月20日 10:00")


def test_what_fills_the_operator_s_wording_is_named() -> None:
    message = told("RUN_BEGINS", {**RUN, "days_left": 1}, "zh-hans")

    assert message.parameters == {"title": TITLE, "day": "2026年9月21日（星期一）", "place": "南京市玄武区北京西路70号"}
