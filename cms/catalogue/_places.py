"""Whether a place can be had, in words, and what to do about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.tags import moment
from seminars.enums import Admission


@dataclass(frozen=True, kw_only=True)
class Places:
    """What a seat counter says. `tone` is one of components/state.html; `deed` is what can be done now, nothing where nothing can."""

    label: str
    tone: str
    deed: str = ""


def places(run: Any, *, at: datetime) -> Places:
    """Return what can be said of the places of `run` (of `seminars`) at a moment."""
    if at < run.enrol_from:
        return Places(label=_("Enrolment opens on %(moment)s") % {"moment": moment(run.enrol_from)}, tone="calm")
    if at > run.enrol_until:
        return Places(label=_("Enrolment has ended"), tone="calm")
    if run.admission == Admission.SELECTION:
        label = ngettext(
            "%(count)d place, given after a selection", "%(count)d places, given after a selection", run.places
        )
        return Places(label=label % {"count": run.places}, tone="good", deed=_("Apply"))
    left = run.places - run.places_taken
    if left <= 0:
        return Places(label=_("Full, waiting list open"), tone="warn", deed=_("Go on the waiting list"))
    label = ngettext("%(count)d place left", "%(count)d places left", left)

    return Places(label=label % {"count": left}, tone="good", deed=_("Enrol"))
