"""Overview: the plan's indicators against target and time gone, and who complies, by what statistics ask for."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from credits import access as hours
from credits import compliance
from learning import places
from learning.accounts import access as accounts
from learning.accounts.enums import EmployerKind, OrganisationKind, Sector, TitleLevel
from learning.accounts.http import SignedInRequest
from learning.accounts.models import Organisation
from learning.desks.charts import compliance_chart, plan_chart
from learning.desks.roles import only_for
from learning.desks.waiting import matters
from learning.web import whole_number
from seminars import access as teaching
from seminars import indicators

YEARS_BACK = 6
AREAS = {
    "south": gettext_lazy("Southern Jiangsu"),
    "middle": gettext_lazy("Central Jiangsu"),
    "north": gettext_lazy("Northern Jiangsu"),
}
TIERS = {
    "county": gettext_lazy("Counties, county-level cities and below"),
    "district": gettext_lazy("Districts of cities"),
    "city": pgettext_lazy("tier", "City level"),
    "province": pgettext_lazy("tier", "Province level"),
}


@require_safe
@login_required
def overview(request: SignedInRequest) -> HttpResponse:
    """Show a regulator a plan's figures and the compliance of the people it looks after."""
    only_for(request, OrganisationKind.REGULATOR)
    today = timezone.localdate()
    regulators = list(accounts.regulators_of(request.user, today))
    waiting = matters(user=request.user, on=today)
    context = {
        "regulators": regulators,
        "is_provincial": _is_whole(regulators) and teaching.provincial_office(user=request.user, on=today) is not None,
        "waiting": len(waiting),
        "late": sum(one.is_late for one in waiting),
        **_plan(request, regulators, today),
        **_compliance(request, regulators, today),
    }
    return render(request, "desks/overview.html", context)


def _is_whole(regulators: list[Organisation]) -> bool:
    """Say whether one of `regulators` looks after everybody in the province."""
    return any(one.region.path == hours.PROVINCE_PATH and one.sector == Sector.GENERAL for one in regulators)


def _plan(request: SignedInRequest, regulators: list[Organisation], today: date) -> dict[str, Any]:
    plans = list(indicators.plans())
    wanted = whole_number(request.GET.get("plan"))
    running = [plan for plan in plans if plan.since <= today]
    plan = next((plan for plan in plans if plan.pk == wanted), running[0] if running else None)
    if plan is None:
        return {"plan": None}
    days = (plan.ends_before - plan.since).days
    gone = min(days, max(0, (today - plan.since).days + 1)) * 1000 // days / 10
    is_whole = _is_whole(regulators)
    lines = indicators.lines(plan, regulators=regulators, on=today)
    return {
        "plan": plan,
        "last_day": plan.ends_before - timedelta(days=1),
        "plan_name": str(plan.name if (get_language() or "").startswith("zh") else plan.name_en),
        "plan_tabs": [_tab(request, _span(one), plan=one.pk, is_here=one == plan) for one in plans],
        "gone": gone,
        "is_whole": is_whole,
        # The targets are the province's: a city's figures are not measured against them.
        "plan_chart": plan_chart(lines, gone=gone) if is_whole else None,
        "lines": [_shown(plan, line, gone if is_whole else None) for line in lines],
    }


def _span(plan: Any) -> str:
    return f"{plan.since.year}–{plan.ends_before.year - 1}"


def _shown(plan: Any, line: indicators.Line, gone: float | None) -> dict[str, Any]:
    is_listed = line.reached is not None and line.indicator in indicators.LISTED and not plan.closed_on
    return {
        "line": line,
        "pace": None if gone is None else _pace(line, gone),
        "address": f"{reverse('indicator', args=[line.indicator])}?plan={plan.pk}" if is_listed else "",
    }


def _pace(line: indicators.Line, gone: float) -> dict[str, str] | None:
    if line.share is None:
        return None
    if line.share >= 100:
        return {"label": _("Reached"), "tone": "good"}
    if line.share >= gone:
        return {"label": _("On pace"), "tone": "good"}
    return {"label": _("Behind time") if gone < 100 else _("Not reached"), "tone": "warn"}


def _compliance(request: SignedInRequest, regulators: list[Organisation], today: date) -> dict[str, Any]:
    years = range(today.year, today.year - YEARS_BACK, -1)
    asked = whole_number(request.GET.get("year"))
    year = asked if asked is not None and asked in years else today.year
    sights = hours.sights_of(regulators)
    by = request.GET.get("by", "")
    if by not in compliance.DIMENSIONS:
        # Whoever looks after one city compares its counties.
        by = "city" if any(one.path == hours.PROVINCE_PATH for one in sights) else "county"
    choice = compliance.Choice(sights=sights, year=year)
    names = _names(by, sights)
    figures = [_row(one, names, by=by, year=year) for one in compliance.breakdown(choice, by=by)]
    return {
        "year": year,
        "year_tabs": [_tab(request, str(one), year=one, is_here=one == year) for one in years],
        "by_tabs": [
            _tab(request, str(label), by=code, is_here=code == by)
            for code, (label, _column) in compliance.DIMENSIONS.items()
        ],
        "by_label": compliance.DIMENSIONS[by][0],
        "totals": compliance.totals(choice),
        "figures": figures,
        "chart": compliance_chart(figures),
    }


def _row(figure: compliance.Figure, names: Mapping[str, str | Promise], *, by: str, year: int) -> dict[str, Any]:
    is_place = by in {"city", "county"} and figure.code
    return {
        "figure": figure,
        "name": names.get(figure.code, figure.code) if figure.code else _("Not known"),
        "address": f"{reverse('credits:compliance')}?year={year}&region={figure.code}" if is_place else "",
    }


def _names(by: str, sights: Collection[hours.Sight]) -> Mapping[str, str | Promise]:
    if by in {"city", "county"}:
        regions = hours.regions_within(sights)
        return {code: places.said(name) for code, name in regions.values_list("code", "name")}
    fixed: dict[str, Mapping[str, str | Promise]] = {
        "area": AREAS,
        "tier": TIERS,
        "sector": dict(Sector.choices),
        "ownership": dict(EmployerKind.choices),
        "title_level": dict(TitleLevel.choices),
    }
    return fixed[by]


def _tab(request: SignedInRequest, label: str, *, is_here: bool, **chosen: Any) -> dict[str, Any]:
    query = request.GET.copy()
    for name, value in chosen.items():
        query[name] = str(value)
    return {"label": label, "address": f"?{query.urlencode()}", "is_here": is_here, "count": None}
