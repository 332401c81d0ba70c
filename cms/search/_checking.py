"""Compare what search knows with the rows, and the index that serves with what search knows; mend what differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from cms.models import SearchDocument
from cms.search import _feeding
from cms.search._documents import documents
from cms.search._elasticsearch import Elasticsearch, connected
from cms.search._operations import rewrite, touch

_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class Differences:
    """What differs between two places: programmes that are missing, that are others, that are too many."""

    place: str
    compared: int
    lost: tuple[int, ...] = ()
    stale: tuple[int, ...] = ()
    surplus: tuple[int, ...] = ()

    @property
    def keys(self) -> tuple[int, ...]:
        """Return all programmes that differ."""
        return (*self.lost, *self.stale, *self.surplus)


def check(*, at: datetime) -> list[Differences]:
    """Return how the documents differ from the rows, and, where a cluster is named, how its index differs from the documents."""
    known = _known()
    found = [_compared("PostgreSQL", {row.key: row.digest for row in documents(None, at=at)}, known)]
    if settings.ELASTICSEARCH_URL:
        found.append(_compared("Elasticsearch", known, _indexed()))
    return found


def mend(differences: list[Differences], *, at: datetime) -> int:
    """Write anew what differs, in PostgreSQL, then in every index; return how many documents that were."""
    mended = 0
    for each in differences:
        for keys in _slices(each.keys):
            # What is surplus in an index and unknown here is removed there; all else is sent once more.
            mended += rewrite(keys, at=at) if each.place == "PostgreSQL" else _sent_again(keys)
    if settings.ELASTICSEARCH_URL:
        _feeding.feed_due(at=at)
    return mended


def _sent_again(keys: tuple[int, ...]) -> int:
    unknown = set(keys) - set(SearchDocument.objects.filter(pk__in=keys).values_list("pk", flat=True))
    removed = Elasticsearch(settings.ELASTICSEARCH_ALIAS).remove(sorted(unknown)) if unknown else 0
    return touch(keys) + removed


def _compared(place: str, right: dict[int, str], there: dict[int, str]) -> Differences:
    return Differences(
        place=place,
        compared=len(right),
        lost=tuple(sorted(right.keys() - there.keys())),
        stale=tuple(sorted(key for key in right.keys() & there.keys() if right[key] != there[key])),
        surplus=tuple(sorted(there.keys() - right.keys())),
    )


def _known() -> dict[int, str]:
    return dict(SearchDocument.objects.filter(is_listed=True).values_list("pk", "digest"))


def _indexed() -> dict[int, str]:
    """Return the digests that the serving index holds; nothing where none serves."""
    from elasticsearch.helpers import scan  # noqa: PLC0415  (slow import)

    client = connected()
    if not client.indices.exists_alias(name=settings.ELASTICSEARCH_ALIAS):
        return {}
    client.indices.refresh(index=settings.ELASTICSEARCH_ALIAS)
    hits = scan(client, index=settings.ELASTICSEARCH_ALIAS, query={"_source": ["digest"]}, size=1000)
    return {int(hit["_id"]): hit["_source"].get("digest", "") for hit in hits}


def _slices(keys: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    return (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))
