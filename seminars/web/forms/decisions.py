"""The decision on an application."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.web.forms.fields import long_text

APPROVE, RETURN, REFUSE = "approve", "return", "refuse"


class DecisionForm(forms.Form):
    """Approve with a number, or return or refuse with a reason."""

    decision = forms.ChoiceField(
        label=_("What is decided"),
        widget=forms.RadioSelect,
        choices=[
            (APPROVE, _("Approve")),
            (RETURN, _("Return: the base may mend it and submit it again")),
            (REFUSE, _("Refuse")),
        ],
    )
    approval_number = forms.CharField(
        label=_("Approval number"),
        max_length=60,
        required=False,
        help_text=_("The number of the document that approves it. Needed to approve."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=long_text(),
        help_text=_("Needed to return or refuse. The base reads it word by word: say what is missing and what to do."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what the decision needs."""
        facts: dict[str, Any] = super().clean() or {}
        decision = facts.get("decision")
        if decision == APPROVE and not facts.get("approval_number") and "approval_number" not in self.errors:
            self.add_error("approval_number", gettext("An approval needs its number."))
        if decision in {RETURN, REFUSE} and not facts.get("reason") and "reason" not in self.errors:
            self.add_error("reason", gettext("Say why, so that the base knows what to do."))
        return facts
