"""Ties: where two rulebooks concern the same people and neither is the more specific. Both results are shown, side by side."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from credits import access, rulebooks
from credits.models import RulebookVersion, Standing
from credits.web import rulewords
from learning.accounts.http import SignedInRequest

A_DAY = timedelta(days=1)


@require_safe
@login_required
def index(request: SignedInRequest) -> HttpResponse:
    """List the ties among the versions in force, and how many people are measured by both."""
    if not access.publishes_rulebooks(request.user, timezone.localdate()):
        raise Http404
    found = rulebooks.ties(rulebooks.books())
    rows = [
        {"tie": tie, "people": rulebooks.people_under(tie), "sides": [_side(tie.one), _side(tie.other)]}
        for tie in found
    ]
    return render(request, "credits/rulebook_ties.html", {"rows": rows})


def beside(standing: Standing) -> list[dict[str, Any]]:
    """Return what decides beside the rulebook of `standing` although neither is the more specific, each with its own result."""
    last_day = standing.cycle_ends_before - A_DAY
    tied = rulebooks.tied_with(family=standing.family, person_ids=[standing.person_id], on=last_day)
    if not tied:
        return []
    results = access.standings_beside(standing, families=[version.family for version in tied])
    return [{"version": version, "standing": results.get(version.family)} for version in tied]


def _side(row: RulebookVersion) -> dict[str, Any]:
    places = {row.scope_region.pk: str(row.scope_region)} if row.scope_region else {}
    scope = rulebooks.policy_version(row).scope
    return {"version": row, "scopes": [one for one in rulewords.scopes(scope, places) if one[1]]}


urlpatterns = [path("rulebooks/ties/", index, name="rulebook-ties")]
