"""Searches that a professional saved: keep one, list them, delete one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms import catalogue, saved_searches
from learning.accounts import access
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown


@require_safe
@login_required
def show_saved(request: SignedInRequest) -> HttpResponse:
    """Show what the person has saved, each in words, with its way back."""
    person = access.person_of(request.user)
    state = catalogue.state(at=timezone.now())
    rows = [
        {
            "saved": saved,
            "choice": (choice := saved_searches.choice_of(saved)),
            "said": catalogue.said(choice, state=state),
        }
        for saved in saved_searches.of_person(person)
    ]
    return render(request, "cms/saved_searches.html", {"rows": rows, "most": saved_searches.MOST})


@require_POST
@login_required
def save_search(request: SignedInRequest) -> HttpResponse:
    """Save the search that the form states, and go back to it."""
    person = access.person_of(request.user)
    choice = catalogue.Choice.of(QueryDict(request.POST.get("choice", "")[:5000]))
    with refusals_shown(request):
        saved_searches.save(person=person, name=request.POST.get("name", ""), choice=choice, at=timezone.now())
        messages.success(
            request, _("The search is saved. You are told when something new answers it, at most once a day.")
        )

    return redirect(choice.address())


@require_POST
@login_required
def forget_search(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete one of the person's own saved searches."""
    person = access.person_of(request.user)
    saved_searches.forget(saved=get_object_or_404(saved_searches.of_person(person), pk=pk))
    messages.success(request, _("The saved search is deleted."))

    return redirect("cms:saved-searches")


urlpatterns = [
    path("catalogue/saved/", show_saved, name="saved-searches"),
    path("catalogue/save/", save_search, name="save-search"),
    path("catalogue/saved/<int:pk>/delete/", forget_search, name="forget-search"),
]
