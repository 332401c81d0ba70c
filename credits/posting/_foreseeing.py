"""What claims would give, each on its own: decided beside all that somebody has, and nothing written or locked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import polars as pl
from django.utils import timezone

from credits import policy, rulebooks, standing
from credits.posting._deciding import (
    LINE,
    REASON,
    awarded,
    nothing_because,
    once_a_human,
    pins_kept,
    pins_today,
    reason,
)
from credits.posting._desk import Desk, laid_out, table
from credits.posting._facts import ClaimFacts, rows_of

_Awards = tuple[tuple[str, date | None, str, int], ...]
_LINE = ("family", "cycle_starts_on", "category", "hours")
_OWED = ("family", "cycle_starts_on", "deadline", "state", "required", "counted", "missing", "met")


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What is owed under one rulebook in one cycle, in hundredths; `categories` and `modes` say (code, missing) of each floor."""

    family: str
    cycle_starts_on: date
    deadline: date
    state: str
    required: int
    counted: int
    missing: int
    met: bool
    categories: tuple[tuple[str, int], ...]
    modes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """What one claim would give: (family, first day of the cycle, category, hundredths), why, and what would be owed then."""

    awards: _Awards
    reasons: tuple[Mapping[str, Any], ...]
    owed: tuple[Owed, ...]

    @property
    def hours(self) -> int:
        """Return the most that one rulebook would give."""
        by_family: dict[str, int] = {}
        for family, _cycle, _category, hours in self.awards:
            by_family[family] = by_family.get(family, 0) + hours
        return max(by_family.values(), default=0)


