"""Reasons: what each step gave or took, gathered beside the hours as columns and read out at the end."""

from collections.abc import Mapping

import polars as pl

from credits.policy._rules import Rules

Detail = pl.Expr | int | str | None
MARK = "why:"
FIELDS = {"value": pl.Int64, "fact": pl.Int64, "text": pl.String, "day": pl.Date, "clause": pl.Int64}
DETAIL = pl.Struct(
    {
        "code": pl.String,
        "amount": pl.Int64,
        "document": pl.String,
        "article": pl.String,
        "value": pl.Int64,
        "fact": pl.Int64,
        "text": pl.String,
        "day": pl.Date,
    }
)


def why(code: str, amount: pl.Expr | int, *, when: pl.Expr, tag: str = "", **details: Detail) -> pl.Expr:
    """
    Return the column of one reason: null where `when` does not hold.

    `details` are `value` (the rule's number), `fact` (the person's), `text`, `day` and `clause`. A `tag` tells apart two reasons
    of one code.
    """
    parts = [_expression(amount).cast(pl.Int64).alias("amount")]
    parts += [_expression(details.get(name)).cast(kind).alias(name) for name, kind in FIELDS.items()]
    return pl.when(when).then(pl.struct(parts)).otherwise(None).alias(f"{MARK}{code}:{tag}")


def cut(frame: pl.LazyFrame, code: str, *, to: pl.Expr | int, when: pl.Expr, **details: Detail) -> pl.LazyFrame:
    """Lower `hours` to `to` where `when` holds, with the reason."""
    tag = str(details.pop("tag", ""))
    lowered = _expression(to).cast(pl.Int64)
    return frame.with_columns(
        why(code, lowered - pl.col("hours"), when=when, tag=tag, **details),
        hours=pl.when(when).then(lowered).otherwise("hours"),
    )


def read_out(frame: pl.DataFrame, keys: list[str], rules: Rules) -> pl.DataFrame:
    """Return the reasons of `frame`, one a row, with the clause cited; `ordinal` is the order of the steps."""
    columns = [name for name in frame.columns if name.startswith(MARK) and frame[name].null_count() < frame.height]
    found = [_read(frame, keys, name, place) for place, name in enumerate(columns)]
    nothing = pl.DataFrame(schema={**{key: frame.schema[key] for key in keys}, **_schema()})
    return pl.concat([nothing, *found]).join(rules.clause_table(), on="clause", how="left")


def detail() -> pl.Expr:
    """Return a reason as one struct, as standings list them."""
    return pl.struct([pl.col(part.name).cast(part.dtype) for part in DETAIL.fields])


def _read(frame: pl.DataFrame, keys: list[str], name: str, place: int) -> pl.DataFrame:
    code = name.removeprefix(MARK).split(":")[0]
    there = frame.select(*keys, name).filter(pl.col(name).is_not_null())
    parts = [pl.col(name).struct.field(part) for part in ("amount", *FIELDS)]
    return there.select(*keys, pl.lit(code).alias("code"), pl.lit(place, dtype=pl.Int64).alias("ordinal"), *parts)


def _schema() -> Mapping[str, pl.DataType | type[pl.DataType]]:
    return {"code": pl.String, "ordinal": pl.Int64, "amount": pl.Int64, **FIELDS}


def _expression(value: pl.Expr | int | str | None) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value)
