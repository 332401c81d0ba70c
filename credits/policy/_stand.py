"""From lines of the ledger to standings: required, counted, missing, by when and why."""

from collections.abc import Sequence

import polars as pl

from credits.policy import _cycles, _handover
from credits.policy._dated import with_level
from credits.policy._judge import judge
from credits.policy._known import Facts
from credits.policy._rolling import asks_more
from credits.policy._rules import Rules, rules_of
from credits.policy._schema import Version
from credits.policy._tables import ASKED, DATED, LINES, MORE_OF_LINES, OPENINGS, PEOPLE, completed
from credits.policy.steps.versions import chosen

KEYS = ["person", "family", _cycles.STARTS]
ASKED_OF = ["person", "family"]


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
    facts = facts_of(lines, people, dated, openings, rules)
    wanted = in_cycles(completed(asked, ASKED), rules, facts, day="on").unique(KEYS, maintain_order=True)
    return _walk(wanted, rules, facts)


def facts_of(
    lines: pl.DataFrame,
    people: pl.DataFrame,
    dated: pl.DataFrame | None,
    openings: pl.DataFrame | None,
    rules: Rules,
) -> Facts:
    """Return the tables of a batch, completed."""
    nothing = [pl.col("category").fill_null(""), pl.col("hours", "moved").fill_null(0)]
    table = completed(lines, LINES).with_columns(nothing)
    detailed = completed(lines, {**LINES, **MORE_OF_LINES}).with_columns(nothing) if rules.any(asks_more) else None
    return Facts(table, completed(people, PEOPLE), completed(dated, DATED), completed(openings, OPENINGS), detailed)


def placed(frame: pl.LazyFrame, rules: Rules, facts: Facts, *, day: str) -> pl.LazyFrame:
    """Add what `in_cycles` adds."""
    return in_cycles(frame.collect(engine="in-memory"), rules, facts, day=day).lazy()


def in_cycles(frame: pl.DataFrame, rules: Rules, facts: Facts, *, day: str) -> pl.DataFrame:
    """Add the cycle in which `day` lies, the version in force on the cycle's last day, and the person's facts of that day."""
    frame = _cycles.with_personal_dates(frame.with_columns(day=pl.col(day)), facts.people, facts.openings)
    frame = _first_version(chosen(frame, rules, day=pl.col("day")), rules)
    frame = _cycles.with_cycle(frame, rules, day=pl.col("day"))
    last = pl.col(_cycles.ENDS).dt.offset_by("-1d")
    frame = chosen(frame.filter(pl.col(_cycles.STARTS).is_not_null()), rules, day=last).filter(
        pl.col("v").is_not_null()
    )
    return with_level(frame, facts.dated, day=last)


def _first_version(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    # A day before the first version may lie in a cycle at whose end that version is in force.
    first: dict[str, int] = {}
    for place, version in sorted(enumerate(rules.versions), key=lambda item: item[1].since, reverse=True):
        first[version.family] = place
    if not frame["v"].null_count():
        return frame
    return frame.with_columns(
        v=pl.coalesce("v", pl.col("family").replace_strict(first, default=None, return_dtype=pl.Int64))
    )


def _walk(wanted: pl.DataFrame, rules: Rules, facts: Facts) -> pl.DataFrame:
    """Judge cycle after cycle where one hands on to the next; one turn serves everybody's next cycle."""
    families = [version.family for version in rules.versions if _handover.hands_over(version)]
    chained = pl.col("family").is_in(families)
    if not families:
        return _alone(wanted, rules, facts)
    until = wanted.filter(chained).group_by("person", "family").agg(until=pl.col(_cycles.STARTS).max())
    first = _firsts(wanted.filter(chained), facts) if until.height else wanted.clear()
    cases = pl.concat([wanted.filter(~chained).select(*ASKED), first.select(*ASKED)])
    handed = pl.DataFrame(schema=_handover.HANDED)
    found: list[pl.DataFrame] = []
    while cases.height or not found:
        judged, handed = _turn(cases, handed, rules, facts)
        found.append(judged.join(wanted.select(KEYS), on=KEYS, how="semi"))
        going = (
            judged.select(*ASKED_OF, on=_cycles.ENDS).join(until, on=ASKED_OF).filter(pl.col("on") <= pl.col("until"))
        )
        cases = going.select(*ASKED)
    return pl.concat(found).sort(KEYS)


def _alone(wanted: pl.DataFrame, rules: Rules, facts: Facts) -> pl.DataFrame:
    """Judge cycles of which none hands on anything."""
    handed = pl.DataFrame(schema=_handover.HANDED)
    wanted, rules = _used(wanted, rules)
    return judge(_numbered(wanted), handed, rules, facts).standings.sort(KEYS)


def _used(wanted: pl.DataFrame, rules: Rules) -> tuple[pl.DataFrame, Rules]:
    """Return the cycles under the versions that decide one of them: those of other years cost as much as they do."""
    used = wanted["v"].unique().sort()
    if used.len() in {0, len(rules.versions)}:
        return wanted, rules
    place = pl.lit(used).search_sorted(pl.col("v")).cast(pl.Int64)
    return wanted.with_columns(v=place), rules_of([rules.versions[number] for number in used])


def _numbered(cases: pl.DataFrame) -> pl.DataFrame:
    numbered = cases.with_row_index("case")
    return numbered.with_columns(pl.col("case").cast(pl.Int64), earned_after=pl.lit(None, dtype=pl.Date))


def _turn(cases: pl.DataFrame, handed: pl.DataFrame, rules: Rules, facts: Facts) -> tuple[pl.DataFrame, pl.DataFrame]:
    result = judge(_numbered(in_cycles(cases, rules, facts, day="on")), handed, rules, facts)
    return result.standings, _handover.left_over(result.judged, result.parts.categories, rules)


def _firsts(wanted: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Return the day from which each chain is known: of the first line or opening, or the cycle asked."""
    keys = ASKED_OF
    known = [
        facts.lines.select(*keys, day=_cycles.STARTS),
        facts.openings.select(*keys, day="on"),
        wanted.select(*keys, day="on"),
    ]
    asked = wanted.select(keys).unique()
    return pl.concat(known).drop_nulls().join(asked, on=keys, how="semi").group_by(keys).agg(on=pl.col("day").min())
