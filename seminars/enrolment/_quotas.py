"""Quotas: at most so many people of a region (and what lies in it) or of a sector."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.accounts import people
from learning.accounts.enums import Sector
from learning.accounts.models import Organisation, Region
from learning.errors import Refusal
from seminars.enums import EnrolmentKind, EnrolmentState
from seminars.models import Enrolment, Run


class QuotaExceeded(Refusal):
    """More people of one region or sector are chosen than its quota allows."""

    sentence = _(
        "%(name)s has a quota of %(most)s places; %(chosen)s are chosen. Put some of them on the waiting list."
    )


def require_kept(run: Run, chosen: Sequence[Enrolment]) -> None:
    """Do nothing if the quotas of `run` allow `chosen` beside those already admitted."""
    if not run.quotas:
        return
    belongs = _quotas_of(run, [*_admitted(run), *chosen])
    counts = Counter(quota for enrolment in {*_admitted(run), *chosen} for quota in belongs[enrolment.person_id])
    for place, quota in enumerate(run.quotas):
        if counts[place] > quota["places"]:
            raise QuotaExceeded(name=_name(quota), most=quota["places"], chosen=counts[place])


def first_fitting(run: Run, waiting: Iterable[Enrolment], *, places: int) -> list[Enrolment]:
    """Return the first of `waiting`, in order, whom places and quotas of `run` have room for."""
    if not run.quotas:
        return list(waiting)[:places]
    candidates, holding = list(waiting), _admitted(run)
    belongs = _quotas_of(run, [*holding, *candidates])
    counts = Counter(quota for enrolment in holding for quota in belongs[enrolment.person_id])
    chosen: list[Enrolment] = []
    for enrolment in candidates:
        mine = belongs[enrolment.person_id]
        if len(chosen) < places and all(counts[quota] < run.quotas[quota]["places"] for quota in mine):
            counts.update(mine)
            chosen.append(enrolment)
    return chosen


def _admitted(run: Run) -> list[Enrolment]:
    return list(
        Enrolment.objects.filter(run=run, kind=EnrolmentKind.PARTICIPANT, state=EnrolmentState.ADMITTED).order_by("pk")
    )


def _quotas_of(run: Run, enrolments: Sequence[Enrolment]) -> dict[int, list[int]]:
    """Return, for each person, which quotas of `run` (by their place in the list) the person falls under."""
    ids = sorted({enrolment.person_id for enrolment in enrolments})
    facts = people.on_day(ids, timezone.localdate(run.enrol_until))
    paths = dict(Region.objects.filter(pk__in={fact.region_id for fact in facts.values()}).values_list("pk", "path"))
    employers = {fact.employer_id for fact in facts.values()}
    sectors = dict(Organisation.objects.filter(pk__in=employers).values_list("pk", "sector"))
    return {
        pk: _matching(run, path=paths.get(fact.region_id or "", ""), sector=sectors.get(fact.employer_id or 0, ""))
        for pk, fact in facts.items()
    }


def _matching(run: Run, *, path: str, sector: str) -> list[int]:
    return [
        place
        for place, quota in enumerate(run.quotas)
        if ("region" in quota and f"/{quota['region']}/" in path) or ("sector" in quota and quota["sector"] == sector)
    ]


def _name(quota: dict[str, str]) -> str:
    if "region" in quota:
        return str(Region.objects.get(pk=quota["region"]))
    return str(Sector(quota["sector"]).label)
