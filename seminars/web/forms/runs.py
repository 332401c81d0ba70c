"""Forms of a run: its facts, a change filed for a session, its cancelling."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.enums import Admission
from seminars.models import Session
from seminars.web.forms.fields import ClockField, DayField, MomentField, RegionField, long_text


class RunForm(forms.Form):
    """Dates, place, mode, places and how they are given."""

    starts_on = DayField(label=_("First day of the run"))
    ends_on = DayField(label=_("Last day of the run"))
    region = RegionField(label=_("Region"))
    place = forms.CharField(
        label=_("Place"), max_length=200, help_text=_("Address and building, or the address of the online room.")
    )
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=100_000)
    admission = forms.ChoiceField(label=_("How places are given"), choices=Admission.choices, widget=forms.RadioSelect)
    enrol_from = MomentField(label=_("Enrolment opens"))
    enrol_until = MomentField(label=_("Enrolment ends"))
    results_by = DayField(
        label=_("Result of the selection by"),
        required=False,
        help_text=_("Only where places are given after a selection."),
    )
    wants_recommendation = forms.BooleanField(label=_("Ask for the employer’s recommendation"), required=False)
    has_stream = forms.BooleanField(label=_("There is a live stream for viewers without a place"), required=False)
    contact = forms.CharField(
        label=_("Contact"), max_length=100, required=False, help_text=_("Whom people ask, by name.")
    )
    telephone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    board = forms.CharField(
        label=_("Board and lodging"),
        max_length=300,
        required=False,
        help_text=_("For instance whether both are arranged, and who pays."),
    )

    def clean(self) -> dict[str, Any]:
        """Check what concerns two fields."""
        facts: dict[str, Any] = super().clean() or {}
        for first, last in (("starts_on", "ends_on"), ("enrol_from", "enrol_until")):
            if facts.get(first) and facts.get(last) and facts[first] > facts[last]:
                self.add_error(last, gettext("This lies before “%(first)s”.") % {"first": self.fields[first].label})
        if (
            facts.get("admission") == Admission.SELECTION
            and not facts.get("results_by")
            and "results_by" not in self.errors
        ):
            self.add_error("results_by", gettext("Say by which day applicants know the result."))
        if facts.get("admission") == Admission.IN_ORDER:
            facts["results_by"] = None
        return facts


class NoticeForm(forms.Form):
    """What the notice of a run says beyond its other facts."""

    notice_number = forms.CharField(
        label=_("Number of the notice"),
        max_length=60,
        required=False,
        help_text=_("As your office gives it, for instance 宁人社继〔2026〕12号."),
    )
    notice_on = DayField(
        label=_("Day of the notice"),
        required=False,
        help_text=_("Left empty, it is the day on which the run was opened."),
    )
    contact, telephone, board = (RunForm.base_fields[name] for name in ("contact", "telephone", "board"))


class ChangeForm(forms.Form):
    """Time, room or a substitute teacher of a session: filed, in effect at once."""

    day = DayField(label=_("Day"))
    begins = ClockField(label=_("Begins"))
    ends = ClockField(label=_("Ends"))
    room = forms.CharField(label=_("Room"), max_length=100, required=False)
    teacher = forms.CharField(label=_("Teacher"), max_length=100, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        min_length=2,
        widget=long_text(rows=2),
        help_text=_("The enrolled read it in the notice of the change."),
    )

    def clean(self) -> dict[str, Any]:
        """Check that the session ends after it begins."""
        facts: dict[str, Any] = super().clean() or {}
        if facts.get("begins") and facts.get("ends") and facts["ends"] <= facts["begins"]:
            self.add_error("ends", gettext("The session ends before it begins."))
        return facts


def change_of(session: Session) -> dict[str, Any]:
    """Return what the form of a change shows first: the session as it stands."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return {
        "day": starts.date(),
        "begins": starts.time(),
        "ends": ends.time(),
        "room": session.room,
        "teacher": session.teacher,
    }


class CancelForm(forms.Form):
    """Why a run does not take place."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, min_length=2, widget=long_text(rows=2), help_text=_("The enrolled read it.")
    )
