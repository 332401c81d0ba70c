"""Executable examples of a version: what it is expected to decide. Those of a published version are frozen with it."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credits import policy
from credits.models import RulebookExample, RulebookVersion
from credits.policy import cases
from credits.rulebooks import _differences
from credits.rulebooks._locking import locked_draft
from credits.rulebooks._versions import books, policy_version
from learning.accounts.models import User
from learning.errors import Refusal

TYPED = "TOML"
NAME_MAX = 200


class ExampleNotUnderstood(Refusal):
    """The text of an example is no case; each complaint names key path or line, and what is allowed there."""

    sentence = gettext_lazy("The example cannot be understood. Mend what stands below it; nothing was saved.")
    field = "text"

    def __init__(self, complaints: list[str]) -> None:
        super().__init__()
        self.complaints = complaints


class ExampleNamedTwice(Refusal):
    """Examples of a version are told apart by their names."""

    sentence = gettext_lazy("Another example of this version is called “%(name)s”. Give this one another name.")
    field = "text"


class ExampleChangedMeanwhile(Refusal):
    """Somebody else changed the example since it was opened."""

    sentence = gettext_lazy("Somebody changed or removed the example “%(name)s” after you opened it. Look at it again.")


@dataclass(frozen=True)
class Tried:
    """An example, and each line in which the version decides otherwise; none where it holds."""

    example: RulebookExample
    lines: tuple[str, ...]


def tried(version: RulebookVersion) -> list[Tried]:
    """Return each example of `version` with what it finds, beside the versions that are in force."""
    examples = list(version.examples.order_by("pk"))
    packs = _packs(version) if examples else {}
    return [Tried(one, _lines(one.text, packs)) for one in examples]


@transaction.atomic
def add_example(*, version: RulebookVersion, text: str, by: User, at: datetime) -> RulebookExample:
    """
    Add the case in `text` to the draft `version`; it may fail until the draft is published.

    :raises NotADraft: if the version is published
    :raises ExampleNotUnderstood: if `text` is no case about the version's family
    :raises ExampleNamedTwice: if another example has its name
    """
    kept = locked_draft(version, seen=None)
    name = _name(kept, text)
    return RulebookExample.objects.create(version=kept, name=name, text=text, edited_at=at, edited_by=by)


@transaction.atomic
def change_example(
    *, version: RulebookVersion, example: RulebookExample, text: str, seen: int, by: User, at: datetime
) -> RulebookExample:
    """
    Save `text` as `example` of the draft `version`, if nobody changed it since its revision `seen`.

    :raises NotADraft: if the version is published
    :raises ExampleChangedMeanwhile: if it was changed or removed
    :raises ExampleNotUnderstood: if `text` is no case about the version's family
    :raises ExampleNamedTwice: if another example has its name
    """
    kept = _seen(locked_draft(version, seen=None), example, seen)
    kept.name, kept.text, kept.is_shipped = _name(kept.version, text, besides=kept.pk), text, False
    kept.revision, kept.edited_at, kept.edited_by = kept.revision + 1, at, by
    kept.save()

    return kept


@transaction.atomic
def remove_example(*, version: RulebookVersion, example: RulebookExample, seen: int) -> None:
    """
    Remove `example` from the draft `version`.

    :raises NotADraft: if the version is published
    :raises ExampleChangedMeanwhile: if it was changed or removed
    """
    _seen(locked_draft(version, seen=None), example, seen).delete()


def _seen(version: RulebookVersion, example: RulebookExample, seen: int) -> RulebookExample:
    kept = version.examples.filter(pk=example.pk, revision=seen).first()
    if kept is None:
        raise ExampleChangedMeanwhile(name=example.name)
    return kept


def _name(version: RulebookVersion, text: str, *, besides: int = 0) -> str:
    """Return the name that the case in `text` gives itself."""
    packs = _packs(version)
    try:
        verdict = cases.decide(text, name=TYPED, packs=packs)
    except cases.NotACase as error:
        raise ExampleNotUnderstood([line.removeprefix(f"{TYPED}: ") for line in str(error).splitlines()]) from error
    if version.family not in tomllib.loads(text)["rulebooks"]:
        told = _("rulebooks: the example does not name this rulebook; allowed: “%(family)s”, alone or among others")
        raise ExampleNotUnderstood([told % {"family": version.family}])
    if version.examples.exclude(pk=besides).filter(name=verdict.name).exists():
        raise ExampleNamedTwice(name=verdict.name)
    return verdict.name


def _lines(text: str, packs: dict[str, policy.Pack]) -> tuple[str, ...]:
    try:
        found = cases.decide(text, name=TYPED, packs=packs).differences
    except cases.NotACase as error:
        return tuple(str(error).splitlines())
    return tuple(map(_differences.in_words, found))


def _packs(version: RulebookVersion) -> dict[str, policy.Pack]:
    """Return what is in force as packs, `version` among it: instead of the one that starts with it."""
    families: dict[str, list[policy.Version]] = {version.family: [policy_version(version)]}
    for row in books().holding:
        if (row.family, row.effective_from) != (version.family, version.effective_from):
            families.setdefault(row.family, []).append(policy_version(row))
    return {family: _pack(versions) for family, versions in families.items()}


def _pack(versions: Iterable[policy.Version]) -> policy.Pack:
    ordered = sorted(versions, key=lambda version: version.since)
    newest = ordered[-1]
    return policy.Pack(family=newest.family, title=newest.title, basis=newest.basis, versions=tuple(ordered))
