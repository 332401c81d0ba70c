"""
Access: the only way a view gets a row of people and organisations.

A row that somebody may not see does not exist for them: every function that takes a key raises Http404, never 403.
A regulator acts within the subtree of its region; a sector regulator within its sector only; a general one within all.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from learning.accounts.enums import FactKind, OrganisationKind, Role, Sector, Series
from learning.accounts.models import Membership, Organisation, Person, PersonFact, PersonLogin, Region, User

AnyUser = User | AnonymousUser
Row = TypeVar("Row", bound=Model)

BASE_ROLES = (Role.BASE_MANAGER, Role.BASE_STAFF)
REGULATOR_ROLES = (Role.REGULATOR_OFFICER, Role.REGULATOR_VIEWER)
DECIDING_ROLES = (Role.REGULATOR_OFFICER,)
# Who may appoint and dismiss for the own organisation.
MANAGING_ROLES = (Role.BASE_MANAGER, Role.REGULATOR_OFFICER, Role.EMPLOYER_STAFF)
# The people whom a sector's regulator looks after are those of its series; the general one looks after all.
SERIES_OF_SECTOR: dict[str, tuple[str, ...]] = {
    Sector.EDUCATION: (Series.TEACHER,),
    Sector.HEALTH: (Series.CME, Series.PHARMACIST),
    Sector.ACCOUNTING: (Series.ACCOUNTING,),
    Sector.HOUSING: (Series.CONSTRUCTOR,),
}
_NOBODY = Q(pk__in=())


class NoRecordYet(Http404):
    """The login is joined to no record; `http.RecordNeeded` leads to the page that `leads_to` names."""

    leads_to = "accounts:join"


def own_person(user: AnyUser) -> Person | None:
    """Return the record that the login is joined to, asked once a request."""
    if not isinstance(user, User):
        return None
    if "own_person" not in vars(user):
        login = PersonLogin.objects.filter(user=user, ended_at=None).select_related("person").first()
        vars(user)["own_person"] = login.person if login else None
    person: Person | None = vars(user)["own_person"]
    return person


def forget_own_person(user: User) -> None:
    """Ask again next time: the login was joined or parted."""
    vars(user).pop("own_person", None)


def person_of(user: AnyUser) -> Person:
    """Return the own record, or lead to joining one."""
    person = own_person(user)
    if person is None:
        raise NoRecordYet
    return person


def memberships(user: AnyUser, on: date) -> QuerySet[Membership]:
    """Return what `user` is a member of on the day, and in which role."""
    if not isinstance(user, User) or not user.is_active:
        return Membership.objects.none()
    held = Membership.objects.filter(_lasting(on), user=user)
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
    condition = _NOBODY
    for regulator in regulators_of(user, on, roles=DECIDING_ROLES if deciding else REGULATOR_ROLES):
        within = Q(**{f"{region}__path__startswith": regulator.region.path})
        if regulator.sector != Sector.GENERAL:
            within &= Q(**{sector: regulator.sector})
        condition |= within
    return condition


def regulated_regions(user: AnyUser, on: date, *, field: str = "path") -> Q:
    """Return the condition on a region's path (`field`) to lie within a region that `user` regulates, whatever the sector."""
    condition = _NOBODY
    for regulator in regulators_of(user, on):
        condition |= Q(**{f"{field}__startswith": regulator.region.path})
    return condition


def people_regulated(user: AnyUser, on: date) -> QuerySet[Person]:
    """Return the people whose region on the day, and whose series, are `user`'s to look at."""
    condition = _NOBODY
    for regulator in regulators_of(user, on):
        within = Q(path_on_day__startswith=regulator.region.path)
        if regulator.sector != Sector.GENERAL:
            within &= Q(pk__in=_people_of_series(SERIES_OF_SECTOR.get(regulator.sector, ()), on))
        condition |= within
    path = (
        _in_force(FactKind.REGION, on)
        .filter(person=OuterRef("pk"))
        .order_by("-since", "-pk")
        .values("region__path")[:1]
    )
    return Person.objects.annotate(path_on_day=Subquery(path)).filter(condition)


