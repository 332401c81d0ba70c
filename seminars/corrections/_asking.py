"""Asking for a correction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.accounts import papers as proofs
from learning.accounts import people
from learning.accounts.models import Person, User
from learning.errors import Refusal
from learning.workdays import working_days_after
from seminars.corrections._foreseeing import foreseen
from seminars.corrections._foresight import Foresight, keep
from seminars.enums import CorrectionKind, CorrectionState, RunState
from seminars.models import CorrectionEvidence, HoursCorrection, Run

# Working days within which a correction is to be decided. No source gives a number: our own default.
ANSWER_WITHIN = 10


@dataclass(frozen=True, kw_only=True)
class Document:
    """Somebody by name and number, as written on a document."""

    name: str
    kind: str
    number: str


class RunNotClosed(Refusal):
    """There are no hours yet that could be wrong."""

    sentence = _(
        "“%(title)s” is not closed: its hours are not registered yet. Correct the minutes on the tab “Attendance”."
    )


class WhyMissing(Refusal):
    """Nobody could decide about it."""

    field = "reason"
    sentence = _("Say what is wrong and how it came about: the regulator decides by it, and the person reads it.")


class SamePerson(Refusal):
    """Whoever was credited is who was there."""

    field = "number"
    sentence = _("Both are the same person. State the name and number of whoever was there instead.")


class AlreadyAsked(Refusal):
    """One about the same person and run waits."""

    sentence = _(
        "A correction for %(name)s in this run was asked for on %(day)s and waits for the decision until %(due)s. Wait for it, then ask again if it is needed."
    )


@transaction.atomic
def ask(  # noqa: PLR0913  (the facts of a form, all named)
    *,
    run: Run,
    kind: str,
    person: Person,
    reason: str,
    papers: Sequence[proofs.Upload],
    by: User,
    at: datetime,
    right_person: Person | None = None,
    minutes: Mapping[int, int] | None = None,
) -> HoursCorrection:
    """
    Ask for a correction of the hours of `person` in `run`, proved by `papers`; `minutes` by key of session.

    :raises RunNotClosed: if the hours are not registered yet
    :raises WhyMissing: without a reason
    :raises FileNeeded, FileTooLarge, WrongFile: if the papers cannot be taken
    :raises SamePerson: if the wrong person is the right one
    :raises AlreadyAsked: if one about the same person and run waits
    :raises Refusal: whatever would stand against carrying it out, such as `NotInTheRun` or `attendance.NothingCorrected`
    """
    found = proofs.checked(papers)
    if not reason.strip():
        raise WhyMissing
    _take(run)
    _check_people(run, kind, person, right_person)
    correction = _kept(
        HoursCorrection(
            run=run,
            kind=kind,
            person=person,
            right_person=right_person,
            minutes={str(session): count for session, count in sorted((minutes or {}).items())},
            reason=reason.strip()[:300],
            asked_by=by,
            asked_at=at,
            due_on=working_days_after(timezone.localdate(at), count=ANSWER_WITHIN),
        )
    )
    CorrectionEvidence.objects.bulk_create(CorrectionEvidence(correction=correction, **asdict(one)) for one in found)
    # What cannot be carried out is not asked for: the same deed, taken back at once. Whoever decides reads what it did.
    keep(correction, Foresight(at=at, foreseen=foreseen(correction=correction, office=run.programme.base, at=at)))
    return correction


@transaction.atomic
def ask_for(  # noqa: PLR0913  (the facts of a form, all named)
    *,
    run: Run,
    kind: str,
    person: Person | None,
    document: Document | None,
    minutes: Mapping[int, int],
    reason: str,
    papers: Sequence[proofs.Upload],
    by: User,
    at: datetime,
) -> HoursCorrection:
    """
    Ask for a correction about somebody on the roster, or somebody named by `document`, of whom a record is made if there is none.

    :raises identity.WrongNumber: and the other refusals of `people.record`, such as `NameDiffers`
    :raises Refusal: those of `ask`
    """
    named = _recorded(document, run, by, at) if document else None
    concerned = person or named
    assert concerned, "somebody is concerned"
    return ask(
        run=run,
        kind=kind,
        person=concerned,
        right_person=named if person else None,
        minutes=minutes,
        reason=reason,
        papers=papers,
        by=by,
        at=at,
    )


def _recorded(document: Document, run: Run, by: User, at: datetime) -> Person:
    return people.record(
        name=document.name,
        document_kind=document.kind,
        number=document.number,
        by=by,
        at=at,
        organisation=run.programme.base,
    )


def _take(run: Run) -> None:
    locked = Run.objects.select_for_update(no_key=True, of=("self",)).select_related("version", "programme__base")
    run.refresh_from_db(from_queryset=locked)
    if run.state != RunState.CLOSED:
        raise RunNotClosed(title=run.version.title)


def _check_people(run: Run, kind: str, person: Person, right_person: Person | None) -> None:
    assert (kind == CorrectionKind.WRONG_PERSON) == (right_person is not None), "a wrong person has a right one"
    concerned = [person.pk, *([right_person.pk] if right_person else [])]
    records = people.joined(concerned)
    if right_person and right_person.pk in records[person.pk]:
        raise SamePerson
    everybody = {pk for group in records.values() for pk in group}
    theirs = Q(person__in=everybody) | Q(right_person__in=everybody)
    if waiting := HoursCorrection.objects.filter(theirs, run=run, state=CorrectionState.WAITING).first():
        raise _already(waiting)


def _kept(correction: HoursCorrection) -> HoursCorrection:
    try:
        with transaction.atomic():
            correction.save(force_insert=True)
    except IntegrityError:
        waiting = HoursCorrection.objects.get(
            run=correction.run, person=correction.person, state=CorrectionState.WAITING
        )
        raise _already(waiting) from None
    return correction


def _already(waiting: HoursCorrection) -> AlreadyAsked:
    name = people.current_names([waiting.person_id]).get(waiting.person_id, "")
    return AlreadyAsked(name=name, day=timezone.localdate(waiting.asked_at), due=waiting.due_on)
