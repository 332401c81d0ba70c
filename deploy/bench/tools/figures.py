"""Figures: a value, what it is compared with, and whether the ratio is good enough."""

import resource
import statistics
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What was measured. `baseline` None: the value stands alone. Targets speak of the ratio, or of the value that stands alone."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """Return value by baseline."""
        return self.value / self.baseline if self.baseline else None

    @property
    def ok(self) -> bool:
        """Return whether the target is met; true where there is none."""
        found = self.value if self.baseline is None else self.ratio
        if found is None:
            return False
        return (self.at_least is None or found >= self.at_least) and (self.at_most is None or found <= self.at_most)

    def as_dict(self) -> dict[str, Any]:
        """Return the figure for a JSON line."""
        head = {"name": self.name, "ratio": _short(self.ratio), "value": _short(self.value)}
        rest = {"baseline": _short(self.baseline), "unit": self.unit, "ok": self.ok}
        targets = {"at_least": self.at_least, "at_most": self.at_most}
        return {**head, **rest, **{name: value for name, value in targets.items() if value is not None}, **self.more}

    def __str__(self) -> str:
        compared = f", ratio {self.ratio:.3g} to {_short(self.baseline):,}" if self.ratio and self.baseline else ""
        target = next((f", target {sign} {value:g}" for sign, value in self._targets() if value is not None), "")
        more = "".join(f", {name} {value}" for name, value in self.more.items())
        return (
            f"{'ok  ' if self.ok else 'MISS'} {self.name}: {_short(self.value):,} {self.unit}{compared}{target}{more}"
        )

    def _targets(self) -> tuple[tuple[str, float | None], ...]:
        return ("≥", self.at_least), ("≤", self.at_most)


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


@dataclass
class Spent:
    """Seconds that work took, and those of processor time: of this process and of the server's process behind its connection."""

    seconds: float = 0.0
    processor: float = 0.0


@contextmanager
def spent(found: Spent) -> Iterator[Spent]:
    """Add the time that the block takes to `found`. Processor time says something on a busy machine too."""
    began, busy = perf_counter(), _processor()
    try:
        yield found
    finally:
        found.seconds += perf_counter() - began
        found.processor += _processor() - busy


def _processor() -> float:
    from django.db import connection  # noqa: PLC0415  (needs settings)

    own = process_time()
    if connection.connection is None:
        return own
    served = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    # The server may be elsewhere; then its share is left out.
    return own + (int(served.read_text(encoding="ascii").split()[0]) / 1e9 if served.exists() else 0.0)


def alternated(first: Callable[[], float], second: Callable[[], float], *, rounds: int) -> tuple[float, float]:
    """Return the medians of two measurements taken in turns, so that a busy machine is busy for both."""
    pairs = [(first(), second()) for _round in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def peak_memory() -> dict[str, float]:
    """Return the most memory that this process, or the largest that it started, held, in MiB."""
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"peak_mib": round(most / 1024)}


def _short(number: float | None) -> float | None:
    if number is None:
        return None
    return round(number, 1) if abs(number) >= 100 else float(f"{number:.4g}")
