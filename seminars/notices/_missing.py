"""What the notice of a run would leave out, or could not write."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning import lettering
from seminars.notices._facts import Notice


@dataclass(frozen=True)
class Missing:
    """A fact that nobody stated; `field` is that of `runs.NoticeFacts`, empty where the programme's approval has to say it."""

    label: str | Promise
    field: str = ""


_STATED_FOR_THE_RUN = (
    ("notice_number", _("Number of the notice")),
    ("contact", _("Contact")),
    ("telephone", _("Telephone")),
    ("board", _("Board and lodging")),
)
_STATED_BY_THE_APPROVAL = (
    ("summary", _("Content of the programme")),
    ("audience", _("For whom")),
    ("teachers", _("Teachers")),
)


def missing(notice: Notice) -> list[Missing]:
    """Return what `notice` leaves out because nobody stated it."""
    stated = asdict(notice)
    for_the_run = [Missing(label, field) for field, label in _STATED_FOR_THE_RUN if not stated[field]]
    return for_the_run + [Missing(label) for name, label in _STATED_BY_THE_APPROVAL if not stated[name]]


def unwritable(notice: Notice) -> lettering.GlyphMissing | None:
    """Return why `notice` cannot be drawn: a letter that no font has; None where it can."""
    try:
        for text in _texts(asdict(notice)):
            list(lettering.runs(text, lettering.SERIF))
    except lettering.GlyphMissing as refusal:
        return refusal
    return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield "".join(value.split())
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)
