"""Forms of corrections after closing: what is asked for, and what is decided."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.accounts.enums import DocumentKind
from learning.accounts.web.change_forms import PapersField
from seminars import corrections
from seminars.enums import CorrectionKind
from seminars.models import Session
from seminars.web.forms.fields import long_text

APPROVE, RETURN, REFUSE = "approve", "return", "refuse"
WITH_MINUTES = (CorrectionKind.MINUTES, CorrectionKind.LATE_ADDITION)
WITH_DOCUMENT = (CorrectionKind.WRONG_PERSON, CorrectionKind.LATE_ADDITION)


class AskForm(forms.Form):
    """What is wrong, why, and the papers that prove it. Which fields there are follows from the kind."""

    def __init__(
        self, *args: Any, kind: CorrectionKind, sessions: Iterable[Session], noted: Mapping[int, int], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        self.sessions = list(sessions) if kind in WITH_MINUTES else []
        if kind in WITH_DOCUMENT:
            self.fields.update(_document_fields())
        for one in self.sessions:
            self.fields[f"minutes-{one.pk}"] = forms.IntegerField(
                label=_("Minutes present"),
                initial=noted.get(one.pk, one.minutes if kind == CorrectionKind.LATE_ADDITION else 0),
                min_value=0,
                max_value=one.minutes,
            )
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            max_length=300,
            min_length=2,
            widget=long_text(rows=3),
            help_text=_(
                "What is wrong and how it came about. The regulator decides by it, and whoever is concerned reads it."
            ),
        )
        self.fields["papers"] = PapersField()
        self.fields["papers"].help_text = _(
            "For instance the sign-in sheet. At most 3 files of 5 MB each: PDF, or photographs as JPEG or PNG. Only your base and the regulator can open them."
        )

    def document_fields(self) -> list[forms.BoundField]:
        """Return the fields that name somebody by document."""
        return [self[name] for name in _document_fields()] if self.kind in WITH_DOCUMENT else []

    def minute_fields(self) -> Iterator[tuple[Session, forms.BoundField]]:
        """Yield each session with the field of its minutes."""
        for one in self.sessions:
            yield one, self[f"minutes-{one.pk}"]

    def minutes(self) -> dict[int, int]:
        """Return the minutes that were stated, by key of session."""
        return {one.pk: self.cleaned_data[f"minutes-{one.pk}"] for one in self.sessions}

    def document(self) -> corrections.Document | None:
        """Return who is named by document, if somebody is."""
        if self.kind not in WITH_DOCUMENT:
            return None
        facts = self.cleaned_data
        return corrections.Document(name=facts["name"], kind=facts["document_kind"], number=facts["number"])


class CorrectionDecisionForm(forms.Form):
    """Correct as asked for, or return or refuse with a reason."""

    decision = forms.ChoiceField(
        label=_("What is decided"),
        widget=forms.RadioSelect,
        choices=[
            (APPROVE, _("Approve: the hours are corrected at once, and whoever is concerned is told")),
            (RETURN, _("Return: the base may mend it and ask again")),
            (REFUSE, _("Refuse: the hours stay as they are")),
        ],
        error_messages={"required": _("Choose one of the three decisions. Nothing was decided.")},
    )
    answer = forms.CharField(
        label=_("Reason of the decision"),
        max_length=500,
        required=False,
        widget=long_text(),
        help_text=_("Needed to return or refuse. The base reads it word by word: say what is missing and what to do."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what the decision needs."""
        facts: dict[str, Any] = super().clean() or {}
        if facts.get("decision") in {RETURN, REFUSE} and not facts.get("answer") and "answer" not in self.errors:
            self.add_error("answer", gettext("Say why, so that the base knows what to do."))
        return facts


def _document_fields() -> dict[str, forms.Field]:
    return {
        "name": forms.CharField(label=_("Name of whoever was there"), max_length=50),
        "document_kind": forms.ChoiceField(label=_("Kind of document"), choices=DocumentKind.choices),
        "number": forms.CharField(
            label=_("Document number"), max_length=40, help_text=_("Copy it from the document, not from memory.")
        ),
    }
