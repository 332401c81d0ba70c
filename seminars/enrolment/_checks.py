"""What stands against an enrolment: deadlines, approval, eligibility, another enrolment at the same time."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.db.models.enums import ChoicesType
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning import tags
from learning.accounts import people
from learning.accounts.enums import Series, TitleLevel
from learning.errors import Refusal
from seminars.enums import HELD, EnrolmentKind, EnrolmentState, Mode, RunState
from seminars.models import Enrolment, ProgrammeVersion, Run, Session


class EnrolmentNotOpen(Refusal):
    """Too early."""

    sentence = _("Enrolment for “%(title)s” opens at %(opens_at)s. Come back then.")


class EnrolmentClosed(Refusal):
    """Too late, or the run is closed or cancelled."""

    sentence = _("Enrolment for “%(title)s” ended at %(ended_at)s. Look for a later run in the catalogue.")


class NoLiveStream(Refusal):
    """There is nothing to watch."""

    sentence = _("“%(title)s” has no live stream. Enrol as a participant instead.")


class NotEligible(Refusal):
    """The programme is for others."""

    sentence = _(
        "“%(title)s” is for: %(wanted)s. Recorded is: %(known)s. If that is wrong, have the record put right first."
    )


class ConditionsNotMet(Refusal):
    """The programme is for others: what its staff need to know of somebody whom they add."""

    sentence = _(
        "This person does not meet the conditions of “%(title)s”: %(conditions)s. They read the details when they enrol themselves."
    )


class AlreadyEnrolled(Refusal):
    """The person holds a place in the run, or waits for one."""

    sentence = _("There is an enrolment for “%(title)s” already (%(state)s). It is in the list of enrolments.")


class RefusedBefore(Refusal):
    """The selection went against the person."""

    sentence = _(
        "This run of “%(title)s” did not admit this person: %(reason)s. Look for another run in the catalogue."
    )


class Clash(Refusal):
    """The person would have to be in two places."""

    sentence = _(
        "“%(other)s” of “%(title)s” is at the same time, at %(starts_at)s. Withdraw there first, or choose another run."
    )


class BusyThen(Refusal):
    """The person would have to be in two places: what the staff of a base need to know of somebody whom they add."""

    sentence = _(
        "This person is enrolled elsewhere at the time of “%(title)s”. Ask them to withdraw there first; they find it in their own list."
    )


def require_time(run: Run, *, at: datetime, by_staff: bool) -> None:
    """Do nothing if `run` takes enrolments now. Its staff may add people, who come to the door, until it ends."""
    ends_at = tags.day_and_time(run.enrol_until)
    if run.state != RunState.OPEN or (by_staff and timezone.localdate(at) > run.ends_on):
        raise EnrolmentClosed(title=run.version.title, ended_at=ends_at)
    if not by_staff and at < run.enrol_from:
        opens_at = tags.day_and_time(run.enrol_from)
        raise EnrolmentNotOpen(title=run.version.title, opens_at=opens_at)
    if not by_staff and at > run.enrol_until:
        raise EnrolmentClosed(title=run.version.title, ended_at=ends_at)


def require_stream(run: Run) -> None:
    """Do nothing if `run` can be watched."""
    if not run.has_stream:
        raise NoLiveStream(title=run.version.title)


def require_eligible(run: Run, person_ids: Collection[int], *, at: datetime) -> None:
    """Do nothing if all of `person_ids` belong to those whom the approved version is for."""
    version = run.version
    if version.eligible_series or version.eligible_levels:
        for facts in people.on_day(person_ids, timezone.localdate(at)).values():
            _require_eligible(version, facts)


def _require_eligible(version: ProgrammeVersion, facts: people.DayFacts) -> None:
    not_met = []
    if version.eligible_series and not set(version.eligible_series) & set(facts.series):
        not_met.append(gettext("series of the title"))
    if version.eligible_levels and facts.title_level not in version.eligible_levels:
        not_met.append(gettext("title level"))
    if not not_met:
        return

    wanted = _labels(Series, version.eligible_series) + _labels(TitleLevel, version.eligible_levels)
    known = _labels(Series, facts.series) + _labels(TitleLevel, [facts.title_level])
    comma = gettext(", ")
    raise NotEligible(
        title=version.title,
        wanted=comma.join(wanted),
        known=comma.join(known) or gettext("nothing"),
        conditions=comma.join(not_met),
    )


def require_new(run: Run, humans: Mapping[int, Collection[int]], *, kind: str) -> dict[int, Enrolment]:
    """Do nothing if nobody takes part in `run`; return the withdrawn enrolments that can be used again. `humans` are records by person."""
    person_of = {record: person for person, records in humans.items() for record in records}
    if len(person_of) < sum(map(len, humans.values())):
        # Two of a group are one human.
        raise AlreadyEnrolled(title=run.version.title, state=EnrolmentState.APPLIED.label)
    again = {}
    for row in Enrolment.objects.filter(run=run, person__in=person_of).order_by("pk"):
        if row.state == EnrolmentState.REFUSED and row.kind == kind:
            raise RefusedBefore(title=run.version.title, reason=row.reason)
        if row.state in HELD and (row.kind == kind or row.state == EnrolmentState.ADMITTED):
            raise AlreadyEnrolled(title=run.version.title, state=EnrolmentState(row.state).label)
        if row.state == EnrolmentState.WITHDRAWN and row.kind == kind:
            again[person_of[row.person_id]] = row
    return again


def require_no_clash(run: Run, records: Collection[int]) -> None:
    """Do nothing if nobody of `records` is enrolled elsewhere while `run` sits. What is recorded can be watched at any time."""
    if run.mode == Mode.RECORDED:
        return
    mine = Session.objects.filter(run=run, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at"))
    elsewhere = Session.objects.filter(
        run__state=RunState.OPEN,
        run__enrolments__person__in=records,
        run__enrolments__kind=EnrolmentKind.PARTICIPANT,
        run__enrolments__state__in=HELD,
    )
    found = elsewhere.exclude(run=run).exclude(run__mode=Mode.RECORDED).filter(Exists(mine))
    if other := found.select_related("run__version").order_by("starts_at", "pk").first():
        starts_at = tags.day_and_time(other.starts_at)
        raise Clash(other=other.title, title=other.run.version.title, starts_at=starts_at)


def _labels(choices: ChoicesType, codes: Iterable[str]) -> list[str]:
    known = dict(choices.choices)
    return [str(known.get(code, code)) for code in codes if code]
