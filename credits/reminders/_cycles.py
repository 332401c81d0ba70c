"""The end of a cycle: whoever is known to be short is told 90, 30 and 7 days before, with what is missing."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from credits.enums import ReminderKind, StandingState
from credits.hours import to_decimal
from credits.models import Reminder, Standing
from credits.reminders._planning import CHUNK, Due, plan

# A sweep that was away for days, or a standing that fell short late, is told at the nearest step: once, not three times.
STEPS = (7, 30, 90)


def plan_cycle_ends(*, at: datetime) -> int:
    """Plan word to everybody whose cycle ends soon and who is known to be short, and return how many were new."""
    planned, last = 0, 0
    while rows := list(_due(timezone.localdate(at)).filter(pk__gt=last)[:CHUNK]):
        planned += plan(dues=[_word(row) for row in rows], at=at)
        last = rows[-1]["pk"]

    return planned


def _due(today: date) -> QuerySet[Standing, dict[str, Any]]:
    """Return the standings that are short (unknown is not short) and not told of at the present step."""
    key: Concat = Concat(
        Value("cycle:"), "family", Value(":"), Cast("cycle_starts_on", CharField()), Value(":"),
        Cast("person_id", CharField()), Value(":"), Cast("step", CharField()),
    )  # fmt: skip
    return (
        Standing.objects.filter(state=StandingState.SHORT, missing__gt=0)
        .filter(cycle_ends_before__gt=today, cycle_ends_before__lte=_ends_before(today, STEPS[-1]))
        .annotate(step=Case(*(When(cycle_ends_before__lte=_ends_before(today, days), then=days) for days in STEPS)))
        .annotate(key=key, title=F("version__title"), labels=F("version__body__categories"))
        .filter(~Exists(Reminder.objects.filter(key=OuterRef("key"))))
        .order_by("pk")
        .values(
            "pk",
            "key",
            "person_id",
            "family",
            "cycle_starts_on",
            "cycle_ends_before",
            "deadline",
            "missing",
            "categories",
            "title",
            "labels",
        )
    )


def _ends_before(today: date, days: int) -> date:
    # The last day of the cycle is `days` away; its end is the day after.
    return today + timedelta(days=days + 1)


def _word(row: dict[str, Any]) -> Due:
    labels = {label["code"]: label for label in row["labels"] or ()}
    return Due(
        key=row["key"],
        person_id=row["person_id"],
        kind=ReminderKind.CYCLE_ENDS,
        anchor=f"standing:{row['pk']}",
        facts={
            "rulebook": row["title"],
            "starts_on": row["cycle_starts_on"].isoformat(),
            "ends_on": (row["cycle_ends_before"] - timedelta(days=1)).isoformat(),
            "deadline": row["deadline"].isoformat(),
            "missing": f"{to_decimal(row['missing']):f}",
            "categories": [_category(part, labels) for part in row["categories"] if (part.get("missing") or 0) > 0],
        },
    )


def _category(part: dict[str, Any], labels: dict[str, dict[str, str]]) -> dict[str, str]:
    code = part["code"]
    label = labels.get(code, {"zh": code, "en": code})
    return {"zh": label["zh"], "en": label["en"], "missing": f"{to_decimal(part['missing']):f}"}
