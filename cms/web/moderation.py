"""Moderation beside Wagtail's editor: what waits with its difference, small changes approved in bulk, and who stands in for whom."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms import publishing
from learning.accounts.http import SignedInRequest
from learning.accounts.models import Organisation, User
from learning.web import refusals_shown


@require_safe
@login_required
def moderation(request: SignedInRequest) -> HttpResponse:
    """Show what waits for the moderator, each with its difference; small changes can be ticked."""
    _moderators_only(request)
    found = publishing.proposals(request.user)
    context = {
        "small": [row for row in found if row.is_small],
        "others": [row for row in found if not row.is_small],
        "small_max": publishing.SMALL_MAX,
    }
    return render(request, "cms/moderation.html", context)


@require_POST
@login_required
def approve_small(request: SignedInRequest) -> HttpResponse:
    """Approve the ticked ones, all or none."""
    _moderators_only(request)
    marks = request.POST.getlist("mark")
    if not marks:
        messages.warning(request, _("No page was ticked, so none was approved."))
        return redirect("cms:moderation")
    with refusals_shown(request):
        titles = publishing.approve_small(marks=marks, by=request.user)
        said = ngettext(
            "%(count)d page was approved and is public: %(titles)s.",
            "%(count)d pages were approved and are public: %(titles)s.",
            len(titles),
        )
        messages.success(request, said % {"count": len(titles), "titles": _(", ").join(titles)})

    return redirect("cms:moderation")


class DeputyForm(forms.Form):
    """Who stands in for one moderator of one regulator."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), widget=forms.HiddenInput)
    moderator = forms.ModelChoiceField(User.objects.none(), widget=forms.HiddenInput)
    deputy = forms.ModelChoiceField(
        User.objects.none(), required=False, label=gettext_lazy("Deputy"), empty_label=gettext_lazy("Nobody")
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = publishing.moderates_for(by)
        fellows = User.objects.filter(groups__editorial_group__organisation__in=own).distinct().order_by("name", "pk")
        for name, rows in (
            ("organisation", Organisation.objects.filter(pk__in=[one.pk for one in own])),
            ("moderator", fellows),
            ("deputy", fellows),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def deputies(request: SignedInRequest) -> HttpResponse:
    """Show who stands in for whom; name a deputy."""
    _moderators_only(request)
    if request.method == "POST":
        form = DeputyForm(request.POST, by=request.user)
        if not form.is_valid():
            raise Http404  # only whoever makes up a form sends people of other regulators
        with refusals_shown(request):
            publishing.name_deputy(**form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("Saved. What waits longer than a working day goes to both."))
        return redirect("cms:deputies")

    return render(
        request, "cms/deputies.html", {"desks": [_desk(one) for one in publishing.moderates_for(request.user)]}
    )


def _desk(organisation: Organisation) -> dict[str, Any]:
    members, named = list(publishing.moderators(organisation)), publishing.deputies(organisation)
    rows = [
        {
            "moderator": one,
            "deputy": named[one.pk].deputy if one.pk in named else None,
            "choices": [other for other in members if other != one],
        }
        for one in members
    ]
    return {"organisation": organisation, "rows": rows}


def _moderators_only(request: SignedInRequest) -> None:
    if not publishing.moderates(request.user):
        raise Http404


urlpatterns = [
    path("moderation/", moderation, name="moderation"),
    path("moderation/approve/", approve_small, name="approve-small"),
    path("moderation/deputies/", deputies, name="deputies"),
]
