"""Who issues certificates together: officers for the people of their regions, managers of bases for their runs. Each sees those of the own office."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from credits.access._looks import HANDED_OUT
from credits.access._regulated import _regulators, _standings_of, regions_within, sights_of
from credits.models import CertificateBatch, RecordLook, Standing
from learning.accounts import access as roles
from learning.accounts.enums import Role
from learning.accounts.models import Organisation, Region, User


def batches(*, user: User, on: date) -> QuerySet[CertificateBatch]:
    """Return the certificates that were issued together for an office for which `user` decides; 404 for whoever decides for none."""
    offices = [
        *roles.regulators_of(user, on, roles=roles.DECIDING_ROLES),
        *roles.bases_of(user, on, [Role.BASE_MANAGER]),
    ]
    if not offices:
        raise Http404
    return CertificateBatch.objects.filter(organisation__in=offices).select_related("organisation", "by")


def batch(*, user: User, pk: int, on: date) -> CertificateBatch:
    """Return one of them, or 404."""
    return get_object_or_404(batches(user=user, on=on), pk=pk)


def note_handed_out(*, batch: CertificateBatch, user: User, at: datetime) -> None:
    """Note for everybody whose certificate is in `batch` that `user` fetched it with the others: each can read it among the looks at the record."""
    holders = batch.rows.filter(order__certificate__isnull=False).order_by("person").values_list("person", flat=True)
    purpose = f"{HANDED_OUT}{batch.name}"[:200]
    rows = (
        RecordLook(person_id=pk, user=user, organisation_id=batch.organisation_id, purpose=purpose, at=at)
        for pk in holders.distinct()
    )
    RecordLook.objects.bulk_create(rows, batch_size=2000)


def issuing_offices(*, user: User, on: date) -> QuerySet[Organisation]:
    """Return the regulators for which `user` may issue proofs of years, that of the largest region first; 404 for whoever decides for none."""
    offices = _regulators(user, on, deciding=True)
    return Organisation.objects.filter(pk__in=[one.pk for one in offices]).order_by("region__path", "pk")


def standings_to_prove(*, user: User, office: Organisation) -> QuerySet[Standing]:
    """Return the standings of the people about whom `user` decides for `office`, one of the own, but for the own ones."""
    return Standing.objects.filter(_standings_of(office)).exclude(person__in=roles.own_records(user))


def regions_to_prove(*, user: User, on: date) -> QuerySet[Region]:
    """Return the regions of these people, the larger first."""
    return regions_within(sights_of(_regulators(user, on, deciding=True)))
