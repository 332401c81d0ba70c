"""Forms of a person's record. Which fields a fact has follows from its kind."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from learning.accounts import organisations
from learning.accounts.enums import DocumentKind, EmployerKind, FactKind, Series, StatusCode, TitleLevel
from learning.accounts.models import Organisation, Person, PersonFact, Region

SPAN = ("since", "ends_before")
FIELDS: dict[str, tuple[str, ...]] = {
    FactKind.SERIES: ("code", *SPAN),
    FactKind.TARGET_LEVEL: ("code", *SPAN),
    FactKind.TITLE: ("code", "label", *SPAN),
    FactKind.REGION: ("region", "since"),
    FactKind.EMPLOYER: ("employer", "is_unlisted", "code", *SPAN),
    FactKind.STATUS: ("code", "consent", *SPAN),
    FactKind.OBLIGED: SPAN,
    FactKind.TRANSFERRED: ("since",),
    FactKind.APPOINTED: SPAN,
    FactKind.SPECIALTY: ("label", *SPAN),
    FactKind.INFO_COLLECTED: ("since",),
}
CODES: dict[str, Any] = {
    FactKind.SERIES: Series,
    FactKind.TARGET_LEVEL: TitleLevel,
    FactKind.TITLE: TitleLevel,
    FactKind.STATUS: StatusCode,
    FactKind.EMPLOYER: EmployerKind,
}
LABELS = {FactKind.TITLE: _("Name of the title"), FactKind.SPECIALTY: _("Registered specialty")}
ONE_DAY = timedelta(days=1)


def day_field(label: Any, *, is_required: bool = True, hint: Any = "") -> forms.DateField:
    """Return a field for a day that somebody living can mean."""
    return forms.DateField(
        label=label,
        required=is_required,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(date(1940, 1, 1)), MaxValueValidator(date(2100, 12, 30))],
    )


def last_day_field() -> forms.DateField:
    """Return a field for the last day of a span."""
    return day_field(_("Last day"), is_required=False, hint=_("Leave it empty if no end is known."))


def region_field(*, is_required: bool = True) -> forms.ModelChoiceField[Region]:
    """Return a choice of all regions, counties after their city."""
    field = forms.ModelChoiceField(
        label=_("Region"),
        queryset=Region.objects.order_by("path"),
        required=is_required,
        empty_label=_("Choose a region"),
    )
    field.label_from_instance = _indented  # type: ignore[method-assign]
    return field


def _indented(obj: Region) -> str:
    return "\u3000" * (obj.depth - 1) + obj.name


class FactForm(forms.Form):
    """A fact of one kind."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        possible = {
            "code": self._code,
            "label": lambda: forms.CharField(label=LABELS.get(FactKind(kind), ""), max_length=100),
            "region": region_field,
            "employer": self._employer,
            "is_unlisted": lambda: forms.BooleanField(label=_("The employer is not recorded here"), required=False),
            "consent": lambda: forms.BooleanField(label=_("With the employer’s consent"), required=False),
            "since": lambda: day_field(_("First day")),
            "ends_before": last_day_field,
        }
        for name in FIELDS[kind]:
            self.fields[name] = possible[name]()
        self.fields["source"] = forms.CharField(
            label=_("Document it rests on"),
            help_text=_("The document or file that shows it, with its number."),
            max_length=200,
        )

    def facts(self) -> dict[str, Any]:
        """Return what `people.state_fact` asks for; the day after the last one ends a span."""
        facts = dict(self.cleaned_data)
        if facts.get("ends_before"):
            facts["ends_before"] += ONE_DAY
        if self.kind == FactKind.EMPLOYER:
            facts |= self._of_employer(facts.pop("employer"), is_unlisted=facts.pop("is_unlisted"))
        return facts

    def _code(self) -> forms.ChoiceField:
        choices = CODES[self.kind].choices
        is_employer = self.kind == FactKind.EMPLOYER
        return forms.ChoiceField(
            label=_("Kind of employer") if is_employer else FactKind(self.kind).label,
            choices=[("", _("as recorded for the employer") if is_employer else _("Choose one")), *choices],
            required=not is_employer,
        )

    def _employer(self) -> forms.CharField:
        return forms.CharField(
            label=_("Employer"),
            max_length=100,
            required=False,
            help_text=_("Full name or unified social credit code. Leave it empty for the self-employed."),
        )

    def _of_employer(self, text: str, *, is_unlisted: bool) -> dict[str, Any]:
        found: Organisation | None = None
        if text and not is_unlisted:
            found = organisations.employer(text)
        return {"organisation": found, "label": text if is_unlisted else ""}


def stated(fact: PersonFact) -> dict[str, Any]:
    """Return what the form that replaces `fact` begins with."""
    return {
        "code": fact.code,
        "label": fact.label,
        "region": fact.region_id,
        "employer": fact.organisation.name if fact.organisation else fact.label,
        "is_unlisted": fact.organisation is None and bool(fact.label),
        "consent": fact.consent,
        "since": fact.since,
        "ends_before": fact.ends_before - ONE_DAY if fact.ends_before else None,
    }


class ReasonForm(forms.Form):
    """Why something is done to a record."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept with the record."),
    )


class KindForm(forms.Form):
    """Which kind of fact is to be stated."""

    kind = forms.ChoiceField(label=_("What is to be recorded?"), choices=FactKind.choices)


class RenameForm(ReasonForm):
    """Another name."""

    name = forms.CharField(label=_("New name"), max_length=200, help_text=_("As printed on the document."))
    since = day_field(_("Borne from"))
    field_order = ("name", "since", "reason")


class JoinRecordsForm(ReasonForm):
    """The other record of the same person."""

    document_kind = forms.ChoiceField(label=_("Kind of the other document"), choices=DocumentKind.choices)
    number = forms.CharField(
        label=_("Number on the other document"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("document_kind", "number", "reason")


class UnjoinRecordsForm(ReasonForm):
    """The record that is somebody else's after all."""

    other = forms.ModelChoiceField(label=_("Record to part from this one"), queryset=Person.objects.none())
    field_order = ("other", "reason")

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"] = forms.TypedChoiceField(
            label=_("Record to part from this one"), choices=choices, coerce=int
        )
        self.order_fields(self.field_order)
