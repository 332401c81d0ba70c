"""The usual values of a draft as a form: every plain number and day of its rules, with source and confidence beside them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import BaseModel

from credits import policy
from credits.enums import Basis
from credits.web import rulewords, wording
from credits.web.values import CONFIDENCES, HEADINGS, listed

DAY = forms.DateInput
LABELS = {
    "hours": gettext_lazy("Hours"),
    "minutes": gettext_lazy("Minutes"),
    "hours_without_timetable": gettext_lazy("Hours without a timetable"),
    "rate": gettext_lazy("Times"),
    "per": gettext_lazy("Divided by"),
    "chars": gettext_lazy("Characters"),
    "months": gettext_lazy("Months"),
    "below_months": gettext_lazy("Below so many months"),
    "months_from": gettext_lazy("From so many months"),
    "years": pgettext_lazy("value of a rule", "Years"),
    "month": gettext_lazy("Begins in month"),
    "anchor": gettext_lazy("Counted from the year"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day to earn"),
    "max": gettext_lazy("At most"),
    "age": gettext_lazy("Age"),
    "share": gettext_lazy("Share of the minutes"),
    "half_days": gettext_lazy("Half-days"),
    "within_days": gettext_lazy("Within so many days"),
    "rank_up_to": gettext_lazy("Up to rank"),
    "chars_over": gettext_lazy("More than so many characters"),
    "chars_up_to": gettext_lazy("Up to so many characters"),
    "minimum": gettext_lazy("Nothing below"),
    "step": gettext_lazy("Steps of"),
    "day": gettext_lazy("Hours a day"),
    "item_cap": gettext_lazy("Most for one item"),
    "item_cap_years": gettext_lazy("Most for one item, in years"),
    "cycles": gettext_lazy("Cycles"),
    "valid_years": gettext_lazy("Valid for years"),
    "province_hours": gettext_lazy("Hours for the province's committee"),
}
# The same name means another thing in these rules.
OF_RULE = {("cycle", "day"): gettext_lazy("On day of the month")}


@dataclass(frozen=True)
class Usual:
    """A rule in words, where it stands, and the form fields of its numbers."""

    heading: str
    words: str
    stands: str
    fields: list[Any]


class UsualForm(forms.Form):
    """The usual values of a draft. Each rule brings its own fields, named after their paths in the text."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    basis = forms.ChoiceField(
        label=gettext_lazy("Basis"), choices=[(one.value, one.label) for one in (Basis.SOURCED, Basis.PROVISIONAL)]
    )
    since = forms.DateField(
        label=gettext_lazy("First day of learning for which it holds"),
        widget=DAY(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    before = forms.DateField(
        label=gettext_lazy("First day for which it holds no longer"),
        help_text=gettext_lazy("Empty: until a later version begins."),
        widget=DAY(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    HEAD = ("title", "basis", "since", "before")

    def __init__(self, data: Any, *, book: policy.Version, seen: int) -> None:
        since = None if book.since == date.min else book.since
        head = {"title": book.title, "basis": book.basis, "since": since, "before": book.before, "seen": seen}
        super().__init__(data, initial=head)
        self.book = book
        for path, value in _values(book):
            self.fields[path] = _field(path, value, book)

    @property
    def head(self) -> list[Any]:
        """Return the fields of the version itself."""
        return [self[name] for name in self.HEAD]

    @property
    def rules(self) -> list[Usual]:
        """Return the rules that state a number, in words, each with its fields."""
        names = wording.labels([category.model_dump() for category in self.book.categories])
        found = []
        for name, prefix, rule in _rules(self.book):
            fields = [self[path] for path in self.fields if path.startswith(f"{prefix}.")]
            words = rulewords.SAYINGS[name](rule, names)
            document, article = self.book.clause(rule)
            stands = f"{document} {wording.article(article)}".strip()
            found.append(Usual(str(HEADINGS[name]), words, stands, fields))
        return found

    @property
    def changed(self) -> dict[str, Any]:
        """Return path and value of what was typed otherwise than it is stored."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "seen"}

    @property
    def typed_otherwise(self) -> list[tuple[str, Any, Any]]:
        """Return label, stored value and typed one of each field that differs."""
        differing = [self[name] for name in self.changed_data if name != "seen"]
        return [(str(field.label), field.initial, field.value()) for field in differing]


def _values(book: policy.Version) -> Iterator[tuple[str, Any]]:
    for _name, prefix, rule in _rules(book):
        yield from _numbers(rule, prefix)
        yield f"{prefix}.source", rule.source
        yield f"{prefix}.confidence", rule.confidence


def _rules(book: policy.Version) -> Iterator[tuple[str, str, Any]]:
    """Yield kind, path and rule of each rule that states a number or a day."""
    for name in HEADINGS:
        value = getattr(book, name)
        for place, rule in enumerate(listed(value)):
            prefix = f"{name}.{place}" if isinstance(value, tuple) else name
            if any(_numbers(rule, prefix)):
                yield name, prefix, rule


def _numbers(part: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield path and value of the plain numbers and days that `part` states."""
    if isinstance(part, int | Decimal | date) and not isinstance(part, bool):
        yield path, part
    for name, below in _parts(part):
        yield from _numbers(below, f"{path}.{name}")


def _parts(part: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(part, BaseModel):
        return [(name, getattr(part, name)) for name in type(part).model_fields if name in part.model_fields_set]
    if isinstance(part, dict):
        return part.items()
    return enumerate(part) if isinstance(part, tuple) else ()


def _field(path: str, value: Any, book: policy.Version) -> forms.Field:
    last = path.rpartition(".")[2]
    if last == "source":
        documents = [(tag, source.document) for tag, source in book.sources.items()]
        return forms.ChoiceField(label=gettext_lazy("Source"), choices=documents, initial=value)
    if last == "confidence":
        return forms.ChoiceField(label=gettext_lazy("How sure"), choices=list(CONFIDENCES.items()), initial=value)
    label = _label(path, book)
    if isinstance(value, date):
        widget = DAY(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, initial=value, widget=widget)
    if isinstance(value, Decimal):
        return forms.DecimalField(label=label, initial=value, min_value=0, max_digits=9, decimal_places=4)
    return forms.IntegerField(label=label, initial=value, min_value=0, max_value=10**7)


def _label(path: str, book: policy.Version) -> Any:
    names = [part for part in path.split(".") if not part.isdigit()]
    if (names[0], names[-1]) in OF_RULE:
        return OF_RULE[names[0], names[-1]]
    if names[-1] in LABELS:
        return LABELS[names[-1]]
    # Hours or minutes by category, years by level: the code says of which.
    labels = wording.labels([category.model_dump() for category in book.categories])
    return rulewords.target_level(names[-1]) if names[0] == "look_back" else wording.category(names[-1], labels)
