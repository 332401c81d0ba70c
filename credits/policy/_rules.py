"""The versions of a batch, read as columns: `v` is the place of a row's version in the batch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from credits.hours import to_hundredths
from credits.policy._schema import Version
from credits.policy._schema_base import Rule


@dataclass(frozen=True)
class Rules:
    """All rules of a batch. A step asks it for one value of each row's version, as an expression over `v`."""

    versions: tuple[Version, ...]
    clauses: list[tuple[str, str]] = field(default_factory=list)

    def whole(self, read: Callable[[Version], int | None]) -> pl.Expr:
        """Return the whole number that `read` finds in each row's version."""
        values = {place: read(version) for place, version in enumerate(self.versions)}
        return pl.col("v").replace_strict(values, default=None, return_dtype=pl.Int64)

    def hours(self, read: Callable[[Version], Decimal | None]) -> pl.Expr:
        """Return the hundredths of the hours that `read` finds in each row's version."""
        return self.whole(lambda version: hundredths(read(version)))

    def where(self, holds: Callable[[Version], object]) -> pl.Expr:
        """Return whether `holds` is true of each row's version."""
        return pl.col("v").is_in(self.places(holds)).fill_null(value=False)

    def places(self, holds: Callable[[Version], object]) -> list[int]:
        """Return the places of the versions of which `holds` is true."""
        return [place for place, version in enumerate(self.versions) if holds(version)]

    def any(self, holds: Callable[[Version], object]) -> bool:
        """Return whether `holds` is true of a version: a step that no rulebook uses is left out."""
        return any(holds(version) for version in self.versions)

    def clause(self, read: Callable[[Version], Rule | None]) -> pl.Expr:
        """Return the number of the clause of the rule that `read` finds in each row's version."""
        return self.whole(lambda version: self.clause_number(version, read(version)))

    def clause_number(self, version: Version, rule: Rule | None) -> int | None:
        """Return the number under which the clause of `rule` is cited in this batch."""
        if rule is None:
            return None
        cited = version.clause(rule)
        if cited not in self.clauses:
            self.clauses.append(cited)
        return self.clauses.index(cited)

    def clause_table(self) -> pl.DataFrame:
        """Return the clauses cited, by number."""
        documents, articles = [cited[0] for cited in self.clauses], [cited[1] for cited in self.clauses]
        columns = {"clause": range(len(self.clauses)), "document": documents, "article": articles}
        return pl.DataFrame(columns, schema={"clause": pl.Int64, "document": pl.String, "article": pl.String})


def rules_of(versions: Sequence[Version]) -> Rules:
    """Return the rules of `versions`."""
    ids = [version.id for version in versions]
    assert len(ids) == len(set(ids)), f"a version is given twice: {sorted(ids)}"
    return Rules(tuple(versions))


def hundredths(amount: Decimal | None) -> int | None:
    """Return hundredths of hours, or nothing of nothing."""
    return None if amount is None else to_hundredths(amount)
