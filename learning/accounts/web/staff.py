"""What staff do for people: confirm somebody in person, decide about contested records."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.accounts import access, identity, joining, people
from learning.accounts.http import SignedInRequest, need_second_factor
from learning.accounts.models import PersonLogin
from learning.accounts.web.forms import CorrectNameForm, InPersonForm
from learning.web import refusals_shown


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_in_person(request: SignedInRequest) -> HttpResponse:
    """Join a login to the record of somebody who stands before `request.user` with the document."""
    _check_staff(request)
    form = InPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            at = timezone.now()
            facts = {key: form.cleaned_data[key] for key in ("name", "document_kind", "number", "mobile")}
            asked = joining.asked(**facts, at=at)
            joining.confirm_in_person(person=asked.person, user=asked.user, by=request.user, at=at)
            messages.success(request, _("%(name)s is joined to the record now.") % {"name": form.cleaned_data["name"]})
            return redirect("accounts:confirm-in-person")
    is_employer = not access.may_confirm_anybody(request.user, timezone.localdate())
    return render(request, "accounts/confirm_in_person.html", {"form": form, "is_employer": is_employer})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct_name(request: SignedInRequest) -> HttpResponse:
    """Correct the name in a record that nobody verified, for somebody who stands before `request.user` with the document."""
    _check_staff(request)
    form = CorrectNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {key: form.cleaned_data[key] for key in ("name", "document_kind", "number", "reason")}
        with refusals_shown(request, form):
            joining.correct_name(**facts, by=request.user, at=timezone.now())
            messages.success(request, _("The name is corrected, and the identity counts as verified."))
            return redirect("accounts:confirm-in-person")
    return render(request, "accounts/correct_name.html", {"form": form})


@login_required
@require_safe
def contests(request: SignedInRequest) -> HttpResponse:
    """List the contested records that `request.user` decides about."""
    today = timezone.localdate()
    if not access.regulators_of(request.user, today, roles=access.DECIDING_ROLES).exists():
        raise Http404
    logins = list(access.contested_logins(request.user, today)[:100])
    return render(request, "accounts/contests.html", {"contests": _rows(logins)})


@login_required
@require_POST
def decide_contest(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decide one contest."""
    login = access.contested_login(request.user, pk, timezone.localdate())
    decision = request.POST.get("decision", "")
    if decision not in {"uphold", "dismiss"}:
        messages.error(request, _("Choose one of the two decisions. Nothing was decided."))
        return redirect("accounts:contests")
    joining.decide_contest(login=login, is_upheld=decision == "uphold", by=request.user, at=timezone.now())
    messages.success(request, _("Decided. Whoever contested was told by text message."))
    return redirect("accounts:contests")


def _check_staff(request: SignedInRequest) -> None:
    if not access.may_confirm_in_person(request.user, timezone.localdate()):
        raise Http404
    need_second_factor(request)


def _rows(logins: list[PersonLogin]) -> list[dict[str, object]]:
    names = people.current_names([login.person_id for login in logins])
    numbers = people.masked_numbers([login.person_id for login in logins])
    return [
        {
            "login": login,
            "name": names[login.person_id],
            "number": numbers[login.person_id],
            "holder": identity.masked_address(login.user.mobile or login.user.email or ""),
            "contester": identity.masked_address(login.contested_by.mobile or "") if login.contested_by else "",
        }
        for login in logins
    ]


urlpatterns = [
    path("confirm/", confirm_in_person, name="confirm-in-person"),
    path("confirm/name/", correct_name, name="correct-name"),
    path("contests/", contests, name="contests"),
    path("contests/<int:pk>/decide/", decide_contest, name="decide-contest"),
]
