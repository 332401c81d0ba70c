"""Which engine answers: the cluster where one is named, serves and is well; PostgreSQL otherwise, for the same page."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.conf import settings
from django.db import OperationalError, connection, transaction

from cms.search import _elasticsearch
from cms.search._breaker import Breaker
from cms.search._engine import Engine
from cms.search._postgresql import PostgreSQL
from cms.search._question import TakesTooLong

_log = logging.getLogger(__name__)
MILLISECONDS = 2000
# One a process: each finds out for itself, and no answer waits for a shared state.
breaker = Breaker(name="Elasticsearch")
_POSTGRESQL = PostgreSQL()
Answer = TypeVar("Answer")
_alone: ContextVar[Engine | None] = ContextVar("the engine that answers alone", default=None)


def answered(work: Callable[[Engine], Answer], *, engine: Engine | None = None) -> Answer:
    """
    Return what `work` makes of an engine: of the cluster if it is well, else of PostgreSQL.

    :raises TakesTooLong: if PostgreSQL takes longer than a page may
    """
    if chosen := engine or _alone.get():
        return work(chosen)
    if settings.ELASTICSEARCH_URL and breaker.lets_through():
        try:
            answer = work(_elasticsearch.serving())
        except _elasticsearch.troubles() as trouble:
            breaker.failed(trouble)
        else:
            breaker.succeeded()
            return answer
    with limited():
        return work(_POSTGRESQL)


@contextmanager
def answered_by(engine: Engine) -> Iterator[None]:
    """Let `engine` answer whatever is asked in the block, however long it takes: for whoever measures a page with each of them."""
    token = _alone.set(engine)
    try:
        yield
    finally:
        _alone.reset(token)


@contextmanager
def limited() -> Iterator[None]:
    """
    Let the server break off what takes longer than a page may.

    :raises TakesTooLong: if it does
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('statement_timeout'), set_config('statement_timeout', %s, true)",
                [str(MILLISECONDS)],
            )
            before = cursor.fetchone()[0]
            yield
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
    except OperationalError as error:
        if "statement timeout" not in str(error):
            raise
        raise TakesTooLong from error
