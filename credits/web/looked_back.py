"""The words of a look-back: the verdict, what is summed, what can still be made up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from credits import standing
from credits.enums import StandingState
from credits.web import wording
from credits.web.looked_year import Year
from learning.tags import hours

TOTAL, POOLED = "total", "pooled"


@dataclass(frozen=True, kw_only=True)
class Sum:
    """What is tested of several years together."""

    row: Mapping[str, Any]
    names: wording.Labels
    is_whole: bool

    @property
    def name(self) -> str:
        """Return what is summed."""
        if self.row["code"] == TOTAL:
            return _("All hours")
        return wording.category(self.row["code"], self.names)

    @property
    def is_pooled(self) -> bool:
        """Return whether these years are tested together only."""
        return bool(self.row["pool"] == POOLED)

    @property
    def is_short(self) -> bool:
        """Return whether the sum lacks hours; with years of which nothing is known nobody can say so."""
        return self.is_whole and self.row["missing"] > 0

    @property
    def verdict(self) -> str:
        """Return whether the sum is reached."""
        if not self.row["missing"]:
            return str(StandingState.MET.label)
        if not self.is_whole:
            return str(StandingState.UNKNOWN.label)
        return _("%(hours)s hours missing") % {"hours": hours(self.row["missing"])}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One rulebook's look at an application."""

    found: standing.LookBack
    names: wording.Names
    today: date

    @cached_property
    def years(self) -> list[Year]:
        """Return the years, oldest first."""
        return [
            Year(
                found=year,
                names=wording.labels(self.names.get(year.version.pk) if year.version else None),
                today=self.today,
            )
            for year in self.found.years
        ]

    @cached_property
    def sums(self) -> list[Sum]:
        """Return what is tested of several years, where something is asked of them."""
        names = wording.labels(self.names.get(self.found.version.pk))
        pooled = all(year.is_known for year in self.years if not year.found.stands_alone)
        whole = all(year.is_known for year in self.years)
        rows = [row for row in self.found.sums if row["required"]]
        return [Sum(row=row, names=names, is_whole=pooled if row["pool"] == POOLED else whole) for row in rows]

    @property
    def ways(self) -> list[Year]:
        """Return the years whose missing hours are to be made up."""
        return [year for year in self.years if year.way]

    @property
    def tone(self) -> str:
        """Return the tone of the verdict."""
        if self._short or any(year.is_short for year in self.years):
            return "warn"
        return "calm" if self._unknown else "good"

    @property
    def label(self) -> str:
        """Return the verdict in a word or two."""
        if self._short:
            return str(StandingState.SHORT.label)
        if any(year.is_short for year in self.years):
            return _("Still to be done")
        return str(StandingState.UNKNOWN.label if self._unknown else StandingState.MET.label)

    @property
    def sentences(self) -> list[str]:
        """Return the verdict."""
        count, short = len(self.years), sum(year.is_short for year in self.years)
        said: dict[str, int] = {"count": count, "short": short, "unknown": self._unknown}
        if not count:
            return [_("These rules look back on no years for this level.")]
        few = ngettext("%(short)d of %(count)d year lacks hours.", "%(short)d of %(count)d years lack hours.", count)
        told = {
            few: bool(short),
            _("The years together lack hours."): self._short and not short,
            _(
                "Of %(unknown)d of %(count)d years there are no data yet; that is not the same as short: show the committee your certificates."
            ): bool(self._unknown),
        }
        found = [sentence % said for sentence, holds in told.items() if holds]
        return found or [_("All %(count)d years have the hours that their rules ask for.") % said]

    @cached_property
    def _unknown(self) -> int:
        return sum(not year.is_known for year in self.years)

    @property
    def _short(self) -> bool:
        return any(year.is_final for year in self.years) or any(row.is_short for row in self.sums)


def version_ids(found: Iterable[standing.LookBack]) -> list[int]:
    """Return the versions whose categories the words name."""
    rows = list(found)
    return [row.version.pk for row in rows] + [year.version.pk for row in rows for year in row.years if year.version]
