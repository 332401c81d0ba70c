"""The application form of a programme. A draft may lack everything but the title; a submission is complete."""

import re
from collections.abc import Collection
from typing import Any, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from credits import hours
from learning.accounts.enums import Sector, Series, TitleLevel
from seminars import programmes
from seminars.enums import Category, Cluster, Level, Mode, ProgrammeKind
from seminars.models import Application, GuidanceItem, PlannedSeminar
from seminars.models.programmes import ProgrammeFacts
from seminars.web.forms.fields import CodesField, DayField, HoursField, YearsField, choices_with_blank, long_text

TEACHERS_MAX = 50
_PARTS = re.compile(r"[,，、;；\t]")


class TeachersField(forms.CharField):
    """Teachers, one a line: name, title, employer."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=6000, widget=long_text(rows=4), **options)

    def clean(self, value: Any) -> list[dict[str, str]]:
        """Return one fact a line."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > TEACHERS_MAX:
            raise forms.ValidationError(_("At most %(most)s teachers can be named."), params={"most": TEACHERS_MAX})
        return [_teacher(line) for line in lines]

    def prepare_value(self, value: Any) -> Any:
        """Show the facts as lines; show what was typed as it was typed."""
        if not isinstance(value, list):
            return value
        return "\n".join(
            "，".join(filter(None, (one.get(part, "") for part in ("name", "title", "employer")))) for one in value
        )


def _teacher(line: str) -> dict[str, str]:
    name, *rest = [part.strip() for part in _PARTS.split(line, maxsplit=2)]
    if not 2 <= len(name) <= 50:
        raise forms.ValidationError(
            _("“%(line)s” does not begin with a name. Write one teacher a line: name, title, employer."),
            params={"line": line[:40]},
        )
    return {"name": name, "title": rest[0] if rest else "", "employer": rest[1] if len(rest) > 1 else ""}


