"""How rows read on a page: facts as labelled lines, the stage of a run."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from learning import tags
from learning.accounts.enums import Series, TitleLevel
from seminars import bases, runs
from seminars.enums import RunState
from seminars.models import Run
from seminars.models.programmes import ProgrammeFacts


class Stage(NamedTuple):
    """A state in words, its tone, and what to do next."""

    label: str | Promise
    tone: str
    next_step: str | Promise = ""
    next_url: str = ""


def stage(run: Run, *, at: dt.datetime, today: dt.date) -> Stage:
    """Return where `run` stands on that day."""
    fixed = {
        RunState.CLOSED: Stage(pgettext_lazy("run", "Closed"), "calm"),
        RunState.CANCELLED: Stage(pgettext_lazy("run", "Cancelled"), "bad"),
    }
    if run.state in fixed:
        return fixed[RunState(run.state)]
    spans = (
        (today > run.ends_on, Stage(_("Over, not closed yet"), "warn")),
        (today >= run.starts_on, Stage(_("Under way"), "good")),
        (at >= run.enrol_until, Stage(_("Enrolment has ended"), "calm")),
        (at >= run.enrol_from, Stage(_("Enrolment is open"), "good")),
    )
    return next((one for holds, one in spans if holds), Stage(_("Enrolment not open yet"), "calm"))


def ended(run: Run) -> str:
    """Return why nobody can enrol for `run` any more although it is open: its approval, or the recognition of its base."""
    if run.state != RunState.OPEN:
        return ""
    try:
        runs.require_holdable(run)
    except runs.ApprovalWithdrawn:
        day = tags.short_day(run.programme.withdrawn_on)
        return gettext("The approval of this programme was withdrawn on %(day)s. Nobody can enrol any more.") % {
            "day": day
        }
    except bases.BaseNotRecognised as refusal:
        day = tags.short_day(refusal.facts["day"])
        return gettext("The base is not recognised on %(day)s. Nobody can enrol any more.") % {"day": day}
    return ""


def facts(row: ProgrammeFacts) -> list[tuple[Any, str]]:
    """Return what an application proposes or a version fixes, as labelled lines; what is not stated is left out."""
    lines = [
        (_("Kind of programme"), _label(row, "kind")),
        (_("Sector"), _label(row, "sector")),
        (_("Industry cluster"), _label(row, "cluster")),
        (_("Item of the guidance catalogue"), str(row.guidance_item or "")),
        (_("Row of the yearly plan"), str(row.plan_row or "")),
        (_("Level"), _label(row, "level")),
        (_("Category of hours"), _label(row, "category")),
        (_("Hours"), tags.hours(row.hours) if row.hours else ""),
        (_("Minutes of instruction"), str(row.minutes or "")),
        (_("How it is held"), _label(row, "mode")),
        *(alone(row) if row.is_self_paced else ()),
        (_("For whom"), row.audience),
        (_("Series that may enrol"), _labels(Series, row.eligible_series)),
        (_("Title levels that may enrol"), _labels(TitleLevel, row.eligible_levels)),
        (_("Teachers"), gettext("; ").join(_teacher(one) for one in row.teachers)),
        (_("Host"), row.host),
        (_("Organiser"), row.organiser),
        (_("Fee"), gettext("%(yuan)s yuan") % {"yuan": row.fee} if row.fee else gettext("free of charge")),
        (_("Live-stream viewers"), gettext("earn hours as well") if row.viewers_earn_hours else ""),
        (_("To be handed in before the certificate"), deliverable(row)),
        (_("The certificate holds"), years(row.certificate_years)),
    ]
    return [(label, value) for label, value in lines if value]


def alone(row: ProgrammeFacts) -> list[tuple[Any, str]]:
    """Return what a self-paced programme states beside the others' facts."""
    window = tags.span(row.window_from, row.window_until) if row.window_from and row.window_until else ""
    score = gettext("passed from %(score)s points on") % {"score": row.passing_score} if row.passing_score else ""
    return [
        (_("Can be learnt"), window),
        (_("Where it is learnt"), row.outside_address),
        (_("Examination"), score if row.has_exam else gettext("none")),
        (_("Earlier years that it may make up"), gettext(", ").join(map(str, row.learning_years))),
    ]


def deliverable(row: ProgrammeFacts) -> str:
    """Return what is handed in before there is a certificate, what is expected of it, and until when."""
    if not row.deliverable:
        return ""
    days = row.deliverable_days
    if days is None:  # a draft
        return row.deliverable
    said = ngettext("%(name)s, within %(days)s day after the end", "%(name)s, within %(days)s days after the end", days)
    until = said % {"name": row.deliverable, "days": days}
    return f"{until}{gettext(': ')}{row.deliverable_expected}" if row.deliverable_expected else until


def years(number: int | None) -> str:
    """Return how long a certificate holds, from the end of the run; nothing for good."""
    if not number:
        return ""
    return ngettext("%(years)s year from the end", "%(years)s years from the end", number) % {"years": number}


def _label(row: ProgrammeFacts, column: str) -> str:
    return str(getattr(row, f"get_{column}_display")())


def _labels(choices: Any, codes: Sequence[str]) -> str:
    labels = dict(choices.choices)
    return gettext(", ").join(str(labels.get(code, code)) for code in codes)


def _teacher(one: dict[str, str]) -> str:
    return " ".join(_parts(one))


def _parts(one: dict[str, str]) -> Iterator[str]:
    yield from (one[part] for part in ("name", "title", "employer") if one.get(part))
