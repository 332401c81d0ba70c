"""The whole of a simulation at once, without a row written: for the command."""

import multiprocessing
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import django
import polars as pl

from credits import policy, recount
from credits.enums import RulebookStatus, StandingState
from credits.models import RulebookVersion
from credits.simulation._queries import DIMENSIONS, Flows, Group
from credits.simulation._running import FLIPPED, body_since
from credits.simulation._trying import Outcome, Trial, trial_of, tried
from learning.accounts.models import Region

MET, SHORT, UNKNOWN = StandingState.MET.value, StandingState.SHORT.value, StandingState.UNKNOWN.value


@dataclass(frozen=True)
class Overview:
    """What a version would change: whom it was tried on, the flows as a whole and by each of `DIMENSIONS`, the flips."""

    code: str
    people: int
    moved: int
    flows: Flows
    groups: Mapping[str, list[Group]]
    flips: list[dict[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        groups = {
            by: [{"value": group.value, **asdict(group.flows)} for group in found] for by, found in self.groups.items()
        }
        head = {"version": self.code, "people": self.people, "moved": self.moved}
        return {**head, "flows": asdict(self.flows), "groups": groups, "flips": self.flips}


def trial_named(name: str | Path, *, since: date | None, today: date) -> Trial:
    """
    Return the trial of a version, named by its number or code, or the last one of a pack in a file; `since` as in `start`.

    :raises ValueError: if there is no such version, or no such region
    :raises NotARulebook: if the file cannot be understood
    """
    row = _of_file(name) if isinstance(name, Path) else _of_database(name)
    return trial_of(row, body_since(row, since, today=today), today=today)


def overview(*, trial: Trial, path: str = "", processes: int = 1) -> Overview:
    """Return what the version of `trial` would change for everybody, or for those who belong to the region of `path`."""
    outcomes = list(_outcomes(trial, path, processes))
    found = pl.concat([outcome.standings for outcome in outcomes]) if outcomes else pl.DataFrame()
    return Overview(
        code=trial.row.code,
        people=sum(outcome.people for outcome in outcomes),
        moved=sum(outcome.moved.height for outcome in outcomes),
        flows=_flows(found),
        groups={by: _groups(found, by) for by in DIMENSIONS},
        flips=_flips(found),
    )


def _outcomes(trial: Trial, path: str, processes: int) -> Iterator[Outcome]:
    tasks = [(cut, trial, path) for cut in recount.slices()]
    if processes == 1:
        yield from map(_tried, tasks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=django.setup) as pool:
        yield from pool.map(_tried, tasks)


def _tried(task: tuple[recount.Cut, Trial, str]) -> Outcome:
    cut, trial, path = task
    return tried(recount.read(recount.people_in(cut, path=path, today=trial.today)), trial)


def _of_database(name: str) -> RulebookVersion:
    rows = RulebookVersion.objects.select_related("scope_region")
    found = rows.filter(pk=int(name)) if name.isdigit() else rows.filter(code=name).order_by("-pk")
    row = found.filter(status=RulebookStatus.DRAFT).first() or found.first()
    if row is None:
        raise ValueError(f"{name}: no version has this number or code; `jiangsu-general@2023-01-01` is one")
    return row


def _of_file(file: Path) -> RulebookVersion:
    version = policy.read_pack(file.read_text("utf-8"), name=file.name).versions[-1]
    (region,) = version.scope.regions or (None,)
    place = Region.objects.filter(pk=region).first()
    if region and place is None:
        raise ValueError(f"{file.name}: no region has the code {region}")
    (series,) = version.scope.series or ("",)
    body = version.model_dump(mode="json", exclude_defaults=True)
    starts = None if version.since == date.min else version.since
    return RulebookVersion(
        family=version.family, title=version.title, code=version.id, body=body, scope_region=place, scope_series=series,
        effective_from=starts,
    )  # fmt: skip


def _flips(found: pl.DataFrame) -> list[dict[str, Any]]:
    known = pl.col("state_before").is_in(FLIPPED) & pl.col("state_after").is_in(FLIPPED)
    flipped = found.filter(known & (pl.col("state_before") != pl.col("state_after")))
    flipped = flipped.rename({"state_before": "before", "state_after": "after"})
    return flipped.with_columns(pl.col("cycle_starts_on", "cycle_ends_before").dt.to_string()).to_dicts()


def _groups(found: pl.DataFrame, by: str) -> list[Group]:
    sums = found.group_by(by).agg(**_sums()).sort(by)
    return [Group(value=str(row.pop(by)), flows=Flows(**row)) for row in sums.to_dicts()]


def _flows(found: pl.DataFrame) -> Flows:
    return Flows(**found.select(**_sums()).to_dicts()[0])


def _sums() -> dict[str, pl.Expr]:
    before, after = pl.col("state_before").fill_null(""), pl.col("state_after").fill_null("")
    unknown = (before == UNKNOWN) | (after == UNKNOWN)
    return {
        "to_short": ((before == MET) & (after == SHORT)).sum(),
        "to_met": ((before == SHORT) & (after == MET)).sum(),
        "stay_short": ((before == SHORT) & (after == SHORT)).sum(),
        "stay_met": ((before == MET) & (after == MET)).sum(),
        "unknown": unknown.sum(),
        "begin": ((before == "") & ~unknown).sum(),
        "end": ((after == "") & ~unknown).sum(),
        "missing_before": pl.col("missing_before").filter(~unknown).sum(),
        "missing_after": pl.col("missing_after").filter(~unknown).sum(),
    }
