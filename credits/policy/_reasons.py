"""
Reasons: what each step gave or took, noted for the rows concerned while the steps run, and read out at the end.

Most steps concern few rows or none. So the conditions of all reasons of a step are worked out first, together, and the rest of each for
the rows that it names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

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


@dataclass(frozen=True, eq=False)
class Reason:
    """
    What a step may say of a row, where `when` is true, with an amount and details.

    Where `to` is given, `sets` (hours, if nothing else is said) becomes that there; without an amount, the amount is what that takes.
    The details are `value` (the rule's number), `fact` (the person's), `text`, `day` and `clause`. They and the amount look at their own
    row only.
    """

    code: str
    when: pl.Expr
    amount: pl.Expr | int | None = None
    to: pl.Expr | int | None = None
    sets: str = "hours"
    details: Mapping[str, Detail] = field(default_factory=dict)

    @cached_property
    def left(self) -> pl.Expr:
        """Return what is left of what it sets."""
        return _expression(self.to).cast(pl.Int64)

    @cached_property
    def columns(self) -> list[pl.Expr]:
        """Return what is noted, without the place in the order."""
        taken = _expression(0) if self.to is None else self.left - pl.col(self.sets)
        amount = taken if self.amount is None else _expression(self.amount)
        fields = [_expression(self.details.get(name)).cast(kind).alias(name) for name, kind in FIELDS.items()]
        return [pl.lit(self.code).alias("code"), amount.cast(pl.Int64).alias("amount"), *fields]

    @cached_property
    def asks(self) -> list[str]:
        """Return the columns that this looks at."""
        return list(dict.fromkeys(name for column in self.columns for name in column.meta.root_names()))


def collected(plan: pl.LazyFrame) -> pl.DataFrame:
    """Return what a plan gives, step by step as written: to make it better would cost more than small tables do."""
    return plan.collect(engine="in-memory", optimizations=pl.QueryOptFlags.none())


def flags(reasons: Sequence[Reason], name: str) -> list[pl.Expr]:
    """Return columns, named by `name`, that say of which rows each of `reasons` is true: `say` reads them."""
    return [reason.when.alias(f"{name}:{number}") for number, reason in enumerate(reasons)]


def say(frame: pl.DataFrame, rules: Rules, reasons: Sequence[Reason], name: str) -> pl.DataFrame:
    """Note `reasons` one after the other for the rows flagged by `name`, and set what they set; return the frame without the flags."""
    flagged = [frame.get_column(f"{name}:{number}") for number in range(len(reasons))]
    frame = frame[:, [column for column in frame.columns if not column.startswith(f"{name}:")]]
    return _said(frame, rules, reasons, flagged)


def weighed(frame: pl.DataFrame, rules: Rules, reasons: Sequence[Reason]) -> pl.DataFrame:
    """Note `reasons`, of which no condition hangs on what another sets, and set what they set."""
    if not reasons:
        return frame
    found = frame.select_seq(flags(reasons, "?")).get_columns()
    whole = [rows if rows.len() == frame.height else rows.new_from_index(0, frame.height) for rows in found]
    return _said(frame, rules, reasons, whole)


def note(
    frame: pl.DataFrame,
    rules: Rules,
    code: str,
    amount: pl.Expr | int,
    *,
    when: pl.Expr,
    **details: Detail,
) -> None:
    """Note a reason for each row of which `when` is true: see `Reason`."""
    weighed(frame, rules, [Reason(code, when, amount, details=details)])


def cut(
    frame: pl.DataFrame, rules: Rules, code: str, *, to: pl.Expr | int, when: pl.Expr, **details: Detail
) -> pl.DataFrame:
    """Lower `hours` to `to`, which looks at its own row only, where `when` is true, with the reason."""
    return weighed(frame, rules, [Reason(code, when, to=to, details=details)])


def read_out(rules: Rules, key: str = "row") -> pl.DataFrame:
    """Return the reasons noted, one a row of a frame, with the clause cited; `ordinal` is the order of the steps."""
    found = pl.concat(rules.noted) if rules.noted else pl.DataFrame(schema={key: pl.Int64, **NOTED})
    return found.join(rules.clause_table(), on="clause", how="left", maintain_order="left")


@cache
def detail() -> pl.Expr:
    """Return a reason as one struct, as standings list them."""
    return pl.struct([pl.col(part.name).cast(part.dtype) for part in DETAIL.fields])


def _said(frame: pl.DataFrame, rules: Rules, reasons: Sequence[Reason], flagged: Sequence[pl.Series]) -> pl.DataFrame:
    for reason, rows in zip(reasons, flagged, strict=True):
        if rows.any():
            _note(frame, rows, rules, reason)
            if reason.to is not None:
                settled = pl.when(rows).then(reason.left).otherwise(reason.sets)
                frame = frame.with_columns(settled.alias(reason.sets))
    return frame


def _note(frame: pl.DataFrame, rows: pl.Series, rules: Rules, reason: Reason) -> None:
    key = next(name for name in KEYS if name in frame.columns)
    # Of a wide table only the columns asked for are filtered.
    asked = frame[:, list(dict.fromkeys([key, *reason.asks]))].lazy()
    named = pl.lit(len(rules.noted), dtype=pl.Int64).alias("ordinal")
    concerned = asked if rows.all(ignore_nulls=False) else asked.filter(rows)
    rules.noted.append(collected(concerned.select(key, named, *reason.columns))[:, [key, *NOTED]])


def _expression(value: pl.Expr | int | str | None) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value)
