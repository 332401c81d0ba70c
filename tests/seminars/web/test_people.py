"""A base adds people, chooses among applicants and files changes."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.accounts.enums import DocumentKind
from learning.accounts.models import Organisation, PersonName
from seminars.enums import EnrolmentState
from seminars.models import Enrolment, Run
from seminars.web import people as page_of_people
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db


def _added(**changed: str) -> dict[str, str]:
    return {
        "name": "王伟",
        "document_kind": DocumentKind.RESIDENT_ID,
        "number": builders.number(),
        "mobile": "13800001234",
        **changed,
    }


def test_add_a_new_person(manager: Client, base: Organisation) -> None:
    run = web.coming(base)

    manager.post(reverse("seminars:add-person", args=[run.pk]), _added())

    enrolment = Enrolment.objects.get()
    assert enrolment.state == EnrolmentState.ADMITTED
    assert PersonName.objects.get(person=enrolment.person).name == "王伟"


def test_add_a_namesake_asks_first(manager: Client, base: Organisation) -> None:
    run = web.coming(base)
    address = reverse("seminars:add-person", args=[run.pk])
    manager.post(address, _added())
    second = _added(mobile="13800005678")

    page = manager.post(address, second).content.decode()

    assert "1234" in page
    assert 'name="is_somebody_else"' in page
    assert Enrolment.objects.count() == 1
    manager.post(address, {**second, "is_somebody_else": "on"})
    assert Enrolment.objects.count() == 2


def test_people_tell_namesakes_apart(manager: Client, base: Organisation) -> None:
    run = web.coming(base)
    address = reverse("seminars:add-person", args=[run.pk])
    manager.post(address, _added())
    manager.post(address, _added(mobile="13800005678", is_somebody_else="on"))
    manager.post(address, _added(name="李丽", mobile="13800009876"))

    page = manager.get(reverse("seminars:base-run", args=[run.pk])).content.decode()

    assert "1234" in page
    assert "5678" in page
    assert "9876" not in page


def test_a_number_of_another_name_is_refused_at_the_field(manager: Client, base: Organisation) -> None:
    run = web.coming(base)
    number = builders.number()
    manager.post(reverse("seminars:add-person", args=[run.pk]), _added(number=number))

    page = manager.post(
        reverse("seminars:add-person", args=[run.pk]), _added(number=number, name="赵敏")
    ).content.decode()

    assert "field-error" in page
    assert 'value="赵敏"' in page
    assert Enrolment.objects.count() == 1


def test_take_somebody_off_after_a_page_that_asks(manager: Client, base: Organisation) -> None:
    enrolment = builders.enrolled(run=web.coming(base), at=web.now())
    address = reverse("seminars:take-off", args=[enrolment.pk])

    assert manager.get(address).status_code == 200
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.ADMITTED

    manager.post(address)
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.WITHDRAWN


def test_select_admits_keeps_waiting_and_refuses(manager: Client, base: Organisation) -> None:
    run = web.selecting(base, people=4)
    first, second, third, fourth = run.enrolments.order_by("rank")
    typed = {
        f"decision-{first.pk}": "admit",
        f"decision-{second.pk}": "wait",
        f"decision-{third.pk}": "refuse",
        f"reason-{third.pk}": "不符合报名条件",
    }

    manager.post(reverse("seminars:run-selection", args=[run.pk]), typed)

    states = dict(run.enrolments.values_list("pk", "state"))
    assert states == {first.pk: "ADMITTED", second.pk: "WAITING", third.pk: "REFUSED", fourth.pk: "APPLIED"}
    assert Enrolment.objects.get(pk=third.pk).reason == "不符合报名条件"


def test_refuse_without_a_reason_decides_nobody(manager: Client, base: Organisation) -> None:
    run = web.selecting(base, people=2)
    first, second = run.enrolments.order_by("rank")

    page = manager.post(
        reverse("seminars:run-selection", args=[run.pk]),
        {f"decision-{first.pk}": "admit", f"decision-{second.pk}": "refuse"},
    ).content.decode()

    assert "field-error" in page
    assert set(run.enrolments.values_list("state", flat=True)) == {"APPLIED"}


def test_too_many_admitted_is_said_and_kept(manager: Client, base: Organisation) -> None:
    run = web.selecting(base, people=3)
    typed = {f"decision-{one.pk}": "admit" for one in run.enrolments.all()}

    page = manager.post(reverse("seminars:run-selection", args=[run.pk]), typed).content.decode()

    assert page.count('value="admit" selected') == 3
    assert set(run.enrolments.values_list("state", flat=True)) == {"APPLIED"}


def test_file_a_change_of_room(manager: Client, base: Organisation) -> None:
    session = web.first_session(web.coming(base))
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    typed = {
        "day": f"{starts:%Y-%m-%d}",
        "begins": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "room": "报告厅",
        "reason": "原教室维修",
    }

    manager.post(reverse("seminars:file-change", args=[session.pk]), typed)

    session.refresh_from_db()
    assert session.room == "报告厅"
    page = manager.get(reverse("seminars:run-sessions", args=[session.run_id])).content.decode()
    assert "101 → 报告厅" in page
    assert "原教室维修" in page


def test_a_change_that_changes_nothing_is_refused(manager: Client, base: Organisation) -> None:
    session = web.first_session(web.coming(base))
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    typed = {
        "day": f"{starts:%Y-%m-%d}",
        "begins": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "room": "101",
        "reason": "没有变化",
    }

    page = manager.post(reverse("seminars:file-change", args=[session.pk]), typed).content.decode()

    assert "alert-danger" in page
    assert not session.changes.exists()


def _named(run: Run, *names: str) -> None:
    for name in names:
        builders.enrolled(run=run, who=builders.person(name=name, at=web.now()), at=web.now())


def test_people_are_shown_by_state_with_their_numbers(manager: Client, base: Organisation) -> None:
    run = web.coming(base, places=2)
    _named(run, "赵一", "钱二", "孙三")
    address = reverse("seminars:base-run", args=[run.pk])

    held, waiting = (manager.get(f"{address}?state={state}").content.decode() for state in ("ADMITTED", "WAITING"))

    assert ("赵一" in held, "孙三" in held) == (True, False)
    assert ("赵一" in waiting, "孙三" in waiting) == (False, True)


def test_find_somebody_by_name_or_last_four(manager: Client, base: Organisation) -> None:
    run = web.coming(base)
    _named(run, "赵一", "钱二")
    address = reverse("seminars:base-run", args=[run.pk])
    last_four = run.enrolments.latest("rank").person.number_last_four

    by_name = manager.post(address, {"q": "赵"}).content.decode()
    by_number = manager.post(address, {"q": last_four.lower()}).content.decode()

    assert ("赵一" in by_name, "钱二" in by_name) == (True, False)
    assert ("赵一" in by_number, "钱二" in by_number) == (False, True)


def test_what_is_typed_to_find_somebody_stands_in_no_address(manager: Client, base: Organisation) -> None:
    run = web.coming(base)
    _named(run, "赵一")
    address = reverse("seminars:base-run", args=[run.pk])

    page = manager.post(address, {"q": "G10001234"}).content.decode()

    (form,) = re.findall(r'<form[^>]*role="search"', page)
    assert 'method="post"' in form
    assert "q=G10001234" not in page
    assert manager.get(address, {"q": "钱二"}).context["text"] == ""


def test_finding_finds_nobody_of_another_run(manager: Client, base: Organisation) -> None:
    _named(web.coming(), "赵一")
    run = web.coming(base)
    _named(run, "钱二")

    page = manager.post(reverse("seminars:base-run", args=[run.pk]), {"q": "赵一"}).content.decode()

    assert page.count("赵一") == 1  # what was typed


@pytest.mark.parametrize("typed", ["%", "_", "' OR 1=1", "𠮷" * 80])
def test_odd_words_to_find_find_nobody(manager: Client, base: Organisation, typed: str) -> None:
    run = web.coming(base)
    _named(run, "赵一")

    page = manager.post(reverse("seminars:base-run", args=[run.pk]), {"q": typed}).content.decode()

    assert "赵一" not in page


def test_blanks_alone_are_no_search(manager: Client, base: Organisation) -> None:
    run = web.coming(base)
    _named(run, "赵一")

    assert "赵一" in manager.post(reverse("seminars:base-run", args=[run.pk]), {"q": "  "}).content.decode()


def test_long_rolls_go_on_on_the_next_page(
    manager: Client, base: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_of_people, "PAGE", 2)
    run = web.coming(base)
    _named(run, "赵一", "钱二", "孙三")
    address = reverse("seminars:base-run", args=[run.pk])

    first = manager.get(address).content.decode()
    second = manager.get(f"{address}?state=ADMITTED&after=2").content.decode()

    assert ("孙三" in first, "after=2" in first) == (False, True)
    assert ("赵一" in second, "孙三" in second) == (False, True)


def test_namesakes_on_another_page_are_told_apart(
    manager: Client, base: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_of_people, "PAGE", 1)
    run = web.coming(base)
    for number in ("13800001234", "13800005678"):
        manager.post(reverse("seminars:add-person", args=[run.pk]), _added(mobile=number, is_somebody_else="on"))

    assert "1234" in manager.get(reverse("seminars:base-run", args=[run.pk])).content.decode()


def test_the_roster_on_paper_lists_who_holds_a_place(manager: Client, base: Organisation) -> None:
    run = web.coming(base, places=1)
    _named(run, "赵一", "钱二")

    page = manager.get(reverse("seminars:roster-sheet", args=[run.pk])).content.decode()

    assert ("赵一" in page, "钱二" in page) == (True, False)
