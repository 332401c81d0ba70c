"""Which part somebody of the filling plays: what the hours of six years look like."""

from enum import StrEnum


class Part(StrEnum):
    """What is to be seen in a record."""

    COMPLETE = "complete"
    SHORT_PUBLIC = "short in the public subject"
    SHORT_PROFESSIONAL = "short in the professional subject"
    SHORT_IN_ALL = "short in all"
    OVER_CAP = "over a cap"
    CORRECTED = "corrected"
    REVERSED = "reversed"
    REINSTATED = "reversed and reinstated"
    JOINED = "two records joined"
    ON_LEAVE = "on leave"
    STUDYING = "studying for a degree"
    UNKNOWN = "unknown"
    OPENED = "with an opening balance"
    NEW = "new under the duty"
    SELF_EMPLOYED = "without an employer"
    TRANSFERRED = "came from elsewhere"


# One of each in every city; parts that need an act of their own stand here only.
FIRST = (
    Part.CORRECTED, Part.REVERSED, Part.REINSTATED, Part.JOINED, Part.OVER_CAP, Part.ON_LEAVE, Part.STUDYING, Part.UNKNOWN, Part.OPENED,
    Part.NEW, Part.SELF_EMPLOYED, Part.TRANSFERRED, Part.SHORT_PUBLIC, Part.SHORT_PROFESSIONAL, Part.SHORT_IN_ALL, Part.COMPLETE,
)  # fmt: skip
# The others, in the shares of a province that mostly keeps up.
OTHERS = (
    *(Part.COMPLETE,) * 12, *(Part.SHORT_PROFESSIONAL,) * 3, *(Part.SHORT_PUBLIC,) * 2, *(Part.SHORT_IN_ALL,) * 2, Part.OVER_CAP,
    Part.ON_LEAVE, Part.UNKNOWN, Part.NEW, Part.SELF_EMPLOYED,
)  # fmt: skip


def part_of(number: int) -> Part:
    """Return the part of the `number`-th person of a city."""
    return FIRST[number] if number < len(FIRST) else OTHERS[(number * 7) % len(OTHERS)]
