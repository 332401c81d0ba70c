"""Who issues certificates together: officers for the people of their regions, managers of bases for their runs. Each sees those of the own office."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from credits.access._regulated import _regulators, _standings_of, regions_within, sights_of
from credits.models import CertificateBatch, Standing
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
