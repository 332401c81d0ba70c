"""Examples of a kind of reminder, and the windows of title applications that one of them tells of."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from credits import access, reminders
from credits.web.kindforms import ExampleForm, WindowForm, example_in
from learning.accounts.enums import Series
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def example(request: SignedInRequest, code: str, place: int | None = None) -> HttpResponse:
    """Write an example of the draft, change it or take it away."""
    at = timezone.now()
    row = access.reminder_kind(user=request.user, code=code, on=timezone.localdate(at))
    version = reminders.draft_of(row) or reminders.in_force_of(row)
    if version is None or (place is not None and place >= len(version.body["examples"])):
        raise Http404
    seen = request.POST.get("seen")
    if request.POST.get("deed") == "remove":
        with refusals_shown(request):
            reminders.save_example(kind=row, place=place, stated=None, by=request.user, at=at, seen=seen)
            messages.success(request, _("The example is gone from the draft."))
        return _to_draft(code)
    initial = example_in(version.body["examples"][place]) if place is not None else None
    given = reminders.source(version.body["source"])
    form = ExampleForm(request.POST or None, initial=initial, source=given)
    if form.is_valid():
        with refusals_shown(request, form):
            reminders.save_example(kind=row, place=place, stated=form.stated, by=request.user, at=at, seen=seen)
            messages.success(request, _("The example is kept with the draft."))
            return _to_draft(code)
    context = {"kind": row, "form": form, "place": place, "source": given, "seen": seen or version.digest}
    return render(request, "credits/kind_example.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def windows(request: SignedInRequest) -> HttpResponse:
    """List the windows of title applications, and state another one."""
    at = timezone.now()
    access.require_wording_reminders(user=request.user, on=timezone.localdate(at))
    form = WindowForm(request.POST or None)
    if form.is_valid():
        with refusals_shown(request, form):
            reminders.state_window(**form.cleaned_data, by=request.user, at=at)
            messages.success(request, _("The window is kept. Those concerned are told before it closes."))
            return redirect("credits:title-windows")
    rows = [(row, dict(Series.choices).get(row.series, row.series)) for row in reminders.title_windows()[:100]]
    context = {"form": form, "windows": rows, "today": timezone.localdate(at)}
    return render(request, "credits/title_windows.html", context)


@require_POST
@login_required
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a window of title applications back."""
    at = timezone.now()
    row = access.title_window(user=request.user, pk=pk, on=timezone.localdate(at))
    reminders.withdraw_window(window=row, by=request.user, at=at)
    messages.success(request, _("The window is withdrawn: nobody is told of it any more."))
    return redirect("credits:title-windows")


def _to_draft(code: str) -> HttpResponse:
    answer = redirect("credits:reminder-kind", code)
    answer["Location"] += "?draft=1"
    return answer


urlpatterns = [
    path("reminder-kinds/title-windows/", windows, name="title-windows"),
    path("reminder-kinds/title-windows/<int:pk>/withdraw/", withdraw, name="withdraw-title-window"),
    path("reminder-kinds/<slug:code>/examples/new/", example, name="new-kind-example"),
    path("reminder-kinds/<slug:code>/examples/<int:place>/", example, name="kind-example"),
]
