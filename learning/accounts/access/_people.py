"""People: whose record a login may see, or decide about."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.timezone import localdate

from learning.accounts.access._joined import joined
from learning.accounts.access._roles import (
    DECIDING_ROLES,
    NOBODY,
    AnyUser,
    employers_of,
    found,
    lasting,
    memberships,
    regulators_of,
)
from learning.accounts.enums import FactKind, Role, Sector, Series
from learning.accounts.models import Organisation, Person, PersonFact, PersonLogin, User

# The people whom a sector's regulator looks after are those of its series; the general one looks after all.
SERIES_OF_SECTOR: dict[str, tuple[str, ...]] = {
    Sector.EDUCATION: (Series.TEACHER,),
    Sector.HEALTH: (Series.CME, Series.PHARMACIST),
    Sector.ACCOUNTING: (Series.ACCOUNTING,),
    Sector.HOUSING: (Series.CONSTRUCTOR,),
}
# Says where `user` has to go before a record opens, None if it opens; see `opens_after`.
Gate = Callable[[User, Person, datetime], str | None]
_gates: list[Gate] = []


class NoRecordYet(Http404):
    """The login is joined to no record; `http.RecordNeeded` leads to the page that `leads_to` names."""

    leads_to = "accounts:join"


class PurposeNeeded(Http404):
    """A record opens to a regulator after the purpose was stated; `leads_to` is where."""

    def __init__(self, leads_to: str) -> None:
        super().__init__()
        self.leads_to = leads_to


def own_person(user: AnyUser) -> Person | None:
    """Return the record that the login is joined to, asked once a request."""
    if not isinstance(user, User):
        return None
    if "own_person" not in vars(user):
        login = PersonLogin.objects.filter(user=user, ended_at=None).select_related("person").first()
        vars(user)["own_person"] = login.person if login else None
    person: Person | None = vars(user)["own_person"]
    return person


def own_records(user: AnyUser) -> tuple[int, ...]:
    """Return the keys of all records of the human whose login `user` is: nobody decides about any of them."""
    person = own_person(user)
    return joined([person.pk])[person.pk] if person else ()


def forget_own_person(user: User) -> None:
    """Ask again next time: the login was joined or parted."""
    vars(user).pop("own_person", None)


def person_of(user: AnyUser) -> Person:
    """Return the own record, or lead to joining one."""
    person = own_person(user)
    if person is None:
        raise NoRecordYet
    return person


def people_regulated(user: AnyUser, on: date) -> QuerySet[Person]:
    """Return the people whose region on the day, and whose series, are `user`'s to look at."""
    return _placed(on).filter(_within(regulators_of(user, on), on))


def people_decided(user: AnyUser, on: date) -> QuerySet[Person]:
    """
    Return the people about whose records `user` decides: those of the own region and series; the province also those of
    whom no region is known. Nobody decides about the own record, or about one that is joined to it.
    """
    officers = regulators_of(user, on, roles=DECIDING_ROLES)
    return _placed(on).filter(_decided_by(officers, on)).exclude(pk__in=own_records(user))


def deciding_regulator(user: AnyUser, person_pk: int, on: date) -> Organisation | None:
    """Return the regulator for which `user` decides about somebody's record, the nearest one; None if for none."""
    for regulator in regulators_of(user, on, roles=DECIDING_ROLES).order_by("-region__depth", "pk"):
        if _placed(on).filter(_decided_by([regulator], on), pk=person_pk).exists():
            return regulator
    return None


def person_to_decide(user: AnyUser, pk: int, at: datetime) -> Person:
    """Return a person about whose record `user` decides; the purpose of the look is stated first."""
    person = found(people_decided(user, localdate(at)).filter(pk=pk))
    assert isinstance(user, User)
    for gate in _gates:
        if address := gate(user, person, at):
            raise PurposeNeeded(address)
    return person


def opens_after(gate: Gate) -> None:
    """Let `gate` be asked before a record opens: looks are logged above, in credits, which the record here cannot see."""
    _gates.append(gate)


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


def may_confirm_in_person(user: AnyUser, on: date) -> bool:
    """Say whether `user` is staff before whom somebody may show a document."""
    return memberships(user, on).exclude(role=Role.REGULATOR_VIEWER).exists()


def may_confirm(user: AnyUser, person: Person, on: date) -> bool:
    """Say whether `person` may show a document to `user`: to staff of bases and regulators anybody, to an employer its own staff."""
    return may_confirm_anybody(user, on) or people_employed(user, on).filter(pk=person.pk).exists()


def may_confirm_anybody(user: AnyUser, on: date) -> bool:
    """Say whether `user` is staff of a base or a regulator, who confirm whoever comes."""
    return memberships(user, on).exclude(role__in=(Role.REGULATOR_VIEWER, Role.EMPLOYER_STAFF)).exists()


def contested_logins(user: AnyUser, on: date) -> QuerySet[PersonLogin]:
    """Return the contested logins that `user` may decide about, the oldest first; nobody decides in the own matter."""
    officers = list(regulators_of(user, on, roles=DECIDING_ROLES))
    if not officers:
        return PersonLogin.objects.none()
    # A record made at sign-up may lie in no region yet: then any officer may decide.
    placed = Exists(PersonFact.objects.filter(kind=FactKind.REGION, person=OuterRef("person")))
    near = Q(person__in=_placed(on).filter(_within(officers, on)).values("pk")) | ~placed
    open_ones = PersonLogin.objects.filter(near, ended_at=None, contested_at__isnull=False)
    open_ones = open_ones.exclude(user=user).exclude(contested_by=user)  # type: ignore[misc]
    open_ones = open_ones.exclude(person__in=own_records(user))
    return open_ones.select_related("person", "user", "contested_by").order_by("contested_at", "pk")


def contested_login(user: AnyUser, pk: int, on: date) -> PersonLogin:
    """Return one contested login that `user` may decide about."""
    return found(contested_logins(user, on).filter(pk=pk))


def _placed(on: date) -> QuerySet[Person]:
    path = (
        _in_force(FactKind.REGION, on)
        .filter(person=OuterRef("pk"))
        .order_by("-since", "-pk")
        .values("region__path")[:1]
    )
    return Person.objects.annotate(path_on_day=Subquery(path))


def _within(regulators: Iterable[Organisation], on: date) -> Q:
    condition = NOBODY
    for regulator in regulators:
        condition |= Q(path_on_day__startswith=regulator.region.path) & _of_sector(regulator, on)
    return condition


def _decided_by(regulators: Iterable[Organisation], on: date) -> Q:
    officers = list(regulators)
    condition = _within(officers, on)
    for regulator in officers:
        if regulator.region.depth == 1:
            condition |= Q(path_on_day=None) & _of_sector(regulator, on)
    return condition


def _of_sector(regulator: Organisation, on: date) -> Q:
    if regulator.sector == Sector.GENERAL:
        return Q()
    return Q(pk__in=_people_of_series(SERIES_OF_SECTOR.get(regulator.sector, ()), on))


def _in_force(kind: str, on: date) -> QuerySet[PersonFact]:
    return PersonFact.objects.filter(lasting(on), kind=kind, replaced_by=None, is_void=False)


def _people_of_series(series: tuple[str, ...], on: date) -> QuerySet[PersonFact, int]:
    return _in_force(FactKind.SERIES, on).filter(code__in=series).values_list("person", flat=True)
