"""Taking a version of a rulebook out of force, after asking once more."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from credits import access, rulebooks
from credits.web.booktabs import tabs
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown


class RetireForm(forms.Form):
    """Why a version is taken out of force."""

    reason = forms.CharField(
        label=gettext_lazy("Reason, with the document that says so"),
        help_text=gettext_lazy(
            "For example: 苏人社发〔2027〕3号 repeals it. Everybody can read it beside the version."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": rulebooks.RetirementReasonMissing.sentence},
    )
    is_meant = forms.BooleanField(
        label=gettext_lazy(
            "I have read what follows from it. A version that is out of force cannot be put into force again"
        ),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Tick this box once you have read what follows from it.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def retire(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a version out of force; show before whom that touches, and what holds then."""
    at = timezone.now()
    row = access.rulebook_to_retire(user=request.user, pk=pk, on=timezone.localdate(at))
    form = RetireForm(request.POST or None)
    if form.is_valid():
        with refusals_shown(request, form):
            rulebooks.retire(version=row, by=request.user, at=at, reason=form.cleaned_data["reason"])
            messages.success(
                request, _("“%(title)s” (%(code)s) is out of force.") % {"title": row.title, "code": row.code}
            )
            return redirect("credits:rulebook", pk)
    context = {
        "form": form,
        "version": row,
        "tabs": tabs(row, "retire"),
        "touched": rulebooks.touched(row),
        "left": rulebooks.left_in_force(row),
    }
    return render(request, "credits/retire_rulebook.html", context)


urlpatterns = [path("rulebooks/<int:pk>/retire/", retire, name="retire-rulebook")]