def people_employed(user: AnyUser, on: date) -> QuerySet[Person]:
    """Return the people who work on the day where `user` acts for the employer."""
    employer = (
        _in_force(FactKind.EMPLOYER, on)
        .filter(person=OuterRef("pk"))
        .order_by("-since", "-pk")
        .values("organisation")[:1]
    )
    own = employers_of(user, on).values("pk")
    return Person.objects.annotate(employer_on_day=Subquery(employer)).filter(employer_on_day__in=own)


def own_organisation(user: AnyUser, pk: int, on: date) -> Organisation:
    """Return an organisation that `user` is a member of."""
    return _found(
        Organisation.objects.filter(pk=pk, pk__in=memberships(user, on).values("organisation")).select_related("region")
    )


def organisation_to_manage(user: AnyUser, pk: int, on: date) -> Organisation:
    """Return an organisation whose members `user` appoints: the own one, or a base or employer that `user` decides about."""
    own = Q(pk__in=memberships(user, on).filter(role__in=MANAGING_ROLES).values("organisation"))
    below = ~Q(kind=OrganisationKind.REGULATOR) & regulated(user, on, deciding=True)
    return _found(Organisation.objects.filter(own | below, pk=pk).select_related("region"))


def membership_to_end(user: AnyUser, pk: int, on: date) -> Membership:
    """Return a membership of an organisation whose members `user` appoints."""
    membership = _found(Membership.objects.filter(pk=pk).select_related("organisation", "user"))
    organisation_to_manage(user, membership.organisation_id, on)
    return membership


def may_confirm_in_person(user: AnyUser, on: date) -> bool:
    """Say whether `user` is staff before whom somebody may show a document."""
    return memberships(user, on).exclude(role=Role.REGULATOR_VIEWER).exists()


def contested_logins(user: AnyUser, on: date) -> QuerySet[PersonLogin]:
    """Return the contested logins that `user` may decide about, the oldest first; nobody decides in the own matter."""
    if not regulators_of(user, on, roles=DECIDING_ROLES).exists():
        return PersonLogin.objects.none()
    # A record made at sign-up may lie in no region yet: then any officer may decide.
    placed = Exists(PersonFact.objects.filter(kind=FactKind.REGION, person=OuterRef("person")))
    near = Q(person__in=people_regulated(user, on).values("pk")) | ~placed
    open_ones = PersonLogin.objects.filter(near, ended_at=None, contested_at__isnull=False)
    open_ones = open_ones.exclude(user=user).exclude(contested_by=user)  # type: ignore[misc]
    return open_ones.select_related("person", "user", "contested_by").order_by("contested_at", "pk")


def contested_login(user: AnyUser, pk: int, on: date) -> PersonLogin:
    """Return one contested login that `user` may decide about."""
    return _found(contested_logins(user, on).filter(pk=pk))


def _organisations(user: AnyUser, on: date, kind: str, roles: Iterable[str]) -> QuerySet[Organisation]:
    held = memberships(user, on).filter(role__in=list(roles)).order_by().values("organisation")
    return Organisation.objects.filter(kind=kind, pk__in=held).select_related("region").order_by("name", "pk")


def _lasting(on: date) -> Q:
    return Q(since__lte=on) & (Q(ends_before=None) | Q(ends_before__gt=on))


def _in_force(kind: str, on: date) -> QuerySet[PersonFact]:
    return PersonFact.objects.filter(_lasting(on), kind=kind, replaced_by=None, is_void=False)


def _people_of_series(series: tuple[str, ...], on: date) -> QuerySet[PersonFact, int]:
    return _in_force(FactKind.SERIES, on).filter(code__in=series).values_list("person", flat=True)


def _found(rows: QuerySet[Row]) -> Row:
    row = rows.first()
    if row is None:
        raise Http404
    return row
