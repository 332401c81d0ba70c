"""Versions in the database, and as policy reads them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import polars as pl
from django.db.models import Q

from credits import policy
from credits.enums import RulebookStatus
from credits.models import RulebookVersion
from credits.models.rows import asking
from credits.rulebooks._specific import OF_A_DAY, SIDES, Reach, ranks

A_DAY = timedelta(days=1)
SCOPE_SCHEMA: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "family": pl.String,
    "version": pl.String,
    "scope_series": pl.String,
    "scope_path": pl.String,
    "starts": pl.Date,
    "ends": pl.Date,
    **{f"scope_{side}": pl.List(pl.String) for side in SIDES},
    # How specific it is; with the committee where one is asked about.
    "rank": pl.Int64,
    "rank_before_committee": pl.Int64,
}
REMEMBERED = 100  # selections of versions; then it begins anew
# Everything that `books` reads, in one word: while it stays the same, nothing is read again. Whatever changes a row, even twice within a
# transaction, leaves another version of it elsewhere, so that nothing of what the row says need be looked at.
STATE = """
SELECT md5(coalesce(string_agg(concat_ws(',', v.id, v.xmin, v.ctid, r.xmin, r.ctid), ';' ORDER BY v.id), ''))
  FROM credits_rulebookversion v LEFT JOIN accounts_region r ON r.code = v.scope_region_id WHERE v.status <> 'DRAFT'
