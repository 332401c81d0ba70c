"""What became of messages: the log of one person, for whom a purpose was stated; and what was given up, with a button to send it again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from credits import access, reminders
from learning.accounts import people
from learning.accounts.http import SignedInRequest
from learning.web import page_after, refusals_shown, whole_number

PAGE = 50
# A letter brings its own styles, and nothing else: no script, no picture, no form.
_OF_LETTERS = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; sandbox"


@require_safe
@login_required
def of_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show every message to a person whose record is being looked at."""
    at = timezone.now()
    asked, _organisation = access.regulated_record(user=request.user, pk=pk, on=timezone.localdate(at))
    if access.look_in_force(user=request.user, record=asked, at=at) is None:
        return redirect("credits:register-record", pk)
    page, next_key = page_after(reminders.log(asked.ids), after=whole_number(request.GET.get("after")), size=PAGE)
    context = {
        "rows": [reminders.logged(row) for row in page],
        "next_key": next_key,
        "person": asked.person,
        "name": people.current_names([pk]).get(pk, ""),
    }
    return render(request, "credits/deliveries.html", context)


@require_safe
@login_required
def letter(request: SignedInRequest, pk: int, delivery: int) -> HttpResponse:
    """Show a mail to a person whose record is being looked at as it was sent, but for its link that ends such mails."""
    at = timezone.now()
    asked, _organisation = access.regulated_record(user=request.user, pk=pk, on=timezone.localdate(at))
    if access.look_in_force(user=request.user, record=asked, at=at) is None:
        return redirect("credits:register-record", pk)
    shown = reminders.letter_of(get_object_or_404(reminders.log(asked.ids), pk=delivery))
    if shown is None:
        raise Http404
    return HttpResponse(shown.page, headers={"Content-Security-Policy": _OF_LETTERS})


@require_safe
@login_required
def given_up(request: SignedInRequest) -> HttpResponse:
    """Show what was given up of messages to the people of the own area: not to whom nor what they said; no purpose was stated."""
    today = timezone.localdate()
    rows = reminders.with_reminders(access.given_up_deliveries(user=request.user, on=today)).order_by("-pk")
    page, next_key = page_after(rows, after=whole_number(request.GET.get("after")), size=PAGE)
    context = {
        "rows": [reminders.logged(row) for row in page],
        "next_key": next_key,
        "may_send": access.may_send_again(user=request.user, on=today),
    }
    return render(request, "credits/given_up.html", context)


@require_POST
@login_required
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let one message go out again."""
    at = timezone.now()
    row = access.delivery_to_send_again(user=request.user, pk=pk, on=timezone.localdate(at))
    with refusals_shown(request):
        reminders.send_again(delivery=row, by=request.user, at=at)
        messages.success(request, _("The message goes out again within a minute."))
    return redirect("credits:given-up")


urlpatterns = [
    path("register/<int:pk>/messages/", of_person, name="register-messages"),
    path("register/<int:pk>/messages/<int:delivery>/", letter, name="register-letter"),
    path("reminders/given-up/", given_up, name="given-up"),
    path("reminders/given-up/<int:pk>/again/", send_again, name="send-again"),
]
