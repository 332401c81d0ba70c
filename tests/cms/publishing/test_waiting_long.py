"""After one working day a page goes to the deputy and to the next level as well."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import TaskState

from cms import publishing
from cms.models import Escalation, ProgrammePage
from cms.publishing import _waiting_long
from credits.models import Reminder
from learning.accounts.enums import LoginProof, Role
from learning.accounts.models import Person, PersonLogin
from tests.cms import builders
from tests.cms.builders import AT, PROVINCE, SUZHOU

pytestmark = pytest.mark.django_db
# AT is a Monday, nine in the morning; the working day after it is Tuesday.
TUESDAY, WEDNESDAY = AT + timedelta(days=1), AT + timedelta(days=2)


@pytest.fixture
def cast():
    """A base of Nanjing whose page waits since Monday; its regulator with a moderator and a deputy; the province; Suzhou."""
    base = builders.base(name="东南大学")
    city, province = builders.regulator(name="南京市人社局"), builders.regulator(name="江苏省人社厅", region=PROVINCE)
    elsewhere = builders.regulator(name="苏州市人社局", region=SUZHOU)
    publishing.make_base_pages(base=builders.base(name="苏州大学", region=SUZHOU))
    page = publishing.programme_page(programme=builders.approved(base, title="人工智能研修班"))
    made = {
        "page": page,
        "city": city,
        "editor": builders.member(base, role=Role.BASE_MANAGER),
        "moderator": builders.member(city, role=Role.REGULATOR_OFFICER, name="甲"),
        "deputy": builders.member(city, role=Role.REGULATOR_OFFICER, name="乙"),
        "above": builders.member(province, role=Role.REGULATOR_OFFICER, name="丙"),
        "stranger": builders.member(elsewhere, role=Role.REGULATOR_OFFICER, name="丁"),
    }
    publishing.sync_editors(at=AT)
    publishing.name_deputy(
        organisation=city, moderator=made["moderator"], deputy=made["deputy"], by=made["moderator"], at=AT
    )
    _submit(page, by=made["editor"])
    return made


def _submit(page, *, by, at=AT):
    publishing.submit(page=ProgrammePage.objects.get(pk=page.pk), by=by)
    TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, workflow_state__object_id=str(page.pk)).update(
        started_at=at
    )


def _lists(cast):
    return {role for role in ("moderator", "deputy", "above", "stranger") if publishing.waiting_for(_fresh(cast[role]))}


def _fresh(user):
    return type(user).objects.get(pk=user.pk)


def test_at_first_it_waits_for_the_moderator_alone(cast):
    assert _lists(cast) == {"moderator"}

    with pytest.raises(publishing.NotYourPage):
        publishing.approve(page=ProgrammePage.objects.get(pk=cast["page"].pk), by=cast["above"])


def test_who_stands_in_for_whom_is_asked_once(cast):
    with CaptureQueriesContext(connection) as queries:
        publishing.waiting_for(cast["moderator"])

    assert sum('FROM "cms_deputy"' in query["sql"] for query in queries) == 1


def test_the_next_working_day_is_not_over_yet(cast):
    assert publishing.hand_on_due(at=TUESDAY) == 0
    assert _lists(cast) == {"moderator"}


def test_after_a_working_day_it_waits_for_both_and_the_next_level(cast):
    assert publishing.hand_on_due(at=WEDNESDAY) == 1
    assert publishing.hand_on_due(at=WEDNESDAY) == 0

    assert _lists(cast) == {"moderator", "deputy", "above"}


def test_a_weekend_does_not_count(cast):
    friday = datetime(2026, 11, 6, 1, 0, tzinfo=UTC)
    TaskState.objects.update(started_at=friday)

    assert publishing.hand_on_due(at=friday + timedelta(days=3)) == 0  # Monday is the working day
    assert publishing.hand_on_due(at=friday + timedelta(days=4)) == 1


def test_the_next_level_decides(cast):
    publishing.hand_on_due(at=WEDNESDAY)

    publishing.approve(page=ProgrammePage.objects.get(pk=cast["page"].pk), by=_fresh(cast["above"]))

    assert ProgrammePage.objects.get(pk=cast["page"].pk).live


def test_the_next_level_gets_nothing_but_the_page_that_waited(cast, client):
    other = publishing.programme_page(programme=builders.approved(cast["page"].programme.base, title="另一个班"))
    publishing.hand_on_due(at=WEDNESDAY)
    _submit(other, by=cast["editor"], at=WEDNESDAY)
    above = _fresh(cast["above"])

    assert ProgrammePage.objects.get(pk=cast["page"].pk).permissions_for_user(above).can_edit()
    assert not ProgrammePage.objects.get(pk=other.pk).permissions_for_user(above).can_edit()
    with pytest.raises(publishing.NotYourPage):
        publishing.approve(page=ProgrammePage.objects.get(pk=other.pk), by=above)


def test_sent_back_and_submitted_again_it_begins_anew(cast):
    publishing.hand_on_due(at=WEDNESDAY)
    publishing.send_back(page=ProgrammePage.objects.get(pk=cast["page"].pk), by=cast["moderator"], comment="请补充")
    _submit(cast["page"], by=cast["editor"], at=WEDNESDAY)

    assert _lists(cast) == {"moderator"}


def test_everybody_asked_is_told_once(cast, django_capture_on_commit_callbacks):
    person = Person.objects.create(created_at=AT)
    PersonLogin.objects.create(person=person, user=cast["deputy"], proof=LoginProof.choices[0][0], since=AT)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        publishing.hand_on_due(at=WEDNESDAY)
        publishing.hand_on_due(at=WEDNESDAY)

    assert [reminder.person_id for reminder in Reminder.objects.filter(kind="PAGE_WAITS")] == [person.pk]
    told = sorted(to for letter in mail.outbox for to in letter.to)
    assert told == sorted([cast["moderator"].email, cast["above"].email])
    assert "人工智能研修班" in mail.outbox[0].subject
    assert Escalation.objects.get().finished_at == WEDNESDAY


def _second(cast):
    """Let another page of the base wait as long; return it."""
    page = publishing.programme_page(programme=builders.approved(cast["page"].programme.base, title="数据治理研修班"))
    _submit(page, by=cast["editor"])
    return page


def test_what_cannot_be_handed_on_stops_no_other(cast, monkeypatch, caplog):
    _second(cast)
    bad = TaskState.objects.order_by("pk").first()
    above = _waiting_long._above
    monkeypatch.setattr(_waiting_long, "_above", lambda state: _broken() if state == bad else above(state))

    assert publishing.hand_on_due(at=WEDNESDAY) == 1
    monkeypatch.undo()
    assert publishing.hand_on_due(at=WEDNESDAY) == 1

    assert "人工智能研修班" not in caplog.text
    assert Escalation.objects.filter(finished_at=WEDNESDAY).count() == 2


def _broken(*_args, **_facts):
    raise RuntimeError("人工智能研修班")


def test_whoever_cannot_be_told_is_told_later_and_stops_no_other(cast, monkeypatch):
    second, tell = _second(cast), _waiting_long._tell_everybody
    bad = str(cast["page"].pk)
    monkeypatch.setattr(
        "cms.publishing._waiting_long._tell_everybody",
        lambda row, *, at: _broken() if row.task_state.workflow_state.object_id == bad else tell(row, at=at),
    )
    publishing.hand_on_due(at=WEDNESDAY)
    done = {row.task_state.workflow_state.object_id: row for row in Escalation.objects.all()}
    monkeypatch.undo()

    assert done[str(second.pk)].finished_at == WEDNESDAY
    assert (done[bad].finished_at, done[bad].attempts, done[bad].last_error) == (None, 1, "RuntimeError")

    publishing.hand_on_due(at=WEDNESDAY + timedelta(seconds=30))
    assert Escalation.objects.get(pk=done[bad].pk).finished_at is None
    publishing.hand_on_due(at=WEDNESDAY + timedelta(minutes=5))
    assert Escalation.objects.get(pk=done[bad].pk).finished_at == WEDNESDAY + timedelta(minutes=5)


def test_what_was_decided_meanwhile_is_told_to_nobody(cast, monkeypatch):
    monkeypatch.setattr("cms.publishing._waiting_long._tell_everybody", _broken)
    publishing.hand_on_due(at=WEDNESDAY)
    publishing.approve(page=ProgrammePage.objects.get(pk=cast["page"].pk), by=cast["moderator"])

    publishing.hand_on_due(at=WEDNESDAY + timedelta(minutes=5))

    assert Escalation.objects.get().finished_at == WEDNESDAY + timedelta(minutes=5)


def test_nobody_stands_above_the_province():
    builders.regulator(name="江苏省人社厅", region=PROVINCE)
    base = builders.base(name="东南大学")
    page = publishing.programme_page(programme=builders.approved(base, title="人工智能研修班"))
    editor = builders.member(base, role=Role.BASE_MANAGER)
    publishing.sync_editors(at=AT)
    _submit(page, by=editor)

    assert publishing.hand_on_due(at=WEDNESDAY) == 1
    assert Escalation.objects.get().next_level is None


def test_a_deputy_is_named_among_the_own_moderators(cast):
    with pytest.raises(publishing.NotAModerator):
        publishing.name_deputy(
            organisation=cast["city"], moderator=cast["moderator"], deputy=cast["stranger"], by=cast["moderator"], at=AT
        )
    with pytest.raises(publishing.NotAModerator):
        publishing.name_deputy(
            organisation=cast["city"], moderator=cast["moderator"], deputy=cast["deputy"], by=cast["stranger"], at=AT
        )
    with pytest.raises(publishing.OwnDeputy):
        publishing.name_deputy(
            organisation=cast["city"], moderator=cast["deputy"], deputy=cast["deputy"], by=cast["moderator"], at=AT
        )


def test_without_a_deputy_everybody_is_asked_at_once(cast):
    publishing.name_deputy(
        organisation=cast["city"], moderator=cast["moderator"], deputy=None, by=cast["moderator"], at=AT
    )

    assert publishing.deputies(cast["city"]) == {}
    assert _lists(cast) == {"moderator", "deputy"}
