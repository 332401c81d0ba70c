"""The rules of conduct: when, where and how hours are claimed; and what the product does or shows without reckoning with it."""

from typing import Literal

from pydantic import Field

from credits.policy._codes import ActivityCode, Mode
from credits.policy._schema_base import Frozen, OrUnstated, Rule


class Deadline(Frozen):
    """A day of the year in which a cycle ends, or of one so many years later."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    year_offset: int = Field(default=0, ge=0, le=10)


class ClaimRule(Rule):
    """
    Until when what was earned in a cycle is claimed.

    What is claimed later (`declared_on`) earns nothing; where it is to `approve`, unless somebody let it in late (`late_approved_on`), or
    `approved_on` lies after the deadline.
    """

    deadline: Deadline
    late: Literal["reject", "approve"] = "reject"
    activities: tuple[ActivityCode, ...] = ()


class Crediting(Rule):
    """
    Which day of a claim decides its cycle. The version is that of the last day of learning, always.

    `end`: the last day. `per_session`: each day for itself; hours over a border go to both cycles by days. `on_pass`: the day on which
    the assessment was passed, where one is stated. `at_year_end`: 31 December of the last day's year. The first row that holds is taken.
    """

    when: Literal["end", "per_session", "on_pass", "at_year_end"]
    activities: tuple[ActivityCode, ...] = ()
    modes: tuple[Mode | OrUnstated, ...] = ()


class Recognition(Rule):
    """
    Whether hours earned with providers of some places count. The first row that holds is taken; without one they do.

    `regions`: codes of places, which hold what lies in them, or `*`. `mode` (how places recognise one another) and `evidence` are shown
    and decide nothing.
    """

    regions: tuple[str, ...] = Field(min_length=1)
    accept: bool
    activities: tuple[ActivityCode, ...] = ()
    modes: tuple[Mode | OrUnstated, ...] = ()
    mode: str = ""
    evidence: str = ""


class Provision(Rule):
    """What the text says and no arithmetic follows from: it is kept with its source and shown, and decides nothing."""

    topic: Literal[
        "unit",
        "precedence",
        "evidence",
        "registrar",
        "verifier",
        "workflow",
        "make_up",
        "audit",
        "sanctions",
        "other",
    ]
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    activities: tuple[ActivityCode, ...] = ()
