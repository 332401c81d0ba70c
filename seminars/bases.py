"""Bases: from when until when an organisation is recognised to train."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from learning.accounts.enums import OrganisationKind
from learning.accounts.models import Organisation
from learning.errors import Refusal
from seminars.models import Recognition

__all__ = [
    "BaseNotRecognised",
    "RecognitionOverlaps",
    "Span",
    "end_recognition",
    "recognise",
    "recognised_on",
    "recognition_on",
    "require_recognised",
    "span_around",
]


class RecognitionOverlaps(Refusal):
    """The base is recognised on some of these days already."""

    sentence = _(
        "“%(base)s” is already recognised by %(number)s from %(since)s. Let the new recognition begin after that one ends."
    )
    field = "since"


class BaseNotRecognised(Refusal):
    """The base may not train on a day."""

    sentence = _(
        "“%(base)s” is not recognised on %(day)s. Choose days within its recognition, or have the recognition renewed first."
    )


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days on which a base was recognised without a gap; recognitions that touch are one span."""

    since: date
    ends_before: date | None

    @property
    def last_on(self) -> date | None:
        """Return its last day, if it has one."""
        return self.ends_before - timedelta(days=1) if self.ends_before else None

    def holds(self, *, first: date, last: date) -> bool:
        """Say whether all days from `first` to `last` lie in it."""
        return self.since <= first and (self.ends_before is None or last < self.ends_before)


@transaction.atomic
def recognise(
    *, base: Organisation, level: str, number: str, since: date, ends_before: date | None = None, at: datetime
) -> Recognition:
    """
    Recognise `base` from `since` until before `ends_before`.

    :raises RecognitionOverlaps: if it is recognised on one of these days
    """
    assert base.kind == OrganisationKind.BASE
    Organisation.objects.select_for_update(no_key=True).get(pk=base.pk)
    others = base.recognitions.filter(Q(ends_before=None) | Q(ends_before__gt=since))
    if ends_before is not None:
        others = others.filter(since__lt=ends_before)
    if other := others.order_by("since").first():
        raise RecognitionOverlaps(base=base.name, number=other.number, since=other.since)

    return Recognition.objects.create(
        base=base, level=level, number=number, since=since, ends_before=ends_before, recorded_at=at
    )


def end_recognition(*, recognition: Recognition, ends_before: date) -> None:
    """Let `recognition` end before a day: the base gave it back or lost it."""
    recognition.ends_before = ends_before
    recognition.save(update_fields=["ends_before"])


def recognition_on(base: Organisation, on: date) -> Recognition | None:
    """Return the recognition of `base` that holds on a day."""
    return base.recognitions.filter(Recognition.holding_on(on)).order_by("since").first()


def recognised_on(on: date) -> QuerySet[Organisation]:
    """Return the bases that are recognised on a day, by name."""
    holding = Recognition.objects.filter(Recognition.holding_on(on)).values("base_id")
    return (
        Organisation.objects.filter(kind=OrganisationKind.BASE, pk__in=holding)
        .select_related("region")
        .order_by("name", "pk")
    )


def span_around(base: Organisation, on: date) -> Span | None:
    """Return the span of recognition that holds `on`, else the last one before it: what a claim says about its provider."""
    found: Span | None = None
    for row in base.recognitions.filter(since__lte=on).order_by("since"):
        touches = found is not None and found.ends_before == row.since
        found = Span(since=found.since if found and touches else row.since, ends_before=row.ends_before)
    return _prolonged(base, found)


def spans() -> dict[int, tuple[Span, ...]]:
    """Return all spans of recognition of every base, by its id: for whoever asks about the runs of many of them."""
    found: dict[int, list[Span]] = {}
    rows = Recognition.objects.order_by("base_id", "since").values_list("base_id", "since", "ends_before")
    for base, since, ends_before in rows:
        held = found.setdefault(base, [])
        touches = held and held[-1].ends_before == since
        held.append(Span(since=held.pop().since if touches else since, ends_before=ends_before))

    return {base: tuple(held) for base, held in found.items()}


def require_recognised(base: Organisation, *, first: date, last: date) -> None:
    """
    Do nothing if `base` is recognised on every day from `first` to `last`.

    :raises BaseNotRecognised: naming the first day on which it is not
    """
    span = span_around(base, first)
    if span is None or (span.ends_before is not None and span.ends_before <= first):
        raise BaseNotRecognised(base=base.name, day=first)
    if span.ends_before is not None and span.ends_before <= last:
        raise BaseNotRecognised(base=base.name, day=span.ends_before)


def _prolonged(base: Organisation, span: Span | None) -> Span | None:
    # A renewal that begins when the recognition ends belongs to the same span, also where it begins after the day asked for.
    while span is not None and span.ends_before is not None:
        following = base.recognitions.filter(since=span.ends_before).first()
        if following is None:
            return span
        span = Span(since=span.since, ends_before=following.ends_before)
    return span
