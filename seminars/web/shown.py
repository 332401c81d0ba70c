"""How rows read on a page: facts as labelled lines, the stage of a run."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from learning import tags
from learning.accounts.enums import Series, TitleLevel
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


def facts(row: ProgrammeFacts) -> list[tuple[Any, str]]:
    """Return what an application proposes or a version fixes, as labelled lines; what is not stated is left out."""
    lines = [
        (_("Kind of programme"), _label(row, "kind")),
        (_("Sector"), _label(row, "sector")),
        (_("Industry cluster"), _label(row, "cluster")),
        (_("Item of the guidance catalogue"), str(row.guidance_item or "")),
        (_("Level"), _label(row, "level")),
        (_("Category of hours"), _label(row, "category")),
        (_("Hours"), tags.hours(row.hours) if row.hours else ""),
        (_("Minutes of instruction"), str(row.minutes or "")),
        (_("How it is held"), _label(row, "mode")),
        (_("For whom"), row.audience),
        (_("Series that may enrol"), _labels(Series, row.eligible_series)),
        (_("Title levels that may enrol"), _labels(TitleLevel, row.eligible_levels)),
        (_("Teachers"), gettext("; ").join(_teacher(one) for one in row.teachers)),
        (_("Host"), row.host),
        (_("Organiser"), row.organiser),
        (_("Fee"), gettext("%(yuan)s yuan") % {"yuan": row.fee} if row.fee else gettext("free of charge")),
        (_("Live-stream viewers"), gettext("earn hours as well") if row.viewers_earn_hours else ""),
    ]
    return [(label, value) for label, value in lines if value]


def _label(row: ProgrammeFacts, column: str) -> str:
    return str(getattr(row, f"get_{column}_display")())


def _labels(choices: Any, codes: Sequence[str]) -> str:
    labels = dict(choices.choices)
    return gettext(", ").join(str(labels.get(code, code)) for code in codes)


def _teacher(one: dict[str, str]) -> str:
    return " ".join(_parts(one))


def _parts(one: dict[str, str]) -> Iterator[str]:
    yield from (one[part] for part in ("name", "title", "employer") if one.get(part))
