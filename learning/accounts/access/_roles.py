"""Roles: who acts for which organisation on a day."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from learning.accounts.enums import OrganisationKind, Role, Sector
from learning.accounts.models import Invitation, Membership, Organisation, Region, User

AnyUser = User | AnonymousUser
Row = TypeVar("Row", bound=Model)

BASE_ROLES = (Role.BASE_MANAGER, Role.BASE_STAFF)
REGULATOR_ROLES = (Role.REGULATOR_OFFICER, Role.REGULATOR_VIEWER)
DECIDING_ROLES = (Role.REGULATOR_OFFICER,)
# Who may appoint and dismiss for the own organisation.
MANAGING_ROLES = (Role.BASE_MANAGER, Role.REGULATOR_OFFICER, Role.EMPLOYER_STAFF)
NOBODY = Q(pk__in=())


def memberships(user: AnyUser, on: date) -> QuerySet[Membership]:
    """Return what `user` is a member of on the day, and in which role."""
    if not isinstance(user, User) or not user.is_active:
        return Membership.objects.none()
    held = Membership.objects.filter(lasting(on), user=user)
    return held.select_related("organisation__region").order_by("organisation__name", "pk")


def bases_of(user: AnyUser, on: date, roles: Iterable[str] = BASE_ROLES) -> QuerySet[Organisation]:
    """Return the bases that `user` acts for."""
    return _organisations(user, on, OrganisationKind.BASE, roles)


def employers_of(user: AnyUser, on: date, roles: Iterable[str] = (Role.EMPLOYER_STAFF,)) -> QuerySet[Organisation]:
    """Return the employers that `user` acts for."""
    return _organisations(user, on, OrganisationKind.EMPLOYER, roles)


def regulators_of(user: AnyUser, on: date, roles: Iterable[str] = REGULATOR_ROLES) -> QuerySet[Organisation]:
    """Return the regulators that `user` acts for."""
    return _organisations(user, on, OrganisationKind.REGULATOR, roles)


def regulates(user: AnyUser, *, region: Region, sector: str, on: date, deciding: bool) -> bool:
    """Say whether a matter of `region` and `sector` is `user`'s to look at, or, if `deciding`, to decide."""
    roles = DECIDING_ROLES if deciding else REGULATOR_ROLES
    return any(
        region.path.startswith(regulator.region.path) and regulator.sector in {Sector.GENERAL, sector}
        for regulator in regulators_of(user, on, roles=roles)
    )


def regulated(user: AnyUser, on: date, *, region: str = "region", sector: str = "sector", deciding: bool = False) -> Q:
    """Return the condition on rows whose foreign key `region` and field `sector` lie within what `user` regulates."""
    condition = NOBODY
    for regulator in regulators_of(user, on, roles=DECIDING_ROLES if deciding else REGULATOR_ROLES):
        within = Q(**{f"{region}__path__startswith": regulator.region.path})
        if regulator.sector != Sector.GENERAL:
            within &= Q(**{sector: regulator.sector})
        condition |= within
    return condition


def regulated_regions(user: AnyUser, on: date, *, field: str = "path") -> Q:
    """Return the condition on a region's path (`field`) to lie within a region that `user` regulates, whatever the sector."""
    condition = NOBODY
    for regulator in regulators_of(user, on):
        condition |= Q(**{f"{field}__startswith": regulator.region.path})
    return condition


def own_organisation(user: AnyUser, pk: int, on: date) -> Organisation:
    """Return an organisation that `user` is a member of."""
    return found(
        Organisation.objects.filter(pk=pk, pk__in=memberships(user, on).values("organisation")).select_related("region")
    )


def organisation_to_manage(user: AnyUser, pk: int, on: date) -> Organisation:
    """Return an organisation whose members `user` appoints: the own one, or a base or employer that `user` decides about."""
    own = Q(pk__in=memberships(user, on).filter(role__in=MANAGING_ROLES).values("organisation"))
    below = ~Q(kind=OrganisationKind.REGULATOR) & regulated(user, on, deciding=True)
    return found(Organisation.objects.filter(own | below, pk=pk).select_related("region"))


def invitation_to_withdraw(user: AnyUser, pk: int, on: date) -> Invitation:
    """Return an open invitation of an organisation whose members `user` appoints."""
    invitation = found(Invitation.objects.filter(pk=pk, closed_at=None).select_related("organisation"))
    organisation_to_manage(user, invitation.organisation_id, on)
    return invitation


def membership_to_end(user: AnyUser, pk: int, on: date) -> Membership:
    """Return a membership of an organisation whose members `user` appoints."""
    membership = found(Membership.objects.filter(pk=pk).select_related("organisation", "user"))
    organisation_to_manage(user, membership.organisation_id, on)
    return membership


def _organisations(user: AnyUser, on: date, kind: str, roles: Iterable[str]) -> QuerySet[Organisation]:
    held = memberships(user, on).filter(role__in=list(roles)).order_by().values("organisation")
    return Organisation.objects.filter(kind=kind, pk__in=held).select_related("region").order_by("name", "pk")


def lasting(on: date) -> Q:
    """Return the condition on rows that hold on the day."""
    return Q(since__lte=on) & (Q(ends_before=None) | Q(ends_before__gt=on))


def found(rows: QuerySet[Row]) -> Row:
    """Return the row, or 404."""
    row = rows.first()
    if row is None:
        raise Http404
    return row
