"""Editing: a draft of a kind is written, tried, published as its next version; a kind is paused and goes on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from credits.models import ReminderKind, ReminderVersion
from credits.reminders._bodies import body, example
from credits.reminders._checking import Complaints, complaints, digest_of
from credits.reminders._examples import said_of, tried
from learning.accounts.models import User
from learning.errors import Refusal


class WordingFaulty(Refusal):
    """A draft says something that cannot be sent."""

    sentence = _("The draft has faults, named beside its fields. Nothing was saved.")

    def __init__(self, found: Complaints) -> None:
        super().__init__()
        self.complaints = found


class DraftMoved(Refusal):
    """What somebody looked at while writing is not what stands there now."""

    sentence = _("Somebody saved, published or discarded this draft meanwhile. Open it again; nothing was changed.")


class NoDraft(Refusal):
    """There is nothing to publish."""

    sentence = _("There is no draft of this kind. Somebody may have published or discarded it.")


class NothingNew(Refusal):
    """The draft says what is in force already."""

    sentence = _("The draft says the same as the version in force. Change something, or discard it.")


class ExampleMissing(Refusal):
    """A kind is published with an example at least."""

    sentence = _("Write an example first: what has to be said, or when nothing is.")


class FactsUnusable(Refusal):
    """An example holds facts that nobody could be told."""

    sentence = _("These facts cannot be put into words. Days are written 2026-09-20, numbers without quotation marks.")
    field = "facts"


class ExampleFails(Refusal):
    """An example of the draft does not hold."""

    sentence = _("The example “%(name)s” does not hold: %(faults)s")


class ReasonMissing(Refusal):
    """Whoever changes or stops what people are told says why."""

    sentence = _("Say why, in a few words. It is kept with the version.")
    field = "reason"


class AlreadyPaused(Refusal):
    """Somebody was faster."""

    sentence = _("This kind is paused already.")


class NotPaused(Refusal):
    """Somebody was faster."""

    sentence = _("This kind is not paused.")


def in_force_of(kind: ReminderKind) -> ReminderVersion | None:
    """Return the version of `kind` in force, from what was fetched with it."""
    return next((row for row in kind.versions.all() if row.published_at), None)


def draft_of(kind: ReminderKind) -> ReminderVersion | None:
    """Return the draft of `kind`, from what was fetched with it."""
    return next((row for row in kind.versions.all() if row.published_at is None), None)


@transaction.atomic
def save_draft(
    *, kind: ReminderKind, stated: Mapping[str, Any], by: User, at: datetime, seen: str | None = None
) -> ReminderVersion:
    """
    Keep `stated` (settings and words; the rest stays as it is) as the draft of `kind`, beginning one if there is none.

    :raises WordingFaulty: naming what is wrong, by the field
    :raises DraftMoved: if what was `seen` (a digest) is not the newest any more
    """
    draft, known = _held(kind, seen)
    said = body({**known, **stated, "source": known["source"], "examples": known["examples"]})
    if found := complaints(said):
        raise WordingFaulty(found)
    return _keep(kind, draft, said, by=by, at=at)


@transaction.atomic
def save_example(
    *,
    kind: ReminderKind,
    place: int | None,
    stated: Mapping[str, Any] | None,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> ReminderVersion:
    """
    Keep an example of the draft of `kind` at `place` (a new one without), or take it away where nothing is stated.

    :raises FactsUnusable: if its facts cannot be put into words
    :raises DraftMoved: if what was `seen` is not the newest any more
    """
    draft, known = _held(kind, seen)
    examples = list(known["examples"])
    if stated is not None and said_of(known, example(stated)) is None:
        raise FactsUnusable
    if place is None and stated is not None:
        examples.append(example(stated))
    elif place is not None and place < len(examples):
        examples[place : place + 1] = [example(stated)] if stated is not None else []
    return _keep(kind, draft, {**known, "examples": examples}, by=by, at=at)


@transaction.atomic
def publish_kind(
    *, kind: ReminderKind, by: User, reason: str, at: datetime, seen: str | None = None
) -> ReminderVersion:
    """
    Put the draft of `kind` into force: what is planned from now on is told so; what was planned keeps its wording.

    :raises NoDraft: if there is none
    :raises NothingNew: if it says the same as before
    :raises WordingFaulty: if it has faults
    :raises ExampleMissing: if it has no example
    :raises ExampleFails: naming the first example that does not hold
    :raises ReasonMissing: without a reason
    :raises DraftMoved: if what was `seen` is not the newest any more
    """
    draft, said = _held(kind, seen)
    if draft is None:
        raise NoDraft
    _require_sound(kind, said)
    if not reason.strip():
        raise ReasonMissing
    ReminderVersion.objects.filter(pk=draft.pk).update(published_at=at, published_by=by, reason=reason.strip()[:200])
    ReminderKind.objects.filter(pk=kind.pk).update(weight=said["weight"])
    draft.refresh_from_db()

    return draft


@transaction.atomic
def discard_draft(*, kind: ReminderKind, seen: str | None = None) -> None:
    """
    Throw the draft of `kind` away.

    :raises NoDraft: if there is none
    :raises DraftMoved: if what was `seen` is not the newest any more
    """
    draft, _said = _held(kind, seen)
    if draft is None:
        raise NoDraft
    draft.delete()


def pause_kind(*, kind: ReminderKind, by: User, reason: str, at: datetime) -> None:
    """
    Hold back what `kind` says until it goes on: it is planned, and waits.

    :raises ReasonMissing: without a reason
    :raises AlreadyPaused: if it waits already
    """
    if not reason.strip():
        raise ReasonMissing
    said = {"is_paused": True, "paused_at": at, "paused_by": by, "paused_reason": reason.strip()[:200]}
    if not ReminderKind.objects.filter(pk=kind.pk, is_paused=False).update(**said):
        raise AlreadyPaused


def resume_kind(*, kind: ReminderKind) -> None:
    """
    Let `kind` go on: what has waited goes out.

    :raises NotPaused: if it does not wait
    """
    said = {"is_paused": False, "paused_at": None, "paused_by": None, "paused_reason": ""}
    if not ReminderKind.objects.filter(pk=kind.pk, is_paused=True).update(**said):
        raise NotPaused


def _held(kind: ReminderKind, seen: str | None) -> tuple[ReminderVersion | None, dict[str, Any]]:
    """Lock `kind` and return its draft, if there is one, and what that says, or else what is in force."""
    ReminderKind.objects.select_for_update().get(pk=kind.pk)
    newest = ReminderVersion.objects.filter(kind=kind).order_by("-number").first()
    assert newest, f"{kind.code} has no version"
    if seen is not None and seen != newest.digest:
        raise DraftMoved
    return (None if newest.published_at else newest), dict(newest.body)


def _keep(
    kind: ReminderKind, draft: ReminderVersion | None, said: dict[str, Any], *, by: User, at: datetime
) -> ReminderVersion:
    if draft is None:
        number = ReminderVersion.objects.filter(kind=kind).order_by("-number").values_list("number", flat=True)[0] + 1
        return ReminderVersion.objects.create(
            kind=kind, number=number, body=said, digest=digest_of(said), created_at=at, created_by=by
        )
    draft.body, draft.digest, draft.created_at, draft.created_by = said, digest_of(said), at, by
    # Whoever saves makes it theirs: the next one shipped does not replace it unread.
    draft.is_shipped = False
    draft.save()
    return draft


def _require_sound(kind: ReminderKind, said: Mapping[str, Any]) -> None:
    published = ReminderVersion.objects.filter(kind=kind, published_at__isnull=False).order_by("-number").first()
    if published and published.digest == digest_of(said):
        raise NothingNew
    if found := complaints(said):
        raise WordingFaulty(found)
    if not said["examples"]:
        raise ExampleMissing
    for one in tried(said):
        if not one.holds:
            raise ExampleFails(name=one.name, faults=" ".join(one.faults))
