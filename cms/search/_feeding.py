"""
Feed the indexes of Elasticsearch from the documents in PostgreSQL.

Each document bears the number of its last change; each index has all of them up to `reached`. So a new index is fed from nought beside the one
that serves, goes on where it stopped, hears of what changes meanwhile, and takes over once it has reached the end.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q

from cms.models import SearchDocument, SearchIndex
from cms.search._elasticsearch import Elasticsearch, troubles

_log = logging.getLogger(__name__)
_AT_ONCE = 2000
_KEPT = ("title", "beside", "body", "codes", "facets", "combos", "start", "hours", "seats", "open_end", "digest")
_PAUSE_MAX = timedelta(minutes=1)


def feed_due(*, at: datetime) -> int:
    """Bring every index up to date, the first one made where there is none; return how many documents were sent."""
    if not SearchIndex.objects.exists():
        begin(at=at)
    waiting = SearchIndex.objects.filter(Q(not_before=None) | Q(not_before__lte=at)).order_by("name")
    return sum(_fed_or_noted(name, at=at) for name in waiting.values_list("name", flat=True))


def begin(*, at: datetime) -> SearchIndex:
    """Note a new index, or return the one that is still being fed. The feed makes it on the cluster."""
    if begun := SearchIndex.objects.filter(is_serving=False).order_by("-made_at").first():
        return begun
    return SearchIndex.objects.create(name=f"{settings.ELASTICSEARCH_ALIAS}-{at:%Y%m%d-%H%M%S}", made_at=at)


def feed(index: SearchIndex, *, say: Callable[[int, int], None] = lambda _done, _all: None) -> int:
    """Send `index` all that it lacks, let it take over once it has it, and return how many documents that were. `say` hears how far it is."""
    sent = 0
    there, total = progress(index)
    while done := _fed_some(index.pk):
        sent += done
        # Not counted anew after each step: counting takes longer the more there are.
        say(min(there + sent, total), total)
    _take_over(index.pk)
    return sent


def progress(index: SearchIndex) -> tuple[int, int]:
    """Return how many of the documents `index` has, of how many."""
    reached = SearchIndex.objects.filter(pk=index.pk).values_list("reached", flat=True).get()
    listed = SearchDocument.objects.filter(is_listed=True)
    return listed.filter(changed__lte=reached).count(), listed.count()


def reached() -> str:
    """Return which index serves and up to which change it has everything; nothing where none serves."""
    serving = SearchIndex.objects.filter(is_serving=True).values_list("name", "reached")
    return " ".join(f"{name} {upto}" for name, upto in serving)


def serves(index: SearchIndex) -> bool:
    """Return whether `index` stands behind the alias now."""
    return SearchIndex.objects.filter(pk=index.pk, is_serving=True).exists()


def _fed_or_noted(name: str, *, at: datetime) -> int:
    """Feed one index; where the cluster does not take it, note why and come back later."""
    index = SearchIndex.objects.get(pk=name)
    try:
        sent = feed(index)
    except _troubles() as trouble:
        _log.warning("Elasticsearch index %s waits: %s", name, str(trouble)[:200])
        pause = min(timedelta(seconds=2**index.attempts), _PAUSE_MAX)
        SearchIndex.objects.filter(pk=name).update(
            attempts=index.attempts + 1, not_before=at + pause, last_error=str(trouble)[:300]
        )
        return 0
    SearchIndex.objects.filter(pk=name, attempts__gt=0).update(attempts=0, not_before=None, last_error="")
    return sent


def _troubles() -> tuple[type[Exception], ...]:
    return (*troubles(), RuntimeError, OSError)


@transaction.atomic
def _fed_some(name: str) -> int:
    """Send the next documents that the index lacks; 0 where it has all, or somebody else is feeding it."""
    index = SearchIndex.objects.select_for_update(skip_locked=True).filter(pk=name).first()
    if index is None:
        return 0
    engine = Elasticsearch(index.name)
    if not engine.client.indices.exists(index=index.name):
        # New, or lost with its cluster: from nought.
        engine.make()
        index.reached = 0
    lacking = SearchDocument.objects.filter(changed__gt=index.reached).order_by("changed")
    rows = list(lacking.values("pk", "changed", "is_listed", *_KEPT)[:_AT_ONCE])
    engine.bulk(map(_action, rows), is_found_at_once=index.is_serving)
    index.reached = rows[-1]["changed"] if rows else index.reached
    index.save(update_fields=["reached"])
    return len(rows)


@transaction.atomic
def _take_over(name: str) -> None:
    """Let an index that has everything stand behind the alias, and drop the ones before it."""
    index = SearchIndex.objects.select_for_update().get(pk=name)
    newest = SearchDocument.objects.aggregate(newest=Max("changed"))["newest"] or 0
    if index.reached < newest:
        return
    engine = Elasticsearch(index.name)
    if index.is_serving and engine.client.indices.exists_alias(index=index.name, name=settings.ELASTICSEARCH_ALIAS):
        return
    engine.settle()
    former = list(_former(engine, index.name))
    actions = [{"remove_index": {"index": each}} for each in former]
    add = {"add": {"index": index.name, "alias": settings.ELASTICSEARCH_ALIAS}}
    engine.client.indices.update_aliases(actions=[add, *actions])
    SearchIndex.objects.exclude(pk=name).filter(Q(name__in=former) | Q(is_serving=True)).delete()
    SearchIndex.objects.filter(pk=name).update(is_serving=True)
    _log.info("Elasticsearch index %s serves", name)


def _former(engine: Elasticsearch, name: str) -> Iterator[str]:
    """Yield the indexes that stand behind the alias besides this one."""
    if engine.client.indices.exists_alias(name=settings.ELASTICSEARCH_ALIAS):
        held = engine.client.indices.get_alias(name=settings.ELASTICSEARCH_ALIAS)
        yield from (each for each in held if each != name)


def _action(row: Mapping[str, Any]) -> dict[str, Any]:
    # The cluster keeps the newest: whoever sends an older one late changes nothing.
    head = {"_id": str(row["pk"]), "version": row["changed"], "version_type": "external_gte"}
    if not row["is_listed"]:
        return {"_op_type": "delete", **head}
    return {"_op_type": "index", **head, "key": row["pk"], **{name: row[name] for name in _KEPT}}
