"""When runs are, for somebody who works: the values of the facet 时段."""

from datetime import date, datetime, timedelta

import pytest
from django.http import QueryDict

from cms import catalogue
from seminars.enums import Mode
from tests.cms import builders
from tests.cms.builders import AT, SHANGHAI

pytestmark = pytest.mark.django_db
MONDAY, SATURDAY = date(2026, 12, 7), date(2026, 12, 12)


def _held(*starts, mode=Mode.ON_SITE):
    """Open a run whose sessions start then, local time."""
    base = builders.base(name="东南大学")
    page = builders.public(base, title="数据安全", mode=mode)
    run = builders.run(page.programme, starts_on=min(starts).date())
    for session, start in zip(run.sessions.order_by("number"), starts, strict=True):
        moment = start.replace(tzinfo=SHANGHAI)
        type(session).objects.filter(pk=session.pk).update(starts_at=moment, ends_at=moment + timedelta(hours=2))
    return run


def _slots():
    look = catalogue.look(choice=catalogue.Choice.of(QueryDict("")), state=catalogue.state(at=AT))
    return {option.value for facet in look.facets() if facet.name == "slot" for option in facet.options}


def _on(day, hour):
    return datetime(day.year, day.month, day.day, hour)


@pytest.mark.parametrize(
    ("starts", "slots"),
    [
        ((_on(MONDAY, 9), _on(MONDAY, 14)), {"workday"}),
        ((_on(MONDAY, 19), _on(MONDAY + timedelta(1), 19)), {"evening", "on_post"}),
        ((_on(SATURDAY, 9), _on(SATURDAY + timedelta(1), 9)), {"weekend", "on_post"}),
        ((_on(SATURDAY, 19), _on(SATURDAY + timedelta(1), 19)), {"weekend", "evening", "on_post"}),
        ((_on(MONDAY, 9), _on(SATURDAY, 9)), {"workday"}),
    ],
)
def test_a_run_is_in_the_slots_of_its_sessions(starts, slots):
    _held(*starts)

    assert _slots() == slots


def test_what_is_recorded_is_learnt_in_one_s_own_time():
    _held(_on(MONDAY, 9), _on(MONDAY, 14), mode=Mode.RECORDED)

    assert _slots() == {"on_post"}
