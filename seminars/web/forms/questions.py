"""Forms of a base's questions: what it asks, and what whoever enrols answers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from seminars import questions
from seminars.enums import QuestionKind
from seminars.models import QUESTIONS_MAX, Answer, Question

MORE = 3
ANSWER_MAX = Answer._meta.get_field("text").max_length
_PARTS = re.compile(r"[\r\n、；;]+")


class QuestionRow(forms.Form):
    """One question. A row without a word is left out."""

    text = forms.CharField(label=_("Question"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Answered by"), choices=QuestionKind.choices, initial=QuestionKind.TEXT)
    choices = forms.CharField(
        label=_("Choices"), max_length=500, required=False, help_text=_("Put 、 or a semicolon between them.")
    )
    is_required = forms.BooleanField(label=_("Has to be answered"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for choices where there is something to choose."""
        facts: dict[str, Any] = super().clean() or {}
        if facts.get("text") and facts.get("kind") == QuestionKind.CHOICE and len(_parts(facts.get("choices", ""))) < 2:
            self.add_error("choices", gettext("State two choices at least."))
        return facts


QuestionRows: Any = forms.formset_factory(
    QuestionRow, extra=0, max_num=QUESTIONS_MAX, validate_max=True, absolute_max=QUESTIONS_MAX + MORE
)


def rows(*, asked: Sequence[Question], data: QueryDict | None) -> Any:
    """Return the rows of `asked`, or what was typed of them; and some empty ones."""
    if data is not None:
        return QuestionRows(data, prefix="questions", error_messages=_errors())
    return _shown([_initial(question) for question in asked])


def rows_and(*, typed: Any, usual: bool) -> Any:
    """Return what was typed with more empty rows, or with the usual questions; nothing is judged yet."""
    stated = [
        {name: form[name].value() or "" for name in QuestionRow.base_fields}
        for form in typed.forms
        if str(form["text"].value() or "").strip()
    ]
    known = {row["text"] for row in stated}
    return _shown(stated + [row for row in _usual() if usual and row["text"] not in known])


def facts(typed: Any) -> list[questions.Asked]:
    """Return what the rows ask."""
    filled = [form.cleaned_data for form in typed.forms if form.cleaned_data.get("text")]
    return [
        questions.Asked(
            text=row["text"],
            kind=row["kind"],
            choices=_parts(row["choices"]) if row["kind"] == QuestionKind.CHOICE else (),
            is_required=row["is_required"],
        )
        for row in filled
    ]


class AnswersForm(forms.Form):
    """What somebody answers a base."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, asked: Sequence[Question], given: Mapping[int, str] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.asked = list(asked)
        for question in self.asked:
            self.fields[_name(question)] = _field(question, (given or {}).get(question.pk, ""))

    def answers(self) -> dict[int, str]:
        """Return what was answered, by question."""
        return {question.pk: self.cleaned_data[_name(question)] for question in self.asked}


def _shown(initial: Sequence[Mapping[str, Any]]) -> Any:
    made = QuestionRows(initial=initial[:QUESTIONS_MAX], prefix="questions")
    made.extra = min(MORE, QUESTIONS_MAX - len(initial[:QUESTIONS_MAX]))
    return made


def _initial(question: Question) -> dict[str, Any]:
    return {
        "text": question.text,
        "kind": question.kind,
        "choices": "、".join(question.choices),
        "is_required": question.is_required,
    }


def _usual() -> list[dict[str, Any]]:
    """Return what most bases ask, in the language of the page: people read it as it is stated."""
    lodging = pgettext("choices of a question", "None;Single room;Shared room")
    meals = pgettext("choices of a question", "As served;Halal;Vegetarian;None")
    return [
        {"text": gettext("Lodging"), "kind": QuestionKind.CHOICE, "choices": _joined(lodging), "is_required": True},
        {"text": gettext("Meals"), "kind": QuestionKind.CHOICE, "choices": _joined(meals), "is_required": True},
        {"text": gettext("Name and tax number for the invoice"), "kind": QuestionKind.TEXT, "choices": ""},
    ]


def _joined(choices: str) -> str:
    return "、".join(_parts(choices))


def _parts(text: str) -> list[str]:
    parts = (part.strip() for part in _PARTS.split(text))
    return list(dict.fromkeys(part for part in parts if part))


def _name(question: Question) -> str:
    return f"answer-{question.pk}"


def _field(question: Question, given: str) -> forms.Field:
    common: dict[str, Any] = {"label": question.text, "required": question.is_required, "initial": given}
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(max_length=ANSWER_MAX, **common)
    offered = [(choice, choice) for choice in question.choices]
    if question.kind == QuestionKind.YES_NO:
        offered = [("yes", gettext("Yes")), ("no", gettext("No"))]
    if not question.is_required:
        offered = [("", gettext("No answer")), *offered]
    return forms.ChoiceField(choices=offered, widget=forms.RadioSelect, **common)


def _errors() -> dict[str, str]:
    return {
        "too_many_forms": gettext("Ask at most %(num)d questions."),
        "missing_management_form": gettext("Part of the form did not arrive. Open the page again."),
    }
