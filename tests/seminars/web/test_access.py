"""Who sees what: each address, asked by everybody, for a row of their own and for one that must not leak."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from learning.accounts.enums import Role
from learning.accounts.models import User
from tests.seminars import builders
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db

# name of the address, which key it takes, whether managers only
BASE_PAGES = [
    ("base-programmes", "base", False),
    ("write-application", "base", True),
    ("application", "application", False),
    ("programme", "programme", False),
    ("amend-programme", "programme", True),
    ("open-run", "programme", True),
    ("base-run", "run", False),
    ("cancel-run", "run", True),
    ("run-sessions", "run", False),
    ("run-selection", "run", False),
    ("run-attendance", "run", False),
    ("run-closing", "run", False),
    ("session", "session", False),
    ("file-change", "session", False),
    ("take-off", "enrolment", False),
]
BASE_DEEDS = [
    ("add-person", "run"),
    ("close-run", "run"),
    ("application", "application"),
    ("file-change", "session"),
    ("session", "session"),
    ("take-off", "enrolment"),
    ("cancel-run", "run"),
    ("run-selection", "run"),
]


class World:
    """One base with a row of every kind."""

    def __init__(self) -> None:
        self.base = builders.base()
        self.programme = web.approved(self.base)
        self.application = self.programme.applications.get()
        self.run = web.coming(self.base, programme=self.programme)
        self.session = web.first_session(self.run)
        self.enrolment = builders.enrolled(run=self.run, at=web.now())

    def key(self, kind: str) -> int:
        """Return the key of the row of that kind."""
        key: int = getattr(self, kind).pk
        return key


@pytest.fixture
def own() -> World:
    return World()


@pytest.fixture
def foreign() -> World:
    return World()


@pytest.mark.parametrize("name, kind, managers_only", BASE_PAGES)
def test_base_pages_open_for_the_own_base_only(
    own: World, foreign: World, name: str, kind: str, managers_only: bool
) -> None:
    manager, staff = web.browser(web.manager(own.base)), web.browser(web.staff(own.base))
    mine, theirs = (reverse(f"seminars:{name}", args=[world.key(kind)]) for world in (own, foreign))

    assert manager.get(mine).status_code == 200
    assert manager.get(theirs).status_code == 404
    assert staff.get(mine).status_code == (404 if managers_only else 200)
    assert staff.get(theirs).status_code == 404


@pytest.mark.parametrize("name, kind", BASE_DEEDS)
def test_deeds_on_rows_of_another_base_change_nothing(own: World, foreign: World, name: str, kind: str) -> None:
    manager = web.browser(web.manager(own.base))
    before = _everything(foreign)

    answer = manager.post(
        reverse(f"seminars:{name}", args=[foreign.key(kind)]), {"reason": "不应生效", "deed": "submit"}
    )

    assert answer.status_code == 404
    assert _everything(foreign) == before


def _everything(world: World) -> list[Any]:
    rows = [world.application, world.programme, world.run, world.session, world.enrolment]
    return [type(row).objects.filter(pk=row.pk).values().get() for row in rows]


@pytest.mark.parametrize("name, kind", [(name, kind) for name, kind, _ in BASE_PAGES])
@pytest.mark.parametrize("who", ["officer", "professional", "former", "future"])
def test_nobody_else_opens_base_pages(own: World, name: str, kind: str, who: str) -> None:
    makers: dict[str, Callable[[], User]] = {
        "officer": lambda: web.officer(builders.regulator()),
        "professional": web.professional,
        "former": lambda: web.member(own.base, Role.BASE_MANAGER, ends_before=web.today()),
        "future": lambda: web.member(own.base, Role.BASE_MANAGER, since=web.today().replace(year=web.today().year + 1)),
    }

    answer = web.browser(makers[who]()).get(reverse(f"seminars:{name}", args=[own.key(kind)]))

    assert answer.status_code == 404


@pytest.mark.parametrize("name, kind", [(name, kind) for name, kind, _ in BASE_PAGES])
def test_strangers_are_led_to_signing_in(own: World, name: str, kind: str) -> None:
    address = reverse(f"seminars:{name}", args=[own.key(kind)])

    answer = web.browser().get(address)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=")


def test_programmes_of_another_base_are_not_listed() -> None:
    own, foreign = builders.base(), builders.base()
    web.approved(own, title="本基地课程")
    web.approved(foreign, title="别家课程")

    page = web.browser(web.manager(own)).get(reverse("seminars:base"), follow=True).content.decode()

    assert "本基地课程" in page
    assert "别家课程" not in page


def test_staff_of_two_bases_choose_one() -> None:
    first, second = builders.base(name="甲基地"), builders.base(name="乙基地")
    builders.base(name="丙基地")
    user = web.manager(first)
    builders.organisations.appoint(
        user=user, organisation=second, role=Role.BASE_STAFF, since=web.today(), by=None, at=web.now()
    )

    page = web.browser(user).get(reverse("seminars:base")).content.decode()

    assert "甲基地" in page
    assert "乙基地" in page
    assert "丙基地" not in page


@pytest.mark.parametrize(
    "code, sector, sees",
    [
        ("320100", "GENERAL", True),
        ("320000", "GENERAL", True),
        ("320100", "HEALTH", True),
        ("320500", "GENERAL", False),
        ("320100", "EDUCATION", False),
        ("320102", "GENERAL", False),
    ],
)
def test_regulators_see_applications_of_their_region_and_sector(code: str, sector: str, sees: bool) -> None:
    application = builders.submitted(
        owner=builders.base(code="320100"), at=web.now(), sector="HEALTH", title="院感防控"
    )
    officer = web.browser(web.officer(builders.regulator(code=code, sector=sector)))

    listed = "院感防控" in officer.get(reverse("seminars:applications")).content.decode()
    opened = officer.get(reverse("seminars:decide-application", args=[application.pk])).status_code
    decided = officer.post(
        reverse("seminars:decide-application", args=[application.pk]), {"decision": "refuse", "reason": "不符合要求"}
    ).status_code

    assert (listed, opened, decided) == ((True, 200, 302) if sees else (False, 404, 404))


def test_drafts_are_hidden_from_regulators() -> None:
    base = builders.base()
    draft = builders.programmes.draft(base=base, by=builders.user(), at=web.now(), **builders.facts(title="草稿课程"))
    officer = web.browser(web.officer(builders.regulator()))

    assert officer.get(reverse("seminars:decide-application", args=[draft.pk])).status_code == 404
    assert "草稿课程" not in officer.get(reverse("seminars:applications")).content.decode()


def test_viewers_read_applications_and_decide_nothing() -> None:
    application = builders.submitted(at=web.now())
    viewer = web.browser(web.member(builders.regulator(), Role.REGULATOR_VIEWER))
    address = reverse("seminars:decide-application", args=[application.pk])

    assert viewer.get(address).status_code == 200
    assert viewer.post(address, {"decision": "refuse", "reason": "不符合要求"}).status_code == 404
    application.refresh_from_db()
    assert application.state == "SUBMITTED"


def test_base_staff_open_no_regulators_page() -> None:
    application = builders.submitted(at=web.now(), title="待批课程")
    manager = web.browser(web.manager(application.programme.base))

    assert manager.get(reverse("seminars:decide-application", args=[application.pk])).status_code == 404
    assert "待批课程" not in manager.get(reverse("seminars:applications")).content.decode()


def test_nobody_withdraws_somebody_elses_enrolment() -> None:
    enrolment = builders.enrolled(run=web.coming(), at=web.now())
    stranger = web.browser(web.professional())

    assert stranger.get(reverse("seminars:withdraw", args=[enrolment.pk])).status_code == 404
    assert stranger.post(reverse("seminars:withdraw", args=[enrolment.pk])).status_code == 404
    enrolment.refresh_from_db()
    assert enrolment.state == "ADMITTED"


def test_the_page_of_a_run_names_nobody() -> None:
    run = web.coming()
    builders.enrolled(run=run, who=builders.person(name="欧阳娜娜", at=web.now()), at=web.now())

    page = web.browser().get(reverse("seminars:run", args=[run.pk])).content.decode()

    assert "欧阳娜娜" not in page
