"""Packs that come with the product."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from credits import policy
from credits.enums import Basis, RulebookStatus
from credits.models import RulebookVersion
from credits.rulebooks._publishing import publish

# Reference packs lie in a folder of their own: they prove that the model can say it and are never applied to a person.
PACKS = Path(__file__).parent / "packs"


class PackNotImportable(ValueError):
    """A pack says something that the database cannot hold."""


@transaction.atomic
def import_packs(*, at: datetime, folder: Path = PACKS) -> list[RulebookVersion]:
    """
    Add the versions of the shipped packs that are not here yet, and return those.

    What is sourced is published under its own document; what is provisional stays a draft until a regulator publishes it, or
    until the pack says something else: then the new draft takes its place. Nothing else that is here already changes.
    """
    versions = [
        version
        for path in sorted(folder.glob("*.toml"))
        for version in policy.read_pack(path.read_text("utf-8"), name=path.name).versions
    ]
    _remove_outdated(versions)
    known = set(RulebookVersion.objects.values_list("family", "digest"))
    return [_add(version, at=at) for version in versions if (version.family, version.digest) not in known]


def draft(*, version: policy.Version, at: datetime, is_shipped: bool = False) -> RulebookVersion:
    """
    Keep `version` as a draft. If one with the same start is in force, the draft is its corrigendum.

    :raises PackNotImportable: if it concerns more than one region or series, or is for reference only
    """
    if version.basis == Basis.REFERENCE.value:
        raise PackNotImportable(f"{version.id}: a reference pack belongs into packs/reference")
    starts = None if version.since == date.min else version.since
    return RulebookVersion.objects.create(
        family=version.family,
        title=version.title,
        code=version.id,
        basis=version.basis,
        effective_from=starts,
        effective_before=version.before,
        scope_region_id=_only(version.scope.regions, version) or None,
        scope_series=_only(version.scope.series, version),
        body=json.loads(version.canonical),
        digest=version.digest,
        is_shipped=is_shipped,
        replaces=_present(version, starts),
        created_at=at,
    )


def _remove_outdated(versions: Sequence[policy.Version]) -> None:
    """Remove the drafts of these packs that no pack says any more; nothing was ever decided under a draft."""
    drafts = RulebookVersion.objects.filter(status=RulebookStatus.DRAFT, is_shipped=True)
    drafts = drafts.filter(family__in={version.family for version in versions})
    drafts.exclude(digest__in={version.digest for version in versions}).delete()


def _add(version: policy.Version, *, at: datetime) -> RulebookVersion:
    row = draft(version=version, at=at, is_shipped=True)
    if version.basis == Basis.SOURCED.value:
        return publish(version=row, by=None, at=at, reference=_reference(version))
    return row


def _present(version: policy.Version, starts: date | None) -> RulebookVersion | None:
    # A mended pack is a corrigendum of the version with the same start.
    published = RulebookVersion.objects.filter(
        family=version.family, status=RulebookStatus.PUBLISHED, effective_from=starts
    )
    return published.exclude(corrigenda__status=RulebookStatus.PUBLISHED).first()


def _only(codes: tuple[str, ...], version: policy.Version) -> str:
    if len(codes) > 1:
        raise PackNotImportable(
            f"{version.id}: scope names {', '.join(codes)}; a version concerns one region and one series"
        )
    return codes[0] if codes else ""


def _reference(version: policy.Version) -> str:
    # Several sources may be chapters of one document.
    return "；".join(dict.fromkeys(source.document for source in version.sources.values()))[:200]
