"""The form of a new run: its facts, and the rows of its sessions and quotas, which grow without JavaScript."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.accounts.enums import Sector
from learning.accounts.models import Region
from learning.accounts.regions import PROVINCE
from seminars import runs
from seminars.web.forms.fields import ClockField, DayField
from seminars.web.forms.runs import RunForm

SESSIONS_MAX = 60
QUOTAS_MAX = 30


class NewRun:
    """The three parts of the page. “More rows” brings them back with what was typed, and nothing is judged yet."""

    def __init__(self, data: QueryDict | None, *, initial: dict[str, Any], more: bool) -> None:
        rows: dict[str, Any] = {"form_kwargs": {"shares": shares()}, "prefix": "quotas"}
        first: dict[str, Any] = {"prefix": "sessions"}
        if data is not None and more:
            self.run = RunForm(initial={name: data.get(name, "") for name in RunForm.base_fields})
            self.sessions = SessionRows(initial=_typed(data, "sessions", SessionRow), **first)
            self.quotas = QuotaRows(initial=_typed(data, "quotas", QuotaRow), **rows)
        else:
            self.run = RunForm(data, initial=initial)
            self.sessions, self.quotas = SessionRows(data, **first), QuotaRows(data, **rows)

    def is_valid(self) -> bool:
        """Check all three, so that every mistake is told at once."""
        return all([self.run.is_valid(), self.sessions.is_valid(), self.quotas.is_valid()])

    def facts(self) -> dict[str, Any]:
        """Return the facts of the run, with its quotas as it stores them."""
        filled = [row.cleaned_data for row in self.quotas.forms if row.has_changed() and row.cleaned_data.get("share")]
        parts = [(*row["share"].split(":"), row["places"]) for row in filled]
        return {**self.run.cleaned_data, "quotas": [{kind: code, "places": places} for kind, code, places in parts]}

    def session_facts(self) -> list[runs.SessionFacts]:
        """Return the facts of its sessions."""
        return [
            runs.SessionFacts(
                title=row["title"],
                starts_at=moment(row["day"], row["begins"]),
                ends_at=moment(row["day"], row["ends"]),
                minutes=row["minutes"],
                room=row["room"],
                teacher=row["teacher"],
            )
            for row in self.sessions.filled()
        ]


class SessionRow(forms.Form):
    """One session of a run. A row without a word is left out."""

    title = forms.CharField(label=_("Title"), max_length=100)
    day = DayField(label=_("Day"))
    begins = ClockField(label=_("Begins"))
    ends = ClockField(label=_("Ends"))
    minutes = forms.IntegerField(label=_("Minutes of instruction"), min_value=1, max_value=1440)
    room = forms.CharField(label=_("Room"), max_length=100, required=False)
    teacher = forms.CharField(label=_("Teacher"), max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        """Check that the session ends after it begins and is not shorter than its instruction."""
        facts: dict[str, Any] = super().clean() or {}
        begins, ends, minutes = facts.get("begins"), facts.get("ends"), facts.get("minutes")
        if begins and ends and ends <= begins:
            self.add_error("ends", gettext("The session ends before it begins."))
        elif begins and ends and minutes and minutes > _minutes_between(begins, ends):
            self.add_error(
                "minutes",
                gettext("The session is only %(minutes)s minutes long.") % {"minutes": _minutes_between(begins, ends)},
            )
        return facts


def _minutes_between(begins: dt.time, ends: dt.time) -> int:
    return (ends.hour - begins.hour) * 60 + ends.minute - begins.minute


class BaseSessions(forms.BaseFormSet[SessionRow]):
    """All sessions of a run, at least one."""

    default_error_messages = {
        "too_few_forms": _("State one session at least."),
        "too_many_forms": _("A run has at most %(num)d sessions."),
        "missing_management_form": _("Part of the form did not arrive. Open the page again."),
    }

    def filled(self) -> list[dict[str, Any]]:
        """Return the facts of the rows that say something, in order of time."""
        rows = [form.cleaned_data for form in self.forms if form.has_changed()]
        return sorted(rows, key=lambda row: (row["day"], row["begins"]))

    def clean(self) -> None:
        """Refuse sessions that overlap."""
        if any(self.errors):
            return
        rows = self.filled()
        for before, after in pairwise(rows):
            if before["day"] == after["day"] and before["ends"] > after["begins"]:
                raise forms.ValidationError(
                    _("“%(first)s” and “%(second)s” overlap."),
                    params={"first": before["title"], "second": after["title"]},
                )


class QuotaRow(forms.Form):
    """So many places for a city or a sector."""

    share = forms.ChoiceField(label=_("City or sector"), required=False)
    places = forms.IntegerField(label=_("Places"), required=False, min_value=1, max_value=100_000)

    def __init__(self, *args: Any, shares: Sequence[tuple[Any, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["share"]
        field.choices = shares

    def clean(self) -> dict[str, Any]:
        """Ask for both or neither."""
        facts: dict[str, Any] = super().clean() or {}
        if bool(facts.get("share")) != bool(facts.get("places")) and not self.errors:
            missing = "places" if facts.get("share") else "share"
            self.add_error(missing, gettext("Name the city or sector and its places, or neither."))
        return facts


SessionRows: Any = forms.formset_factory(
    SessionRow,
    formset=BaseSessions,
    extra=4,
    max_num=SESSIONS_MAX,
    validate_max=True,
    absolute_max=SESSIONS_MAX,
    min_num=1,
    validate_min=True,
)
QuotaRows: Any = forms.formset_factory(
    QuotaRow, extra=3, max_num=QUOTAS_MAX, validate_max=True, absolute_max=QUOTAS_MAX
)


def shares() -> list[tuple[Any, Any]]:
    """Return what a quota can be for: cities of the province, sectors."""
    cities = Region.objects.filter(parent_id=PROVINCE, is_zone=False).order_by("code")
    return [
        ("", "—"),
        (gettext("Cities"), [(f"region:{city.code}", str(city)) for city in cities]),
        (gettext("Sectors"), [(f"sector:{code}", label) for code, label in Sector.choices]),
    ]


def moment(day: dt.date, time: dt.time) -> dt.datetime:
    """Return a local day and time as a moment."""
    return timezone.make_aware(dt.datetime.combine(day, time))


def _typed(data: QueryDict, prefix: str, form: type[forms.Form]) -> list[dict[str, str]]:
    rows = [
        {name: data.get(f"{prefix}-{number}-{name}", "") for name in form.base_fields} for number in range(SESSIONS_MAX)
    ]
    return [row for row in rows if any(row.values())]
