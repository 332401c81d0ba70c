"""Packs that come with the product."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from credits import policy
from credits.enums import Basis, RulebookStatus
from credits.models import RulebookExample, RulebookVersion
from credits.policy import cases
from credits.rulebooks._drafting import stated
from credits.rulebooks._publishing import publish

# Reference packs lie in a folder of their own: they prove that the model can say it and are never applied to a person.
PACKS = Path(__file__).parent / "packs"
EXAMPLES = Path(__file__).parent / "examples"
Examples = Mapping[str, Sequence[tuple[str, str]]]


class PackNotImportable(ValueError):
    """A pack says something that the database cannot hold."""


@transaction.atomic
def import_packs(*, at: datetime, folder: Path = PACKS, examples: Path = EXAMPLES) -> list[RulebookVersion]:
    """
    Add the versions of the shipped packs that are not here yet, each with the shipped examples that it decides, and return those.

    What is sourced is published under its own document; what is provisional stays a draft until a regulator publishes it, or
    until the pack says something else: then the new draft takes its place. Nothing else that is here already changes.
    """
    packs = [policy.read_pack(path.read_text("utf-8"), name=path.name) for path in sorted(folder.glob("*.toml"))]
    versions = [version for pack in packs for version in pack.versions]
    _remove_outdated(versions)
    known = set(RulebookVersion.objects.values_list("family", "digest"))
    new = [version for version in versions if (version.family, version.digest) not in known]
    decided = _examples(examples, {pack.family: pack for pack in packs}) if new else {}
    return [_add(version, decided.get(version.id, ()), at=at) for version in new]


def draft(*, version: policy.Version, at: datetime, is_shipped: bool = False) -> RulebookVersion:
    """
    Keep `version` as a draft. If one with the same start is in force, the draft is its corrigendum.

    :raises PackNotImportable: if it concerns more than one region or series, or is for reference only
    """
    if version.basis == Basis.REFERENCE.value:
        raise PackNotImportable(f"{version.id}: a reference pack belongs into packs/reference")
    for name, codes in (("regions", version.scope.regions), ("series", version.scope.series)):
        if len(codes) > 1:
            raise PackNotImportable(f"{version.id}: scope.{name} names {', '.join(codes)}; a version concerns one")
    return RulebookVersion.objects.create(**stated(version), is_shipped=is_shipped, created_at=at)


def _remove_outdated(versions: Sequence[policy.Version]) -> None:
    """Remove the drafts of these packs that no pack says any more; nothing was ever decided under a draft."""
    drafts = RulebookVersion.objects.filter(status=RulebookStatus.DRAFT, is_shipped=True)
    drafts = drafts.filter(family__in={version.family for version in versions})
    drafts.exclude(digest__in={version.digest for version in versions}).delete()


def _examples(folder: Path, packs: Mapping[str, policy.Pack]) -> Examples:
    """Return name and text of the examples by the id of the version that they belong to: the newest that decides something in them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(folder.glob("*.toml")):
        text = path.read_text("utf-8")
        if set(tomllib.loads(text)["rulebooks"]) <= set(packs):
            verdict = cases.decide(text, name=path.name, packs=packs)
            newest = max(row["version"] for rows in verdict.decided.values() for row in rows if row.get("version"))
            found.setdefault(newest, []).append((verdict.name, text))
    return found


def _add(version: policy.Version, examples: Sequence[tuple[str, str]], *, at: datetime) -> RulebookVersion:
    row = draft(version=version, at=at, is_shipped=True)
    RulebookExample.objects.bulk_create(
        [RulebookExample(version=row, name=name, text=text, is_shipped=True, edited_at=at) for name, text in examples]
    )
    if version.basis == Basis.SOURCED.value:
        return publish(version=row, by=None, at=at, reference=_reference(version))
    return row


def _reference(version: policy.Version) -> str:
    # Several sources may be chapters of one document.
    return "；".join(dict.fromkeys(source.document for source in version.sources.values()))[:200]
