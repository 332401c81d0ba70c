"""A base applies under its row while the province gives that row to another base: one of them is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connections, transaction

from seminars import guidance, planning, programmes
from seminars.enums import Level, ProgrammeKind
from seminars.models import PlannedSeminar
from tests.seminars import builders
from tests.seminars.builders import MORNING
from tests.seminars.planning.builders import Province, plan, text

pytestmark = pytest.mark.usefixtures("own_database")


def test_a_sheet_waits_for_an_application_that_is_just_handed_in() -> None:
    province = Province()
    province.applied(province.line("001"))
    sheet = province.check(text(province.line("001", base=province.second.name)))
    facts = builders.facts(
        kind=ProgrammeKind.ADVANCED_SEMINAR,
        level=Level.PROVINCIAL,
        guidance_item=guidance.guidance_items(MORNING.date()).get(code="A01"),
        plan_row=PlannedSeminar.objects.get(),
    )
    draft = programmes.draft(base=province.first, by=province.officer, at=MORNING, **facts)
    done = Event()

    def apply() -> object:
        try:
            return planning.apply(sheet=sheet, by=province.officer, at=MORNING)
        except planning.AppliedMeanwhile as refusal:
            return type(refusal)
        finally:
            done.set()
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            programmes.submit(application=draft, by=province.officer, at=MORNING)
            answer = pool.submit(apply)
            assert not done.wait(timeout=0.5)

        assert answer.result(timeout=30) == planning.AppliedMeanwhile
    assert [base for _code, _title, base, *_rest in plan()] == [province.first.name]
