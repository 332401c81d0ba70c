"""A day in an address: typed by hand, bookmarked, or made up."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EARLIEST = date(1980, 1, 1)


class DayForm(forms.Form):
    """The day as of which a record is read."""

    on = forms.DateField(
        label=gettext_lazy("As of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose a day. Today is shown meanwhile."),
            "invalid": gettext_lazy("There is no such day. Write it like 2026-11-22; today is shown meanwhile."),
        },
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today

    def clean_on(self) -> date:
        """Refuse days to come and days before any record."""
        on: date = self.cleaned_data["on"]
        if not EARLIEST <= on <= self.today:
            raise forms.ValidationError(_("Choose a day from 1980 until today. Today is shown meanwhile."))
        return on


def as_of_day(text: str | None, *, today: date) -> tuple[DayForm, date]:
    """Return the form with what was typed, and the day: today where nothing, or nothing possible, was typed."""
    form = DayForm({"on": text if text is not None else f"{today:%Y-%m-%d}"}, today=today)
    return form, form.cleaned_data["on"] if form.is_valid() else today
