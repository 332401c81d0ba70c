"""Words that mean the same in search: provincial officers keep their own groups beside the shipped ones."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cms import search
from cms.models import SynonymGroup
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown
from seminars import access

_TEXT_MAX = 4000
SHOWN = 200


class SynonymForm(forms.Form):
    """One group."""

    terms = forms.CharField(
        label=gettext_lazy("Words that mean the same"),
        help_text=gettext_lazy("One a line, the usual word first. Abbreviations too. For example: 低空经济, eVTOL"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=_TEXT_MAX,
    )
    narrower = forms.CharField(
        label=gettext_lazy("Words for parts of it"),
        help_text=gettext_lazy(
            "One a line. Whoever searches for the words above finds these too, not the other way round."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=_TEXT_MAX,
        required=False,
    )
    is_used = forms.BooleanField(
        label=gettext_lazy("Used by search"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show_synonyms(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """List the groups, and keep a new one or the one that the address names."""
    at = timezone.now()
    access.require_provincial_office(user=request.user, on=timezone.localdate(at))
    group = get_object_or_404(SynonymGroup, pk=pk) if pk else None
    form = SynonymForm(request.POST or None, initial=_initial(group))
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            kept = search.keep_synonyms(**_words(form), group=group, by=request.user, at=at)
            messages.success(request, _("“%(group)s” is kept. Search knows it within ten seconds.") % {"group": kept})
            return redirect("cms:synonyms")
    rows = search.synonym_groups()
    context = {
        "form": form,
        "group": group,
        "beside": search.shipped_beside(group.terms) if group else [],
        "rows": rows[:SHOWN],
        "shipped": search.shipped_count(),
    }
    return render(request, "cms/synonyms.html", context)


def _initial(group: SynonymGroup | None) -> dict[str, Any]:
    if group is None:
        return {}
    return {"terms": "\n".join(group.terms), "narrower": "\n".join(group.narrower), "is_used": group.is_used}


def _words(form: SynonymForm) -> dict[str, Any]:
    facts = form.cleaned_data
    return {
        "terms": facts["terms"].splitlines(),
        "narrower": facts["narrower"].splitlines(),
        "is_used": facts["is_used"],
    }


urlpatterns = [
    path("search-words/", show_synonyms, name="synonyms"),
    path("search-words/<int:pk>/", show_synonyms, name="synonym"),
]
