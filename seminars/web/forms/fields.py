"""Fields that several forms share: regions of the province, days and times in the browser's own widgets, hours."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any, TypeVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import Region
from learning.accounts.regions import PROVINCE

DAY = "%Y-%m-%d"
MOMENT = "%Y-%m-%dT%H:%M"
TIME = "%H:%M"
_PARTS = re.compile(r"[\s,，、;；年]+")
Day = TypeVar("Day", bound=dt.date)


class _ByCity(forms.models.ModelChoiceIterator):
    """Offers each city, then what lies in it, in groups."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        rows = list(self.queryset)
        names = {row.code: row.name for row in rows}
        for city, members in groupby(rows, key=lambda row: row.path.split("/")[2]):
            yield (names.get(city, city), [self.choice(row) for row in members])


class RegionField(forms.ModelChoiceField[Region]):
    """A city or a county of the province."""

    iterator = _ByCity
    default_error_messages = {"invalid_choice": _("Choose a city or a county of Jiangsu from the list.")}

    def __init__(self, **options: Any) -> None:
        rows = Region.objects.filter(path__startswith=f"/{PROVINCE}/", depth__gte=2).order_by("path")
        super().__init__(rows, empty_label=_("Choose a region"), **options)

    def to_python(self, value: Any) -> Any:
        """Find the region. What is no code at all is never asked of the database."""
        if value not in self.empty_values and not str(value).isalnum():
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class DayField(forms.DateField):
    """A day; browsers offer a calendar."""

    widget = forms.DateInput(format=DAY, attrs={"type": "date"})
    default_error_messages = {"invalid": _("There is no such day. Write it as 2026-05-31.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=[DAY], **options)

    def to_python(self, value: Any) -> dt.date | None:
        """Read a day of this century: others are slips of the pen."""
        return _of_this_century(self, super().to_python(value))


class MomentField(forms.DateTimeField):
    """A day with a time, local."""

    widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})
    default_error_messages = {"invalid": _("There is no such day or time. Write it as 2026-05-31 09:00.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"], **options)

    def to_python(self, value: Any) -> dt.datetime | None:
        """Read a moment of this century."""
        return _of_this_century(self, super().to_python(value))


class ClockField(forms.TimeField):
    """A time of day, local."""

    widget = forms.TimeInput(format=TIME, attrs={"type": "time"})
    default_error_messages = {"invalid": _("There is no such time. Write it as 09:00.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=[TIME, "%H:%M:%S"], **options)


class HoursField(forms.DecimalField):
    """Hours with at most two decimals."""

    default_error_messages = {
        "invalid": _("Write the hours as a number, such as 24 or 7.5."),
        "max_decimal_places": _("Write the hours with at most two decimal places."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=7, decimal_places=2, min_value=Decimal("0.01"), **options)


class CodesField(forms.MultipleChoiceField):
    """Some codes of a list; none means all."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


class YearsField(forms.CharField):
    """Years, parted by commas or spaces; none is possible."""

    default_error_messages = {"invalid": _("Write years with four digits, parted by commas, such as 2024, 2025.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=100, **options)

    def clean(self, value: Any) -> list[int]:
        """Return the years, each once, in order."""
        parts = [part for part in _PARTS.split(super().clean(value)) if part]
        if not all(part.isascii() and part.isdigit() and len(part) == 4 for part in parts):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return sorted({int(part) for part in parts})

    def prepare_value(self, value: Any) -> Any:
        """Show years as text; show what was typed as it was typed."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value


def _of_this_century(field: forms.Field, value: Day | None) -> Day | None:
    if value is not None and not 2000 <= value.year < 2100:
        raise forms.ValidationError(field.error_messages["invalid"], code="invalid")
    return value


def choices_with_blank(choices: Iterable[tuple[str, Any]], blank: str | Promise) -> list[tuple[str, Any]]:
    """Return `choices` with an empty first one that reads `blank`."""
    return [("", blank), *choices]


def long_text(*, rows: int = 4) -> forms.Textarea:
    """Return a text area of some rows."""
    return forms.Textarea(attrs={"rows": rows})
