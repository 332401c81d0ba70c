"""The plans that every installation knows, and which of them runs."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from seminars.enums import Indicator
from seminars.models import Plan, PlanTarget

# 四(五) and 四(四) of the 14th plan.
TARGETS = {
    Indicator.ADVANCED_SEMINARS: 150,
    Indicator.SENIOR_SPECIALISTS: 10_000,
    Indicator.PERSON_TIMES: 5_000_000,
    Indicator.PERSONS: None,
    Indicator.BASES: 30,
    Indicator.SERVICE_EVENTS: 150,
    Indicator.EXPERT_TIMES: 2_000,
    Indicator.LECTURES: 1_000,
    Indicator.GRASSROOTS_TRAINEES: 20_000,
}
# No document states them: they let the demo show what a closed plan looks like.
SAMPLE_FINALS = {
    Indicator.ADVANCED_SEMINARS: 153,
    Indicator.SENIOR_SPECIALISTS: 10_260,
    Indicator.PERSON_TIMES: 5_184_000,
    Indicator.PERSONS: 2_316_000,
    Indicator.BASES: 30,
    Indicator.SERVICE_EVENTS: 156,
    Indicator.EXPERT_TIMES: 2_084,
    Indicator.LECTURES: 1_037,
    Indicator.GRASSROOTS_TRAINEES: 19_480,
}


@dataclass(frozen=True, kw_only=True)
class _Known:
    code: str
    name: str
    name_en: str
    since: date
    ends_before: date
    closed_on: date | None
    is_sample: bool


KNOWN = (
    _Known(
        code="js-14",
        name="江苏省“十四五”专业技术人才发展规划",
        name_en="14th five-year plan of Jiangsu for professional and technical talent",
        since=date(2021, 1, 1),
        ends_before=date(2026, 1, 1),
        closed_on=date(2025, 12, 31),
        is_sample=False,
    ),
    _Known(
        code="js-15",
        name="江苏省“十五五”专业技术人才发展规划",
        name_en="15th five-year plan of Jiangsu for professional and technical talent",
        since=date(2026, 1, 1),
        ends_before=date(2031, 1, 1),
        closed_on=None,
        is_sample=True,
    ),
)


@transaction.atomic
def ensure_plans(*, with_samples: bool) -> int:
    """Add the plans that are not here yet and return how many; `with_samples` gives the closed one sample final figures."""
    known = set(Plan.objects.values_list("code", flat=True))
    missing = [one for one in KNOWN if one.code not in known]
    for one in missing:
        _add(one, with_samples=with_samples)
    return len(missing)


def plans() -> QuerySet[Plan]:
    """Return the plans, the newest first."""
    return Plan.objects.order_by("-since", "-pk")


def plan_on(on: date) -> Plan | None:
    """Return the plan that runs on a day, else the last one that began before it."""
    return plans().filter(since__lte=on).first()


def _add(one: _Known, *, with_samples: bool) -> None:
    plan = Plan.objects.create(
        code=one.code,
        name=one.name,
        name_en=one.name_en,
        since=one.since,
        ends_before=one.ends_before,
        closed_on=one.closed_on,
    )
    finals = SAMPLE_FINALS if with_samples and one.closed_on else {}
    for indicator, target in TARGETS.items():
        PlanTarget.objects.create(
            plan=plan,
            indicator=indicator,
            target=target,
            is_sample=one.is_sample and target is not None,
            final=finals.get(indicator),
            is_sample_final=indicator in finals,
        )
