"""Findings: how many of something there are, and whether there may be."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was counted. `ok` None: it is only told."""

    name: str
    value: int | float | str
    ok: bool | None = None
    about: str = ""

    def __str__(self) -> str:
        mark = {None: "     ", True: "ok   ", False: "FAULT"}[self.ok]
        return f"{mark} {self.name}: {self.value}{f' ({self.about})' if self.about else ''}"

    def as_json(self) -> str:
        """Return it as a JSON line."""
        return json.dumps(asdict(self), ensure_ascii=False)


def must(name: str, value: int, *, be: int, about: str = "") -> Finding:
    """Return the finding that there are `value` of something, and have to `be` so many."""
    return Finding(name=name, value=value, ok=value == be, about=about or ("" if value == be else f"must be {be}"))
