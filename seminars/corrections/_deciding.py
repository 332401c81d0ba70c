"""What a regulator decides about a correction."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from credits import reminders
from learning import tags
from learning.accounts.models import Organisation, User
from learning.deeds import deed
from learning.errors import Refusal
from seminars.corrections._carrying_out import Deed, carry_out
from seminars.corrections._effects import Effect, effects
from seminars.enums import CorrectionState
from seminars.models import HoursCorrection, Run


class AlreadyDecided(Refusal):
    """Somebody was faster."""

    sentence = _("This correction was decided a moment ago: %(state)s. Nothing was done twice.")


class OwnMatter(Refusal):
    """Nobody decides what they asked for."""

    sentence = _("You asked for this correction yourself: somebody else has to decide about it.")


class ReasonMissing(Refusal):
    """Nobody would know why."""

    field = "answer"
    sentence = _("Say why, so that the base knows what to do.")


@deed
def approve(
    *, correction: HoursCorrection, by: User, office: Organisation, at: datetime, answer: str = ""
) -> tuple[Effect, ...]:
    """
    Correct what was asked for, all or none, and tell those concerned; return what became of their hours.

    :raises OwnMatter: if `by` asked for it
    :raises AlreadyDecided: if somebody was faster
    :raises Refusal: whatever stands against it now, such as `posting.AlreadyReversed`
    """
    _decide(correction, CorrectionState.APPROVED, by=by, office=office, at=at, answer=answer)
    carry_out(Deed(correction=correction, by=by, office=office, at=at))
    found = effects([correction])[correction.pk]
    _tell(correction, found, at=at)
    return found


@deed
def send_back(*, correction: HoursCorrection, by: User, office: Organisation, answer: str, at: datetime) -> None:
    """
    Return what was asked for to the base, which may mend it and ask again.

    :raises ReasonMissing: without a reason
    :raises OwnMatter: if `by` asked for it
    :raises AlreadyDecided: if somebody was faster
    """
    _require(answer)
    _decide(correction, CorrectionState.RETURNED, by=by, office=office, at=at, answer=answer)


@deed
def refuse(*, correction: HoursCorrection, by: User, office: Organisation, answer: str, at: datetime) -> None:
    """
    Refuse what was asked for: the hours stay as they are.

    :raises ReasonMissing: without a reason
    :raises OwnMatter: if `by` asked for it
    :raises AlreadyDecided: if somebody was faster
    """
    _require(answer)
    _decide(correction, CorrectionState.REFUSED, by=by, office=office, at=at, answer=answer)


def _require(answer: str) -> None:
    if not answer.strip():
        raise ReasonMissing


def _decide(
    correction: HoursCorrection, state: CorrectionState, *, by: User, office: Organisation, at: datetime, answer: str
) -> None:
    # The run first, then the row, as asking does; the second of two deciders finds the state changed.
    run = Run.objects.select_for_update(no_key=True, of=("self",)).select_related("version__approved_by")
    correction.run = run.select_related("programme__base").get(pk=correction.run_id)
    held = HoursCorrection.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if held.asked_by_id == by.pk:
        raise OwnMatter
    if held.state != CorrectionState.WAITING:
        raise AlreadyDecided(state=CorrectionState(held.state).label)
    correction.state, correction.answer = state, answer.strip()[:500]
    correction.decided_by, correction.decided_for, correction.decided_at = by, office, at
    correction.save(update_fields=["state", "answer", "decided_by", "decided_for", "decided_at"])


def _tell(correction: HoursCorrection, found: tuple[Effect, ...], *, at: datetime) -> None:
    run = correction.run
    reminders.plan(
        dues=[
            reminders.Due(
                source="hours.entered",
                key=f"{correction.origin}:{one.person_id}",
                person_id=one.person_id,
                flags=frozenset({"corrected"}),
                anchor=f"run:{run.pk}",
                facts={
                    "title": run.version.title,
                    "before": tags.hours(one.before),
                    "after": tags.hours(one.after),
                    "reason": correction.reason,
                },
            )
            for one in found
        ],
        at=at,
    )
