"""A regulator writes a draft: from a version or from a text, saved as typed, as often as needed, until it is published or discarded."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credits import policy
from credits.enums import Basis, RulebookStatus
from credits.models import RulebookExample, RulebookVersion
from credits.rulebooks._locking import locked_draft
from credits.rulebooks._text import starting, written
from credits.rulebooks._versions import policy_version
from learning.accounts.models import Region, User
from learning.errors import Refusal

# What stands before each complaint about a text that was typed and not read from a file.
TYPED = "TOML"
TITLE_MAX = 200


class NotUnderstood(Refusal):
    """The text of a draft is no pack; each complaint names key path or line, and what is allowed there."""

    sentence = gettext_lazy("The text cannot be understood. Mend what stands below it; nothing was saved.")
    field = "text"

    def __init__(self, complaints: list[str]) -> None:
        super().__init__()
        self.complaints = complaints


@transaction.atomic
def start_draft(*, source: RulebookVersion, since: date, by: User, at: datetime) -> RulebookVersion:
    """
    Keep a draft that says what `source` says, but begins on `since`, with the examples of `source`.

    :raises NotUnderstood: if `source` cannot begin then, because it ends before
    """
    made = draft_from_text(text=starting(text_of(source), since), by=by, at=at)
    RulebookExample.objects.bulk_create(
        [
            RulebookExample(version=made, name=one.name, text=one.text, edited_at=at, edited_by=by)
            for one in source.examples.order_by("pk")
        ]
    )
    return made


@transaction.atomic
def draft_from_text(*, text: str, by: User, at: datetime) -> RulebookVersion:
    """
    Keep the pack with one version that `text` holds as a draft.

    :raises NotUnderstood: if it is none
    """
    version = understood(text)
    return RulebookVersion.objects.create(
        **stated(version), text=text, revision=1, edited_at=at, edited_by=by, created_at=at
    )


@transaction.atomic
def edit(*, version: RulebookVersion, text: str, seen: int, by: User, at: datetime) -> RulebookVersion:
    """
    Save `text` as what the draft `version` says, if nobody saved it since its revision `seen`.

    :raises NotADraft: if it was published
    :raises SavedMeanwhile: if somebody else saved it
    :raises NotUnderstood: if `text` is no pack of this family with one version
    """
    kept = locked_draft(version, seen=seen)
    for name, value in stated(understood(text, family=kept.family)).items():
        setattr(kept, name, value)
    # From now on it is the regulator's: the next edition of the pack does not take its place.
    kept.text, kept.is_shipped = text, False
    kept.revision, kept.edited_at, kept.edited_by = kept.revision + 1, at, by
    kept.save()

    return kept


@transaction.atomic
def discard(*, version: RulebookVersion, seen: int) -> None:
    """
    Remove a draft with its examples.

    :raises NotADraft: if it was published
    :raises SavedMeanwhile: if somebody else saved it
    """
    locked_draft(version, seen=seen).delete()


def text_of(version: RulebookVersion) -> str:
    """Return what `version` says as the text of a pack: as it was typed, or written anew."""
    return version.text or written(policy_version(version))


def understood(text: str, *, family: str = "") -> policy.Version:
    """
    Return the one version of the pack in `text`.

    :raises NotUnderstood: if it is none, or of another family
    """
    try:
        versions = policy.read_pack(text, name=TYPED).versions
    except policy.NotARulebook as error:
        raise NotUnderstood([line.removeprefix(f"{TYPED}: ") for line in str(error).splitlines()]) from error
    if complaints := list(_complaints(versions, family)):
        raise NotUnderstood(complaints)
    return versions[0]


def stated(version: policy.Version) -> dict[str, Any]:
    """Return the columns of a row that says what `version` says. If one with the same start is in force, it is its corrigendum."""
    starts = None if version.since == date.min else version.since
    scope = version.scope
    return {
        "family": version.family,
        "title": version.title,
        "code": version.id,
        "basis": version.basis,
        "effective_from": starts,
        "effective_before": version.before,
        "scope_region_id": scope.regions[0] if scope.regions else None,
        "scope_series": scope.series[0] if scope.series else "",
        "body": json.loads(version.canonical),
        "digest": version.digest,
        "replaces": replaced_by(version.family, starts),
    }


def replaced_by(family: str, starts: date | None) -> RulebookVersion | None:
    """Return the version in force that a version of `family` with this start takes the place of."""
    published = RulebookVersion.objects.filter(family=family, status=RulebookStatus.PUBLISHED, effective_from=starts)
    return published.exclude(corrigenda__status=RulebookStatus.PUBLISHED).first()


def _complaints(versions: Sequence[policy.Version], family: str) -> Iterator[str]:
    version, scope = versions[0], versions[0].scope
    if len(versions) > 1:
        yield _("versions: a draft is one version; allowed: one table [[versions]]")
    if family and version.family != family:
        yield _("family: a draft stays in its family; allowed: “%(family)s”") % {"family": family}
    if version.basis == Basis.REFERENCE.value:
        yield _("basis: “reference” is never applied to a person; allowed: “sourced”, “provisional”")
    if len(version.title) > TITLE_MAX:
        yield _("title: allowed: at most %(n)d characters") % {"n": TITLE_MAX}
    yield from _of_scope(scope)


def _of_scope(scope: Any) -> Iterator[str]:
    for name, codes in (("regions", scope.regions), ("series", scope.series)):
        if len(codes) > 1:
            yield _("versions[1].scope.%(name)s: a version concerns one; allowed: one code") % {"name": name}
    if scope.regions and not Region.objects.filter(pk=scope.regions[0]).exists():
        yield _("versions[1].scope.regions[1]: no region has the code “%(code)s”; allowed: a code of GB/T 2260") % {
            "code": scope.regions[0]
        }
