"""Forms of deliverables: what is handed in, what is decided, what a run asks for, and until when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seminars import programmes
from seminars.web.forms.fields import DayField, long_text

ACCEPT, RETURN = "accept", "return"


class HandInForm(forms.Form):
    """A file, an address or a text: one of them at least."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=150,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.zip"}),
        help_text=_("PDF, DOCX or ZIP, at most 20 MB."),
    )
    link = forms.CharField(
        label=_("Or an address"),
        required=False,
        max_length=300,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Where your work can be looked at without signing in."),
    )
    text = forms.CharField(label=_("Or a text"), required=False, max_length=4000, widget=long_text(rows=5))


class DecideForm(forms.Form):
    """Accept it, or return it with a reason."""

    decision = forms.ChoiceField(
        label=_("What is decided"),
        widget=forms.RadioSelect,
        choices=[(ACCEPT, _("Accept")), (RETURN, _("Return: it is to be mended and handed in again"))],
        error_messages={"required": _("Choose one of the two. Nothing was decided.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=long_text(rows=3),
        help_text=_(
            "Needed to return. Whoever handed it in reads it word by word: say what is missing and what to do."
        ),
    )

    def __init__(self, data: Any = None, *, is_accepted: bool) -> None:
        super().__init__(data)
        if is_accepted:
            # It can only be taken back.
            decision: Any = self.fields["decision"]
            decision.choices = [choice for choice in decision.choices if choice[0] != ACCEPT]


class AskForm(forms.Form):
    """What one run asks for, where the approval asks for nothing."""

    name = forms.CharField(
        label=_("What is to be handed in"),
        max_length=40,
        required=False,
        help_text=_("Such as 结业论文 or 项目方案. Empty if nothing is: then hours alone lead to the certificate."),
    )
    expected = forms.CharField(
        label=_("What is expected of it"),
        max_length=500,
        required=False,
        widget=long_text(rows=3),
        help_text=_("Subject, length, form. Whoever enrols reads it beforehand."),
    )
    days = forms.IntegerField(
        label=_("Days after the end to hand it in"), min_value=0, max_value=programmes.DAYS_MOST, initial=15
    )


class ExtendForm(forms.Form):
    """More time for everybody."""

    until = DayField(label=_("To be handed in by"), help_text=_("That day included."))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        min_length=2,
        widget=long_text(rows=2),
        help_text=_("Everybody who has to hand it in reads it."),
    )
