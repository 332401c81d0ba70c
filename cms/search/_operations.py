"""Keep what the engine knows in step with the catalogue."""

from collections.abc import Iterator
from datetime import datetime
from html import unescape
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.html import strip_tags

from cms.models import SearchDocument
from cms.search._engine import Engine, Text
from cms.search._postgresql import PostgreSQL
from learning.accounts.enums import Sector
from seminars import programmes
from seminars.enums import Cluster

# The whole catalogue of a province is some thousands of programmes; one sweep takes this many.
_AT_ONCE = 200
# Sectors and clusters that the thesaurus calls otherwise.
_TOPIC_CODES = {
    Sector.HOUSING: "construction",
    Sector.INTELLECTUAL_PROPERTY: "ip",
    Cluster.INTERNET_OF_THINGS: "iot",
    Cluster.TEXTILES: "textile",
    Cluster.INTEGRATED_CIRCUITS: "integrated_circuit",
    Cluster.ENVIRONMENTAL: "energy_env",
    Cluster.NEW_DISPLAY: "display",
}


def refresh_due(*, at: datetime, engine: Engine | None = None) -> int:
    """Store the programmes whose version or published words moved, forget those that left the catalogue; return how many."""
    chosen = engine or PostgreSQL()
    public = programmes.catalogue(on=timezone.localdate(at)).filter(page__live=True)
    moved = ~Q(search_document__version_id=F("current_id")) | ~Q(
        search_document__revision_id=F("page__live_revision_id")
    )
    due = (
        public.filter(Q(search_document=None) | moved)
        .select_related("current__guidance_item", "base", "page")
        .order_by("pk")[:_AT_ONCE]
    )
    gone = SearchDocument.objects.exclude(programme_id__in=public.values("pk")).values_list("pk", flat=True)

    # Sectors and kinds are found by the words that the catalogue shows them with, whatever language this process speaks.
    with translation.override(settings.LANGUAGE_CODE):
        return chosen.store(_texts(due), at=at) + chosen.remove(list(gone))


def _texts(rows: Any) -> Iterator[Text]:
    for programme in rows:
        version, page = programme.current, programme.page
        teachers = " ".join(str(value) for teacher in version.teachers for value in teacher.values())
        subjects = [
            programme.base.name,
            version.host,
            version.organiser,
            version.get_kind_display(),
            version.get_sector_display(),
        ]
        subjects += [version.get_cluster_display(), version.guidance_item.name if version.guidance_item else ""]
        yield Text(
            programme_id=programme.pk,
            version_id=version.pk,
            revision_id=page.live_revision_id,
            title=version.title,
            beside=" ".join(map(str, [*subjects, teachers, version.audience])),
            body=f"{version.summary}。{_words(page)}",
            codes=frozenset(_TOPIC_CODES.get(code, code.lower()) for code in (version.sector, version.cluster) if code),
        )


def _words(page: Any) -> str:
    """Return the text of a page without its marks."""
    blocks = page.words.stream_block.get_searchable_content(page.words)
    return " ".join([unescape(strip_tags(page.introduction)), *map(str, blocks)])
