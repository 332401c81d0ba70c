"""Forms of simulations: what a draft is tried on, and why hours are decided again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from learning.accounts.models import Region

CITIES = 2  # how deep a region is chosen: the province and its cities


class StartForm(forms.Form):
    """What to try a draft on."""

    region = forms.ModelChoiceField(
        label=gettext_lazy("Whom to try it on"),
        queryset=Region.objects.none(),
        required=False,
        empty_label=gettext_lazy("Everybody in the ledger"),
    )
    since = forms.DateField(
        label=gettext_lazy("As if it had begun on"),
        help_text=gettext_lazy(
            "Left empty: its own first day; a version of the future is tried from 1 January of this year."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.filter(depth__lte=CITIES).order_by("path")  # type: ignore[attr-defined]


class RedecideForm(forms.Form):
    """Why hours are decided again."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It is kept with every line and shown to the person."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why these hours are decided again.")},
    )
    is_meant = forms.BooleanField(
        label=gettext_lazy("I have looked at the result: the hours of these people are to be decided again"),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Tick this box if the hours are really to be decided again.")},
    )
