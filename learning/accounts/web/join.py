"""Joining the own record: name and number, then one proof; or contesting it."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.accounts import access, joining, people
from learning.accounts.http import SignedInRequest
from learning.accounts.models import Person
from learning.accounts.web.forms import CodeForm, ContactForm, ContestForm, JoinForm
from learning.web import refusals_shown

SESSION_KEY = "joining"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: SignedInRequest) -> HttpResponse:
    """Ask for name and number, and look for the record; show it where there is one already."""
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            address = get_adapter().get_client_ip(request)
            return _answer(
                request, joining.begin(user=request.user, **form.cleaned_data, address=address, at=timezone.now())
            )
    return render(request, "accounts/join.html", {"form": form, "record": _record(access.own_person(request.user))})


@login_required
@require_safe
def prove(request: SignedInRequest) -> HttpResponse:
    """Offer the proofs that the record found allows."""
    found = _found(request)
    if found is None:
        return redirect("accounts:join")
    return _proofs(request, found)


@login_required
@require_POST
def send_code(request: SignedInRequest) -> HttpResponse:
    """Send a code to the chosen contact."""
    found = _found(request)
    if found is None:
        return redirect("accounts:join")
    form = ContactForm(request.POST, found=found)
    if form.is_valid():
        contact = next(contact for contact in found.contacts if str(contact.pk) == form.cleaned_data["contact"])
        with refusals_shown(request, form):
            joining.send_code(attempt=found.attempt, contact=contact, at=timezone.now())
            messages.success(request, _("A code was sent to %(contact)s.") % {"contact": contact.masked})
            return redirect("accounts:join-prove")
    return _proofs(request, found, contact_form=form)


@login_required
@require_POST
def confirm_code(request: SignedInRequest) -> HttpResponse:
    """Take the code, and join."""
    found = _found(request)
    if found is None:
        return redirect("accounts:join")
    form = CodeForm(request.POST)
    if form.is_valid():
        with refusals_shown(request, form):
            joining.confirm_code(user=request.user, code=form.cleaned_data["code"], at=timezone.now())
            return _joined(request)
    return _proofs(request, found, code_form=form)


@login_required
@require_POST
def contest(request: SignedInRequest) -> HttpResponse:
    """Say that the record found is joined to somebody else's login wrongly."""
    found = _found(request)
    if found is None or not found.is_taken:
        return redirect("accounts:join")
    form = ContestForm(request.POST)
    if form.is_valid():
        with refusals_shown(request, form):
            joining.contest(attempt=found.attempt, reason=form.cleaned_data["reason"], at=timezone.now())
            messages.success(
                request,
                _("Your objection was recorded. A regulator will decide, and you will be told by text message."),
            )
            return redirect("accounts:join")
    return _proofs(request, found, contest_form=form)


def _answer(request: SignedInRequest, answer: joining.Found | joining.Made) -> HttpResponse:
    if isinstance(answer, joining.Found):
        request.session[SESSION_KEY] = answer.attempt.pk
        return redirect("accounts:join-prove")
    messages.warning(
        request,
        _(
            "There was no record of this name and number, so a new one was made. It is not verified until staff have seen your document."
        ),
    )
    return redirect("accounts:join")


def _joined(request: SignedInRequest) -> HttpResponse:
    request.session.pop(SESSION_KEY, None)
    messages.success(request, _("Your record is joined to this login."))
    return redirect("accounts:join")


def _found(request: SignedInRequest) -> joining.Found | None:
    attempt = request.session.get(SESSION_KEY)
    return joining.resume(user=request.user, attempt_pk=attempt, at=timezone.now()) if attempt else None


def _proofs(
    request: SignedInRequest,
    found: joining.Found,
    *,
    contact_form: ContactForm | None = None,
    code_form: CodeForm | None = None,
    contest_form: ContestForm | None = None,
) -> HttpResponse:
    facts = {
        "found": found,
        "contact_form": contact_form or ContactForm(found=found),
        "code_form": code_form or CodeForm(),
        "contest_form": contest_form or ContestForm(),
    }
    return render(request, "accounts/prove.html", facts)


def _record(person: Person | None) -> dict[str, object] | None:
    if person is None:
        return None
    return {
        "name": people.current_names([person.pk])[person.pk],
        "kind": person.get_document_kind_display(),
        "number": people.masked_numbers([person.pk])[person.pk],
        "is_verified": person.is_verified,
    }


urlpatterns = [
    path("join/", join, name="join"),
    path("join/prove/", prove, name="join-prove"),
    path("join/code/", send_code, name="join-send-code"),
    path("join/confirm/", confirm_code, name="join-confirm-code"),
    path("join/contest/", contest, name="join-contest"),
]
