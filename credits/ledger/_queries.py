"""What the ledger holds."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from credits.enums import ClaimState, EntryKind
from credits.ledger._present import OWN
from credits.models import Claim, Entry


@dataclass(frozen=True)
class Award:
    """What a claim is worth now under one family: hundredths of an hour by category."""

    claim_id: int
    family: str
    by_category: Mapping[str, int]

    @property
    def hours(self) -> int:
        """Return the whole amount."""
        return sum(self.by_category.values())


@dataclass(frozen=True)
class TimelineRow:
    """A claim of a person with what became of it: state, present awards, lines."""

    claim: Claim
    state: ClaimState
    awards: tuple[Award, ...]
    entries: tuple[Entry, ...]

    @property
    def hours(self) -> int:
        """Return the present award in hundredths: the largest, where several rulebooks decide."""
        return max((award.hours for award in self.awards), default=0)


def claims_of(person_ids: Collection[int], *, state: ClaimState | None = None) -> QuerySet[Claim]:
    """Return all claims of these records with their `state` (only those in `state`), in the order in which they count."""
    own = Entry.objects.filter(claim=OuterRef("pk"), kind__in=OWN).order_by("-number").values("kind")[:1]
    states = Case(
        When(corrected_by__isnull=False, then=Value(ClaimState.REPLACED.value)),
        When(newest=EntryKind.REVERSAL, then=Value(ClaimState.REVERSED.value)),
        default=Value(ClaimState.LIVE.value),
    )
    claims = Claim.objects.filter(person_id__in=person_ids).annotate(newest=Subquery(own)).annotate(state=states)
    found = claims if state is None else claims.filter(Q(state=state))
    return found.order_by("position", "person_id", "revision", "pk")


def entries_of(person_ids: Collection[int]) -> QuerySet[Entry]:
    """Return all lines of these records, newest first."""
    return (
        Entry.objects.filter(person_id__in=person_ids)
        .select_related("claim", "act", "version")
        .order_by("-recorded_at", "-person_id", "-number")
    )


def as_of(person_ids: Collection[int], *, at: datetime) -> QuerySet[Entry]:
    """Return the lines of these records that were recorded until `at`."""
    return entries_of(person_ids).filter(recorded_at__lte=at)


def hours_by_category(
    person_ids: Collection[int], *, family: str, on: date, at: datetime | None = None
) -> dict[str, int]:
    """Return hundredths by category in the cycle of `family` in which `on` lies; with `at`, as they were known then."""
    cycle = Q(cycle_starts_on__lte=on, cycle_ends_before__gt=on)
    lines = Entry.objects.filter(cycle, person_id__in=person_ids, family=family)
    known = lines.filter(recorded_at__lte=at) if at else lines
    sums = known.order_by("category").values_list("category").annotate(total=Coalesce(Sum("hours"), 0))
    return {category: total for category, total in sums if total}


def present_awards(claim_ids: Collection[int]) -> dict[int, list[Award]]:
    """Return what each of these claims is worth now, family by family."""
    sums = (
        Entry.objects.filter(claim_id__in=claim_ids)
        .values_list("claim_id", "family", "category")
        .annotate(total=Sum("hours"))
    )
    return _awards(sums.order_by("claim_id", "family", "category"))


def awards_of(lines: pl.DataFrame) -> dict[int, list[Award]]:
    """Return what claims are worth that have these lines and no others, family by family."""
    return _awards(sorted(lines[["claim", "family", "category", "hours"]].iter_rows()))


def timeline(person_ids: Collection[int]) -> list[TimelineRow]:
    """Return the claims of one human (all records), the last learned first, with state, awards and lines."""
    claims = list(claims_of(person_ids))
    awards = present_awards([claim.pk for claim in claims])
    lines: dict[int, list[Entry]] = {}
    for entry in entries_of(person_ids):
        lines.setdefault(entry.claim_id, []).append(entry)
    rows = [_timeline_row(claim, awards, lines) for claim in claims]

    return sorted(rows, key=lambda row: (row.claim.ends_on, row.claim.position, row.claim.pk), reverse=True)


def _timeline_row(claim: Claim, awards: Mapping[int, list[Award]], lines: Mapping[int, list[Entry]]) -> TimelineRow:
    state = ClaimState(getattr(claim, "state"))  # noqa: B009  (annotated)
    return TimelineRow(
        claim=claim, state=state, awards=tuple(awards.get(claim.pk, ())), entries=tuple(lines.get(claim.pk, ()))
    )


def _awards(sums: Iterable[tuple[int, str, str, int]]) -> dict[int, list[Award]]:
    found: dict[tuple[int, str], dict[str, int]] = {}
    for claim, family, category, total in sums:
        by_category = found.setdefault((claim, family), {})
        if total:
            by_category[category] = by_category.get(category, 0) + total
    awards: dict[int, list[Award]] = {}
    for (claim, family), by_category in found.items():
        awards.setdefault(claim, []).append(Award(claim, family, by_category))
    return awards
