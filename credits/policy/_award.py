"""From claims to awards: the plan of an evaluation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from credits.policy._cycles import ENDS, STARTS, with_personal_dates
from credits.policy._dated import with_level
from credits.policy._reasons import read_out
from credits.policy._requirement import yearly_total
from credits.policy._rules import Rules, rules_of
from credits.policy._schema import Version
from credits.policy._tables import CLAIMS, DATED, OPENINGS, PEOPLE, completed
from credits.policy.steps import (
    authors,
    caps,
    categories,
    conversion,
    crediting,
    cycles,
    daily,
    declaring,
    formula,
    gates,
    items,
    making_up,
    overlap,
    recognition,
    rounding,
)
from credits.policy.steps import versions as of_versions

Step = Callable[[pl.DataFrame, Rules], pl.DataFrame]
KEYS = ["person", "claim", "family"]
LINE_COLUMNS = [*KEYS, "version", "version_digest", STARTS, ENDS, "category", "hours", "moved"]
REASON_COLUMNS = [*KEYS, "ordinal", "code", "amount", "document", "article", "value", "fact", "text", "day"]
# What an award asks of a person.
OF_PEOPLE = ["person", "obliged_since", "appointed_since", "appointed_until", "periods_since", "info_collected"]
MOST_REASONS = 1000

# What is asked of a claim to place it.
PLACED = {
    name: CLAIMS[name]
    for name in (
        *("person", "claim", "family", "version", "activity", "mode"),
        *("starts_on", "ends_on", "starts_at", "ends_at", "passed_on"),
    )
}

# rules.md 11.3. Gates come before the overlap: a claim that counts for nothing takes nobody's time.
PLACING: tuple[Step, ...] = (of_versions.version_by_learning_day, of_versions.cycle)
STEPS: tuple[Step, ...] = (
    conversion.matched,
    conversion.category,
    formula.earned,
    formula.travel,
    authors.shared,
    gates.reversed_entries,
    gates.before_duty,
    gates.unverified_entries,
    gates.known_category,
    gates.valid_proof,
    gates.conditions,
    recognition.of_places,
    declaring.in_time,
    making_up.in_time,
    items.once,
    overlap.count_once,
    rounding.minimum,
    rounding.steps,
    caps.items,
    daily.cap,
    caps.activities,
)
LINE_STEPS: tuple[Step, ...] = (cycles.spread, crediting.by_session, categories.fill, categories.cap)


@dataclass(frozen=True)
class Awards:
    """What the rulebooks give, and why: see the docstring of the package for the columns."""

    lines: pl.DataFrame
    reasons: pl.DataFrame
    totals: pl.DataFrame


def award(
    *,
    claims: pl.DataFrame,
    people: pl.DataFrame,
    versions: Sequence[Version],
    dated: pl.DataFrame | None = None,
    openings: pl.DataFrame | None = None,
) -> Awards:
    """Return the hours of each claim under each family asked, with the reasons."""
    rules = rules_of(versions)
    frame = _prepared(completed(claims, CLAIMS), people, openings)
    for step in PLACING:
        frame = step(frame, rules)
    frame = _with_worth(frame, completed(dated, DATED), rules)
    for step in STEPS:
        frame = step(frame, rules)
    lines = frame
    for step in LINE_STEPS:
        lines = step(lines, rules)
    return _answer(frame, lines, rules)


def placed(
    *, claims: pl.DataFrame, people: pl.DataFrame, versions: Sequence[Version], openings: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return person, claim, family and the cycle of each claim, as `award` will place it; null where it lies in none."""
    rules = rules_of(versions)
    frame = _with_days(completed(claims, PLACED))
    # What only periods of a person's own ask for is not looked up for years that are everybody's.
    if rules.any(lambda version: version.cycle.kind != "year"):
        frame = with_personal_dates(frame, completed(people, PEOPLE)[OF_PEOPLE], completed(openings, OPENINGS))
    frame = of_versions.decided_by(frame, rules)
    return of_versions.in_cycle(frame, rules)[[*KEYS, STARTS, ENDS]]


def _with_days(claims: pl.DataFrame) -> pl.DataFrame:
    if not claims["starts_on"].null_count() and not claims["ends_on"].null_count():
        return claims
    return claims.with_columns(
        starts_on=pl.coalesce("starts_on", pl.col("starts_at").dt.date()),
        ends_on=pl.coalesce("ends_on", pl.col("ends_at").dt.date(), "starts_on", pl.col("starts_at").dt.date()),
    )


def _prepared(claims: pl.DataFrame, people: pl.DataFrame, openings: pl.DataFrame | None) -> pl.DataFrame:
    """Return the claims in the order in which they count; `row` is the place of each, `who` numbers person and family."""
    table = _with_days(claims)
    # Words are slow to sort by, and mostly there is one family.
    families = ["family"] if table["family"].n_unique() > 1 else []
    table = table.sort("person", *families, "position", "claim").with_row_index("row")
    first = pl.any_horizontal(pl.col(name) != pl.col(name).shift(1) for name in ("person", *families))
    table = table.with_columns(pl.col("row").cast(pl.Int64), who=first.fill_null(value=False).cast(pl.Int64).cum_sum())
    known = completed(people, PEOPLE).select(OF_PEOPLE)
    return with_personal_dates(table, known, completed(openings, OPENINGS))


def _with_worth(frame: pl.DataFrame, dated: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Add a year's worth of hours, where a rule asks for it."""
    if not rules.any(_asks_worth):
        return frame.with_columns(worth=pl.lit(None, dtype=pl.Int64))
    frame = with_level(frame, dated, day=pl.col(ENDS).dt.offset_by("-1d"))
    return frame.with_columns(worth=yearly_total(rules)).sort("row")


def _asks_worth(version: Version) -> bool:
    by_share = any(cap.share for cap in version.caps) or any(cap.share for cap in version.category_caps)
    return by_share or any(row.item_cap_years or row.spread for row in version.activities)


def _answer(decided: pl.DataFrame, lines: pl.DataFrame, rules: Rules) -> Awards:
    earning = _earning(lines) if lines.height > decided.height else lines
    names, digests = rules.text(lambda version: version.id), rules.text(lambda version: version.digest)
    totals = lines.select("row", *KEYS, "hours")
    if lines.height > decided.height:
        totals = totals.group_by("row", *KEYS).agg(pl.col("hours").sum()).sort("row")
    return Awards(
        lines=earning.with_columns(version=names, version_digest=digests).select(LINE_COLUMNS),
        reasons=_reasons(decided, rules),
        totals=totals.drop("row"),
    )


def _earning(lines: pl.DataFrame) -> pl.DataFrame:
    """Return the lines that earn, and one of nothing for a claim that earns nothing."""
    nothing = (pl.col("hours").max().over("row") == 0) & pl.col("row").is_first_distinct()
    return lines.filter((pl.col("hours") > 0) | nothing)


def _reasons(decided: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    order = pl.col("row") * MOST_REASONS + pl.col("ordinal")
    reasons = read_out(rules).sort(order, maintain_order=True).with_row_index("place")
    first = pl.when(pl.col("row") != pl.col("row").shift(1, fill_value=-1)).then("place").forward_fill()
    # A row's number is its place in the table.
    whose = {name: decided[name].gather(reasons["row"]) for name in KEYS}
    ordinal = (pl.col("place") - first).cast(pl.Int64)
    return reasons.with_columns(**whose).with_columns(ordinal=ordinal).select(REASON_COLUMNS)
