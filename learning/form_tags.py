"""Template tag for forms: what is wrong, field by field, with the place to mend it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import template
from django.forms import BaseForm, BaseFormSet
from django.utils.html import strip_tags

register = template.Library()


class Fault(NamedTuple):
    """One thing that is wrong: the sentence, and the field that it is about."""

    error: str
    label: str = ""
    anchor: str = ""


@register.simple_tag
def wrong_fields(form: BaseForm | None, formsets: Any = None) -> list[Fault]:
    """Return what is wrong with `form` and the rows of `formsets` (one, or several), in the order of the page."""
    faults = list(_of_form(form)) if isinstance(form, BaseForm) else []
    for rows in (formsets,) if isinstance(formsets, BaseFormSet) else formsets or ():
        faults += _of_rows(rows)

    return faults


def _of_form(form: BaseForm) -> Iterator[Fault]:
    for error in form.non_field_errors():
        yield Fault(str(error))
    for field in form:
        for error in field.errors:
            yield Fault(str(error), strip_tags(str(field.label)), field.id_for_label or field.auto_id)


def _of_rows(rows: "BaseFormSet[Any]") -> Iterator[Fault]:
    for error in rows.non_form_errors():
        yield Fault(str(error))
    for form in rows:
        yield from _of_form(form)
