"""A mark of everything that the catalogue is made of. Whoever keeps a page under it never has to be told of a change."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db.models import Count, F, Func, Max, Q, Sum, TextField
from django.utils import timezone

from cms import search
from seminars import programmes, runs


class RowVersions(Func):
    """A number for the present versions of the rows that the columns given belong to."""

    output_field = TextField()

    def as_sql(self, compiler: Any, connection: Any, *_shape: str | None, **_extra: Any) -> tuple[str, Any]:
        """Return the digest of place and writer of each row: PostgreSQL gives every change of a row a new pair of them."""
        columns = [compiler.compile(source)[0] for source in self.get_source_expressions()]
        tables = [column.rpartition(".")[0] for column in columns]
        pairs = ", ".join(f"{table}.ctid::text, {table}.xmin::text" for table in tables)

        return f"hashtextextended(concat_ws(' ', {pairs}), 0)", ()


@dataclass(frozen=True)
class State:
    """What the catalogue is made of, at the moment when it was read. Two states with the same mark show the same."""

    mark: str
    at: datetime = field(compare=False)

    def __str__(self) -> str:
        return self.mark


def state(*, at: datetime) -> State:
    """Return the state of the catalogue at a moment: another one after any approval, publication, enrolment, deadline, midnight, or word of search."""
    held = settings.CATALOGUE_HELD_SECONDS
    if not held:
        return _read(at)
    kept: State | None = caches["pages"].get_or_set("catalogue-state", lambda: _read(at), held)

    return kept or _read(at)


def _read(at: datetime) -> State:
    day = timezone.localdate(at)
    of_programmes = programmes.catalogue(on=day).filter(page__live=True).order_by()
    told = RowVersions(
        F("code"),
        F("base__name"),
        F("base__recognitions__number"),
        F("page__title"),
        F("page__introduction"),
        F("search_document__body"),
    )
    of_runs = runs.upcoming(day).order_by()
    marks = of_programmes.aggregate(rows=Sum(told)) | of_runs.aggregate(
        runs=Sum(RowVersions(F("place"))),
        opened=Count("pk", filter=Q(enrol_from__lte=at)),
        ended=Count("pk", filter=Q(enrol_until__lt=at)),
    )
    # A session that moved is filed as a change; the run's own row may stay as it is.
    marks |= of_runs.aggregate(moved=Max("sessions__changes__pk"))

    return State(" ".join(map(str, [day, *marks.values(), search.mark()])), at)
