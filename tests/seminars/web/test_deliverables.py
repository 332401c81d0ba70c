"""Handing in and deciding on the pages: the own work, the own base, whoever supervises it, and nobody else."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning.accounts.models import Organisation
from seminars import attendance, closing, deliverables, runs
from seminars.enums import EnrolmentKind
from seminars.models import Deliverable, Enrolment, HandedIn, Run
from tests.seminars import builders
from tests.seminars.deliverables.builders import ASKED, EXPECTED, NAME, archive, pdf
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db
SECRET = "岗位改进保密论文初稿"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def run(base: Organisation) -> Run:
    """Open a run that asks for a deliverable."""
    return web.coming(programme=web.approved(base, **ASKED))


def place_of(run: Run) -> tuple[Enrolment, Client]:
    """Enrol a professional, and sign them in."""
    who = builders.professional()
    return builders.enrolled(run=run, who=who, at=web.now()), web.browser(web.professional(who))


def at(name: str, key: int) -> str:
    return reverse(f"seminars:{name}", args=[key])


def text_of(client: Client, address: str, **typed: Any) -> str:
    answer = client.post(address, typed, follow=True) if typed else client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def closed(base: Organisation, *, count: int = 2) -> Run:
    """Return a closed run with people in it who were there."""
    run = web.past(base, people=0)
    for _number in range(count):
        builders.enrolled(run=run, who=builders.professional(), at=run.opened_at)
    for session in runs.timetable(run):
        attendance.confirm(session=session, minutes={}, by=builders.user(), at=web.now())
    closing.close(run=run, by=builders.user(), at=web.now())
    return run


def test_a_person_hands_in_replaces_and_reads_why_it_was_returned(manager: Client, run: Run) -> None:
    place, person = place_of(run)
    own = at("hand-in", place.pk)

    shown = text_of(person, reverse("my-learning"))
    person.post(own, {"file": pdf()})
    replaced = text_of(person, own, file=pdf("第二稿.pdf"))
    row = HandedIn.objects.get()
    page = manager.get(at("handed-in", row.pk))
    manager.post(
        at("handed-in", row.pk), {"decision": "return", "reason": "缺少案例", "version": page.context["row"].version}
    )
    told = text_of(person, own)

    assert (NAME in shown, EXPECTED in replaced, "第二稿.pdf" in replaced) == (True, True, True)
    assert "缺少案例" in told
    assert "缺少案例" in text_of(person, reverse("my-learning"))


def test_a_form_without_anything_says_so_and_nothing_is_kept(run: Run) -> None:
    place, person = place_of(run)

    said = text_of(person, at("hand-in", place.pk), link=" ")

    assert "请选择文件，或填写网址、文字。" in said
    assert not HandedIn.objects.exists()


def test_who_has_no_place_to_hand_in_by_is_shown_no_form_and_not_called_late(run: Run) -> None:
    place, person = place_of(run)
    over = web.today() - timedelta(days=30)
    Run.objects.update(starts_on=over, ends_on=over)
    keys = ("has_place", "may_hand_in", "is_overdue")

    taking_part = person.get(at("hand-in", place.pk)).context
    # Viewers of this programme earn no hours.
    Enrolment.objects.update(kind=EnrolmentKind.VIEWER)
    watching = person.get(at("hand-in", place.pk)).context

    assert [taking_part[key] for key in keys] == [True, True, True]
    assert [watching[key] for key in keys] == [False, False, False]


def test_what_is_no_file_of_its_kind_is_refused_at_the_field(run: Run) -> None:
    place, person = place_of(run)

    answer = person.post(at("hand-in", place.pk), {"file": archive("论文.docx")})

    assert "论文.docx" in str(answer.context["form"].errors["file"])
    assert not HandedIn.objects.exists()


def test_too_many_files_within_an_hour_are_refused_at_the_field_and_a_text_is_taken(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, person = place_of(run)
    monkeypatch.setattr("seminars.web.handing_in.FILES_MOST", 0)

    answer = person.post(at("hand-in", place.pk), {"file": pdf()})
    refused = not HandedIn.objects.exists()
    text_of(person, at("hand-in", place.pk), text=SECRET)

    assert (list(answer.context["form"].errors), refused) == (["file"], True)
    assert HandedIn.objects.get().text == SECRET


def test_the_file_goes_to_the_person_the_base_and_who_supervises_it_as_an_attachment(
    base: Organisation, run: Run
) -> None:
    place, person = place_of(run)
    person.post(at("hand-in", place.pk), {"file": pdf()})
    address = at("handed-in-file", HandedIn.objects.get().pk)
    city = web.browser(web.officer(builders.regulator()))

    for client in (person, web.browser(web.staff(base)), city):
        answer = client.get(address)
        assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"%PDF-1.7 words")  # type: ignore[attr-defined]
        assert answer["Content-Disposition"].startswith("attachment")
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")


def test_another_base_another_participant_and_another_city_get_404(base: Organisation, run: Run) -> None:
    place, person = place_of(run)
    person.post(at("hand-in", place.pk), {"text": SECRET})
    row = HandedIn.objects.get()
    _other_place, participant = place_of(run)
    stranger = web.browser(web.manager(builders.base(name="别的基地")))
    elsewhere = web.browser(web.officer(builders.regulator(code="320500")))

    asked = {
        "hand-in": place.pk,
        "handed-in": row.pk,
        "handed-in-file": row.pk,
        "handed-in-in-sight": row.pk,
        "run-deliverables": run.pk,
        "run-deliverables-in-sight": run.pk,
        "extend-deliverable": run.pk,
        "run-certificates": run.pk,
    }

    for client in (participant, stranger, elsewhere):
        answers = {name: client.get(at(name, key)).status_code for name, key in asked.items()}
        # Who has no record is led to joining one; that says nothing about the row.
        answers["hand-in"] = 404 if client is not participant else answers["hand-in"]
        assert answers == dict.fromkeys(asked, 404)
    assert stranger.post(at("handed-in", row.pk), {"decision": "accept", "version": "1"}).status_code == 404
    assert HandedIn.objects.get().state == "WAITING"


def test_staff_accept_what_they_saw_many_at_once_and_not_what_came_later(manager: Client, run: Run) -> None:
    places = [place_of(run) for _number in range(3)]
    for place, person in places:
        person.post(at("hand-in", place.pk), {"text": SECRET})
    shown = text_of(manager, at("run-deliverables", run.pk))
    chosen = [f"{row.pk}:{row.version}" for row in HandedIn.objects.order_by("pk")][:2]
    places[0][1].post(at("hand-in", places[0][0].pk), {"text": "改过"})

    told = text_of(manager, at("run-deliverables", run.pk), row=chosen, deed="chosen")

    assert [f'value="{one}"' in shown for one in chosen] == [True, True]
    assert "已通过1份。" in told
    assert [row.state for row in HandedIn.objects.order_by("pk")] == ["WAITING", "ACCEPTED", "WAITING"]


def test_what_is_accepted_can_be_returned_and_not_accepted_again(manager: Client, run: Run) -> None:
    place, person = place_of(run)
    person.post(at("hand-in", place.pk), {"text": SECRET})
    row = HandedIn.objects.get()
    address = at("handed-in", row.pk)
    offered = ['value="accept"' in text_of(manager, address)]
    manager.post(address, {"decision": "accept", "version": row.version})
    shown = text_of(manager, address)

    manager.post(address, {"decision": "return", "reason": "缺少数据来源", "version": row.version})

    assert [*offered, 'value="accept"' in shown, 'value="return"' in shown] == [True, False, True]
    assert HandedIn.objects.get().state == "RETURNED"


def test_nothing_chosen_or_no_moment_accepts_nothing(manager: Client, run: Run) -> None:
    place, person = place_of(run)
    person.post(at("hand-in", place.pk), {"text": SECRET})
    row = HandedIn.objects.get()
    address = at("run-deliverables", run.pk)

    for typed in (
        {"deed": "chosen"},
        {"row": row.pk},
        {"row": f"{row.pk}:2"},
        {"row": f"{row.pk}:1:1"},
        {"row": "x:1"},
        {"row": f"{row.pk}:9999999999"},
    ):
        assert "没有通过任何一份" in text_of(manager, address, **typed)
    assert HandedIn.objects.get().state == "WAITING"


def test_a_run_of_its_own_asks_before_anybody_enrols_and_says_so_to_everybody(
    manager: Client, base: Organisation
) -> None:
    run = web.coming(base)
    address = at("run-deliverables", run.pk)

    text_of(manager, address, deed="ask", name="项目方案", expected="一页纸", days="7")
    public = text_of(Client(), at("run", run.pk))
    builders.enrolled(run=run, at=web.now())
    refused = text_of(manager, address, deed="ask", name="别的", days="7")

    assert "项目方案" in public
    assert "一页纸" in public
    assert "已有人报名" in refused
    assert Deliverable.objects.get().name == "项目方案"


def test_staff_who_manage_nothing_ask_for_nothing(base: Organisation) -> None:
    run = web.coming(base)
    staff = web.browser(web.staff(base))

    answer = staff.post(at("run-deliverables", run.pk), {"deed": "ask", "name": "项目方案", "days": "7"})

    assert answer.status_code == 404
    assert not Deliverable.objects.exists()


def test_more_time_is_given_with_a_reason(manager: Client, run: Run) -> None:
    place, person = place_of(run)
    until = run.ends_on + timedelta(days=30)

    text_of(manager, at("extend-deliverable", run.pk), until=until.isoformat(), reason="项目现场延期")

    assert "项目现场延期" in text_of(person, at("hand-in", place.pk))
    assert Deliverable.objects.get().extended_to == until


def test_a_run_without_a_deliverable_has_no_such_tab_once_somebody_is_enrolled(
    manager: Client, base: Organisation
) -> None:
    run = web.coming(base)
    before = text_of(manager, at("base-run", run.pk))
    builders.enrolled(run=run, at=web.now())

    after = text_of(manager, at("base-run", run.pk))

    tab = at("run-deliverables", run.pk)
    assert (tab in before, tab in after) == (True, False)


def test_closing_says_how_many_are_missing_and_does_not_wait(manager: Client, base: Organisation) -> None:
    run = web.past(base, people=2)
    Deliverable.objects.create(run=run, name=NAME, days=15)
    for session in runs.timetable(run):
        attendance.confirm(session=session, minutes={}, by=builders.user(), at=web.now())

    said = text_of(manager, at("run-closing", run.pk))
    manager.post(at("close-run", run.pk))

    assert "未提交2人，待审核0人，已退回0人" in said
    run.refresh_from_db()
    assert run.state == "CLOSED"


def test_an_application_states_its_deliverable_in_a_step_of_its_own(manager: Client, base: Organisation) -> None:
    application = web.walked(manager, base)
    typed = {"deliverable": NAME, "deliverable_expected": EXPECTED, "certificate_years": "3", "deed": "next"}
    step = web.step(application, "certificate")

    manager.post(step, {**typed, "deliverable_days": ""})
    told = text_of(manager, step)
    manager.post(step, {**typed, "deliverable_days": "15"})
    whole = text_of(manager, at("application", application.pk))

    assert NAME in told
    assert "结业论文，结束后15日内提交：结合岗位实际，三千字以上。" in whole
    assert "自结束之日起3年" in whole


def test_certificates_are_issued_together_to_the_chosen_and_a_form_sent_twice_asks_once(
    manager: Client, base: Organisation
) -> None:
    run = closed(base, count=3)
    address = at("run-certificates", run.pk)
    page = manager.get(address)
    people = [line.person_id for line in page.context["lines"]]
    typed = {"person": people[:2], "once": page.context["once"]}

    first = manager.post(address, typed)
    again = manager.post(address, typed)

    assert (page.context["can"], page.context["cannot"]) == (3, 0)
    assert first["Location"] == again["Location"]
    batch = text_of(manager, first["Location"])
    assert "第1期" in batch
    assert "2" in batch


def test_nobody_chosen_is_said_and_staff_have_none_issued(manager: Client, base: Organisation) -> None:
    run = closed(base, count=1)
    staff = web.browser(web.staff(base))
    address = at("run-certificates", run.pk)

    said = text_of(manager, address, once="0" * 32)

    assert "没有选中任何人" in said or "Nobody is chosen" in said or "请至少选择" in said
    assert 'name="person"' not in text_of(staff, address)
    assert staff.post(address, {"person": "1"}).status_code == 404


@pytest.mark.parametrize("name", ["run-deliverables", "run-certificates"])
def test_a_list_asks_as_often_for_three_as_for_one(
    manager: Client, base: Organisation, asked_of: Callable[[Client, str], int], name: str
) -> None:
    counts = []
    for count in (1, 3):
        run = closed(base, count=count)
        asked = Deliverable.objects.create(run=run, name=NAME, days=15)
        for place in run.enrolments.all():
            deliverables.hand_in(enrolment=place, file=None, link="", text=asked.name, by=builders.user(), at=web.now())
        counts.append(asked_of(manager, at(name, run.pk)))

    assert counts[0] == counts[1]
    assert counts[0] <= 30


def test_what_a_person_and_a_regulator_read_asks_as_often_for_three_as_for_one(
    base: Organisation, asked_of: Callable[[Client, str], int]
) -> None:
    counts: dict[str, list[int]] = {"person": [], "sight": []}
    who = builders.professional()
    person, city = web.browser(web.professional(who)), web.browser(web.officer(builders.regulator()))
    for number in range(1, 4):
        first = web.today() + timedelta(days=10 * number)
        run = builders.opened(
            programme=web.approved(base, **ASKED), at=web.now() - timedelta(hours=1),
            sittings=builders.sessions(first=first), starts_on=first, ends_on=first + timedelta(days=1),
            enrol_from=web.now() - timedelta(hours=1), enrol_until=web.now() + timedelta(days=3),
        )  # fmt: skip
        builders.enrolled(run=run, who=who, at=web.now())
        if number != 2:
            counts["person"].append(asked_of(person, reverse("my-learning")))
            counts["sight"].append(asked_of(city, reverse("seminars:deliverables-in-sight")))

    assert {name: found[0] for name, found in counts.items()} == {name: found[1] for name, found in counts.items()}
    assert max(counts["person"]) <= 30
