"""Orders of proofs of a year for the people of a batch: which there are already, and those that are to be made."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q

from credits.certificates._kinds import _year
from credits.enums import CertificateKind, StandingState
from credits.models import CertificateBatch, CertificateBatchRow, CertificateOrder, Standing
from learning.accounts import people

# A cycle of several years is no year that a proof could state.
IS_A_YEAR = Q(
    cycle_ends_before__year=F("cycle_starts_on__year") + 1,
    cycle_ends_before__month=F("cycle_starts_on__month"),
    cycle_ends_before__day=F("cycle_starts_on__day"),
)


def known(rows: Sequence[CertificateBatchRow]) -> dict[str, int]:
    """Return the order of each key; that of a year may be kept under another record of the same human."""
    keys = dict(_keys(rows))
    found = CertificateOrder.objects.filter(key__in=keys).order_by("-pk").values_list("key", "pk")
    return {keys[key]: pk for key, pk in found}


def _keys(rows: Sequence[CertificateBatchRow]) -> Iterator[tuple[str, str]]:
    joined = people.joined([row.person_id for row in rows])
    for row in rows:
        own = f"year:{row.person_id}:"
        records = joined[row.person_id] if row.key.startswith(own) else ()
        yield row.key, row.key
        yield from ((f"year:{record}:{row.key.removeprefix(own)}", row.key) for record in records)


def year_orders(
    batch: CertificateBatch, rows: Sequence[CertificateBatchRow], at: datetime
) -> Iterator[CertificateOrder]:
    """Yield an order for each row whose year is still met, with the facts that `_years` has."""
    keys = {row.person_id: row.key for row in rows}
    assert batch.cycle_starts_on is not None
    met = Standing.objects.filter(
        IS_A_YEAR, person__in=keys, family=batch.family, cycle_starts_on=batch.cycle_starts_on, state=StandingState.MET
    )
    for row in met.select_related("version").order_by("pk"):
        yield CertificateOrder(
            key=keys[row.person_id],
            kind=CertificateKind.YEAR,
            person_id=row.person_id,
            facts={
                "organisation_id": batch.organisation_id,
                "issuer": batch.organisation.name,
                "standing": row.pk,
                "family": row.family,
                "title": f"{row.cycle_starts_on.year}年度继续教育学时",
                "starts_on": row.cycle_starts_on.isoformat(),
                "ends_on": (row.cycle_ends_before - timedelta(days=1)).isoformat(),
                **_year.counted(row),
            },
            created_at=at,
            not_before=at,
        )
