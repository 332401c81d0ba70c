"""What is claimed: the facts of something done, checked row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from credits import ledger
from credits.enums import Activity
from credits.hours import NotHundredths, to_hundredths
from credits.models import Claim
from learning.errors import Refusal

# How a refusal calls a fact; one that is not here is called by its code.
LABELS = {
    "title": _("Title"),
    "activity": _("Activity"),
    "provider": _("Held by"),
    "approval_number": _("Approval number"),
    "ends_on": _("Last day of learning"),
    "category": _("Category"),
    "hours": _("Hours stated"),
    "minutes": _("Minutes of instruction"),
    "attended_minutes": _("Minutes attended"),
    "days": _("Days stated"),
    "absent_half_days": _("Half-days absent"),
    "travel_days": _("Days of travel"),
    "passed": _("Assessment passed"),
    "passed_on": _("Day of the assessment"),
    "provider_since": _("Recognition of the provider"),
    "approved_on": _("Day of approval"),
    "provider_region": _("Place of the provider"),
}
ACTIVITIES = frozenset(Activity.values)
AMOUNTS = ("hours", "days", "credits")
_FACTS = attrgetter(*ledger.CLAIM_FACTS)


@dataclass(frozen=True, kw_only=True)
class ClaimFacts:
    """
    The facts of something done, whoever states them. Hours, days and credits are `Decimal`; what is not stated is None.

    `key` is unique for a person and comes from who states it: `run:81`, `roster:2026-06:ab12`. The last day decides version and cycle.
    `declared_on` is the local day on which whoever claims it handed it in (None where nobody had to: hours brought along from elsewhere),
    `late_approved_on` that on which a regulator let it in although it was late, `provider_region` the code of the place of who taught.
    They are facts like others: what is handed in again states them as it did before.
    """

    person_id: int
    key: str
    title: str
    activity: str
    starts_on: date
    ends_on: date
    category: str | None = None
    provider: str = ""
    provider_organisation_id: int | None = None
    approval_number: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    hours: Decimal | None = None
    minutes: int | None = None
    days: Decimal | None = None
    credits: Decimal | None = None
    attended_minutes: int | None = None
    absent_half_days: int | None = None
    travel_days: int | None = None
    mode: str | None = None
    level: str | None = None
    organiser: str | None = None
    provider_since: date | None = None
    provider_until: date | None = None
    approved_on: date | None = None
    passed: bool | None = None
    passed_on: date | None = None
    role: str | None = None
    rank: int | None = None
    authors: int | None = None
    count: int | None = None
    chars: int | None = None
    item: str | None = None
    specialty: str | None = None
    declared_on: date | None = None
    late_approved_on: date | None = None
    provider_region: str | None = None


class RowRefused(Refusal):
    """A row of a table of claims cannot be taken; nothing of the table was."""

    sentence = _(
        "Row %(row)s (%(key)s): %(fact)s is not stated, and a rule asks for it. State it and hand in the table again."
    )

    def __init__(self, wrong: Mapping[int, tuple[str, str]]) -> None:
        """Name the first of the rows that are `wrong`, by their places: key and fact of each."""
        self.row = min(wrong)
        key, self.fact = wrong[self.row]
        super().__init__(row=self.row + 1, key=key, fact=LABELS.get(self.fact, self.fact))
        # Whoever can do without those rows leaves all of them out at once.
        self.rows = {row: LABELS.get(fact, fact) for row, (_key, fact) in wrong.items()}


class FactNotUnderstood(RowRefused):
    """A fact has a value that it cannot have."""

    sentence = _(
        "Row %(row)s (%(key)s): the value of %(fact)s is not possible. Correct it and hand in the table again."
    )


class Row(NamedTuple):
    """A claim as it will be kept: its columns, the digest of its facts, and its place in the caller's table."""

    place: int
    person_id: int
    key: str
    table: Mapping[str, Sequence[Any]]  # the columns of all claims of the caller's table
    digest: str

    @property
    def columns(self) -> Mapping[str, Any]:
        """Return what is stated, as a row of Claim keeps it."""
        return {name: values[self.place] for name, values in self.table.items()}

    @property
    def order(self) -> tuple[Any, ...]:
        """Return by what claims of one batch count: last day, start, key."""
        table, place = self.table, self.place
        starts = table["starts_at"][place]
        return (table["ends_on"][place], table["starts_on"][place], starts.isoformat() if starts else "", self.key)


def rows_of(claims: Sequence[ClaimFacts]) -> list[Row]:
    """
    Return the claims as they will be kept, in the caller's order.

    :raises FactNotUnderstood: if a fact has a value that it cannot have
    """
    stated = dict(zip(ledger.CLAIM_FACTS, map(list, zip(*map(_FACTS, claims), strict=True)), strict=True))
    # Most claims of a table say the same: each value is looked at once. Which row holds one that is not possible is asked afterwards.
    if not all(_are_possible(name, values) for name, values in stated.items()) or not all(map(_holds_together, claims)):
        wrong = {place: (one.key[: _longest("key")], fact) for place, one in enumerate(claims) if (fact := _wrong(one))}
        raise FactNotUnderstood(wrong)
    for name in AMOUNTS:
        hundredths = {value: to_hundredths(value) for value in set(stated[name]) if value is not None}
        stated[name] = [hundredths.get(value) for value in stated[name]]
    digests = ledger.claim_digests(stated)
    return [
        Row(place, facts.person_id, facts.key, stated, digest)
        for place, (facts, digest) in enumerate(zip(claims, digests, strict=True))
    ]


def _are_possible(name: str, values: Sequence[Any]) -> bool:
    return all(_is_possible(name, value) for value in set(values) if value is not None)


def _holds_together(facts: ClaimFacts) -> bool:
    return facts.starts_on <= facts.ends_on and 0 < len(facts.key) <= _longest("key")


def _wrong(facts: ClaimFacts) -> str | None:
    """Return which fact of a claim is wrong, if any is."""
    wrong = next((name for name in ledger.CLAIM_FACTS if not _are_possible(name, [getattr(facts, name)])), None)
    if wrong is None and facts.starts_on > facts.ends_on:
        return "ends_on"
    return "key" if wrong is None and not _holds_together(facts) else wrong


def _is_possible(name: str, value: Any) -> bool:
    if name in AMOUNTS:
        return _is_amount(name, value)
    if isinstance(value, str):
        return "\x00" not in value and len(value) <= _longest(name) and (name != "activity" or value in ACTIVITIES)
    if isinstance(value, int):
        return 0 <= value < _largest(name)
    return True


def _is_amount(name: str, value: Any) -> bool:
    try:
        return 0 <= to_hundredths(value) < _largest(name)
    except (NotHundredths, ArithmeticError, TypeError, ValueError):
        return False


@cache
def _longest(name: str) -> int:
    return _columns()[name].max_length or 0


@cache
def _largest(name: str) -> int:
    # A million hours in one claim is a slip of the keyboard; a narrower column holds less.
    return (
        2**31
        if isinstance(_columns()[name], models.IntegerField)
        and not isinstance(_columns()[name], models.BigIntegerField)
        else 10**8 + 1
    )


@cache
def _columns() -> Mapping[str, models.Field[Any, Any]]:
    return {field.attname: field for field in Claim._meta.concrete_fields}


assert {field.name for field in fields(ClaimFacts)} == {"person_id", "key", *ledger.CLAIM_FACTS}
