"""Issuing together: people are chosen, the sweep orders in chunks, `issue_due` issues, and what failed can be tried again."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from credits.certificates import _operations, _orders
from credits.certificates._orders import Order
from credits.certificates._year_orders import IS_A_YEAR, known, year_orders
from credits.enums import CertificateKind, StandingState
from credits.models import CertificateBatch, CertificateBatchRow, CertificateOrder, Standing
from learning import work
from learning.accounts.models import Organisation, User
from learning.errors import Refusal

CHUNK = 200
CHUNKS_A_TICK = 10
PEOPLE_MOST = 20_000
SENT_TWICE = timedelta(seconds=30)
LOOKS_AGAIN = timedelta(seconds=10)

FAILED = ~Q(fault="") | Q(order__done_at=None, order__isnull=False) & ~Q(order__last_error="")
CLOSED = Q(order__done_at__isnull=False, order__certificate=None)


class NobodyChosen(Refusal):
    """A batch of nobody."""

    sentence = _("Nobody is chosen. Choose at least one person.")


class TooMany(Refusal):
    """Nobody could look through so many."""

    sentence = _("%(count)d people are more than can be issued at once (%(most)d). Choose a smaller region.")


class YearOpen(Refusal):
    """There is nothing to prove any more."""

    sentence = _("The year is not met any more.")


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a batch is."""

    chosen: int
    issued: int
    failed: int
    closed: int

    @property
    def waiting(self) -> int:
        """Return how many are still to come."""
        return self.chosen - self.issued - self.failed - self.closed

    @property
    def is_done(self) -> bool:
        """Say whether nothing moves any more by itself."""
        return self.waiting == 0


@transaction.atomic
def issue_years(
    *,
    standings: QuerySet[Standing],
    left_out: Collection[int],
    name: str,
    organisation: Organisation,
    by: User,
    at: datetime,
) -> CertificateBatch:
    """
    Have proofs of the year issued to the people of `standings` who met it, but for the people `left_out`.

    The same asked for a second time within a moment is the same batch.

    :raises NobodyChosen: if nobody is left
    :raises TooMany: if they are more than can be issued at once
    """
    met = standings.filter(IS_A_YEAR, state=StandingState.MET).exclude(person__in=left_out).order_by("pk")
    count = met.count()
    if not count:
        raise NobodyChosen
    if count > PEOPLE_MOST:
        raise TooMany(count=count, most=PEOPLE_MOST)
    first = met[0]
    asked: dict[str, Any] = {
        "kind": CertificateKind.YEAR,
        "name": name,
        "organisation": organisation,
        "family": first.family,
        "cycle_starts_on": first.cycle_starts_on,
        "by": by,
    }
    chosen = list(met.values_list("person", flat=True))
    if twin := _sent_before(asked, chosen, at):
        return twin
    batch = CertificateBatch.objects.create(**asked, created_at=at, not_before=at)
    rows = (
        CertificateBatchRow(
            batch=batch, person_id=person, key=f"year:{person}:{first.family}:{first.cycle_starts_on.isoformat()}"
        )
        for person in chosen
    )
    _kept(rows)
    return batch


@transaction.atomic
def issue_together(
    *, orders: Sequence[Order], name: str, organisation: Organisation, by: User, at: datetime
) -> CertificateBatch:
    """
    Have `orders` issued; what was ordered or issued before is listed with them, and not issued twice.

    :raises NobodyChosen: if there are none
    """
    if not orders:
        raise NobodyChosen
    _orders.order(orders=orders, at=at)
    batch = CertificateBatch.objects.create(
        kind=orders[0].kind, name=name, organisation=organisation, by=by, created_at=at, not_before=at
    )
    _kept(CertificateBatchRow(batch=batch, person_id=one.person_id, key=one.key) for one in orders)
    return batch


