"""What many people bring along from earlier (历年结转), a table at once: judged without a trace, or judged and registered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import polars as pl
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from credits import policy, rulebooks, standing
from credits.enums import ActKind
from credits.hours import to_hundredths
from credits.models import Act, OpeningBalance
from credits.models.rows import insert
from credits.posting._desk import case_of, known, locked
from learning.accounts.models import User
from learning.errors import Refusal

YEAR_END = (12, 31)


class OpeningDiffers(Refusal):
    """Something else is registered for that cycle."""

    field = "carried_in"
    sentence = _(
        "Another opening balance is registered for the cycle from %(on)s: %(kept)s. It cannot be changed by a sheet; compare the source."
    )


class NoCycleBegins(Refusal):
    """The year names no cycle of the person."""

    field = "year"
    sentence = _(
        "No cycle of this rulebook begins in %(year)s for this person; the one that lies there began on %(starts)s. State the year in which it began."
    )


class NoRulebookThen(Refusal):
    """No version of the rulebook was in force."""

    field = "year"
    sentence = _("The rulebook was not in force on %(on)s. State another year or another rulebook.")


class NoSuchCategory(Refusal):
    """The rulebook knows no such category."""

    field = "category"
    sentence = _(
        "The rulebook has no such category for this year. Leave the cell empty, or state one of: %(categories)s."
    )


class StatedTwice(Refusal):
    """Two rows of one table are about the same."""

    field = "year"
    sentence = _("Another row of this sheet is about the same person, rulebook, year and category. Keep one of them.")


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a person brings into a cycle: hours over, or hours that are missing. `year` is the one in which the cycle begins."""

    person_id: int
    family: str
    year: int
    source: str
    carried_in: Decimal | None = None
    shortfall: Decimal | None = None
    category: str = ""


