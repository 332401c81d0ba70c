"""What stands behind an indicator: the runs or bases that its figure counts."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from learning.accounts import access as accounts
from learning.accounts.enums import OrganisationKind
from learning.accounts.http import SignedInRequest
from learning.desks.roles import only_for
from learning.web import whole_number
from seminars import indicators
from seminars.enums import Indicator

PAGE = 50


@require_safe
@login_required
def indicator(request: SignedInRequest, code: str) -> HttpResponse:
    """List what a figure of a plan counts; a closed plan stands as it was stated, and nothing is listed behind it."""
    only_for(request, OrganisationKind.REGULATOR)
    if code not in indicators.LISTED:
        raise Http404
    today, asked = timezone.localdate(), Indicator(code)
    regulators = list(accounts.regulators_of(request.user, today))
    wanted = whole_number(request.GET.get("plan"))
    plan = next((one for one in indicators.plans() if one.pk == wanted), None) or indicators.plan_on(today)
    if plan is None:
        raise Http404
    after = whole_number(request.GET.get("after"))
    rows, next_key = indicators.listed(asked, plan=plan, regulators=regulators, on=today, after=after, size=PAGE)
    (line,) = (one for one in indicators.lines(plan, regulators=regulators, on=today) if one.indicator == asked)
    context = {
        "indicator": asked,
        "line": line,
        "plan": plan,
        "plan_name": str(plan.name if (get_language() or "").startswith("zh") else plan.name_en),
        "regulators": regulators,
        "rows": [] if plan.closed_on else rows,
        "next_key": None if plan.closed_on else next_key,
        "query": f"plan={plan.pk}",
        "is_of_bases": asked == Indicator.BASES,
        "is_of_persons": asked in {Indicator.PERSONS, Indicator.SENIOR_SPECIALISTS},
    }
    return render(request, "desks/indicator.html", context)
