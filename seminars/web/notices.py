"""Base: the notice and the poster of a run, what they leave out, and where to state it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown
from seminars import access, notices, runs
from seminars.web.forms.runs import NoticeForm
from seminars.web.run_pages import run_page


@login_required
def run_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what the notice leaves out, and let staff state it."""
    run = access.run(user=request.user, pk=pk, on=timezone.localdate())
    form = NoticeForm(request.POST or None, initial={name: getattr(run, name) for name in NoticeForm.base_fields})
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            runs.state_notice(run=run, **form.cleaned_data)
            messages.success(request, _("Saved. The notice and the poster say so from now on."))
            return redirect("seminars:run-notice", run.pk)

    notice = notices.facts(run, address="")
    return run_page(
        request,
        run,
        "notice",
        form=form,
        missing=notices.missing(notice),
        unwritable=notices.unwritable(notice),
        is_offered=notices.is_offered(run),
    )


urlpatterns = [path("base/runs/<int:pk>/notice/", run_notice, name="run-notice")]