def order_batches_due(*, at: datetime) -> int:
    """Order what batches ask for, some chunks of them, and close those of which nothing is open; return how many chunks that were."""
    due = CertificateBatch.objects.filter(finished_at=None, not_before__lte=at)
    return work.in_turn(due, lambda pk: _step(pk, at), most=CHUNKS_A_TICK)


def progress(batch: CertificateBatch) -> Progress:
    """Return how far `batch` is."""
    return progress_of_each([batch])[batch.pk]


def progress_of_each(batches: Sequence[CertificateBatch]) -> dict[int, Progress]:
    """Return how far each of `batches` is."""
    told = CertificateBatchRow.objects.filter(batch__in=batches).order_by().values("batch")
    found = told.annotate(
        chosen=Count("pk"),
        issued=Count("pk", filter=Q(order__certificate__isnull=False)),
        failed=Count("pk", filter=FAILED),
        closed=Count("pk", filter=CLOSED),
    )
    nothing = {one.pk: Progress(chosen=0, issued=0, failed=0, closed=0) for one in batches}
    return nothing | {row.pop("batch"): Progress(**row) for row in found}


def failed_rows(batch: CertificateBatch) -> QuerySet[CertificateBatchRow]:
    """Return the people of `batch` whose certificate could not be issued, with their orders."""
    return batch.rows.filter(FAILED | CLOSED).select_related("order").order_by("pk")


@transaction.atomic
def run_again(*, batch: CertificateBatch, at: datetime) -> int:
    """Try only what failed of `batch` again, and return how many these are."""
    failed = list(batch.rows.filter(FAILED).values_list("pk", "order_id"))
    batch.rows.filter(pk__in=[pk for pk, _order in failed]).update(fault="")
    _operations.try_again(orders=[order for _pk, order in failed if order is not None], at=at)
    if failed:
        batch.rest(at=at)
        batch.finished_at = None
        batch.save(update_fields=["attempts", "not_before", "last_error", "finished_at"])
    return len(failed)


def _sent_before(asked: Mapping[str, Any], chosen: Collection[int], at: datetime) -> CertificateBatch | None:
    # Whoever sends the form twice at once waits here, and sees what the first one made.
    User.objects.select_for_update(no_key=True).get(pk=asked["by"].pk)
    rows = CertificateBatch.objects.filter(**asked, created_at__gt=at - SENT_TWICE, created_at__lte=at + SENT_TWICE)
    found = rows.order_by("-pk").first()
    same = found is not None and set(found.rows.values_list("person", flat=True)) == set(chosen)
    return found if same else None


def _kept(rows: Iterator[CertificateBatchRow]) -> None:
    CertificateBatchRow.objects.bulk_create(rows, batch_size=2000)


def _step(pk: int, at: datetime) -> bool:
    return work.attempt(
        CertificateBatch,
        pk,
        lambda batch: _go_on(batch, at),
        at=at,
        what="certificates issued together",
        finished_at=None,
    )


def _go_on(batch: CertificateBatch, at: datetime) -> None:
    rows = list(batch.rows.filter(order=None, fault="").order_by("pk")[:CHUNK])
    if rows:
        _order_rows(batch, rows, at)
    batch.rest(at=at if rows else at + LOOKS_AGAIN)
    if not rows and progress(batch).is_done:
        batch.finished_at = at
    batch.save(update_fields=["attempts", "not_before", "last_error", "finished_at"])


def _order_rows(batch: CertificateBatch, rows: Sequence[CertificateBatchRow], at: datetime) -> None:
    ordered = known(rows)
    missing = [row for row in rows if row.key not in ordered]
    if missing:
        CertificateOrder.objects.bulk_create(year_orders(batch, missing, at), ignore_conflicts=True)
        ordered = known(rows)
    for row in rows:
        row.order_id = ordered.get(row.key)
        row.fault = "" if row.order_id else str(YearOpen())
    CertificateBatchRow.objects.bulk_update(rows, ["order", "fault"])
