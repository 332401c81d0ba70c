"""The frame of a run's pages: its head, its tabs, what each of them needs to say."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from learning.accounts.http import SignedInRequest
from seminars import access, deliverables, enrolment
from seminars.enums import Admission, RunState
from seminars.models import Run
from seminars.web import shown


@dataclass(frozen=True)
class Tab:
    """One tab of a run."""

    label: str | Promise
    address: str
    is_here: bool
    count: int | None = None


TABS = {
    "people": _("People"),
    "selection": _("Selection"),
    "questions": pgettext_lazy("tab of a run", "Questions"),
    "notice": pgettext_lazy("tab of a run", "Notice and poster"),
    "sessions": _("Sessions"),
    "attendance": _("Attendance"),
    "hours": _("Hours"),
    "deliverables": pgettext_lazy("tab of a run", "Deliverable"),
    "closing": _("Closing"),
    "certificates": pgettext_lazy("tab of a run", "Certificates"),
    "corrections": pgettext_lazy("tab of a run", "Corrections"),
}
# Pages that stand under a tab.
UNDER = {
    "take_off": "people",
    "cancel": "people",
    "change": "sessions",
    "roster": "attendance",
    "correction": "attendance",
    "ask_correction": "corrections",
    "extend": "deliverables",
    "handed_in": "deliverables",
}


def run_page(request: SignedInRequest, run: Run, tab: str, **context: Any) -> HttpResponse:
    """Show one tab of `run`."""
    at = timezone.now()
    today = timezone.localdate(at)
    return render(
        request,
        f"seminars/run_{tab}.html",
        {
            "run": run,
            "version": run.version,
            "base": run.programme.base,
            "stage": shown.stage(run, at=at, today=today),
            "waiting": enrolment.waiting_of(run),
            "tabs": _tabs(run, UNDER.get(tab, tab)),
            "may_manage": access.may_manage(user=request.user, base_id=run.programme.base_id, on=today),
            **context,
        },
    )


def _tabs(run: Run, here: str) -> list[Tab]:
    hidden = {
        *(() if run.admission == Admission.SELECTION else ("selection",)),
        *(() if run.state == RunState.CLOSED else ("corrections", "certificates")),
        *(() if _has_deliverable(run) else ("deliverables",)),
    }
    shown_ones = {key: label for key, label in TABS.items() if key not in hidden}
    return [
        Tab(
            label,
            reverse("seminars:base-run" if key == "people" else f"seminars:run-{key}", args=[run.pk]),
            key == here,
        )
        for key, label in shown_ones.items()
    ]


def _has_deliverable(run: Run) -> bool:
    """Say whether `run` asks for something to be handed in, or may still do so."""
    return deliverables.may_ask(run) or deliverables.of(run) is not None