"""
# A published body never changes and a digest names one body: each is parsed once a process.
_parsed: dict[str, policy.Version] = {}


class _Kept(policy.Version):
    """A version as it was kept. Two of a family may have the same start (a corrigendum), so its digest is its name."""

    @property
    def id(self) -> str:
        """Return the digest, under which decisions pin this version."""
        return self.digest


@dataclass(frozen=True)
class Books:
    """The versions that hold, and older ones by which earlier decisions were made."""

    holding: Sequence[RulebookVersion]
    older: Sequence[RulebookVersion] = ()
    # Which of those that hold decide for people who are alike in all that scopes ask for: see `_scope`.
    deciding: dict[tuple[object, ...], pl.DataFrame] = field(default_factory=dict, compare=False)

    @cached_property
    def rows(self) -> Mapping[str, RulebookVersion]:
        """Return all versions by digest."""
        return {row.digest: row for row in (*self.older, *self.holding)}

    @property
    def in_force(self) -> list[policy.Version]:
        """Return the versions that hold, for standings."""
        return [policy_version(row) for row in self.holding]

    @property
    def every(self) -> list[policy.Version]:
        """Return all versions, for awards: earlier decisions stay under the version that made them."""
        return [policy_version(row) for row in self.rows.values()]

    @cached_property
    def reaches(self) -> tuple[Reach, ...]:
        """Return whom each version that holds concerns, and when."""
        return tuple(_reach(row, self.holding) for row in self.holding)

    @cached_property
    def turns(self) -> pl.Series:
        """Return the days on which a version begins or ends."""
        ends = (reach.ends for reach in self.reaches if reach.ends)
        return pl.Series(sorted({date.min, *(reach.starts for reach in self.reaches), *ends}), dtype=pl.Date)

    @cached_property
    def turn(self) -> pl.Expr:
        """Return between which of these days the day `on` lies."""
        return pl.lit(self.turns).search_sorted(pl.col("on"), side="right").alias("turn")

    @cached_property
    def narrowing(self) -> tuple[str, ...]:
        """Return what some scope asks for besides series and region: most ask for nothing, and then nothing is looked up."""
        return tuple(side for side in SIDES if any(getattr(reach, side) for reach in self.reaches))

    def families_of(self, path: str, series: str) -> list[str]:
        """Return the families of which some version holds on some day for people of this region and series."""
        concerning = (
            reach.family for reach in self.reaches if path.startswith(reach.path) and reach.series in {"", series}
        )
        return sorted(set(concerning))

    @cached_property
    def scope(self) -> pl.DataFrame:
        """Return a row for each version that holds: whom it concerns, from when until before when."""
        ranked = zip(self.reaches, ranks(self.reaches, OF_A_DAY), ranks(self.reaches, SIDES), strict=True)
        rows = [
            (
                *(reach.family, reach.version, reach.series, reach.path, reach.starts, reach.ends),
                *(*map(sorted, reach.sets(SIDES)), rank, rank_before_committee),
            )
            for reach, rank, rank_before_committee in ranked
        ]
        return pl.DataFrame(rows, schema=dict(SCOPE_SCHEMA), orient="row")


@dataclass(frozen=True)
class _Shelf:
    """The versions as they were read when `STATE` was `state`, and what was worked out from them since."""

    state: str
    rows: Sequence[RulebookVersion]
    books: dict[frozenset[str], Books] = field(default_factory=dict)
    deciding: dict[tuple[object, ...], pl.DataFrame] = field(default_factory=dict)


_read_last: dict[str, _Shelf] = {}


def books(*, digests: Collection[str] = ()) -> Books:
    """Return the versions that hold, and those of `digests`."""
    shelf, wanted = _shelf(), frozenset(digests)
    if len(shelf.books) > REMEMBERED:
        shelf.books.clear()
    # Another thread may begin anew meanwhile.
    found = shelf.books.get(wanted)
    if found is None:
        # A draft may say word for word what a published version says: there is none on the shelf.
        named = [row for row in shelf.rows if row.status == RulebookStatus.PUBLISHED or row.digest in wanted]
        replaced = {row.replaces_id for row in named if row.status == RulebookStatus.PUBLISHED}
        holding = [row for row in named if row.status == RulebookStatus.PUBLISHED and row.pk not in replaced]
        older = [row for row in named if row not in holding]
        found = shelf.books[wanted] = Books(holding=holding, older=older, deciding=shelf.deciding)
    return found


def _shelf() -> _Shelf:
    """Return all versions that are no drafts, read again only where one of them has changed since."""
    with asking(few=True) as cursor:
        cursor.execute(STATE)
        (state,) = cursor.fetchone()
    kept = _read_last.get("shelf")
    if kept is None or kept.state != state:
        rows = RulebookVersion.objects.exclude(status=RulebookStatus.DRAFT).select_related("scope_region")
        kept = _Shelf(state, list(rows.defer("body").order_by("family", "effective_from", "pk")))
        _parse([row.pk for row in kept.rows if row.digest not in _parsed])
        _read_last["shelf"] = kept
    return kept


def in_force(*, family: str, on: date) -> RulebookVersion | None:
    """Return the version of `family` that holds on `on`, a day of learning; None where there is none."""
    published = RulebookVersion.objects.filter(status=RulebookStatus.PUBLISHED, family=family)
    holding = published.exclude(corrigenda__status=RulebookStatus.PUBLISHED)
    started = holding.filter(Q(effective_from__isnull=True) | Q(effective_from__lte=on))
    newest = max(started, key=lambda row: (row.effective_from or date.min, row.pk), default=None)
    return newest if newest and (newest.effective_before is None or on < newest.effective_before) else None


def predecessor(version: RulebookVersion) -> RulebookVersion | None:
    """Return what `version` takes the place of: what it replaces, or what held in its family before it begins; None where nothing did."""
    if version.replaces or version.effective_from is None:
        return version.replaces
    before = version.effective_from if version.status == RulebookStatus.DRAFT else version.effective_from - A_DAY
    return in_force(family=version.family, on=before)


def policy_version(row: RulebookVersion) -> policy.Version:
    """Return `row` as policy reads it; of a draft that was saved since `row` was read, what it says now."""
    if row.digest in _parsed:
        return _parsed[row.digest]
    if "body" in row.get_deferred_fields():
        row = RulebookVersion.objects.only("digest", "body").get(pk=row.pk)
    return _parsed.setdefault(row.digest, _Kept.model_validate(row.body))


def read_body(body: Mapping[str, object]) -> policy.Version:
    """Return the version whose canonical text is `body`; `policy_version` of a row with its digest finds it, saved or not."""
    version = _Kept.model_validate(body)
    return _parsed.setdefault(version.digest, version)


def _parse(ids: Sequence[int]) -> None:
    if ids:
        for digest, body in RulebookVersion.objects.filter(pk__in=ids).values_list("digest", "body"):
            _parsed[digest] = _Kept.model_validate(body)


def _reach(row: RulebookVersion, holding: Sequence[RulebookVersion]) -> Reach:
    scope, starts = policy_version(row).scope, row.effective_from or date.min
    later = [
        other.effective_from
        for other in holding
        if other.family == row.family and other.effective_from and other.effective_from > starts
    ]
    ends = min([*later, *([row.effective_before] if row.effective_before else [])], default=None)
    return Reach(
        family=row.family,
        version=row.digest,
        series=row.scope_series,
        path=row.scope_region.path if row.scope_region else "",
        starts=starts,
        ends=ends,
        employer_kind=frozenset(scope.employer_kinds),
        target_level=frozenset(scope.target_levels),
        review_level=frozenset(scope.review_levels),
    )
