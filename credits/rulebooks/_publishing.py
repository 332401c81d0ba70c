"""A draft becomes law."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from credits.enums import RulebookStatus
from credits.models import RulebookVersion
from credits.rulebooks._drafting import NotUnderstood, stated, text_of, understood
from credits.rulebooks._examples import tried
from credits.rulebooks._locking import locked_draft
from credits.rulebooks._text import starting
from learning import tags
from learning.accounts.models import User
from learning.errors import Refusal


class AnotherVersionStartsThen(Refusal):
    """A corrigendum has to say what it replaces."""

    sentence = _(
        "“%(code)s” is in force from the same day. Name it as the version that is replaced, or choose another day."
    )


class SaysNothingNew(Refusal):
    """A draft says word for word what was published before."""

    sentence = _("“%(code)s” says exactly what a published version says. Change it before you publish it.")


class ExampleFails(Refusal):
    """What a version decides is not what its examples expect."""

    sentence = _("“%(code)s” cannot be published: the example “%(example)s” fails. %(line)s")


class NothingToReplace(Refusal):
    """What a corrigendum names is not in force, or starts on another day."""

    sentence = _(
        "“%(code)s” cannot be replaced: only a published version of the same rulebook that starts on the same day can."
    )


class DayNotPossible(Refusal):
    """The version cannot begin on that day."""

    field = "since"
    sentence = _("“%(code)s” cannot begin on %(day)s. %(complaint)s")


@transaction.atomic
def publish(
    *,
    version: RulebookVersion,
    by: User | None,
    at: datetime,
    reference: str,
    since: date | None = None,
    is_demo: bool = False,
    seen: int | None = None,
) -> RulebookVersion:
    """
    Put `version` into force under `reference`, from the day that it states or, where `since` names another one, from that.

    Decisions that were made stay under the version that made them, also where this one starts in the past: `posting.redecide` moves them.

    Its examples are tried once more on the draft as it is locked; `seen` is the revision that whoever publishes has read.

    :raises NotADraft: if it is published already
    :raises SavedMeanwhile: if somebody saved it since the revision `seen`
    :raises DayNotPossible: if it cannot begin on `since`, because it ends before
    :raises SaysNothingNew: if a published version says the same
    :raises AnotherVersionStartsThen: if one that starts on the same day is in force and is not named as replaced
    :raises NothingToReplace: if the version named as replaced is not in force or starts on another day
    :raises ExampleFails: if one of its examples does
    """
    kept = locked_draft(version, seen=seen)
    if since and since != kept.effective_from:
        _let_begin(kept, since)
    _check_what_it_replaces(kept)
    _check_examples(kept)
    kept.status, kept.published_at, kept.published_by = RulebookStatus.PUBLISHED, at, by
    kept.reference, kept.is_demo = reference, is_demo
    kept.save()

    return kept


def _let_begin(draft: RulebookVersion, since: date) -> None:
    text, replaced = starting(text_of(draft), since), draft.replaces
    try:
        columns = stated(understood(text, family=draft.family))
    except NotUnderstood as error:
        raise DayNotPossible(code=draft.code, day=tags.day(since), complaint=error.complaints[0]) from error
    for name, value in columns.items():
        setattr(draft, name, value)
    # Whoever moves the day has not named what stands there: that is refused below, and not replaced in passing.
    draft.replaces = replaced if replaced == columns["replaces"] else None
    draft.text = text


def _check_what_it_replaces(draft: RulebookVersion) -> None:
    published = RulebookVersion.objects.filter(family=draft.family).exclude(status=RulebookStatus.DRAFT)
    same_start = (
        published.filter(status=RulebookStatus.PUBLISHED)
        .filter(effective_from=draft.effective_from)
        .exclude(corrigenda__status=RulebookStatus.PUBLISHED)
    )
    if published.filter(digest=draft.digest).exists():
        raise SaysNothingNew(code=draft.code)
    standing = same_start.first()
    if draft.replaces_id and (standing is None or standing.pk != draft.replaces_id):
        raise NothingToReplace(code=draft.replaces.code if draft.replaces else "")
    if standing and not draft.replaces_id:
        raise AnotherVersionStartsThen(code=standing.code)


def _check_examples(draft: RulebookVersion) -> None:
    failing = next((one for one in tried(draft) if one.lines), None)
    if failing:
        raise ExampleFails(code=draft.code, example=failing.example.name, line=failing.lines[0])
