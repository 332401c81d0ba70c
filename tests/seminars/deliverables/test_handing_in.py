"""Handing in, replacing, accepting and returning; who is late, and what cannot be taken."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from credits import reminders
from credits.models import Reminder
from learning import contents
from learning.accounts.enums import LoginProof
from learning.accounts.models import PersonLogin
from learning.errors import Refusal
from seminars import deliverables, enrolment, programmes, runs
from seminars.enums import EnrolmentKind, HandedInState
from seminars.models import Deliverable, HandedIn
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, MORNING, moment
from tests.seminars.deliverables.builders import (
    EXPECTED,
    NAME,
    accepted,
    archive,
    asking,
    handed_in,
    over,
    pdf,
    places,
    returned,
    watching_too,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def states(run: Any) -> list[str]:
    return [one.state for one in deliverables.page(run, size=10)[0]]


def test_a_run_asks_for_what_was_approved_until_so_many_days_after_its_last_day() -> None:
    run = asking()

    asked = deliverables.of(run)

    assert asked
    assert (asked.name, asked.expected, asked.due_on(run.ends_on)) == (NAME, EXPECTED, date(2026, 4, 8))


def test_a_run_of_a_programme_that_states_nothing_asks_for_nothing() -> None:
    run = builders.opened()
    place = builders.enrolled(run=run)

    with pytest.raises(deliverables.NothingAsked):
        handed_in(place)


def test_the_day_moves_with_the_last_day_of_the_run() -> None:
    run = asking()
    last = run.sessions.latest("number")

    runs.file_change(
        session=last, by=builders.user(), at=MORNING, reason="场地", starts_at=last.starts_at + timedelta(days=2),
        ends_at=last.ends_at + timedelta(days=2),
    )  # fmt: skip
    run.refresh_from_db()

    assert Deliverable.objects.get().due_on(run.ends_on) == date(2026, 4, 10)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"deliverable": NAME}, programmes.DaysMissing),
        ({"deliverable": NAME, "deliverable_days": 181}, programmes.DaysMissing),
        ({"certificate_years": 11}, programmes.YearsNotPossible),
        ({"certificate_years": 0}, programmes.YearsNotPossible),
    ],
)
def test_an_application_says_until_when_and_how_long(facts: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        builders.submitted(**facts)


def test_what_nobody_asks_for_has_neither_day_nor_words() -> None:
    application = builders.submitted(deliverable="  ", deliverable_expected="三千字", deliverable_days=3)

    assert (application.deliverable, application.deliverable_expected, application.deliverable_days) == ("", "", None)


def test_a_file_lies_beside_what_a_web_server_hands_out_under_a_name_that_nobody_guesses(settings: Any) -> None:
    (place,) = places(asking(1))

    row = handed_in(place, file=pdf("../../我的\u0000论文.PDF"))

    lying = Path(default_storage.path(row.file.name))
    assert (row.file_name, row.file.read()) == ("我的论文.pdf", b"%PDF-1.7 words")
    assert Path(settings.MEDIA_ROOT) not in lying.parents
    assert "论文" not in row.file.name


def test_whoever_replaces_what_waits_leaves_no_old_file_behind() -> None:
    (place,) = places(asking(1))
    with TestCase.captureOnCommitCallbacks(execute=True):
        first = handed_in(place, file=pdf()).file.name
        second = handed_in(place, file=pdf("改.pdf"), at=AFTERNOON + timedelta(hours=1))

    (row,) = HandedIn.objects.all()
    assert (row.number, row.file_name, row.handed_in_at) == (1, "改.pdf", AFTERNOON + timedelta(hours=1))
    assert (default_storage.exists(first), default_storage.exists(second.file.name)) == (False, True)


def test_what_was_returned_stays_with_its_reason_and_another_one_follows() -> None:
    (place,) = places(asking(1))

    returned(place, reason="缺少案例")
    handed_in(place, text="第二稿", at=AFTERNOON + timedelta(days=1))

    assert [(row.number, row.state, row.reason) for row in deliverables.history(place)] == [
        (2, "WAITING", ""),
        (1, "RETURNED", "缺少案例"),
    ]


def test_nothing_follows_what_was_accepted() -> None:
    (place,) = places(asking(1))
    accepted(place)

    with pytest.raises(deliverables.AcceptedAlready):
        handed_in(place)


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        ({"text": "  "}, deliverables.NothingHandedIn),
        ({"link": "http://example.cn/a"}, deliverables.LinkNotSafe),
        ({"link": "https://a:b@example.cn/"}, deliverables.LinkNotSafe),
        ({"link": "javascript:alert(1)"}, deliverables.LinkNotSafe),
        ({"file": SimpleUploadedFile("a.html", b"<html>")}, deliverables.WrongFile),
        ({"file": SimpleUploadedFile("a.pdf", b"MZ program")}, contents.WrongContent),
        ({"file": SimpleUploadedFile("a.docx", b"PK\x03\x04 none")}, contents.WrongContent),
        ({"file": SimpleUploadedFile("a.zip", b"MZ" + archive().read())}, contents.WrongContent),
        ({"file": archive("a.docx")}, contents.WrongContent),
        ({"file": archive(Setup__exe=b"MZ")}, contents.PartNotTaken),
        ({"file": archive(paper__docm=b"PK")}, contents.PartNotTaken),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(what: dict[str, Any], refusal: type[Refusal]) -> None:
    (place,) = places(asking(1))

    with pytest.raises(refusal):
        handed_in(place, **what)

    assert not HandedIn.objects.exists()


def test_an_archive_that_unpacks_too_far_or_is_locked_is_refused() -> None:
    (place,) = places(asking(1))
    bomb = archive("a.zip", **{"a.txt": b"0" * (101 * 1024 * 1024)})
    locked = bytearray(archive().read())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + at] |= 1

    with pytest.raises(contents.UnpacksTooFar):
        handed_in(place, file=SimpleUploadedFile("a.zip", zipped_small(bomb)))
    with pytest.raises(contents.Locked):
        handed_in(place, file=SimpleUploadedFile("a.zip", bytes(locked)))


def zipped_small(bomb: SimpleUploadedFile) -> bytes:
    """Return the archive pressed together, so that its size gives nothing away."""
    import io  # noqa: PLC0415
    import zipfile  # noqa: PLC0415

    stream = io.BytesIO()
    with zipfile.ZipFile(bomb) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("a.txt", old.read("a.txt"))
    return stream.getvalue()


def test_a_file_above_twenty_megabytes_is_refused_before_it_is_read() -> None:
    (place,) = places(asking(1))
    large = pdf()
    large.size = contents.UPLOAD_BYTES_MAX + 1

    with pytest.raises(deliverables.FileTooLarge):
        handed_in(place, file=large)


def test_a_file_of_who_has_nothing_to_hand_in_is_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    done, waiting = asking(1), builders.enrolled(run=asking())
    accepted(places(done)[0])
    enrolment.withdraw(enrolment=waiting, by=builders.user(), at=MORNING)
    monkeypatch.setattr(contents, "check", lambda *_given, **_named: pytest.fail("it was looked into"))

    for place, refusal in ((places(done)[0], deliverables.AcceptedAlready), (waiting, deliverables.NoPlace)):
        with pytest.raises(refusal):
            handed_in(place, file=pdf())


def test_who_waits_or_only_watches_has_nothing_to_hand_in() -> None:
    run = asking()
    waiting = builders.enrolled(run=run)
    enrolment.withdraw(enrolment=waiting, by=builders.user(), at=MORNING)
    watching = builders.enrolled(run=asking(), kind=EnrolmentKind.PARTICIPANT)
    watching.kind = EnrolmentKind.VIEWER
    watching.save()

    for place in (waiting, watching):
        with pytest.raises(deliverables.NoPlace):
            handed_in(place)


def test_many_are_accepted_at_once_but_not_what_nobody_has_seen_nor_the_own_work_nor_another_run() -> None:
    run, other = asking(4), asking(1)
    rows = [handed_in(place) for place in places(run)]
    # Its request began when the first one's did: only the version tells which of both was seen.
    late = handed_in(places(run)[1], text="改过")
    foreign = handed_in(places(other)[0])
    staff = builders.user()
    PersonLogin.objects.create(
        person_id=places(run)[2].person_id, user=staff, proof=LoginProof.IN_PERSON, since=MORNING
    )

    seen = {row.pk: row.version for row in (*rows, foreign)}
    count = deliverables.accept(run=run, seen=seen, by=staff, at=AFTERNOON + timedelta(minutes=10))

    late.refresh_from_db()
    assert (count, states(run)) == (2, ["ACCEPTED", "WAITING", "WAITING", "ACCEPTED"])
    assert states(other) == ["WAITING"]


def test_a_return_needs_a_reason_and_is_told() -> None:
    (place,) = places(asking(1))
    row = handed_in(place)

    with pytest.raises(deliverables.WhyMissing):
        deliverables.send_back(row=row, seen=1, reason=" ", by=builders.user(), at=AFTERNOON)
    deliverables.send_back(row=row, seen=1, reason="请补充数据来源", by=builders.user(), at=AFTERNOON)

    (told,) = Reminder.objects.filter(kind="DELIVERABLE_RETURNED")
    assert told.person_id == place.person_id
    assert "退回原因：请补充数据来源。" in reminders.line(told).sentences


def test_who_is_told_after_the_day_that_it_was_returned_hears_of_no_day() -> None:
    first, second = places(over(2))  # due on 8 April
    returned(first, at=moment(8, month=4))
    returned(second, at=moment(9, month=4))

    told = {
        one.person_id: reminders.line(one).sentences for one in Reminder.objects.filter(kind="DELIVERABLE_RETURNED")
    }

    assert "请修改后重新提交。" in told[first.person_id]
    assert [any("截止日期" in one for one in told[place.person_id]) for place in (first, second)] == [True, False]


def test_what_was_replaced_since_it_was_seen_is_neither_returned_nor_accepted() -> None:
    (place,) = places(asking(1))
    row = handed_in(place)
    handed_in(place, text="改过")

    with pytest.raises(deliverables.DecidedAlready):
        deliverables.send_back(
            row=row, seen=row.version, reason="不行", by=builders.user(), at=AFTERNOON + timedelta(hours=1)
        )

    assert states(place.run) == ["WAITING"]


def test_nobody_returns_the_own_work() -> None:
    (place,) = places(asking(1))
    row, staff = handed_in(place), builders.user()
    PersonLogin.objects.create(person_id=place.person_id, user=staff, proof=LoginProof.IN_PERSON, since=MORNING)

    with pytest.raises(deliverables.OwnWork):
        deliverables.send_back(row=row, seen=1, reason="不行", by=staff, at=AFTERNOON)


def test_what_was_accepted_by_mistake_is_returned_until_the_certificate_follows() -> None:
    run = over(2)
    first, second = (accepted(place) for place in places(run))

    deliverables.send_back(row=first, seen=1, reason="误通过", by=builders.user(), at=AFTERNOON)
    deliverables.settle(run=run, at=AFTERNOON)

    assert states(run) == ["RETURNED", "ACCEPTED"]
    with pytest.raises(deliverables.DecidedAlready):
        deliverables.send_back(row=second, seen=1, reason="误通过", by=builders.user(), at=AFTERNOON)


def test_late_is_who_came_after_the_day_and_an_extension_forgives() -> None:
    run = over(2)
    early, late = places(run)
    returned(early, at=moment(8, "23:00", month=4))
    handed_in(early, text="第二稿", at=moment(20, month=4))
    handed_in(late, at=moment(9, "00:30", month=4))

    before = [one.is_late for one in deliverables.page(run, size=10)[0]]
    deliverables.extend(run=run, until=date(2026, 4, 9), reason="疫情", by=builders.user(), at=AFTERNOON)
    after = [one.is_late for one in deliverables.page(run, size=10)[0]]

    assert (before, after) == ([False, True], [False, False])


def test_who_mends_what_waits_after_the_day_was_in_time() -> None:
    (place,) = places(over(1))  # due on 8 April
    handed_in(place, at=moment(7, month=4))
    handed_in(place, text="改了错字", at=moment(10, month=4))

    (one,) = deliverables.page(place.run, size=10)[0]

    assert one.last
    assert (one.is_late, one.last.handed_in_at, one.last.version) == (False, moment(10, month=4), 2)


def test_an_extension_gives_time_and_says_why() -> None:
    run, nothing = asking(), builders.opened()
    how: dict[str, Any] = {"by": builders.user(), "at": AFTERNOON}

    for until, reason, refusal in (
        (date(2026, 4, 8), "好", deliverables.NotLater),
        (date(2026, 4, 9), " ", deliverables.ReasonMissing),
    ):
        with pytest.raises(refusal):
            deliverables.extend(run=run, until=until, reason=reason, **how)
    with pytest.raises(deliverables.NothingAsked):
        deliverables.extend(run=nothing, until=date(2026, 5, 1), reason="好", **how)


def test_a_run_that_moves_beyond_an_extension_takes_no_time_away() -> None:
    run = over(1)  # due on 8 April
    (place,) = places(run)
    deliverables.extend(run=run, until=date(2026, 4, 10), reason="疫情", by=builders.user(), at=AFTERNOON)
    run.ends_on = date(2026, 3, 29)
    run.save(update_fields=["ends_on"])

    (asked,) = deliverables.asked_of([place.person_id])

    assert asked.due_on == date(2026, 4, 13)
    assert [len(deliverables.due_between(day, day)) for day in (date(2026, 4, 10), date(2026, 4, 13))] == [0, 1]


def test_one_run_may_ask_for_something_until_somebody_is_enrolled() -> None:
    run = builders.opened()

    deliverables.state(run=run, name="项目方案", expected="", days=7)
    deliverables.state(run=run, name="学习心得", expected="", days=5)
    first = builders.enrolled(run=run)

    with pytest.raises(deliverables.PeopleEnrolled):
        deliverables.state(run=run, name="", expected="", days=5)
    enrolment.withdraw(enrolment=first, by=builders.user(), at=MORNING)
    # As the page has it: who has withdrawn may come back.
    with pytest.raises(deliverables.PeopleEnrolled):
        deliverables.state(run=run, name="", expected="", days=5)
    assert not deliverables.may_ask(run)
    asked = deliverables.of(run)
    assert asked
    assert (asked.name, asked.days) == ("学习心得", 5)


def test_what_was_approved_is_not_changed_in_a_run() -> None:
    run = asking()

    with pytest.raises(deliverables.DeliverableApproved):
        deliverables.state(run=run, name="", expected="", days=0)


def test_counts_and_pages_are_by_state_in_the_order_of_enrolment() -> None:
    run = asking(4)
    first, second, third, _fourth = places(run)
    accepted(first)
    returned(second)
    handed_in(third)

    page, after = deliverables.page(run, size=3)
    rest, end = deliverables.page(run, after=after, size=3)

    assert deliverables.counts(run) == deliverables.Counts(missing=1, waiting=1, returned=1, accepted=1)
    assert ([one.state for one in page], [one.state for one in rest], end) == (
        ["ACCEPTED", "RETURNED", "WAITING"],
        ["MISSING"],
        None,
    )
    assert [one.enrolment.pk for one in deliverables.page(run, state="RETURNED", size=3)[0]] == [second.pk]


def test_who_still_has_to_hand_in_hears_seven_days_and_one_day_before() -> None:
    run = over(4)  # due on Wednesday 8 April; 4 to 6 April are holidays
    first, second, third, fourth = places(run)
    accepted(first)
    handed_in(second)
    returned(third)

    told = {
        day: reminders.plan_dated(at=moment(day, "10:00", month=4), only="deliverables.due") for day in (1, 3, 7, 8)
    }

    due = Reminder.objects.filter(kind="DELIVERABLE_DUE")
    assert told == {1: 2, 3: 0, 7: 2, 8: 0}
    assert set(due.values_list("person", flat=True)) == {third.person_id, fourth.person_id}
    assert "学时照常登记；未提交或未通过的，不签发结业证书。" in reminders.line(due[0]).sentences
    assert HandedInState.WAITING not in {one.state for one in deliverables.asked_of([third.person_id])}


def test_who_also_watches_the_stream_is_asked_once() -> None:
    run = asking(2, viewers_earn_hours=True)
    first, second = places(run)
    watching = watching_too(first)
    returned(second)
    watching_too(second)

    assert [one.pk for one in deliverables.due_between(date(2026, 4, 8), date(2026, 4, 8))] == [first.pk, second.pk]
    handed_in(first)

    assert deliverables.counts(run) == deliverables.Counts(waiting=1, returned=1)
    assert [one.enrolment.pk for one in deliverables.page(run, size=10)[0]] == [first.pk, second.pk]
    assert [one.enrolment.pk for one in deliverables.asked_of([first.person_id])] == [first.pk]
    assert watching.pk not in {one.pk for one in deliverables.due_between(date(2026, 4, 8), date(2026, 4, 8))}


def test_what_a_viewer_handed_in_before_they_took_part_counts_and_nothing_is_asked_twice() -> None:
    run = asking(1, viewers_earn_hours=True)
    (place,) = places(run)
    watching = watching_too(place)
    handed_in(watching)

    assert [(one.enrolment.pk, one.state) for one in deliverables.page(run, size=10)[0]] == [(watching.pk, "WAITING")]
    assert list(deliverables.due_between(date(2026, 4, 8), date(2026, 4, 8))) == []


def test_nobody_hears_of_a_cancelled_run() -> None:
    run = asking(1)
    runs.cancel(run=run, by=builders.user(), at=MORNING, reason="人数不足")

    assert reminders.plan_dated(at=moment(1, "10:00", month=4), only="deliverables.due") == 0
