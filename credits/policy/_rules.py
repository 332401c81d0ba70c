"""The versions of a batch, read as columns: `v` is the place of a row's version in the batch."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

import polars as pl

from credits.hours import to_hundredths
from credits.policy._schema import Version
from credits.policy._schema_base import Rule

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")
REMEMBERED = 100  # selections of versions; then it begins anew, so that a process does not grow


@dataclass(frozen=True)
class Rules:
    """All rules of a batch. A step asks it for one value of each row's version, as an expression over `v`."""

    versions: tuple[Version, ...]
    clauses: list[tuple[str, str]] = field(default_factory=list)
    memory: dict[tuple[Hashable, ...], Any] = field(default_factory=dict)  # see `once`
    noted: list[pl.DataFrame] = field(default_factory=list)  # the reasons so far: see `_reasons`

    def once(self, make: Callable[..., Made], *given: Hashable) -> Made:
        """
        Return what `make` makes of these rules and of `given`: worked out once, however many batches these versions decide.

        To put rules into expressions costs as much as to work these out for hundreds of claims. `make` is a function of a module, and
        looks at no batch.
        """
        key = (make, *given)
        if key not in self.memory:
            self.memory[key] = make(self, *given)
        made: Made = self.memory[key]
        return made

    def whole(self, read: Callable[[Version], int | None]) -> pl.Expr:
        """Return the whole number that `read` finds in each row's version."""
        return self._value([read(version) for version in self.versions], pl.Int64)

    def text(self, read: Callable[[Version], str | None]) -> pl.Expr:
        """Return the text that `read` finds in each row's version."""
        return self._value([read(version) for version in self.versions], pl.String)

    def hours(self, read: Callable[[Version], Decimal | None]) -> pl.Expr:
        """Return the hundredths of the hours that `read` finds in each row's version."""
        return self.whole(lambda version: hundredths(read(version)))

    def where(self, holds: Callable[[Version], object]) -> pl.Expr:
        """Return whether `holds` is true of each row's version."""
        places = self.places(holds)
        if len(places) == len(self.versions):
            return pl.col("v").is_not_null()
        return pl.col("v").is_in(places).fill_null(value=False) if places else pl.lit(value=False)

    def alike(self, read: Callable[[Version], Key | None]) -> Mapping[Key, list[int]]:
        """Return the places of the versions by what `read` finds in each, where it finds anything."""
        found: dict[Key, list[int]] = {}
        for place, version in enumerate(self.versions):
            key = read(version)
            if key is not None:
                found.setdefault(key, []).append(place)
        return found

    def at(self, places: Sequence[int]) -> pl.Expr:
        """Return whether each row's version is one of those at `places`; false or null where a row has none."""
        if len(places) == len(self.versions):
            return pl.col("v").is_not_null()
        return pl.col("v") == places[0] if len(places) == 1 else pl.col("v").is_in(list(places))

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

    def afresh(self) -> "Rules":
        """Return these rules with no reason noted."""
        return Rules(self.versions, self.clauses, self.memory)

    def clause_table(self) -> pl.DataFrame:
        """Return the clauses cited, by number."""
        return self.once(_clause_table, len(self.clauses))

    def _value(self, values: Sequence[object], kind: type[pl.DataType]) -> pl.Expr:
        # Versions mostly agree, and then nothing is looked up.
        if not any(value is not None for value in values):
            return pl.lit(None, dtype=kind)
        if len(set(values)) == 1:
            return pl.when(pl.col("v").is_not_null()).then(pl.lit(values[0], dtype=kind))
        return pl.lit(pl.Series(values, dtype=kind)).gather(pl.col("v"))


def _clause_table(rules: Rules, count: int) -> pl.DataFrame:
    cited = [(number, *rules.clauses[number]) for number in range(count)]
    schema = {"clause": pl.Int64, "document": pl.String, "article": pl.String}
    return pl.DataFrame(cited, schema=schema, orient="row")


def rules_of(versions: Sequence[Version]) -> Rules:
    """Return the rules of `versions`."""
    # By the objects, as to compare what they say costs more; they are held, so that no other gets the number of one.
    key = tuple(map(id, versions))
    known = _known.get(key)
    if known is None:
        ids = [version.id for version in versions]
        assert len(ids) == len(set(ids)), f"a version is given twice: {sorted(ids)}"
        if len(_known) >= REMEMBERED:
            _known.clear()
        known = _known[key] = Rules(tuple(versions))
    return known.afresh()


_known: dict[tuple[int, ...], Rules] = {}


def hundredths(amount: Decimal | None) -> int | None:
    """Return hundredths of hours, or nothing of nothing."""
    return None if amount is None else to_hundredths(amount)
