"""What a simulation showed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from credits.enums import StandingState, WorkState
from credits.models import RulebookVersion, Simulation, SimulationCell, SimulationFlip
from learning.accounts.models import User

DIMENSIONS = ("city", "series", "career", "employer_kind", "cycle_starts_on")
MET, SHORT, UNKNOWN = StandingState.MET, StandingState.SHORT, StandingState.UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Flows:
    """Standings that the version tried concerns, by what becomes of them; hundredths of the hours missing before and after."""

    to_short: int
    to_met: int
    stay_short: int
    stay_met: int
    unknown: int
    begin: int
    end: int
    missing_before: int
    missing_after: int

    @property
    def all(self) -> int:
        """Return how many there are."""
        return self.to_short + self.to_met + self.stay_short + self.stay_met + self.unknown + self.begin + self.end


@dataclass(frozen=True, kw_only=True)
class Group:
    """One value of a dimension, and its flows."""

    value: str
    flows: Flows


def of_version(version: RulebookVersion) -> QuerySet[Simulation]:
    """Return the simulations of a version, the newest first."""
    rows = Simulation.objects.filter(version=version).select_related("region", "asked_by", "seen_by", "redecision")
    return rows.defer("body").order_by("-pk")


def flows(simulation: Simulation) -> Flows:
    """Return what a simulation showed as a whole."""
    return Flows(**SimulationCell.objects.filter(simulation=simulation).aggregate(**_sums()))


def groups(simulation: Simulation, by: str) -> list[Group]:
    """Return what a simulation showed by one of `DIMENSIONS`, in the order of the values."""
    assert by in DIMENSIONS
    rows = SimulationCell.objects.filter(simulation=simulation).order_by(by).values(by).annotate(**_sums())
    return [Group(value=str(row.pop(by)), flows=Flows(**row)) for row in rows]


def flips(simulation: Simulation, *, after: str = "", **chosen: str) -> QuerySet[SimulationFlip]:
    """Return the persons' standings that flip: to the state `after`, and of the chosen values of `DIMENSIONS`; newest key first."""
    rows = SimulationFlip.objects.filter(
        simulation=simulation, **{name: chosen[name] for name in DIMENSIONS if name in chosen}
    )
    return (rows.filter(after=after) if after else rows).order_by("-pk")


def mark_seen(simulation: Simulation, *, by: User, at: datetime) -> None:
    """Note that somebody looked at the result; the first look counts, and only once there is a result."""
    unseen = Simulation.objects.filter(pk=simulation.pk, state=WorkState.DONE, seen_at=None)
    unseen.update(seen_by=by, seen_at=at)


def _sums() -> dict[str, Sum | Count]:
    def number(condition: Q) -> Sum:
        return Sum("standings", filter=condition, default=0)

    unknown = Q(before=UNKNOWN) | Q(after=UNKNOWN)
    return {
        "to_short": number(Q(before=MET, after=SHORT)),
        "to_met": number(Q(before=SHORT, after=MET)),
        "stay_short": number(Q(before=SHORT, after=SHORT)),
        "stay_met": number(Q(before=MET, after=MET)),
        "unknown": number(unknown),
        "begin": number(Q(before="") & ~unknown),
        "end": number(Q(after="") & ~unknown),
        # Nobody knows what those miss of whom nothing is known.
        "missing_before": Sum("missing_before", filter=~unknown, default=0),
        "missing_after": Sum("missing_after", filter=~unknown, default=0),
    }
