"""From claims to awards: the plan of an evaluation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from credits.policy._cycles import ENDS, STARTS, is_personal, with_personal_dates
from credits.policy._dated import with_level
from credits.policy._reasons import Reason, collected, flags, read_out, say
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
Planned = Callable[[pl.LazyFrame, Rules], pl.LazyFrame]
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
PLANNED: tuple[Planned, ...] = (conversion.matched, conversion.category, formula.earned)
STEPS: tuple[Step, ...] = (
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
    plan = _with_worth(_placed(_with_days(completed(claims, CLAIMS)), people, openings, rules), dated, rules)
    for planned in PLANNED:
        plan = planned(plan, rules)
    frame = _gated(plan, rules)
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
    plan = of_versions.decided_by(_with_facts(frame.lazy(), people, openings, rules), frame["version"], rules)
    return collected(of_versions.in_cycle(plan, rules).select(*KEYS, STARTS, ENDS))


def _with_days(claims: pl.DataFrame) -> pl.DataFrame:
    if not claims["starts_on"].null_count() and not claims["ends_on"].null_count():
        return claims
    return claims.with_columns(
        starts_on=pl.coalesce("starts_on", pl.col("starts_at").dt.date()),
        ends_on=pl.coalesce("ends_on", pl.col("ends_at").dt.date(), "starts_on", pl.col("starts_at").dt.date()),
    )


def _placed(claims: pl.DataFrame, people: pl.DataFrame, openings: pl.DataFrame | None, rules: Rules) -> pl.LazyFrame:
    """
    Return the claims in the order in which they count, each with its version and cycle.

    `row` is the place of each, `who` numbers person and family.
    """
    # Words are slow to sort by, and mostly there is one family.
    families = ["family"] if claims["family"].n_unique() > 1 else []
    ordered = claims.sort("person", *families, "position", "claim")
    numbered = ordered.lazy().with_row_index("row").with_columns(_numbered(*families))
    plan = of_versions.decided_by(_with_facts(numbered, people, openings, rules), ordered["version"], rules)
    return of_versions.in_cycle(plan, rules)


@cache
def _numbered(*families: str) -> list[pl.Expr]:
    first = pl.any_horizontal(pl.col(name) != pl.col(name).shift(1) for name in ("person", *families))
    who = first.fill_null(value=False).cast(pl.Int64).cum_sum()
    return [pl.col("row").cast(pl.Int64), who.alias("who")]


def _with_facts(plan: pl.LazyFrame, people: pl.DataFrame, openings: pl.DataFrame | None, rules: Rules) -> pl.LazyFrame:
    """Add what an award asks of a person; what no rulebook here asks is not looked up."""
    if not rules.any(is_personal) and not rules.any(gates.asks_of_people):
        return plan.with_columns(_unasked())
    known, opened = completed(people, PEOPLE)[OF_PEOPLE], completed(openings, OPENINGS)
    return with_personal_dates(plan, known, opened)


@cache
def _unasked() -> list[pl.Expr]:
    nothing = [pl.lit(None, dtype=PEOPLE[name]).alias(name) for name in OF_PEOPLE if name != "person"]
    return [*nothing, pl.lit(None, dtype=pl.Date).alias("opened_on")]


def _with_worth(plan: pl.LazyFrame, dated: pl.DataFrame | None, rules: Rules) -> pl.LazyFrame:
    """Add a year's worth of hours, where a rule asks for it."""
    if not rules.any(_asks_worth):
        return plan.with_columns(_no_worth())
    frame = with_level(collected(plan), completed(dated, DATED), day=pl.col(ENDS).dt.offset_by("-1d"))
    return frame.lazy().with_columns(rules.once(yearly_total).alias("worth")).sort("row")


@cache
def _no_worth() -> pl.Expr:
    return pl.lit(None, dtype=pl.Int64).alias("worth")


def _gated(plan: pl.LazyFrame, rules: Rules) -> pl.DataFrame:
    """Work the plan out, and say what is given, what is taken off and why something earns nothing."""
    frame = collected(plan.with_columns_seq(rules.once(_flags)))
    frame = authors.shared(say(frame, rules, rules.once(_what_is_given), "given"), rules)
    frame = say(frame, rules, rules.once(gates.before_audit), "before")
    frame = gates.unverified_entries(frame, rules)
    return say(frame, rules, rules.once(gates.reasons), "gates")


def _flags(rules: Rules) -> list[pl.Expr]:
    # None of these asks how many hours are left after another.
    groups = {"given": _what_is_given, "before": gates.before_audit, "gates": gates.reasons}
    return [flag for name, made in groups.items() for flag in flags(rules.once(made), name)]


def _what_is_given(rules: Rules) -> list[Reason]:
    return [*of_versions.reasons(rules), *conversion.reasons(rules), *formula.reasons(rules)]


def _asks_worth(version: Version) -> bool:
    by_share = any(cap.share for cap in version.caps) or any(cap.share for cap in version.category_caps)
    return by_share or any(row.item_cap_years or row.spread for row in version.activities)


def _answer(decided: pl.DataFrame, lines: pl.DataFrame, rules: Rules) -> Awards:
    if lines.height == decided.height:
        return Awards(lines.select(rules.once(_of_lines)), _reasons(decided, rules), lines[:, [*KEYS, "hours"]])
    totals = lines.group_by("row", *KEYS).agg(pl.col("hours").sum()).sort("row").drop("row")
    return Awards(_earning(lines).select(rules.once(_of_lines)), _reasons(decided, rules), totals)


def _of_lines(rules: Rules) -> list[pl.Expr]:
    named = {
        "version": rules.text(lambda version: version.id),
        "version_digest": rules.text(lambda version: version.digest),
    }
    return [named.get(name, pl.col(name)).alias(name) for name in LINE_COLUMNS]


def _earning(lines: pl.DataFrame) -> pl.DataFrame:
    """Return the lines that earn, and one of nothing for a claim that earns nothing."""
    nothing = (pl.col("hours").max().over("row") == 0) & pl.col("row").is_first_distinct()
    return lines.filter((pl.col("hours") > 0) | nothing)


def _reasons(decided: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    order, ordinal = _in_order()
    reasons = collected(
        read_out(rules).lazy().sort(order, maintain_order=True).with_row_index("place").with_columns(ordinal)
    )
    # A row's number is its place in the table.
    whose = decided[:, KEYS][reasons["row"]]
    return reasons.hstack(whose.get_columns())[:, REASON_COLUMNS]


@cache
def _in_order() -> tuple[pl.Expr, pl.Expr]:
    """Return by what reasons are ordered, and, where they are, the number of each among those of its row."""
    order = pl.col("row") * MOST_REASONS + pl.col("ordinal")
    first = pl.when(pl.col("row") != pl.col("row").shift(1, fill_value=-1)).then("place").forward_fill()
    return order, (pl.col("place") - first).cast(pl.Int64).alias("ordinal")
