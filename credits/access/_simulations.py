"""Who tries rulebooks on the ledger: officers of the province, who put them into force."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from credits.access._rulebooks import publishes_rulebooks
from credits.models import RulebookVersion, Simulation
from learning.accounts.models import User


def rulebook_to_try(*, user: User, pk: int, on: date) -> RulebookVersion:
    """Return a version that `user`, an officer of the province, may try, or 404."""
    _check(user, on)
    return get_object_or_404(RulebookVersion.objects.select_related("scope_region"), pk=pk)


def simulation(*, user: User, pk: int, on: date) -> Simulation:
    """Return a simulation whose result `user`, an officer of the province, may read and act on, or 404."""
    _check(user, on)
    rows = Simulation.objects.select_related("version__scope_region", "region", "asked_by", "seen_by", "redecision__by")
    return get_object_or_404(rows, pk=pk)


def _check(user: User, on: date) -> None:
    if not publishes_rulebooks(user, on):
        raise Http404
