"""
Reasons: what each step gave or took, noted for the rows concerned while the steps run, and read out at the end.

Most steps concern few rows or none. So the condition is worked out first, and the rest for the rows that it names.
"""

import polars as pl

from credits.policy._rules import Rules

Detail = pl.Expr | int | str | None
KEYS = ("row", "case")  # of claims and of cycles
FIELDS = {"value": pl.Int64, "fact": pl.Int64, "text": pl.String, "day": pl.Date, "clause": pl.Int64}
NOTED = {"code": pl.String, "ordinal": pl.Int64, "amount": pl.Int64, **FIELDS}
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


def concerned(frame: pl.DataFrame, when: pl.Expr) -> pl.Series | None:
    """Return of which rows `when` is true, None if of none."""
    found = frame.select(when.alias("when")).to_series()
    if not found.any():
        return None
    return found if found.len() == frame.height else found.new_from_index(0, frame.height)


def note(
    frame: pl.DataFrame,
    rules: Rules,
    code: str,
    amount: pl.Expr | int,
    *,
    when: pl.Expr,
    **details: Detail,
) -> None:
    """
    Note a reason for each row of which `when` is true.

    `details` are `value` (the rule's number), `fact` (the person's), `text`, `day` and `clause`. They and the amount look at their
    own row only.
    """
    rows = concerned(frame, when)
    if rows is not None:
        _note(frame, rows, rules, code, amount, **details)


def cut(
    frame: pl.DataFrame, rules: Rules, code: str, *, to: pl.Expr | int, when: pl.Expr, **details: Detail
) -> pl.DataFrame:
    """Lower `hours` to `to`, which looks at its own row only, where `when` is true, with the reason."""
    rows = concerned(frame, when)
    if rows is None:
        return frame
    lowered = _expression(to).cast(pl.Int64)
    _note(frame, rows, rules, code, lowered - pl.col("hours"), **details)
    return frame.with_columns(hours=pl.when(rows).then(lowered).otherwise("hours"))


def read_out(rules: Rules, key: str = "row") -> pl.DataFrame:
    """Return the reasons noted, one a row of a frame, with the clause cited; `ordinal` is the order of the steps."""
    nothing = pl.DataFrame(schema={key: pl.Int64, **NOTED})
    found = pl.concat([nothing, *rules.noted])
    return found.join(rules.clause_table(), on="clause", how="left", maintain_order="left")


def detail() -> pl.Expr:
    """Return a reason as one struct, as standings list them."""
    return pl.struct([pl.col(part.name).cast(part.dtype) for part in DETAIL.fields])


def _note(
    frame: pl.DataFrame,
    rows: pl.Series,
    rules: Rules,
    code: str,
    amount: pl.Expr | int,
    **details: Detail,
) -> None:
    fields = [_expression(details.get(name)).cast(kind).alias(name) for name, kind in FIELDS.items()]
    named = [pl.lit(code).alias("code"), pl.lit(len(rules.noted), dtype=pl.Int64).alias("ordinal")]
    amounts = _expression(amount).cast(pl.Int64).alias("amount")
    # As a plan, so that of a wide table only the columns asked for are filtered.
    key = next(name for name in KEYS if name in frame.columns)
    noted = frame.lazy().filter(rows).select(key, *named, amounts, *fields)
    rules.noted.append(noted.collect(engine="in-memory"))


def _expression(value: pl.Expr | int | str | None) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value)
