"""My learning: where somebody has to be next, what waits, what was; of the own record only."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from learning.accounts.enums import LoginProof
from learning.accounts.models import Person, PersonLogin
from seminars import enrolment
from seminars.enums import Admission
from tests.credits.web.builders import questions
from tests.seminars import builders

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SOON = timezone.localdate(NOW) + timedelta(days=10)


def coming(title: str = "数据治理研修班", *, days: int = 10, **changed: object) -> object:
    """Open a run of two days that begins in some days."""
    first = timezone.localdate(NOW) + timedelta(days=days)
    programme = builders.approved(title=title)
    return builders.opened(
        programme=programme,
        starts_on=first,
        ends_on=first + timedelta(days=1),
        enrol_from=NOW - timedelta(days=30),
        enrol_until=NOW + timedelta(days=5),
        sittings=builders.sessions(first=first),
        **changed,
    )


def signed_in(who: Person) -> Client:
    """Return a browser of `who` that reads Chinese."""
    user = builders.user()
    PersonLogin.objects.create(person=who, user=user, proof=LoginProof.IN_PERSON, since=NOW)
    client = Client()
    client.force_login(user)
    return client


def test_the_next_session_stands_first_with_day_time_and_place() -> None:
    who = builders.professional()
    builders.enrolled(run=coming("后开的班", days=20), who=who, at=NOW)
    builders.enrolled(run=coming("先开的班", days=10), who=who, at=NOW)
    builders.enrolled(run=coming("别人的班", days=8), at=NOW)

    answer = signed_in(who).get("/learning/")
    page = answer.content.decode()

    assert answer.context["next"].enrolment.run.version.title == "先开的班"
    assert f"{SOON.year}年{SOON.month}月{SOON.day}日（星期" in page
    assert "09:00–11:30" in page
    assert "南京市江宁区诚信大道1号" in page
    assert "别人的班" not in page


def test_whoever_waits_is_told_the_turn_and_has_to_be_nowhere() -> None:
    run = coming(places=1)
    builders.enrolled(run=run, at=NOW)
    builders.enrolled(run=run, at=NOW)
    who = builders.professional()
    builders.enrolled(run=run, who=who, at=NOW)

    answer = signed_in(who).get("/learning/")

    assert answer.context["next"] is None
    assert "您目前候补第2位" in answer.content.decode()


def test_whoever_applied_is_told_when_the_result_comes() -> None:
    who = builders.professional()
    results_by = SOON - timedelta(days=2)
    builders.enrolled(run=coming(admission=Admission.SELECTION, results_by=results_by), who=who, at=NOW)

    page = signed_in(who).get("/learning/").content.decode()

    assert f"录取结果将于{results_by.year}年{results_by.month}月{results_by.day}日" in page


def test_what_was_withdrawn_stands_below() -> None:
    who = builders.professional()
    made = builders.enrolled(run=coming("退了的班"), who=who, at=NOW)
    enrolment.withdraw(enrolment=made, by=builders.user(), at=NOW)

    answer = signed_in(who).get("/learning/")

    assert answer.context["ahead"] == []
    assert [row.run.version.title for row in answer.context["behind"]] == ["退了的班"]
    assert "暂无学习安排" in answer.content.decode()


def test_my_learning_asks_as_many_questions_for_three_as_for_one() -> None:
    who = builders.professional()
    client = signed_in(who)
    builders.enrolled(run=coming(days=10), who=who, at=NOW)

    one = questions(client, "/learning/")
    for days in (14, 18):
        builders.enrolled(run=coming(days=days), who=who, at=NOW)

    assert questions(client, "/learning/") == one <= 15


def test_my_hours_of_somebody_enrolled_asks_at_most_twelve_questions() -> None:
    who = builders.professional()
    client = signed_in(who)
    builders.enrolled(run=coming(days=10), who=who, at=NOW)

    one = questions(client, "/hours/")
    for days in (14, 18):
        builders.enrolled(run=coming(days=days), who=who, at=NOW)

    assert questions(client, "/hours/") == one <= 12
    assert "完成后预计计入12学时" in client.get("/hours/").content.decode()
