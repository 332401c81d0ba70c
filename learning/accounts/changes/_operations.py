"""Stating a change, and deciding about it."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from learning.accounts import papers as proofs
from learning.accounts import people, texts
from learning.accounts.changes import _papers
from learning.accounts.changes._access import decider
from learning.accounts.changes._facts import apply, duty_of, employment_of
from learning.accounts.enums import ChangeKind, ChangeState
from learning.accounts.models import Change, Organisation, Person, Region, User
from learning.errors import Refusal

ANSWER_WITHIN = timedelta(days=15)
TOO_FAR = timedelta(days=366)


class AlreadyStated(Refusal):
    """One of the kind waits."""

    sentence = _("You have stated a change of this kind already, and it waits for a decision.")


class NoEmployer(Refusal):
    """Nobody leaves where they do not work."""

    field = "kind"
    sentence = _("Your record names no employer for that day, so there is none to leave.")


class NoDuty(Refusal):
    """Nobody is released from a duty that they do not have."""

    field = "kind"
    sentence = _("Your record says nothing of a duty to continue education on that day, so it need not end.")


class StartsTooFar(Refusal):
    """Further ahead than anybody can prove."""

    field = "since"
    sentence = _("This day is more than a year ahead. State the change when it is nearer.")


class NoEvidence(Refusal):
    """A transfer names where to."""

    field = "employer_name"
    sentence = _("Name the new employer, or the new region of work, or both.")


class ReasonMissing(Refusal):
    """A return says why."""

    field = "reason"
    sentence = _("Say what is missing or wrong. The person reads it.")


class AlreadyDecided(Refusal):
    """Somebody was faster."""

    sentence = _("Somebody else decided about this a moment ago.")


@transaction.atomic
def state(  # noqa: PLR0913  (the facts of a form, all named)
    *,
    person: Person,
    kind: str,
    since: date,
    papers: list[proofs.Upload],
    by: User,
    at: datetime,
    ends_before: date | None = None,
    status: str = "",
    employer: Organisation | None = None,
    employer_name: str = "",
    employer_kind: str = "",
    region: Region | None = None,
    note: str = "",
) -> Change:
    """
    State a change in the life of `person`, proved by `papers`.

    :raises people.WrongSpan: if it ends before it begins
    :raises StartsTooFar: if it begins more than a year ahead
    :raises NoEvidence: if a transfer says neither whereto nor whither
    :raises NoEmployer: if there is no employer to leave
    :raises NoDuty: if there is no duty to end
    :raises FileNeeded, FileTooLarge, WrongFile: if the papers cannot be taken
    :raises AlreadyStated: if one of this kind waits
    """
    _check(person, kind, since=since, ends_before=ends_before, at=at)
    if kind == ChangeKind.TRANSFER and not (employer or employer_name or region):
        raise NoEvidence
    rows = proofs.checked(papers)
    change = Change(
        person=person,
        kind=kind,
        since=since,
        ends_before=ends_before,
        status=status,
        employer=employer,
        employer_name="" if employer else employer_name,
        employer_kind=employer_kind,
        region=region,
        note=note,
        stated_by=by,
        stated_at=at,
        due_on=localdate(at) + ANSWER_WITHIN,
    )
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError:
        raise AlreadyStated from None
    _papers.store(rows, change=change)
    return change


@transaction.atomic
def record(*, change: Change, by: User, at: datetime) -> Change:
    """
    Enter `change` in the record: it becomes facts.

    :raises AlreadyDecided: if somebody was faster
    :raises NoEmployer: if there is no employer to leave any more
    :raises NoDuty: if there is no duty to end any more
    :raises people.FactKnown: if the record says the same
    """
    change = _decide(change, ChangeState.RECORDED, reason="", by=by, at=at)
    _check(change.person, change.kind, since=change.since, ends_before=change.ends_before, at=at)
    apply(change, by=by, at=at)
    _tell(change, _("Xueshi: the change that you stated (%(kind)s) is entered in your record."), at=at)
    return change


@transaction.atomic
def return_(*, change: Change, reason: str, by: User, at: datetime) -> Change:
    """
    Return `change` to the person, who may state it anew.

    :raises ReasonMissing: without a reason
    :raises AlreadyDecided: if somebody was faster
    """
    if not reason.strip():
        raise ReasonMissing
    change = _decide(change, ChangeState.RETURNED, reason=reason.strip()[:500], by=by, at=at)
    body = _(
        "Xueshi: the change that you stated (%(kind)s) was returned. Read the reason in the settings and state it anew."
    )
    _tell(change, body, at=at)
    return change


def _check(person: Person, kind: str, *, since: date, ends_before: date | None, at: datetime) -> None:
    if ends_before is not None and ends_before <= since:
        raise people.WrongSpan
    if since > localdate(at) + TOO_FAR:
        raise StartsTooFar
    if kind == ChangeKind.LEAVING and employment_of(person, since) is None:
        raise NoEmployer
    if kind == ChangeKind.RETIREMENT and duty_of(person, since) is None:
        raise NoDuty


def _decide(change: Change, state: ChangeState, *, reason: str, by: User, at: datetime) -> Change:
    change = Change.objects.select_for_update(of=("self",)).select_related("person").get(pk=change.pk)
    if change.state != ChangeState.WAITING:
        raise AlreadyDecided
    change.decided_for = decider(by, change, localdate(at))
    change.state, change.reason, change.decided_by, change.decided_at = state, reason, by, at
    change.save(update_fields=["state", "reason", "decided_by", "decided_for", "decided_at"])
    return change


def _tell(change: Change, body: Promise, *, at: datetime) -> None:
    user = change.stated_by
    if user.mobile and user.mobile_verified:
        with translation.override(user.language):
            texts.write(to=user.mobile, body=str(body) % {"kind": change.get_kind_display()}, at=at)
