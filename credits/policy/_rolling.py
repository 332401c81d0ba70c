"""Minimums that look at more than one cycle, or at each specialty for itself."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from credits.policy import _cycles, _parts
from credits.policy._known import Facts
from credits.policy._reasons import note
from credits.policy._rules import Rules, hundredths
from credits.policy._schema import Version
from credits.policy._schema_duty import Rolling

ONE = 100
CONDITIONS = {
    "activities": "activity",
    "modes": "mode",
    "levels": "level",
    "organisers": "organiser",
    "categories": "category",
}


def asks_more(version: Version) -> bool:
    """Return whether standings of `version` ask lines for more than hours, category, day and mode."""
    return bool(version.rolling) or _is_split(version)


def minimums(cases: pl.DataFrame, rules: Rules, facts: Facts) -> pl.DataFrame:
    """Return what each case is asked of the last years, with the columns of `Parts.rolling`; what is missing is a reason."""
    found = [pl.DataFrame(schema=_parts.ROLLING)]
    for place, version in enumerate(rules.versions):
        for rule in version.rolling:
            part = _minimum(cases.filter(pl.col("v") == place), version, rule, facts)
            clause = pl.lit(rules.clause_number(version, rule), dtype=pl.Int64)
            figures = {"value": pl.col("required"), "fact": pl.col("counted"), "day": pl.col("since")}
            details = {**figures, "text": pl.lit(f"{rule.zh}\n{rule.en}"), "clause": clause}
            note(part, rules, f"rolling_{part_unit(rule)}", 0, when=pl.col("missing") > 0, **details)
            found.append(part)
    return pl.concat(found)


def part_unit(rule: Rolling) -> str:
    """Return what `rule` counts: hours or claims."""
    return "hours" if rule.claims is None else "claims"


def of_specialties(cases: pl.DataFrame, rules: Rules, facts: Facts) -> pl.DataFrame:
    """Return what the specialties of each case need, where the requirement is divided among them; what is missing is a reason."""
    if not rules.any(_is_split):
        return pl.DataFrame(schema=_parts.SPECIALTIES)
    number = pl.col("specialties")
    divided = cases.filter(rules.where(_is_split) & (number > 1) & (pl.col("up") > 0))
    divided = divided.with_columns(least=rules.hours(_least))
    served = _served(divided, facts)
    table = divided.join(served, on="case", how="left").with_columns(pl.col("named", "free").fill_null(0))
    asked = number * pl.col("least")
    counted = pl.min_horizontal(asked, pl.col("named") + pl.col("free"))
    table = table.with_columns(required=asked, counted=counted)
    table = _parts.with_missing(table)
    clause = rules.clause(lambda version: version.specialties)
    details = {"value": pl.col("least"), "fact": number, "clause": clause}
    note(table, rules, "specialty_short", pl.col("missing"), when=pl.col("missing") > 0, **details)
    return table.select(*_parts.SPECIALTIES)


def _minimum(cases: pl.DataFrame, version: Version, rule: Rolling, facts: Facts) -> pl.DataFrame:
    years = rule.years or (rule.cycles or 1) * version.cycle.years
    asked = cases.filter(pl.col("up") > 0).with_columns(since=pl.col(_cycles.ENDS).dt.offset_by(f"-{years}y"))
    if not rule.newcomers:
        asked = asked.filter((pl.col("obliged_since") <= pl.col("since")).fill_null(value=True))
    spans = asked.select("case", "person", "family", "since", "earned_after", before=_cycles.ENDS)
    inside = pl.col("day").is_between(pl.col("since"), pl.col("before"), closed="left")
    late_enough = (pl.col("day") > pl.col("earned_after")).fill_null(value=True)
    lines = spans.join(_lines(rule, facts), on=["person", "family"]).filter(inside & late_enough)
    amount = pl.col("hours").sum() if rule.claims is None else pl.col("claim").n_unique().cast(pl.Int64) * ONE
    counted = lines.group_by("case").agg(counted=amount)
    least = hundredths(rule.hours) if rule.claims is None else rule.claims * ONE
    alone = rule.categories[0] if len(rule.categories) == 1 and rule.categories[0] in version.category_codes else None
    table = asked.select(
        "case",
        "since",
        code=pl.lit(rule.code),
        unit=pl.lit(part_unit(rule)),
        category=pl.lit(alone, dtype=pl.String),
        required=pl.lit(least, dtype=pl.Int64),
    ).join(counted, on="case", how="left")
    return _parts.with_missing(table.with_columns(pl.col("counted").fill_null(0))).select(*_parts.ROLLING)


def _lines(rule: Rolling, facts: Facts) -> pl.DataFrame:
    """Return the lines that `rule` counts, each with the day on which it was earned."""
    lines = detailed(facts).filter(pl.col("hours") > 0, *_conditions(rule))
    return lines.select("person", "family", "claim", "hours", day=pl.coalesce("ends_on", _cycles.STARTS))


def _conditions(rule: Rolling) -> Iterator[pl.Expr]:
    for name, fact in CONDITIONS.items():
        allowed: tuple[Any, ...] = getattr(rule, name)
        if allowed:
            yield pl.col(fact).fill_null("unstated").is_in(list(allowed))


def detailed(facts: Facts) -> pl.DataFrame:
    """Return the lines with all that is asked of them."""
    assert facts.detailed is not None, "no rulebook of this batch asks more of a line"
    return facts.detailed


def _served(cases: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Return for each case what counts of its specialties (`named`), none of them more than it needs, and of none in particular (`free`)."""
    lines = detailed(facts).rename({_cycles.STARTS: "registered"})
    inside = pl.col("registered").is_between(pl.col(_cycles.STARTS), pl.col(_cycles.ENDS), closed="left")
    own = cases.select("case", "person", "family", "least", "specialties", _cycles.STARTS, _cycles.ENDS)
    found = own.join(lines, on=["person", "family"]).filter(inside)
    free = found.filter(pl.col("specialty").is_null()).group_by("case").agg(free=pl.col("hours").sum())
    naming = found.drop_nulls("specialty").group_by("case", "specialty", "least", "specialties")
    each = naming.agg(pl.col("hours").sum()).with_columns(hours=pl.min_horizontal("hours", "least"))
    # Nobody needs more specialties than are registered: the best served of those named are taken.
    place = pl.col("hours").rank("ordinal", descending=True).over("case")
    named = each.filter(place <= pl.col("specialties")).group_by("case").agg(named=pl.col("hours").sum())
    return named.join(free, on="case", how="full", coalesce=True)


def _is_split(version: Version) -> bool:
    rule = version.specialties
    return rule is not None and rule.kind == "split" and rule.hours > 0


def _least(version: Version) -> Decimal | None:
    return version.specialties.hours if version.specialties and _is_split(version) else None
