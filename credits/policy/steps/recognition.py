"""Hours earned in other places: recognised or not."""

from collections.abc import Sequence

import polars as pl

from credits.policy._reasons import cut
from credits.policy._rules import Rules
from credits.policy._schema_conduct import Recognition
from credits.policy.steps.gates import concerned

EVERYWHERE = "*"


def of_places(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Give nothing for hours of a place that the rulebook does not recognise; a place that is not stated passes."""
    if not rules.any(lambda version: version.recognitions):
        return frame
    accepted: pl.Expr = pl.lit(value=True)
    clause: pl.Expr = pl.lit(None, dtype=pl.Int64)
    for place, version in enumerate(rules.versions):
        for row in reversed(version.recognitions):
            holds = ((pl.col("v") == place) & _concerns(row)).fill_null(value=False)
            accepted = pl.when(holds).then(pl.lit(row.accept)).otherwise(accepted)
            number = pl.lit(rules.clause_number(version, row), dtype=pl.Int64)
            clause = pl.when(holds).then(number).otherwise(clause)
    refused = pl.col("provider_region").is_not_null() & ~accepted
    return cut(frame, rules, "place_not_recognised", to=0, when=refused, text=pl.col("provider_region"), clause=clause)


def _concerns(row: Recognition) -> pl.Expr:
    return concerned(tuple(row.activities), tuple(row.modes)) & _lies_in(row.regions)


def _lies_in(regions: Sequence[str]) -> pl.Expr:
    if EVERYWHERE in regions:
        return pl.lit(value=True)
    return pl.any_horizontal(pl.col("provider_region").str.starts_with(_prefix(code)) for code in regions)


def _prefix(code: str) -> str:
    """Return how the codes of all places within `code` begin: a province ends with four zeros, a city with two."""
    while code.isdigit() and len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code
