"""Who asked for an act that somebody else decided. It stands in the act's origin, over which the ledger's digests are taken."""

import re
from dataclasses import dataclass

_TEXT = re.compile(r"(?P<key>[a-z]+:\d+) asked (?P<by>\d+) for (?P<for_>\d+) decided for (?P<office>\d+)")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an act follows ("correction:17"), who asked for it, in whose name, and in whose name it was decided."""

    key: str
    by_id: int
    for_id: int
    decided_for_id: int

    def __str__(self) -> str:
        return f"{self.key} asked {self.by_id} for {self.for_id} decided for {self.decided_for_id}"


def asked_of(origin: str) -> Asked | None:
    """Return who asked for the act of this origin, None where nobody had to."""
    match = _TEXT.fullmatch(origin)
    if match is None:
        return None
    return Asked(
        key=match["key"], by_id=int(match["by"]), for_id=int(match["for_"]), decided_for_id=int(match["office"])
    )