@dataclass(frozen=True, kw_only=True)
class Foresight:
    """What is owed without any of the claims, and what each of them would give, in the order of the claims."""

    owed: tuple[Owed, ...]
    claims: tuple[Foreseen, ...]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What somebody might do: each of `claims` on its own, after those `beside`, which are expected anyway."""

    person_id: int
    claims: Sequence[ClaimFacts]
    beside: Sequence[ClaimFacts] = ()


def foresee(
    *, person_id: int, claims: Sequence[ClaimFacts], beside: Sequence[ClaimFacts] = (), at: datetime
) -> Foresight:
    """
    Return what each of `claims` would give somebody if it alone were credited now, after those `beside`, which are expected anyway.

    Every claim is a case of its own, all decided in one evaluation by the code that credits.

    :raises FactNotUnderstood: if a fact has a value that it cannot have
    """
    return foresee_all(trials=[Trial(person_id=person_id, claims=claims, beside=beside)], at=at)[0]


def foresee_all(*, trials: Sequence[Trial], at: datetime) -> list[Foresight]:
    """
    Return what `foresee` gives for each of `trials`, all decided in one evaluation.

    :raises FactNotUnderstood: if a fact has a value that it cannot have
    """
    if not trials:
        return []
    cases = _Cases(laid_out(rulebooks.humans({trial.person_id for trial in trials}), {}), trials)
    awards = awarded(cases.desk, cases.claims.join(cases.pins, on="origin"))
    owed = _owed(cases, awards.lines, today=timezone.localdate(at))
    told = {case: (lines, tuple(reasons)) for case, lines, reasons in _told(cases, awards)}

    return [
        Foresight(
            owed=tuple(owed.get(first, ())),
            claims=tuple(
                Foreseen(awards=told[case][0], reasons=told[case][1], owed=tuple(owed.get(case, ())))
                for case in range(first + 1, first + 1 + len(trial.claims))
            ),
        )
        for first, trial in zip(cases.first, trials, strict=True)
    ]


class _Cases:
    """Each human as many times as there are claims to try, and once without: the first case of a trial. A case stands where the desk has a human."""

    def __init__(self, desk: Desk, trials: Sequence[Trial]) -> None:
        sizes = [len(trial.claims) + 1 for trial in trials]
        self.first = [sum(sizes[:place]) for place in range(len(trials))]
        self.every = pl.DataFrame(
            [
                (first + case, place, desk.who.of_record.get(trial.person_id, trial.person_id))
                for place, (first, size, trial) in enumerate(zip(self.first, sizes, trials, strict=True))
                for case in range(size)
            ],
            schema={"person": pl.Int64, "trial": pl.Int64, "human": pl.Int64},
            orient="row",
        )
        entered = _all_entered(desk, trials, self.first)
        self.pins = _pins(desk, entered.drop("trial", "case"))
        beside = entered.filter(pl.col("case").is_null()).drop("person", "case")
        tried = entered.filter(pl.col("case").is_not_null()).with_columns(person="case").drop("trial", "case")
        live = self.every.join(desk.live, left_on="human", right_on="person")
        expected = self.every.join(beside, on="trial")
        # A claim is another one in each case: `origin` says which it was.
        both = pl.concat([frame.select(tried.columns) for frame in (live, expected, tried)]).rename({"claim": "origin"})
        self.claims = once_a_human(both.with_row_index("claim").with_columns(pl.col("claim").cast(pl.Int64)))
        self.tried = tried.select("claim", "ends_on", case="person")
        self.desk = self._of_all(desk)

    def _of_all(self, desk: Desk) -> Desk:
        """Return the desk on which each case is a human of its own, of whom the same is known."""
        every, facts = self.every["person"], desk.facts
        return replace(
            desk,
            who=rulebooks.Humans(joined={case: (case,) for case in every}),
            facts=rulebooks.Facts(
                people=self._for_all(facts.people),
                dated=self._for_all(facts.dated),
                spans=self._for_all(facts.spans),
                last_fact=dict.fromkeys(every, 0),
            ),
            openings=self._for_all(desk.openings),
        )

    def _for_all(self, frame: pl.DataFrame) -> pl.DataFrame:
        return self.every.join(frame, left_on="human", right_on="person").select(frame.columns)


def _pins(desk: Desk, entered: pl.DataFrame) -> pl.DataFrame:
    today = pins_today(desk, entered)
    kept = pins_kept(desk).filter(pl.col("family").is_in(today["family"].unique().implode()))
    return pl.concat([kept, today]).rename({"claim": "origin"})


def _all_entered(desk: Desk, trials: Sequence[Trial], first: Sequence[int]) -> pl.DataFrame:
    """Return the claims of all trials, with the `trial`, and the `case` of those that are tried."""
    frames, count = [], 0
    for place, trial in enumerate(trials):
        claims = [*trial.beside, *trial.claims]
        frame = _entered(claims, trial.person_id, desk, after=count)
        cases = [*[None] * len(trial.beside), *range(first[place] + 1, first[place] + 1 + len(trial.claims))]
        frames.append(frame.with_columns(trial=pl.lit(place, pl.Int64), case=pl.Series("case", cases, dtype=pl.Int64)))
        count += len(claims)
    return pl.concat(frames)


def _entered(claims: Sequence[ClaimFacts], person_id: int, desk: Desk, *, after: int) -> pl.DataFrame:
    """Return claims as if they had just been entered behind all that the human has; below zero, no claim has these ids, nor others `after` so many."""
    if not claims:
        return desk.live.clear()
    rows = rows_of([replace(claim, person_id=person_id) for claim in claims])
    human = desk.who.of_record.get(person_id, person_id)
    last = desk.live.filter(desk.live["person"] == human)["place"].max() or 0
    assert isinstance(last, int)
    head = {"person_id": person_id, "revision": 1}
    columns = [
        {
            **head,
            "id": -1 - after - row.place,
            "key": row.key,
            "digest": row.digest,
            "position": last + 1 + row.place,
            **row.columns,
        }
        for row in rows
    ]
    return table(columns, desk.who)


def _owed(cases: _Cases, given: pl.DataFrame, *, today: date) -> dict[int, list[Owed]]:
    """Return what is owed in each case, if the lines `given` to what is new were in the ledger beside those that are."""
    dated = cases.claims.select("person", "claim", "origin", "ends_on", "mode", "position")
    before = dated.join(cases.desk.holdings.select(*_LINE, origin="claim"), on="origin")
    new = dated.filter(pl.col("origin") < 0).join(given.select("claim", *_LINE), on="claim")
    lines = pl.concat([before, new.select(before.columns)]).filter(
        (pl.col("hours") != 0) & pl.col("cycle_starts_on").is_not_null()
    )
    case = standing.Case(
        who=cases.desk.who, facts=cases.desk.facts, held=cases.desk.books, openings=cases.desk.openings, lines={}
    )
    stood = standing.judged(case=case, lines=lines, known=standing.sources(), today=today)
    owed: dict[int, list[Owed]] = {}
    for row in stood.iter_rows(named=True):
        told = {name: row[name] for name in _OWED}
        floors = {name: _floors(row[name]) for name in ("categories", "modes")}
        owed.setdefault(row["person"], []).append(Owed(**told | floors))
    return owed


def _floors(structs: Sequence[Mapping[str, Any]] | None) -> tuple[tuple[str, int], ...]:
    return tuple((row["code"], row["missing"] or 0) for row in structs or ())


def _told(cases: _Cases, awards: policy.Awards) -> Iterator[tuple[int, _Awards, list[dict[str, Any]]]]:
    """Yield each case in which a claim is tried, its lines and reasons."""
    wanted = cases.claims.join(cases.tried.select("case", origin="claim"), on="origin").select("claim", "case")
    lines: dict[int, list[tuple[str, date | None, str, int]]] = {}
    found = awards.lines.join(wanted, on="claim").select("case", *LINE[1:])
    for case, family, _digest, starts_on, _ends_before, category, hours in found.iter_rows():
        lines.setdefault(case, []).append((family, starts_on, category, hours))
    reasons = _unasked(cases, set(wanted["case"]))
    for case, *stated in awards.reasons.join(wanted, on="claim").select("case", *REASON).iter_rows():
        reasons.setdefault(case, []).append(reason(stated))
    for case in cases.tried["case"]:
        yield case, tuple(lines.get(case, ())), reasons.get(case, [])


def _unasked(cases: _Cases, counting: set[int]) -> dict[int, list[dict[str, Any]]]:
    """Return why policy was not asked about a claim: no rulebook decides on its day, or it is there already."""
    decided = set(cases.pins["origin"])
    return {
        case: [nothing_because("repeat" if claim in decided else "no_version", day)]
        for claim, day, case in cases.tried.iter_rows()
        if claim not in decided or case not in counting
    }
