"""Decisions: what waits for a regulator, with its clock."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from credits import reminders
from learning.accounts.enums import OrganisationKind
from learning.accounts.http import SignedInRequest
from learning.desks.roles import only_for
from learning.desks.waiting import DAYS, Kind, Matter, matters

# A kind that has a tab only while something of it waits.
SELDOM = {Kind.RULEBOOK, Kind.FALLEN, Kind.STOPPED}


@require_safe
@login_required
def decisions(request: SignedInRequest) -> HttpResponse:
    """Show what waits for a decision, late ones first; the address may choose one kind, or the late ones."""
    only_for(request, OrganisationKind.REGULATOR)
    today = timezone.localdate()
    found = matters(user=request.user, on=today)
    kind = request.GET.get("kind", "")
    context = {
        "day": today,
        "matters": [one for one in found if _is_chosen(one, kind)],
        "tabs": _tabs(found, kind),
        "late": sum(one.is_late for one in found),
        "decided": {"APPLICATION": reverse("seminars:applications"), "CORRECTION": reverse("seminars:corrections")}.get(
            kind
        ),
        "is_chosen": kind in {*Kind.values, "LATE"},
        "clocks": [(code.label, days) for code, days in DAYS.items()],
        "unknown_years": reminders.unknown_years(today),
    }
    return render(request, "desks/decisions.html", context)


def _is_chosen(matter: Matter, kind: str) -> bool:
    if kind == "LATE":
        return matter.is_late
    return kind not in Kind.values or matter.kind == kind


def _tabs(found: Sequence[Matter], chosen: str) -> list[dict[str, Any]]:
    counts = Counter(one.kind for one in found)
    known = {*Kind.values, "LATE"}
    kinds: list[tuple[str, str, int]] = [
        ("", _("All"), len(found)),
        ("LATE", _("Late"), sum(one.is_late for one in found)),
        *((kind.value, str(kind.label), counts[kind]) for kind in Kind if counts[kind] or kind not in SELDOM),
    ]
    here = chosen if chosen in known else ""
    return [
        {
            "label": label,
            "address": reverse("decisions") + (f"?kind={code}" if code else ""),
            "is_here": code == here,
            "count": count,
        }
        for code, label, count in kinds
    ]
