"""
Rows of claims and entries as the ledger would write them: digests over its canonical encoding, chained, a column at a time.

`credits.ledger` says what is encoded (its `_encoding` module documents it); here the same text is put together for a whole table at
once. `loading` lets the ledger verify a sample of what was loaded, so that a change of the encoding cannot go unnoticed.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import polars as pl

from credits import ledger

REASON = ("amount", "article", "code", "day", "document", "fact", "text", "value")  # in the order of the encoding


def with_digests(claims: pl.DataFrame) -> pl.DataFrame:
    """Return the claims with the digest of their facts; columns that are no facts are left alone."""
    names = [name for name in sorted(ledger.CLAIM_FACTS) if name in claims.columns]
    texts = claims.select(_fields(claims.schema, names).alias("text"))["text"]
    return claims.with_columns(digest=pl.Series([sha256(one.encode()).hexdigest() for one in texts]))


def entries(lines: pl.DataFrame, reasons: pl.DataFrame, claims: pl.DataFrame, acts: pl.DataFrame) -> pl.DataFrame:
    """
    Return the rows of Entry for `lines` and `reasons` of policy, in the order of the chains.

    `claims` has digests; `acts` (month, base, act, act_text, recorded_at) says by which act each was handed in, and when.
    """
    told = lines.join(_told(reasons), on=["claim", "family"], how="left", maintain_order="left")
    stated = claims.select("claim", "key", "position", "digest", "month", "base").join(acts, on=["month", "base"])
    rows = told.join(stated, on="claim").sort(
        "person", "position", "family", "cycle_starts_on", "cycle_ends_before", "category"
    )
    rows = rows.with_columns(
        pl.col("reasons").fill_null("[]"),
        pl.col("version_digest", "category").fill_null(""),
        number_in_chain=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("person"),
    )
    texts = rows.select(_encoding().alias("text"))["text"]
    before, after = _chained(rows["number_in_chain"], texts)
    return rows.with_columns(prev_digest=pl.Series(before, dtype=pl.String), digest=pl.Series(after, dtype=pl.String))


def act_text(*, act: int, kind: str, at: datetime, origin: str) -> str:
    """Return what a line says of its act, as the encoding has it."""
    return ledger.encoding({"act": [act, kind, None, at, "", origin]}).decode()[len('{"act":') : -1]


def moment(at: datetime) -> str:
    """Return a moment as the encoding has it."""
    return str(json.loads(ledger.encoding({"at": at}))["at"])


def field(kind: Any, value_of: pl.Expr, name: str) -> pl.Expr:
    """Return a field of an object as JSON text; null where the value is."""
    return pl.concat_str(pl.lit(f'"{name}":'), value(kind, value_of))


def value(kind: Any, value_of: pl.Expr) -> pl.Expr:
    """Return a value as JSON text; null where the value is."""
    if kind == pl.Boolean:
        said = pl.when(value_of).then(pl.lit("true")).otherwise(pl.lit("false"))
        return pl.when(value_of.is_not_null()).then(said)
    if kind.is_integer():
        return value_of.cast(pl.String)
    return pl.concat_str(pl.lit('"'), _plain(value_of.cast(pl.String)), pl.lit('"'))


def listed(schema: pl.Schema, name: str) -> pl.Expr:
    """Return a list as JSON text, the fields of structs without those that are null."""
    inner = schema[name].inner  # type: ignore[attr-defined]
    if isinstance(inner, pl.Struct):
        fields = [field(part.dtype, pl.element().struct.field(part.name), part.name) for part in inner.fields]
        one = pl.concat_str(pl.lit("{"), pl.concat_str(fields, separator=",", ignore_nulls=True), pl.lit("}"))
    else:
        one = value(inner, pl.element())
    return pl.concat_str(pl.lit("["), pl.col(name).list.eval(one).list.join(","), pl.lit("]"))


def _fields(schema: pl.Schema, names: Iterable[str]) -> pl.Expr:
    """Return an object of those columns that are not null, as JSON text."""
    stated = [field(schema[name], pl.col(name), name) for name in names]
    return pl.concat_str(pl.lit("{"), pl.concat_str(stated, separator=",", ignore_nulls=True), pl.lit("}"))


def _plain(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)


def _told(reasons: pl.DataFrame) -> pl.DataFrame:
    """Return claim, family and the reasons of each as the JSON text of the encoding."""
    one = reasons.sort("claim", "family", "ordinal").select("claim", "family", text=_fields(reasons.schema, REASON))
    whole = pl.concat_str(pl.lit("["), pl.col("text").str.join(","), pl.lit("]"))
    return one.group_by("claim", "family", maintain_order=True).agg(reasons=whole)


def _encoding() -> pl.Expr:
    """Return the canonical text of each line."""
    text = {name: value(pl.String(), pl.col(name)) for name in ("category", "family", "version_digest", "recorded_at")}
    claim = pl.concat_str(_parts("[", "claim", ',"', "key", '",1,', "position", ',"', "digest", '"]'))
    within = pl.concat_str(_parts('["', "cycle_starts_on", '","', "cycle_ends_before", '"]'))
    cycle = pl.coalesce(within, pl.lit("[null,null]"))
    fields = [
        *_parts('{"act":', "act_text", ',"category":', text["category"], ',"claim":', claim, ',"cycle":', cycle),
        *_parts(',"family":', text["family"], ',"hours":', "hours", ',"kind":"CREDIT","number":', "number_in_chain"),
        *_parts(',"person":', "person", ',"reasons":', "reasons", ',"recorded_at":', text["recorded_at"]),
        *_parts(',"version":', text["version_digest"], "}"),
    ]
    return pl.concat_str(fields)


def _parts(*parts: str | pl.Expr) -> Iterator[pl.Expr]:
    """Yield text as it stands, then a column, and so on in turns."""
    for place, part in enumerate(parts):
        if isinstance(part, str) and place % 2 == 0:
            yield pl.lit(part)
        else:
            yield pl.col(part) if isinstance(part, str) else part


def _chained(numbers: pl.Series, texts: Iterable[str]) -> tuple[Sequence[str], Sequence[str]]:
    before, after, last = [], [], b""
    for number, text in zip(numbers, texts, strict=True):
        if number == 1:
            last = b""
        before.append(last.hex())
        last = sha256(last + text.encode()).digest()
        after.append(last.hex())
    return before, after
