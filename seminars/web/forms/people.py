"""Forms about the people of a run: add one, choose among applicants, say who was absent."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.accounts.enums import DocumentKind
from seminars import attendance
from seminars.models import Enrolment
from seminars.web.forms.fields import long_text

ADMIT, WAIT, REFUSE = "admit", "wait", "refuse"
CONFIRM, DECLINE = "confirm", "decline"


class AddPersonForm(forms.Form):
    """Somebody by name and number, known or new."""

    name = forms.CharField(label=_("Name"), max_length=50)
    document_kind = forms.ChoiceField(label=_("Kind of document"), choices=DocumentKind.choices)
    number = forms.CharField(label=_("Document number"), max_length=40)
    mobile = forms.CharField(
        label=_("Mobile number"),
        max_length=20,
        required=False,
        help_text=_("Notices go there, and the person proves by it that the record is theirs."),
    )
    is_somebody_else = forms.BooleanField(
        label=_("I checked the document: this is somebody else with the same name"),
        required=False,
        widget=forms.HiddenInput,
    )

    def ask_about_namesakes(self) -> None:
        """Show the box that says that it is somebody else, and why it is asked."""
        self.fields["is_somebody_else"].widget = forms.CheckboxInput()
        self.add_error(
            "is_somebody_else",
            gettext("People of this name are in this run already. Compare the document, then tick the box."),
        )


class AnswerForm(forms.Form):
    """Recommend an applicant, or decline with a reason."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[(CONFIRM, _("Recommend")), (DECLINE, _("Do not recommend"))],
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        widget=long_text(rows=2),
        help_text=_("Needed if you do not recommend. The applicant reads it."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a refusal."""
        facts: dict[str, Any] = super().clean() or {}
        if facts.get("answer") == DECLINE and not facts.get("reason") and "reason" not in self.errors:
            self.add_error("reason", gettext("Say why: the person reads it."))
        return facts


class Choice(NamedTuple):
    """One applicant with the two fields that decide."""

    enrolment: Enrolment
    decision: forms.BoundField
    reason: forms.BoundField


class SelectionForm(forms.Form):
    """Admit, keep waiting or refuse each applicant; whoever is left undecided stays so."""

    def __init__(self, *args: Any, applicants: Iterable[Enrolment], **options: Any) -> None:
        super().__init__(*args, **options)
        self.applicants = list(applicants)
        choices = [("", _("Undecided")), (ADMIT, _("Admit")), (WAIT, _("Waiting list")), (REFUSE, _("Refuse"))]
        for one in self.applicants:
            self.fields[f"decision-{one.pk}"] = forms.ChoiceField(
                label=_("What is decided"), choices=choices, required=False
            )
            self.fields[f"reason-{one.pk}"] = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def rows(self) -> Iterator[Choice]:
        """Yield each applicant with its fields."""
        for one in self.applicants:
            yield Choice(one, self[f"decision-{one.pk}"], self[f"reason-{one.pk}"])

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of each refusal, and for one decision at least."""
        facts: dict[str, Any] = super().clean() or {}
        for one in self.applicants:
            if facts.get(f"decision-{one.pk}") == REFUSE and not facts.get(f"reason-{one.pk}"):
                self.add_error(f"reason-{one.pk}", gettext("Say why: the person reads it."))
        if not self.errors and not any(facts.get(f"decision-{one.pk}") for one in self.applicants):
            raise forms.ValidationError(_("Nobody is decided yet. Choose a decision for one person at least."))
        return facts

    def chosen(self, decision: str) -> list[int]:
        """Return the keys of the enrolments with that decision."""
        return [one.pk for one in self.applicants if self.cleaned_data[f"decision-{one.pk}"] == decision]

    def refused(self) -> dict[int, str]:
        """Return why each refused one is refused."""
        return {pk: self.cleaned_data[f"reason-{pk}"] for pk in self.chosen(REFUSE)}


class Line(NamedTuple):
    """One participant with the two fields of an exception."""

    row: attendance.RosterRow
    absent: forms.BoundField
    minutes: forms.BoundField


class RosterForm(forms.Form):
    """Everybody was there for the whole session, but for the exceptions that are marked."""

    def __init__(self, *args: Any, roster: Iterable[attendance.RosterRow], most: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.roster = list(roster)
        for row in self.roster:
            self.fields[f"absent-{row.enrolment_id}"] = forms.BooleanField(label=_("Absent"), required=False)
            self.fields[f"minutes-{row.enrolment_id}"] = forms.IntegerField(
                label=_("Minutes present"), required=False, min_value=0, max_value=most
            )

    def lines(self) -> Iterator[Line]:
        """Yield each participant with its fields."""
        for row in self.roster:
            yield Line(row, self[f"absent-{row.enrolment_id}"], self[f"minutes-{row.enrolment_id}"])

    def clean(self) -> dict[str, Any]:
        """Refuse somebody who is absent and has minutes."""
        facts: dict[str, Any] = super().clean() or {}
        for row in self.roster:
            if facts.get(f"absent-{row.enrolment_id}") and facts.get(f"minutes-{row.enrolment_id}"):
                self.add_error(f"minutes-{row.enrolment_id}", gettext("Either absent, or so many minutes."))
        return facts

    def exceptions(self) -> dict[int, int]:
        """Return the minutes of whoever was not there for the whole session, by the key of the enrolment."""
        stated = {row.enrolment_id: self._stated(row.enrolment_id) for row in self.roster}
        return {pk: minutes for pk, minutes in stated.items() if minutes is not None}

    def _stated(self, pk: int) -> int | None:
        minutes: int | None = self.cleaned_data[f"minutes-{pk}"]
        return 0 if self.cleaned_data[f"absent-{pk}"] else minutes


class CorrectionForm(forms.Form):
    """The right minutes of whoever they are wrong for, and why."""

    def __init__(self, *args: Any, roster: Iterable[attendance.RosterRow], most: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.roster = list(roster)
        for row in self.roster:
            self.fields[f"minutes-{row.enrolment_id}"] = forms.IntegerField(
                label=_("Minutes present"), initial=row.minutes, min_value=0, max_value=most
            )
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            max_length=300,
            min_length=2,
            widget=long_text(rows=2),
            help_text=_("Whoever is concerned reads it. What stood here before stays on record."),
        )

    def lines(self) -> Iterator[tuple[attendance.RosterRow, forms.BoundField]]:
        """Yield each participant with the field of their minutes."""
        for row in self.roster:
            yield row, self[f"minutes-{row.enrolment_id}"]

    def minutes(self) -> dict[int, int]:
        """Return the minutes that were changed, by the key of the enrolment."""
        stated = {row.enrolment_id: self.cleaned_data[f"minutes-{row.enrolment_id}"] for row in self.roster}
        return {
            row.enrolment_id: stated[row.enrolment_id] for row in self.roster if stated[row.enrolment_id] != row.minutes
        }
