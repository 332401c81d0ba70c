"""Forms of stated changes. Which fields a change has follows from its kind."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.accounts import changes, organisations
from learning.accounts.enums import ChangeKind, EmployerKind, StatusCode
from learning.accounts.web.fact_forms import day_field, last_day_field, region_field

FIELDS: dict[str, tuple[str, ...]] = {
    ChangeKind.TRANSFER: ("employer_name", "is_unlisted", "employer_kind", "region", "since"),
    ChangeKind.LEAVING: ("since",),
    ChangeKind.LEAVE: ("status", "since", "ends_before"),
    ChangeKind.DEGREE_STUDY: ("since", "ends_before"),
    ChangeKind.RETIREMENT: ("since",),
}
SINCE = {
    ChangeKind.TRANSFER: _("First day at the new place"),
    ChangeKind.LEAVING: _("First day without this employer"),
    ChangeKind.RETIREMENT: _("First day of retirement"),
}
LEAVES = (StatusCode.MATERNITY_LEAVE, StatusCode.SICK_LEAVE, StatusCode.ABROAD, StatusCode.SECONDMENT)


class ManyFiles(forms.ClearableFileInput):
    """A field that takes several files."""

    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Several files; what they are is judged by `changes`."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Proof"),
            error_messages={"required": changes.FileNeeded.sentence},
            help_text=_(
                "At most 3 files of 5 MB each: PDF, or photographs as JPEG or PNG. Only you and whoever decides can open them."
            ),
            widget=ManyFiles(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        )

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files as they came."""
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if not files:
            raise forms.ValidationError(self.error_messages["required"])
        return files


class ChangeForm(forms.Form):
    """A change of one kind."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = {
            "employer_name": lambda: forms.CharField(
                label=_("New employer"),
                max_length=100,
                required=False,
                help_text=_(
                    "Full name or unified social credit code. Leave it empty if only the place of work changes."
                ),
            ),
            "is_unlisted": lambda: forms.BooleanField(label=_("The employer is not recorded here"), required=False),
            "employer_kind": lambda: forms.ChoiceField(
                label=_("Kind of employer"),
                choices=[("", _("as recorded for the employer")), *EmployerKind.choices],
                required=False,
            ),
            "region": lambda: region_field(is_required=False),
            "status": lambda: forms.ChoiceField(
                label=_("Kind of leave"),
                choices=[("", _("Choose one")), *((code.value, code.label) for code in LEAVES)],
            ),
            "since": lambda: day_field(SINCE.get(ChangeKind(kind), _("First day"))),
            "ends_before": last_day_field,
        }
        for name in FIELDS[kind]:
            self.fields[name] = possible[name]()
        self.fields["note"] = forms.CharField(
            label=_("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields["papers"] = PapersField()

    def facts(self) -> dict[str, Any]:
        """Return what `changes.state` asks for; the day after the last one ends a span."""
        facts = dict(self.cleaned_data)
        if facts.get("ends_before"):
            facts["ends_before"] += timedelta(days=1)
        named, is_unlisted = facts.get("employer_name", ""), facts.pop("is_unlisted", False)
        if named and not is_unlisted:
            facts["employer"] = _employer(named)
        return facts


class ChangeKindForm(forms.Form):
    """Which kind of change is to be told."""

    kind = forms.ChoiceField(
        label=_("What has changed, or will?"), choices=ChangeKind.choices, widget=forms.RadioSelect
    )


class DecisionForm(forms.Form):
    """Entering a change in the record, or returning it."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("record", _("Enter it in the record")), ("return", _("Return it to the person"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two decisions. Nothing was decided.")},
    )
    reason = forms.CharField(
        label=_("Reason of a return"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Say what is missing or wrong. The person reads it."),
    )


def _employer(text: str) -> Any:
    try:
        return organisations.employer(text)
    except organisations.NoSuchEmployer as refusal:
        refusal.field = "employer_name"
        raise