class Outcome(StrEnum):
    """What an opening is: to be registered, registered just now, registered before, or refused."""

    NEW = "new"
    OPENED = "opened"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What became of one opening, or would: the first day of its cycle, whether carried hours count at all, why it is refused."""

    outcome: Outcome
    on: date | None = None
    counts: bool = True
    refusal: Refusal | None = None


_Key = tuple[int, str, date, str]
_Amounts = tuple[int | None, int | None]


def judge_openings(openings: Sequence[Opening]) -> list[Verdict]:
    """Return what registering `openings` would do to each; nothing is locked or kept."""
    who = rulebooks.humans({one.person_id for one in openings})
    return _judged(openings, who, rulebooks.read_facts(who).people)


@transaction.atomic
def open_balances(
    *, openings: Sequence[Opening], by: User | None, at: datetime, origin: str, reason: str
) -> list[Verdict]:
    """
    Register what is new among `openings` and may be; return a verdict on each in their order.

    What is known is registered once. One act, one look at the standings, whatever their number.
    """
    if not openings:
        return []
    who, heads = locked({one.person_id for one in openings})
    desk = known(who, heads)
    verdicts = _judged(openings, who, desk.facts.people)
    new = [(one, verdict) for one, verdict in zip(openings, verdicts, strict=True) if verdict.outcome == Outcome.NEW]
    if new:
        act = Act.objects.create(kind=ActKind.OPENING, by=by, at=at, reason=reason[:500], origin=origin)
        insert(OpeningBalance, [_columns(one, verdict, act) for one, verdict in new])
        standing.keep(case=case_of(known(who, heads)), at=at)
    return [_done(verdict) for verdict in verdicts]


def _judged(openings: Sequence[Opening], who: rulebooks.Humans, people: pl.DataFrame) -> list[Verdict]:
    named = {(one.family, one.year) for one in openings}
    versions = {(family, year): _version(family, year) for family, year in sorted(named)}
    starts = _starts(openings, versions, who, people)
    kept = _kept(who)
    verdicts: list[Verdict] = []
    for one, start in zip(openings, starts, strict=True):
        verdict = _verdict(one, versions[one.family, one.year], start, who, kept)
        if verdict.outcome == Outcome.NEW and verdict.on:
            kept[_key(one, verdict.on, who)] = None
        verdicts.append(verdict)
    return verdicts


def _version(family: str, year: int) -> policy.Version | None:
    row = rulebooks.in_force(family=family, on=date(year, *YEAR_END))
    return rulebooks.policy_version(row) if row else None


def _starts(
    openings: Sequence[Opening],
    versions: Mapping[tuple[str, int], policy.Version | None],
    who: rulebooks.Humans,
    people: pl.DataFrame,
) -> list[date | None]:
    """Return the first day of the cycle in which the year of each ends."""
    found: dict[tuple[int, str, int], date | None] = {}
    for (family, year), version in versions.items():
        humans = {who.of_record[one.person_id] for one in openings if (one.family, one.year) == (family, year)}
        if version is None:
            continue
        day = pl.lit(date(year, *YEAR_END))
        asked = pl.DataFrame({"person": sorted(humans)}, schema={"person": pl.Int64}).with_columns(on=day)
        placed = policy.cycles_of(asked, version, people).select("person", "cycle_starts_on")
        found |= {(human, family, year): start for human, start in placed.iter_rows()}
    return [found.get((who.of_record[one.person_id], one.family, one.year)) for one in openings]


def _kept(who: rulebooks.Humans) -> dict[_Key, _Amounts | None]:
    """Return what is registered for these humans, in whatever record of theirs; None stands for a row of the same table."""
    rows = OpeningBalance.objects.filter(person__in=who.records).order_by("pk")
    return {
        (who.of_record[row.person_id], row.family, row.on, row.category): (row.carried_in, row.shortfall)
        for row in rows
    }


def _verdict(
    one: Opening,
    version: policy.Version | None,
    start: date | None,
    who: rulebooks.Humans,
    kept: Mapping[_Key, _Amounts | None],
) -> Verdict:
    # A registration period of somebody whose own day nobody knows begins where the balance says.
    on = start or date(one.year, 1, 1)
    if version is None:
        return _refused(NoRulebookThen(on=date(one.year, *YEAR_END)))
    if on.year != one.year:
        return _refused(NoCycleBegins(year=one.year, starts=on))
    codes = [category.code for category in version.categories]
    if one.category and one.category not in codes:
        return _refused(NoSuchCategory(categories=", ".join(codes) or "—"))
    key = _key(one, on, who)
    counts = not one.carried_in or version.carry is not None
    return _compared(one, kept[key], on) if key in kept else Verdict(outcome=Outcome.NEW, on=on, counts=counts)


def _compared(one: Opening, kept: _Amounts | None, on: date) -> Verdict:
    if kept is None:
        return _refused(StatedTwice())
    if kept == (_hundredths(one.carried_in), _hundredths(one.shortfall)):
        return Verdict(outcome=Outcome.KNOWN, on=on)
    return _refused(OpeningDiffers(on=on, kept=_words(kept)))


def _words(kept: _Amounts) -> str:
    carried, short = (None if amount is None else f"{Decimal(amount) / 100:g}" for amount in kept)
    return " / ".join([f"+{carried}" if carried is not None else "—", f"−{short}" if short is not None else "—"])


def _refused(refusal: Refusal) -> Verdict:
    return Verdict(outcome=Outcome.REFUSED, refusal=refusal)


def _done(verdict: Verdict) -> Verdict:
    if verdict.outcome != Outcome.NEW:
        return verdict
    return Verdict(outcome=Outcome.OPENED, on=verdict.on, counts=verdict.counts)


def _key(one: Opening, on: date, who: rulebooks.Humans) -> _Key:
    return (who.of_record[one.person_id], one.family, on, one.category)


def _columns(one: Opening, verdict: Verdict, act: Act) -> dict[str, object]:
    return {
        "person_id": one.person_id,
        "family": one.family,
        "on": verdict.on,
        "category": one.category,
        "carried_in": _hundredths(one.carried_in),
        "shortfall": _hundredths(one.shortfall),
        "source": one.source[:200],
        "act_id": act.pk,
    }


def _hundredths(amount: Decimal | None) -> int | None:
    return None if amount is None else to_hundredths(amount)
