"""Decide a case and compare what it states."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from credits.policy._award import Awards, award
from credits.policy._look_back import look_back
from credits.policy._reading import Pack
from credits.policy._schema import Version
from credits.policy._stand import stand
from credits.policy._tables import MORE_OF_LINES
from credits.policy.cases import _answers, _tables
from credits.policy.cases._comparing import Difference, differences
from credits.policy.cases._reading import read
from credits.policy.cases._schema import Case

__all__ = ["Difference", "Verdict", "decide"]


@dataclass(frozen=True)
class Verdict:
    """What was decided, and where it differs from what was expected."""

    name: str
    decided: Mapping[str, Any]
    differences: tuple[Difference, ...]


def decide(text: str, *, name: str, packs: Mapping[str, Pack]) -> Verdict:
    """
    Return what the rulebooks named in the case make of its facts.

    :raises NotACase: if the file cannot be understood
    """
    case = read(text, name=name, families=packs)
    decided = _decided(case, [version for family in case.rulebooks for version in packs[family].versions])
    return Verdict(case.name, decided, tuple(differences(case, decided)))


def _decided(case: Case, versions: list[Version]) -> dict[str, Any]:
    people, dated, openings = _tables.people_of(case), _tables.dated_of(case), _tables.openings_of(case)
    claims = _tables.claims_of(case)
    awards = award(claims=claims, people=people, dated=dated, openings=openings, versions=versions)
    lines = _as_posted(awards, case)
    asked, applications = _tables.asked_of(case), _tables.applications_of(case)
    standings = stand(lines=lines, people=people, dated=dated, openings=openings, asked=asked, versions=versions)
    # Few cases ask for a look-back, and a plan costs its time with nobody in it too.
    looked = (
        pl.DataFrame()
        if applications.is_empty()
        else look_back(
            lines=lines, people=people, dated=dated, openings=openings, applications=applications, versions=versions
        )
    )
    ids = {place: claim.id for place, claim in enumerate(_tables.in_order(case.claims), 1)}
    return {
        "awards": _answers.awards(awards, ids),
        "standings": _answers.standings(standings),
        "look_backs": _answers.look_backs(looked),
    }


def _as_posted(awards: Awards, case: Case) -> Any:
    """Return the lines with the facts of their claims that standings read, as the ledger would give them."""
    claims = _tables.claims_of(case)
    if claims.is_empty():
        return awards.lines
    return awards.lines.join(
        claims.select("claim", "family", "ends_on", "mode", *MORE_OF_LINES), on=["claim", "family"]
    )
