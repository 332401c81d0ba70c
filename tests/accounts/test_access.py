"""Who may see what: rows that could leak are there, and do not."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from learning.accounts import access, joining, organisations
from learning.accounts.enums import OrganisationKind, Role, Sector
from learning.accounts.models import Membership, Organisation, Person, PersonLogin, Region
from tests.accounts.builders import AT, TODAY, member, officer, organisation, person, resident_number, state, user

pytestmark = pytest.mark.django_db
NANJING, XUANWU, SUZHOU, JIANGSU = "320100", "320102", "320500", "320000"


def region(code: str) -> Region:
    return Region.objects.get(code=code)


@pytest.mark.parametrize(
    "own, sector, of, about, may",
    [
        (NANJING, Sector.GENERAL, NANJING, Sector.GENERAL, True),
        (NANJING, Sector.GENERAL, XUANWU, Sector.HEALTH, True),
        (NANJING, Sector.GENERAL, "3201Z1", Sector.GENERAL, True),
        (NANJING, Sector.GENERAL, SUZHOU, Sector.GENERAL, False),
        (NANJING, Sector.GENERAL, JIANGSU, Sector.GENERAL, False),
        (XUANWU, Sector.GENERAL, NANJING, Sector.GENERAL, False),
        (JIANGSU, Sector.GENERAL, SUZHOU, Sector.ACCOUNTING, True),
        (JIANGSU, Sector.HEALTH, SUZHOU, Sector.HEALTH, True),
        (JIANGSU, Sector.HEALTH, SUZHOU, Sector.GENERAL, False),
        (JIANGSU, Sector.HEALTH, SUZHOU, Sector.ACCOUNTING, False),
        (NANJING, Sector.HEALTH, SUZHOU, Sector.HEALTH, False),
    ],
)
def test_regulators_act_within_region_and_sector(own: str, sector: str, of: str, about: str, may: bool) -> None:
    regulator = officer(region=own, sector=sector)

    assert access.regulates(regulator, region=region(of), sector=about, on=TODAY, deciding=True) is may
    row = organisation(region=of, sector=about)
    assert Organisation.objects.filter(access.regulated(regulator, TODAY), pk=row.pk).exists() is may


def test_viewers_look_and_do_not_decide() -> None:
    viewer = member(of=organisation(kind=OrganisationKind.REGULATOR), role=Role.REGULATOR_VIEWER)

    assert access.regulates(viewer, region=region(NANJING), sector=Sector.GENERAL, on=TODAY, deciding=False)
    assert not access.regulates(viewer, region=region(NANJING), sector=Sector.GENERAL, on=TODAY, deciding=True)


def test_nobody_regulates_without_a_membership() -> None:
    organisation(kind=OrganisationKind.REGULATOR)
    base_manager = member(of=organisation(), role=Role.BASE_MANAGER)

    for somebody in (AnonymousUser(), user(), base_manager):
        assert not access.regulates(somebody, region=region(NANJING), sector=Sector.GENERAL, on=TODAY, deciding=False)
        assert not Region.objects.filter(access.regulated_regions(somebody, TODAY)).exists()
        assert not access.people_regulated(somebody, TODAY).exists()


def test_regulated_regions_are_the_subtree() -> None:
    found = set(Region.objects.filter(access.regulated_regions(officer(), TODAY)).values_list("code", flat=True))

    assert {NANJING, XUANWU, "3201Z1"} <= found
    assert not {SUZHOU, JIANGSU} & found


def test_rights_begin_and_end_by_the_day() -> None:
    base, login = organisation(), user()
    organisations.appoint(
        user=login,
        organisation=base,
        role=Role.BASE_STAFF,
        since=date(2026, 5, 1),
        by=None,
        at=AT,
        ends_before=date(2026, 6, 1),
    )

    held = [
        bool(access.bases_of(login, day))
        for day in (date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1))
    ]

    assert held == [False, True, True, False]


def test_a_closed_login_has_no_rights() -> None:
    login = officer()
    login.is_active = False

    assert not access.memberships(login, TODAY)


def test_roles_part_bases_employers_and_regulators() -> None:
    base, employer = organisation(), organisation(kind=OrganisationKind.EMPLOYER)
    staff, clerk = member(of=base, role=Role.BASE_STAFF), member(of=employer, role=Role.EMPLOYER_STAFF)

    assert list(access.bases_of(staff, TODAY)) == [base]
    assert not access.bases_of(staff, TODAY, roles=[Role.BASE_MANAGER])
    assert not access.employers_of(staff, TODAY)
    assert list(access.employers_of(clerk, TODAY)) == [employer]
    assert not access.bases_of(clerk, TODAY)


def test_people_of_the_region_on_the_day_are_seen() -> None:
    here, there, nowhere = person(region=XUANWU), person(region=SUZHOU), person()
    moved = person(region=NANJING)
    state(moved, "REGION", since=date(2026, 3, 1), region=region(SUZHOU))

    assert set(access.people_regulated(officer(), TODAY)) == {here}
    assert set(access.people_regulated(officer(), date(2026, 2, 28))) == {here, moved}
    assert set(access.people_regulated(officer(region=JIANGSU), TODAY)) == {here, there, moved}
    assert nowhere not in access.people_regulated(officer(region=JIANGSU), TODAY)


def test_sector_regulators_see_the_people_of_their_series() -> None:
    doctor, clerk = person(region=NANJING), person(region=NANJING)
    state(doctor, "SERIES", code="cme")
    state(clerk, "SERIES", code="accounting")

    assert set(access.people_regulated(officer(sector=Sector.HEALTH), TODAY)) == {doctor}
    assert set(access.people_regulated(officer(sector=Sector.ACCOUNTING), TODAY)) == {clerk}
    assert not access.people_regulated(officer(sector=Sector.SPORT), TODAY)


def test_employers_see_who_works_there() -> None:
    employer, other = organisation(kind=OrganisationKind.EMPLOYER), organisation(kind=OrganisationKind.EMPLOYER)
    own, left, elsewhere = person(), person(), person()
    state(own, "EMPLOYER", organisation=employer)
    state(left, "EMPLOYER", organisation=employer)
    state(left, "EMPLOYER", since=date(2026, 1, 1), organisation=other)
    state(elsewhere, "EMPLOYER", organisation=other)

    assert set(access.people_employed(member(of=employer, role=Role.EMPLOYER_STAFF), TODAY)) == {own}


def test_managers_manage_their_own_organisation_only() -> None:
    own, other = organisation(), organisation()
    manager, staff = member(of=own, role=Role.BASE_MANAGER), member(of=own, role=Role.BASE_STAFF)

    assert access.organisation_to_manage(manager, own.pk, TODAY) == own
    for login, pk in (
        (manager, other.pk),
        (staff, own.pk),
        (user(), own.pk),
        (AnonymousUser(), own.pk),
        (manager, 10**12),
    ):
        with pytest.raises(Http404):
            access.organisation_to_manage(login, pk, TODAY)


def test_officers_manage_bases_below_but_no_other_regulator() -> None:
    login = officer()
    below, elsewhere = organisation(region=XUANWU), organisation(region=SUZHOU)
    county = organisation(kind=OrganisationKind.REGULATOR, region=XUANWU)

    assert access.organisation_to_manage(login, below.pk, TODAY) == below
    for pk in (elsewhere.pk, county.pk):
        with pytest.raises(Http404):
            access.organisation_to_manage(login, pk, TODAY)


def test_a_foreign_membership_does_not_exist() -> None:
    own, other = organisation(), organisation()
    manager = member(of=own, role=Role.BASE_MANAGER)
    foreign = Membership.objects.get(user=member(of=other, role=Role.BASE_STAFF))

    with pytest.raises(Http404):
        access.membership_to_end(manager, foreign.pk, TODAY)


def contest_in(code: str | None) -> int:
    """Let somebody contest a record of a region, and return the key of the contested login."""
    number = resident_number()
    facts = {
        "name": "李晓明",
        "document_kind": "RESIDENT_ID",
        "agrees": True,
        "number": number,
        "address": None,
        "at": AT,
    }
    made = joining.begin(user=user(), **facts)  # type: ignore[arg-type]
    assert isinstance(made, joining.Made)
    if code:
        state(made.person, "REGION", region=region(code))
    found = joining.begin(user=user(), **facts)  # type: ignore[arg-type]
    assert isinstance(found, joining.Found)
    return joining.contest(attempt=found.attempt, reason="是我的", at=AT).pk


def test_contests_are_decided_in_the_own_region() -> None:
    here, there, nowhere = contest_in(XUANWU), contest_in(SUZHOU), contest_in(None)

    assert [login.pk for login in access.contested_logins(officer(), TODAY)] == [here, nowhere]
    with pytest.raises(Http404):
        access.contested_login(officer(), there, TODAY)
    viewer = member(of=organisation(kind=OrganisationKind.REGULATOR), role=Role.REGULATOR_VIEWER)
    for login in (viewer, member(of=organisation(), role=Role.BASE_MANAGER), user(), AnonymousUser()):
        assert not access.contested_logins(login, TODAY)


@pytest.mark.parametrize("part", ["user", "contested_by"])
def test_nobody_decides_a_contest_in_the_own_matter(part: str) -> None:
    judge, colleague = officer(), officer()
    contest = contest_in(XUANWU)
    PersonLogin.objects.filter(pk=contest).update(**{part: judge})

    assert not access.contested_logins(judge, TODAY)
    with pytest.raises(Http404):
        access.contested_login(judge, contest, TODAY)
    assert access.contested_login(colleague, contest, TODAY)


def test_nobody_invites_oneself() -> None:
    judge = officer()

    with pytest.raises(organisations.InvitesOneself):
        organisations.invite(
            mobile=str(judge.mobile), organisation=organisation(), role=Role.BASE_MANAGER, since=TODAY, by=judge, at=AT
        )
    assert judge.memberships.count() == 1


def test_the_own_record_is_asked_once_a_request(django_assert_num_queries: object) -> None:
    login = user()

    with django_assert_num_queries(1):  # type: ignore[operator]
        access.own_person(login)
        access.own_person(login)
    with pytest.raises(access.NoRecordYet):
        access.person_of(login)
    assert Person.objects.count() == 0


@pytest.mark.parametrize("role", [Role.REGULATOR_OFFICER, Role.EMPLOYER_STAFF])
def test_a_base_has_no_other_s_roles(role: str) -> None:
    with pytest.raises(organisations.RoleDoesNotFit):
        organisations.appoint(user=user(), organisation=organisation(), role=role, since=TODAY, by=None, at=AT)


def test_nobody_is_appointed_twice() -> None:
    base = organisation()
    manager = member(of=base, role=Role.BASE_MANAGER)

    with pytest.raises(organisations.AlreadyAppointed):
        organisations.appoint(user=manager, organisation=base, role=Role.BASE_MANAGER, since=TODAY, by=None, at=AT)


def test_a_dismissed_member_may_come_back_later() -> None:
    base = organisation()
    manager = member(of=base, role=Role.BASE_MANAGER)
    membership = Membership.objects.get(user=manager)

    with pytest.raises(organisations.EndsTooEarly):
        organisations.dismiss(membership=membership, ends_before=date(2026, 1, 1), by=user())
    organisations.dismiss(membership=membership, ends_before=TODAY, by=user())
    organisations.appoint(user=manager, organisation=base, role=Role.BASE_MANAGER, since=TODAY, by=None, at=AT)

    assert access.memberships(manager, TODAY).count() == 1


def test_dismissing_again_gives_no_day_back() -> None:
    membership = Membership.objects.get(user=(manager := member(of=organisation(), role=Role.BASE_MANAGER)))
    organisations.dismiss(membership=membership, ends_before=date(2026, 6, 1), by=(first := user()))

    organisations.dismiss(membership=membership, ends_before=date(2026, 9, 2), by=user())

    membership.refresh_from_db()
    assert (membership.ends_before, membership.ended_by) == (date(2026, 6, 1), first)
    assert not access.memberships(manager, TODAY)


def test_organisations_have_one_name_and_a_right_code() -> None:
    first = organisation()
    facts = {"kind": first.kind, "region": first.region, "by": None, "at": AT}

    with pytest.raises(organisations.NameTaken):
        organisations.create(name=f" {first.name} ", **facts)
    with pytest.raises(organisations.WrongCreditCode):
        organisations.create(name="另一家", uscc="91110000600037341M", **facts)
    assert organisations.create(name="又一家", uscc="91110000600037341l", **facts).uscc == "91110000600037341L"
