"""Who reads and who publishes rulebooks."""

from datetime import date

from django.db.models import Exists, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from credits.access._regulated import PROVINCE_PATH
from credits.enums import RulebookStatus
from credits.models import RulebookVersion
from learning.accounts import access as roles
from learning.accounts.access import AnyUser
from learning.accounts.enums import Sector
from learning.accounts.models import Organisation, User


def publishes_rulebooks(user: AnyUser, on: date) -> bool:
    """Return whether `user` is an officer of the province, who puts rulebooks into force."""
    return _publishing(user, on).exists()


def rulebooks(*, user: AnyUser, on: date) -> QuerySet[RulebookVersion]:
    """Return the versions that `user` may read: everybody those that were published, an officer of the province drafts too."""
    rows = RulebookVersion.objects.select_related("scope_region", "replaces", "edited_by", "retired_by")
    rows = rows.defer("body", "text", "replaces__body", "replaces__text")
    return rows.filter(~Q(status=RulebookStatus.DRAFT) | Exists(_publishing(user, on)))


def _publishing(user: AnyUser, on: date) -> QuerySet[Organisation]:
    """Return the offices for which `user` puts rulebooks into force."""
    offices = roles.regulators_of(user, on, roles=roles.DECIDING_ROLES)
    return offices.filter(region__path=PROVINCE_PATH, sector=Sector.GENERAL)


def rulebook(*, user: AnyUser, pk: int, on: date) -> RulebookVersion:
    """Return one version that `user` may read, or 404."""
    return get_object_or_404(rulebooks(user=user, on=on), pk=pk)


def rulebooks_to_edit(*, user: User, on: date) -> QuerySet[RulebookVersion]:
    """Return the versions with which `user`, an officer of the province, may begin a draft, or 404."""
    if not publishes_rulebooks(user, on):
        raise Http404
    return RulebookVersion.objects.select_related("scope_region").defer("body", "text")


def draft_to_publish(*, user: User, pk: int, on: date) -> RulebookVersion:
    """Return a version that `user`, an officer of the province, may edit and put into force, or 404."""
    if not publishes_rulebooks(user, on):
        raise Http404
    return get_object_or_404(RulebookVersion.objects.select_related("scope_region", "replaces", "edited_by"), pk=pk)


def rulebook_to_retire(*, user: User, pk: int, on: date) -> RulebookVersion:
    """Return a version in force that `user`, an officer of the province, may take out of force, or 404."""
    if not publishes_rulebooks(user, on):
        raise Http404
    rows = RulebookVersion.objects.filter(status=RulebookStatus.PUBLISHED).select_related("scope_region", "replaces")
    return get_object_or_404(rows, pk=pk)
