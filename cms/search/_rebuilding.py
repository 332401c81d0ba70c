"""Build everything anew: the documents from the rows, then an index beside the one that serves. Stopped anywhere, it goes on there."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import connection

from cms.search import _feeding
from cms.search._operations import refresh_due

Say = Callable[[str, int, int], None]


def reindex(*, at: datetime, say: Say) -> None:
    """
    Look at every programme again, and let a new index take over once it holds all of them. `say` hears what is done, how much, of how much.

    Pages go on asking the former index, and whatever changes meanwhile reaches both.
    """
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cms_searchchange (programme_id) SELECT id FROM seminars_programme ORDER BY id")
    changed = refresh_due(at=at, feeds=False)
    say("documents", changed, changed)
    if not settings.ELASTICSEARCH_URL:
        return
    index = _feeding.begin(at=at)
    say(index.name, *_feeding.progress(index))
    # A sweep may feed it too, and what changes meanwhile is to be sent yet.
    while not _feeding.serves(index):
        _feeding.feed(index, say=lambda done, total: say(index.name, done, total))
