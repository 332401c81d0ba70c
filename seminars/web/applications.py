"""Base: apply for a programme. A draft keeps whatever is typed; a returned one shows why and is submitted again."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.accounts.http import SignedInRequest
from learning.accounts.models import Organisation
from learning.web import refusals_shown
from seminars import access, programmes
from seminars.enums import ApplicationState
from seminars.models import Application
from seminars.web import shown
from seminars.web.forms.applications import ApplicationForm, initial
from seminars.web.once import only_once, token

OPEN_STATES = {ApplicationState.DRAFT, ApplicationState.RETURNED}


@login_required
@only_once
def write_application(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin an application of a base."""
    at = timezone.now()
    own = access.base(user=request.user, pk=pk, on=timezone.localdate(at), roles=access.MANAGERS)
    form = _form(request, {"host": own.name, "organiser": own.name})
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            row = programmes.draft(base=own, by=request.user, at=at, **form.facts())
            return _saved(request, row, at)

    return _shown(request, form, base=own, application=None)


@login_required
def application(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go on with an application while it is open; show it once it is not."""
    at = timezone.now()
    today = timezone.localdate(at)
    row = access.application(user=request.user, pk=pk, on=today)
    own = row.programme.base
    is_open = row.state in OPEN_STATES and access.may_manage(user=request.user, base_id=own.pk, on=today)
    if not is_open:
        return _closed(request, row)

    form = _form(request, initial(row), kept=row.guidance_item_id)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            programmes.save(application=row, by=request.user, at=at, **form.facts())
            return _saved(request, row, at)

    return _shown(request, form, base=own, application=row)


def _form(request: SignedInRequest, first: dict[str, Any], kept: int | None = None) -> ApplicationForm:
    items = programmes.guidance_items(timezone.localdate())
    if kept:
        items = items.model.objects.filter(Q(pk__in=items.values("pk")) | Q(pk=kept)).order_by("code", "pk")
    if request.method != "POST":
        return ApplicationForm(initial=first, items=items)
    return ApplicationForm(request.POST, initial=first, items=items, complete=_is_submission(request))


def _is_submission(request: SignedInRequest) -> bool:
    return request.POST.get("deed") == "submit"


def _saved(request: SignedInRequest, row: Application, at: dt.datetime) -> HttpResponse:
    if _is_submission(request):
        with refusals_shown(request):
            programmes.submit(application=row, by=request.user, at=at)
            messages.success(
                request,
                _("“%(title)s” was submitted. The regulator decides; you are told the result here.")
                % {"title": row.title},
            )
    else:
        messages.success(request, _("The draft was saved. It is submitted only when you say so."))
    return redirect("seminars:application", row.pk)


def _shown(
    request: SignedInRequest, form: ApplicationForm, *, base: Organisation, application: Application | None
) -> HttpResponse:
    context = {
        "form": form,
        "base": base,
        "application": application,
        "decision": _latest_decision(application),
        "once": token(request),
    }
    return render(request, "seminars/application_form.html", context)


def _closed(request: SignedInRequest, row: Application) -> HttpResponse:
    if request.method == "POST":
        messages.error(request, _("This application cannot be changed now. What you sent was not saved."))
        return redirect("seminars:application", row.pk)

    context = {
        "application": row,
        "base": row.programme.base,
        "facts": shown.facts(row),
        "decision": _latest_decision(row),
    }
    return render(request, "seminars/application.html", context)


def _latest_decision(row: Application | None) -> Any:
    return row and programmes.decisions(row).last()


urlpatterns = [
    path("base/<int:pk>/applications/new/", write_application, name="write-application"),
    path("base/applications/<int:pk>/", application, name="application"),
]
