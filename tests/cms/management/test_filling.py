"""The demo province is filled in steps: the same for a seed, never twice, and with everything in it that is to be seen."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.db import transaction
from django.test import override_settings

from cms import progress
from cms.management.province import LOGINS, filling
from cms.management.province.filling import _lanes
from cms.models import BasePage, DemoFilling, DemoStep, ProgrammePage
from credits.models import Act, CertificateOrder, Claim, Entry, Reminder, Standing
from learning.accounts.models import Organisation, Person, PersonFact, PersonJoin, User
from learning.settings import dev
from seminars.models import Application, Enrolment, Programme, Run
from tests import databases
from tests.conftest import opened

NOW = datetime.now(UTC)
TINY = 0.02


class Killed(Exception):
    """What a kill looks like from inside."""


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any):
    """Fill a clone of the small world a little; give what is in it, and what a second clone with a kill in the middle holds."""
    contents = []
    media = override_settings(INDEX_KEY=dev.INDEX_KEY, DEMO=True, MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media:
        for fill in (_fill, _fill_with_kills):
            with databases.clone(of=databases.demo_template) as environment, opened(environment):
                fill()
                contents.append(_content())
                facts = _facts()
    return contents, facts


def test_fill_makes_the_same_after_kills_and_in_two_lanes(filled):
    (once, with_kills), _facts = filled

    assert once == with_kills


@pytest.mark.parametrize(
    "kind",
    [
        "met",
        "short in the public subject",
        "short in the professional subject",
        "unknown",
        "before 2023",
        "over a cap",
        "correction",
        "reversal",
        "reinstatement",
        "opening",
        "joined",
        "on leave",
        "certificate ordered",
        "waiting",
        "refused",
        "applied",
        "withdrawn",
        "closed run",
        "run by selection",
        "application returned",
        "application refused",
        "application to decide",
        "application in draft",
        "withdrawn approval",
        "reminder of a cycle",
        "public page",
        "picture",
        "county regulator",
        "sector regulator",
        "self-employed",
    ],
)
def test_fill_shows_every_kind(filled, kind):
    _contents, facts = filled

    assert facts[kind] > 0


def test_fill_gives_nobody_a_password(filled):
    _contents, facts = filled

    assert facts["usable passwords"] == len(LOGINS)


def test_fill_doubles_nothing(filled):
    _contents, facts = filled

    assert facts["doubled claims"] == facts["doubled people"] == 0


def test_progress_is_told_while_it_fills_and_not_after(db):
    begun = filling.begin(seed=1, scale=TINY, at=NOW)
    first = begun.steps.order_by("number")[0]
    DemoStep.objects.filter(pk=first.pk).update(done_at=NOW)

    while_filling = progress.of_the_demo()
    DemoFilling.objects.update(ended_at=NOW)

    assert while_filling is not None
    assert while_filling.done == first.weight
    assert 0 < while_filling.percent < 100
    assert progress.of_the_demo() is None


def test_begin_again_goes_on_with_what_was_begun(db):
    first = filling.begin(seed=1, scale=TINY, at=NOW)

    again = filling.begin(seed=2, scale=1, at=NOW)

    assert again == first
    assert DemoFilling.objects.count() == 1


def _fill() -> None:
    filling.go_on(filling.begin(seed=7, scale=TINY, at=NOW), say=lambda _line: None)


def _fill_with_kills() -> None:
    """Fill in another order of the steps that may be in any, and fall out of every third one before it is marked."""
    begun = filling.begin(seed=7, scale=TINY, at=NOW)
    plan = _lanes._plan(begun)
    while (stage := _lanes._stage(begun)) is not None:
        for number, step in enumerate(begun.steps.filter(stage=stage).order_by("-number")):
            if number % 3 == 0:
                _kill_in(plan, step)
            DemoStep.objects.filter(pk=step.pk).update(number=1000 - step.number)
        while _lanes._take(begun, plan, stage, say=lambda _line: None):
            pass
    filling.go_on(begun, say=lambda _line: None)


def _kill_in(plan: Any, step: DemoStep) -> None:
    try:
        with transaction.atomic():
            _lanes._do(plan, step)
            raise Killed
    except Killed:
        pass


def _content() -> dict[str, Any]:
    """Return what is there, without keys and numbers that follow from who came first."""
    names = dict(Person.objects.values_list("pk", "number_index"))
    claims = Claim.objects.values_list("person", "key", "title", "starts_on", "hours", "revision")
    standings = Standing.objects.values_list("person", "family", "cycle_starts_on", "state", "counted", "missing")
    enrolments = Enrolment.objects.values_list("person", "run__version__title", "run__starts_on", "state")
    return {
        "claims": Counter((names[who], _plain(key), *rest) for who, key, *rest in claims),
        "standings": Counter((names[who], *rest) for who, *rest in standings),
        "enrolments": Counter((names[who], *rest) for who, *rest in enrolments),
        "programmes": Counter(
            Programme.objects.values_list(
                "base__name", "current__title", "current__summary", "current__approval_number"
            )
        ),
        "applications": Counter(Application.objects.values_list("title", "state")),
        "organisations": Counter(Organisation.objects.values_list("kind", "name", "region")),
    }


def _plain(key: str) -> str:
    return key if key.startswith("roster") else key.partition(":")[0]


def _facts() -> dict[str, int]:
    this_year = Standing.objects.filter(cycle_starts_on__year=NOW.year)
    doubled = Counter(Claim.objects.filter(revision=1).values_list("person", "key"))
    people = Counter(Person.objects.values_list("number_index", flat=True))
    return {
        "met": this_year.filter(state="MET").count(),
        "short in the public subject": Standing.objects.filter(unmet__contains=["category:public"]).count(),
        "short in the professional subject": Standing.objects.filter(unmet__contains=["category:professional"]).count(),
        "unknown": Standing.objects.filter(state="UNKNOWN").count(),
        "before 2023": Standing.objects.filter(cycle_starts_on__year__lt=2023, family="nanjing-general").count(),
        "over a cap": Entry.objects.filter(reasons__contains=[{"code": "daily_cap"}]).count(),
        "correction": Act.objects.filter(kind="CORRECTION").count(),
        "reversal": Act.objects.filter(kind="REVERSAL").count(),
        "reinstatement": Act.objects.filter(kind="REINSTATEMENT").count(),
        "opening": Act.objects.filter(kind="OPENING").count(),
        "joined": PersonJoin.objects.count(),
        "on leave": PersonFact.objects.filter(kind="STATUS", code__endswith="leave").count(),
        "self-employed": PersonFact.objects.filter(kind="EMPLOYER", code="self_employed").count(),
        "certificate ordered": CertificateOrder.objects.filter(done_at=None).count(),
        "waiting": Enrolment.objects.filter(state="WAITING").count(),
        "refused": Enrolment.objects.filter(state="REFUSED").count(),
        "applied": Enrolment.objects.filter(state="APPLIED").count(),
        "withdrawn": Enrolment.objects.filter(state="WITHDRAWN").count(),
        "closed run": Run.objects.filter(state="CLOSED").count(),
        "run by selection": Run.objects.filter(admission="SELECTION").count(),
        "application returned": Application.objects.filter(state="RETURNED").count(),
        "application refused": Application.objects.filter(state="REFUSED").count(),
        "application to decide": Application.objects.filter(state="SUBMITTED").count(),
        "application in draft": Application.objects.filter(state="DRAFT").count(),
        "withdrawn approval": Programme.objects.exclude(withdrawn_on=None).count(),
        "reminder of a cycle": Reminder.objects.filter(kind="CYCLE_ENDS").count(),
        "public page": ProgrammePage.objects.live().exclude(words=[]).count(),
        "picture": sum("gallery" in [block.block_type for block in page.words] for page in BasePage.objects.all()),
        "county regulator": Organisation.objects.filter(kind="REGULATOR", region__depth=3).count(),
        "sector regulator": Organisation.objects.filter(kind="REGULATOR").exclude(sector="GENERAL").count(),
        "usable passwords": sum(is_password_usable(user.password) for user in User.objects.all()),
        "doubled claims": sum(count > 1 for count in doubled.values()),
        "doubled people": sum(count > 1 for count in people.values()),
    }
