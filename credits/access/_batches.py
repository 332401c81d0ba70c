"""Who issues certificates together: officers for the people of their regions, managers of bases for their runs. Each sees those of the own office."""

from datetime import date
from functools import reduce
from operator import or_

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


def issuing_office(*, user: User, on: date) -> Organisation:
    """Return the regulator for which `user` issues proofs of years, or 404."""
    return _regulators(user, on, deciding=True)[0]


def standings_to_prove(*, user: User, on: date) -> QuerySet[Standing]:
    """Return the standings of the people about whom `user` decides, but for the own ones; 404 for whoever is no officer."""
    offices = _regulators(user, on, deciding=True)
    return Standing.objects.filter(reduce(or_, map(_standings_of, offices))).exclude(person__in=roles.own_records(user))


def regions_to_prove(*, user: User, on: date) -> QuerySet[Region]:
    """Return the regions of these people, the larger first."""
    return regions_within(sights_of(_regulators(user, on, deciding=True)))
