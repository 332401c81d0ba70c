"""From lines of the ledger to standings: required, counted, missing, by when and why."""

from collections.abc import Sequence

import polars as pl

from credits.policy import _cycles, _handover
from credits.policy._dated import with_level
from credits.policy._duty import Facts
from credits.policy._judge import judge
from credits.policy._rules import Rules, rules_of
from credits.policy._schema import Version
from credits.policy._tables import ASKED, DATED, LINES, OPENINGS, PEOPLE, completed
from credits.policy.steps.versions import chosen

KEYS = ["person", "family", _cycles.STARTS]


def stand(
    *,
    lines: pl.DataFrame,
    people: pl.DataFrame,
    asked: pl.DataFrame,
    versions: Sequence[Version],
    dated: pl.DataFrame | None = None,
    openings: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return a standing for each cycle asked: see the docstring of the package for the columns."""
    rules = rules_of(versions)
    facts = facts_of(lines, people, dated, openings)
    wanted = (
        placed(completed(asked, ASKED).lazy(), rules, facts, day="on")
        .collect(engine="in-memory")
        .unique(KEYS, maintain_order=True)
    )
    return _walk(wanted, rules, facts)


def facts_of(
    lines: pl.DataFrame, people: pl.DataFrame, dated: pl.DataFrame | None, openings: pl.DataFrame | None
) -> Facts:
    """Return the tables of a batch, completed."""
    table = completed(lines, LINES).with_columns(
        pl.col("category").fill_null(""), pl.col("hours", "moved").fill_null(0)
    )
    return Facts(table, completed(people, PEOPLE), completed(dated, DATED), completed(openings, OPENINGS))


def placed(frame: pl.LazyFrame, rules: Rules, facts: Facts, *, day: str) -> pl.LazyFrame:
    """Add the cycle in which `day` lies, the version in force on the cycle's last day, and the person's facts of that day."""
    frame = _cycles.with_personal_dates(frame.with_columns(day=pl.col(day)), facts.people, facts.openings)
    frame = _first_version(chosen(frame, rules, day=pl.col("day")), rules)
    frame = _cycles.with_cycle(frame, rules, day=pl.col("day"))
    last = pl.col(_cycles.ENDS).dt.offset_by("-1d")
    frame = chosen(frame.filter(pl.col(_cycles.STARTS).is_not_null()), rules, day=last).filter(
        pl.col("v").is_not_null()
    )
    return with_level(frame, facts.dated, day=last)


def _first_version(frame: pl.LazyFrame, rules: Rules) -> pl.LazyFrame:
    # A day before the first version may lie in a cycle at whose end that version is in force.
    first: dict[str, int] = {}
    for place, version in sorted(enumerate(rules.versions), key=lambda item: item[1].since, reverse=True):
        first[version.family] = place
    return frame.with_columns(
        v=pl.coalesce("v", pl.col("family").replace_strict(first, default=None, return_dtype=pl.Int64))
    )


def _walk(wanted: pl.DataFrame, rules: Rules, facts: Facts) -> pl.DataFrame:
    """Judge cycle after cycle where one hands on to the next; one turn serves everybody's next cycle."""
    families = [version.family for version in rules.versions if _handover.hands_over(version)]
    until = wanted.lazy().group_by("person", "family").agg(until=pl.col(_cycles.STARTS).max())
    alone = wanted.lazy().filter(~pl.col("family").is_in(families))
    first = _firsts(wanted.lazy().filter(pl.col("family").is_in(families)), facts)
    cases = pl.concat([alone.select("person", "family", "on"), first.select("person", "family", "on")]).collect(
        engine="in-memory"
    )
    handed = pl.DataFrame(schema=_handover.HANDED)
    found: list[pl.DataFrame] = []
    while cases.height or not found:
        judged, handed = _turn(cases, handed, rules, facts)
        found.append(judged.join(wanted.select(KEYS), on=KEYS, how="semi"))
        going = judged.lazy().filter(pl.col("family").is_in(families)).join(until, on=["person", "family"])
        cases = (
            going.filter(pl.col(_cycles.ENDS) <= pl.col("until"))
            .select("person", "family", on=_cycles.ENDS)
            .collect(engine="in-memory")
        )
    return pl.concat(found).sort(KEYS)


def _turn(cases: pl.DataFrame, handed: pl.DataFrame, rules: Rules, facts: Facts) -> tuple[pl.DataFrame, pl.DataFrame]:
    frame = placed(cases.lazy(), rules, facts, day="on").with_row_index("case")
    frame = frame.with_columns(pl.col("case").cast(pl.Int64), earned_after=pl.lit(None, dtype=pl.Date))
    result = judge(frame.collect(engine="in-memory"), handed, rules, facts)
    return result.standings, _handover.left_over(result.judged, result.parts.categories, rules)


def _firsts(wanted: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Return the day from which each chain is known: of the first line or opening, or the cycle asked."""
    keys = ["person", "family"]
    known = [
        facts.lines.lazy().select(*keys, day=_cycles.STARTS),
        facts.openings.lazy().select(*keys, day="on"),
        wanted.select(*keys, day="on"),
    ]
    asked = wanted.select(keys).unique()
    return pl.concat(known).drop_nulls().join(asked, on=keys, how="semi").group_by(keys).agg(on=pl.col("day").min())