class ApplicationForm(forms.Form):
    """What a base asks to have approved."""

    kind = forms.ChoiceField(
        label=_("Kind of programme"), choices=choices_with_blank(ProgrammeKind.choices, _("Choose a kind"))
    )
    title = forms.CharField(label=_("Title"), max_length=100, min_length=2)
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=choices_with_blank(Sector.choices, _("Choose a sector")),
        help_text=_("The regulator of this sector in your region decides the application."),
    )
    cluster = forms.ChoiceField(
        label=_("Industry cluster"), choices=choices_with_blank(Cluster.choices, _("None")), required=False
    )
    guidance_item = forms.ModelChoiceField(
        GuidanceItem.objects.none(),
        label=_("Item of the guidance catalogue"),
        empty_label=_("None"),
        required=False,
        help_text=_("Every advanced seminar cites an item of the industry guidance catalogue."),
    )
    plan_row = forms.ModelChoiceField(
        PlannedSeminar.objects.none(),
        label=_("Row of the yearly plan"),
        empty_label=_("None"),
        required=False,
        help_text=_("Which of the advanced seminars that the yearly plan gives to your base this one is."),
    )
    level = forms.ChoiceField(label=_("Level"), choices=choices_with_blank(Level.choices, _("Choose a level")))
    category = forms.ChoiceField(
        label=_("Category of hours"), choices=choices_with_blank(Category.choices, _("Choose a category"))
    )
    hours = HoursField(label=_("Hours"), help_text=_("Hours that a participant gets for the whole run, such as 24."))
    minutes = forms.IntegerField(
        label=_("Minutes of instruction"),
        min_value=1,
        max_value=60000,
        help_text=_("Without breaks, meals and journeys. The rulebook in force says how many minutes make an hour."),
    )
    mode = forms.ChoiceField(label=_("How it is held"), choices=Mode.choices, initial=Mode.ON_SITE)
    window_from = DayField(label=_("Can be learnt from"))
    window_until = DayField(label=_("Can be learnt until"), help_text=_("That day included."))
    outside_address = forms.CharField(
        label=_("Where it is learnt"),
        max_length=300,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_(
            "The address of your learning platform; it begins with https://. People are led there from the page."
        ),
    )
    has_exam = forms.BooleanField(label=_("It ends with an examination"), required=False)
    passing_score = forms.IntegerField(
        label=_("Passing score"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Such as 60. Empty without an examination."),
    )
    learning_years = YearsField(
        label=_("Earlier years that it may make up"),
        help_text=_("Such as 2024, 2025. The year in which somebody completes it counts anyway; empty: no other."),
    )
    summary = forms.CharField(
        label=_("Content"),
        max_length=4000,
        widget=long_text(rows=8),
        help_text=_("What is taught, in what order, and what participants can do afterwards."),
    )
    audience = forms.CharField(label=_("For whom"), max_length=300)
    eligible_series = CodesField(
        label=_("Series that may enrol"), choices=Series.choices, help_text=_("Tick none if all may enrol.")
    )
    eligible_levels = CodesField(
        label=_("Title levels that may enrol"), choices=TitleLevel.choices, help_text=_("Tick none if all may enrol.")
    )
    teachers = TeachersField(
        label=_("Teachers"), required=False, help_text=_("One a line: name, title, employer, parted by commas.")
    )
    host = forms.CharField(label=_("Host"), max_length=100)
    organiser = forms.CharField(label=_("Organiser"), max_length=100)
    fee = forms.IntegerField(
        label=_("Fee in yuan"), min_value=0, max_value=1_000_000, initial=0, help_text=_("0 if it costs nothing.")
    )
    viewers_earn_hours = forms.BooleanField(label=_("Viewers of the live stream earn hours as well"), required=False)
    deliverable = forms.CharField(
        label=_("What is to be handed in"),
        max_length=40,
        required=False,
        help_text=_("Such as 结业论文 or 项目方案. Empty if nothing is: then hours alone lead to the certificate."),
    )
    deliverable_expected = forms.CharField(
        label=_("What is expected of it"),
        max_length=500,
        required=False,
        widget=long_text(rows=3),
        help_text=_("Subject, length, form. Whoever enrols reads it beforehand."),
    )
    deliverable_days = forms.IntegerField(
        label=_("Days after the end to hand it in"),
        min_value=0,
        max_value=programmes.DAYS_MOST,
        required=False,
        help_text=_("Counted from the last day of the run, such as 15."),
    )
    certificate_years = forms.IntegerField(
        label=_("Years that the certificate holds"),
        min_value=1,
        max_value=programmes.YEARS_MOST,
        required=False,
        help_text=_("Counted from the last day of the run. Empty: it holds for good, as most do."),
    )

    # What even a draft must have, so that it is found again.
    ALWAYS = ("title",)

    def __init__(
        self, *args: Any, items: Any, plan: Any = None, fields: Collection[str], complete: bool = True, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        guidance: Any = self.fields["guidance_item"]
        guidance.queryset = items
        if plan is not None:
            rows: Any = self.fields["plan_row"]
            rows.queryset = plan
        for name in set(self.fields) - set(fields):
            del self.fields[name]
        if not complete:
            for name, field in self.fields.items():
                field.required = name in self.ALWAYS

    def facts(self) -> dict[str, Any]:
        """Return the columns of the application whose fields hold something that can be kept, also where others do not."""
        facts = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        for column in ("hours", "minutes", "fee"):
            if column in facts:
                facts[column] = facts[column] or 0
        if "mode" in facts:
            facts["mode"] = facts["mode"] or Mode.ON_SITE
        return facts


class Step(NamedTuple):
    """One page of the application: some of its fields."""

    key: str
    label: str | Promise
    fields: tuple[str, ...]


ALONE, CERTIFICATE = "alone", "certificate"
STEPS = (
    Step("basics", _("What it is"), ("kind", "title", "sector", "cluster", "guidance_item", "plan_row", "level")),
    Step("hours", _("Hours"), ("category", "hours", "minutes", "mode", "viewers_earn_hours")),
    Step(
        ALONE,
        _("Self-paced learning"),
        ("window_from", "window_until", "outside_address", "has_exam", "passing_score", "learning_years"),
    ),
    Step("content", _("Content"), ("summary", "teachers")),
    Step("audience", _("For whom"), ("audience", "eligible_series", "eligible_levels", "host", "organiser", "fee")),
    Step(
        CERTIFICATE,
        pgettext_lazy("step of an application", "Certificate"),
        ("deliverable", "deliverable_expected", "deliverable_days", "certificate_years"),
    ),
)
FIRST = ("kind", "title")


def steps_of(application: Application) -> tuple[Step, ...]:
    """Return the steps that `application` has: self-paced ones have one of their own, and no run in which something could be handed in."""
    if application.is_self_paced:
        return tuple(
            step._replace(fields=("certificate_years",)) if step.key == CERTIFICATE else step for step in STEPS
        )
    return tuple(step for step in STEPS if step.key != ALONE)


def missing_in(application: Application, step: Step) -> list[Any]:
    """Return the labels of what `step` still lacks before the application can be submitted."""
    needed = [name for name in step.fields if ApplicationForm.base_fields[name].required and name != "fee"]
    if application.kind == ProgrammeKind.ADVANCED_SEMINAR and "guidance_item" in step.fields:
        needed.append("guidance_item")
    if application.has_exam and "passing_score" in step.fields:
        needed.append("passing_score")
    if application.deliverable and "deliverable_days" in step.fields and application.deliverable_days is None:
        needed.append("deliverable_days")
    return [ApplicationForm.base_fields[name].label for name in needed if not getattr(application, name)]


def initial(application: Application) -> dict[str, Any]:
    """Return what the form of `application` shows first. A zero of a draft is an empty field."""
    columns = {field.name: getattr(application, field.name) for field in ProgrammeFacts._meta.get_fields()}
    return {**columns, "hours": hours.to_decimal(columns["hours"]) or None, "minutes": columns["minutes"] or None}


class AmendmentForm(forms.Form):
    """Why an approved programme shall change."""

    reason = forms.CharField(
        label=_("Why shall it change?"),
        max_length=500,
        min_length=4,
        widget=long_text(rows=3),
        help_text=_(
            "Hours, category, audience and content change only by an approved amendment. Time, room and a substitute teacher are filed in the run."
        ),
    )
