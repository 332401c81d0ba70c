"""Notices: whatever is not good about the present cycles, one plain sentence each, with the way to its reason."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from credits import access
from credits.enums import EntryKind
from credits.models import Entry
from credits.web import explaining
from learning.tags import short_day

MOST = 3
TAKEN = (EntryKind.CORRECTION, EntryKind.REDECISION, EntryKind.ADJUSTMENT)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One sentence, and where its reason stands."""

    sentence: str
    url: str


def of_record(record: access.Record, *, today: date) -> list[Notice]:
    """Return what was reversed, taken or gave nothing in the cycles in which `today` lies, the newest first."""
    rows = list(_not_good(access.entries(record), today).order_by("-pk")[:MOST])
    told = zip(rows, explaining.lines(rows), strict=True)
    return [Notice(sentence=_sentence(row, line), url=reverse("credits:entry", args=[row.pk])) for row, line in told]


def _not_good(entries: QuerySet[Entry], today: date) -> QuerySet[Entry]:
    now = entries.filter(cycle_starts_on__lte=today, cycle_ends_before__gt=today)
    same = Entry.objects.filter(claim=OuterRef("claim"), family=OuterRef("family"))
    # What was reversed and counts again, or gave hours in another category, is nobody's worry.
    settled = same.filter(pk__gt=OuterRef("pk"), kind=EntryKind.REINSTATEMENT)
    gave = same.filter(hours__gt=0)
    later = same.filter(pk__gt=OuterRef("pk"))
    reversed_or_taken = Q(kind=EntryKind.REVERSAL) | Q(kind__in=TAKEN)
    nothing = Q(~Exists(gave), ~Exists(later), kind=EntryKind.CREDIT, hours=0)
    return now.filter(Q(reversed_or_taken, ~Exists(settled), hours__lt=0) | nothing)


def _sentence(row: Entry, line: explaining.Line) -> str:
    said = {"title": line.title, "day": short_day(row.recorded_at), "hours": line.amount, "why": line.note}
    if row.kind == EntryKind.REVERSAL:
        return _("The registration of “%(title)s” was reversed on %(day)s (%(hours)s hours).") % said
    if row.hours < 0:
        return _("“%(title)s” was decided again on %(day)s and gives less now (%(hours)s hours).") % said
    return _("“%(title)s” gave no hours: %(why)s.") % {**said, "why": line.note.rstrip("。.")}
