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
from credits.simulation._trying import Trial, trial_of, tried
from learning.accounts.models import Region

MET, SHORT, UNKNOWN = StandingState.MET.value, StandingState.SHORT.value, StandingState.UNKNOWN.value
MISSING = ("missing_before", "missing_after")


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


@dataclass(frozen=True)
class Part:
    """What one slice shows, counted."""

    people: int
    moved: int
    cells: pl.DataFrame
    flips: list[dict[str, Any]]


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
    parts = list(_parts(trial, path, processes))
    cells = pl.concat([part.cells for part in parts])
    return Overview(
        code=trial.row.code,
        people=sum(part.people for part in parts),
        moved=sum(part.moved for part in parts),
        flows=_flows(cells),
        groups={by: _groups(cells, by) for by in DIMENSIONS},
        flips=[flip for part in parts for flip in part.flips],
    )


def _parts(trial: Trial, path: str, processes: int) -> Iterator[Part]:
    tasks = [(cut, trial, path) for cut in recount.slices()]
    if processes == 1:
        yield from map(_tried, tasks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=django.setup) as pool:
        yield from pool.map(_tried, tasks)


def _tried(task: tuple[recount.Cut, Trial, str]) -> Part:
    cut, trial, path = task
    found = tried(recount.read(recount.people_in(cut, path=path, today=trial.today)), trial)
    # Counts and flips only: memory does not grow with those who stay what they are.
    counted = found.standings.group_by([*DIMENSIONS, "state_before", "state_after"])
    cells = counted.agg(standings=pl.len().cast(pl.Int64), **{name: pl.col(name).sum() for name in MISSING})
    return Part(found.people, found.moved.height, cells, _flips(found.standings))


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

    def number(condition: pl.Expr) -> pl.Expr:
        return pl.col("standings").filter(condition).sum()

    return {
        "to_short": number((before == MET) & (after == SHORT)),
        "to_met": number((before == SHORT) & (after == MET)),
        "stay_short": number((before == SHORT) & (after == SHORT)),
        "stay_met": number((before == MET) & (after == MET)),
        "unknown": number(unknown),
        "begin": number((before == "") & ~unknown),
        "end": number((after == "") & ~unknown),
        **{name: pl.col(name).filter(~unknown).sum() for name in MISSING},
    }
