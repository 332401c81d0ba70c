"""Keep the documents in step with the catalogue, and the indexes of Elasticsearch in step with the documents."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from cms.models import SearchChange, SearchDocument
from cms.search import _feeding
from cms.search._documents import documents
from cms.search._postgresql import PostgreSQL

_AT_ONCE = 1000
_THIN = """
    DELETE FROM cms_searchchange AS note
    USING (SELECT programme_id, max(id) AS newest FROM cms_searchchange GROUP BY programme_id) AS kept
    WHERE kept.programme_id = note.programme_id AND note.id < kept.newest
"""
# One sweep at a time writes documents, so that they are committed in the order of `changed`.
_LOCK = 7_305_113_202


def refresh_due(*, at: datetime, feeds: bool = True) -> int:
    """Bring the documents of programmes that may have moved up to date, then (`feeds`) the indexes of Elasticsearch; return how many documents changed."""
    changed = 0
    _thin()
    while (done := _refresh_some(at=at)) is not None:
        changed += done
    if feeds and settings.ELASTICSEARCH_URL:
        _feeding.feed_due(at=at)

    return changed


@transaction.atomic
def _thin() -> None:
    """Keep only the last note of each programme where very many wait: after an import, each has several, and one look serves them all."""
    if not SearchChange.objects.order_by("pk").values("pk")[10 * _AT_ONCE :].exists() or not _is_only_sweep():
        return
    with connection.cursor() as cursor:
        cursor.execute(_THIN)


@transaction.atomic
def rewrite(programme_ids: Collection[int], *, at: datetime) -> int:
    """Write the documents of these programmes whatever is noted; return how many changed."""
    _wait_for_sweep()
    return _brought_up_to_date(set(programme_ids), at=at)


@transaction.atomic
def _refresh_some(*, at: datetime) -> int | None:
    """Take up to so many programmes, or none where another sweep is at it; return how many documents changed, None where nothing is due."""
    if not _is_only_sweep():
        return None
    notes = list(SearchChange.objects.order_by("pk").values_list("pk", "programme_id")[: 10 * _AT_ONCE])
    chosen = list(dict.fromkeys(programme for _pk, programme in notes))[:_AT_ONCE]
    stale = SearchDocument.objects.filter(stale_at__lte=at).order_by("stale_at", "pk")
    due = {*chosen, *stale.values_list("pk", flat=True)[:_AT_ONCE]}
    if not due:
        return None
    # Before the rows are read: whatever is committed after this is noted by a later row.
    read = {programme: pk for pk, programme in notes}
    SearchChange.objects.filter(pk__lte=max((read[key] for key in chosen), default=0), programme_id__in=chosen).delete()
    return _brought_up_to_date(due, at=at)


def _brought_up_to_date(due: set[int], *, at: datetime) -> int:
    """Write those of the documents that are others now, forget those that left; return how many."""
    engine = PostgreSQL()
    known = {
        pk: (digest, stale_at)
        for pk, digest, stale_at in SearchDocument.objects.filter(pk__in=due).values_list("pk", "digest", "stale_at")
    }
    now = list(documents(due, at=at))
    moved = [document for document in now if known.get(document.key, ("",))[0] != document.digest]
    later = {document.key: document.facts.stale_at for document in now}
    for key, (_digest, stale_at) in known.items():
        if later.get(key, stale_at) != stale_at:
            SearchDocument.objects.filter(pk=key).update(stale_at=later[key])
    gone = due - {document.key for document in now}

    return engine.store(moved, at=at) + engine.remove(sorted(gone))


def _is_only_sweep() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _wait_for_sweep() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def touch(programme_ids: Collection[int]) -> int:
    """Have every index hear of these documents once more, though nothing of them changed."""
    with transaction.atomic():
        _wait_for_sweep()
        numbers = (
            "UPDATE cms_searchdocument SET changed = nextval('cms_searchdocument_changes') WHERE programme_id = ANY(%s)"
        )
        with connection.cursor() as cursor:
            cursor.execute(numbers, [list(programme_ids)])
            return int(cursor.rowcount)
