"""Notices: whatever is not good about the present cycles, one plain sentence each, with the way to its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext as _

from credits.enums import EntryKind
from credits.models import Entry
from credits.web import explaining
from learning.tags import short_day

MOST = 3
# What was reversed, taken or gave nothing, in the cycles of now. What was reversed and counts again, or gave hours in another
# category, is nobody's worry. As text, because Django builds such an expression anew, twice, at each look at My hours.
_NOT_GOOD = """
    credits_entry.cycle_starts_on <= %s::date AND credits_entry.cycle_ends_before > %s::date AND CASE
        WHEN credits_entry.hours < 0 AND credits_entry.kind = ANY(%s::text[]) THEN NOT EXISTS (
            SELECT 1 FROM credits_entry AS later WHERE later.claim_id = credits_entry.claim_id
            AND later.family = credits_entry.family AND later.id > credits_entry.id AND later.kind = 'REINSTATEMENT')
        WHEN credits_entry.hours = 0 AND credits_entry.kind = 'CREDIT' THEN NOT EXISTS (
            SELECT 1 FROM credits_entry AS other WHERE other.claim_id = credits_entry.claim_id
            AND other.family = credits_entry.family AND (other.hours > 0 OR other.id > credits_entry.id))
        ELSE false END
"""
TAKEN = [EntryKind.REVERSAL, EntryKind.CORRECTION, EntryKind.REDECISION, EntryKind.ADJUSTMENT]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One sentence, and where its reason stands."""

    sentence: str
    url: str


def latest_and_not_good(entries: QuerySet[Entry], *, today: date, latest: int) -> list[Entry]:
    """
    Return the `latest` of `entries`, then those further down that tell something not good of the cycles in which `today` lies.

    One question to the database: the page that everybody opens asks few.
    """
    told = entries.annotate(is_not_good=RawSQL(_NOT_GOOD, [today, today, TAKEN], BooleanField()))  # noqa: S611  (a constant)
    newest = entries.order_by("-pk").values("pk")[:latest]
    return list(told.filter(Q(pk__in=newest) | Q(is_not_good=True)).order_by("-pk")[: latest + MOST])


def shown(entries: Sequence[Entry], lines: Sequence[explaining.Line]) -> list[Notice]:
    """Return what is not good among `entries` as sentences, the newest first."""
    told = [(row, line) for row, line in zip(entries, lines, strict=True) if getattr(row, "is_not_good", False)]
    return [
        Notice(sentence=_sentence(row, line), url=reverse("credits:entry", args=[row.pk])) for row, line in told[:MOST]
    ]


def _sentence(row: Entry, line: explaining.Line) -> str:
    said = {"title": line.title, "day": short_day(row.recorded_at), "hours": line.amount, "why": line.note}
    if row.kind == EntryKind.REVERSAL:
        return _("The registration of “%(title)s” was reversed on %(day)s (%(hours)s hours).") % said
    if row.hours < 0:
        return _("“%(title)s” was decided again on %(day)s and gives less now (%(hours)s hours).") % said
    return _("“%(title)s” gave no hours. %(why)s.") % {**said, "why": line.note.rstrip("。.")}
