"""What `make demo` opens with."""

from typing import Any

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.db.models.functions import ExtractYear

from cms.management.province import LOGINS
from credits.models import Entry
from learning.accounts.models import Organisation, Person, User
from seminars.models import GuidanceItem, Programme
from tests import databases
from tests.conftest import opened


@pytest.fixture(scope="module")
def small_world(django_db_setup: None, django_db_blocker: Any):
    """Give what the small world holds."""
    with (
        django_db_blocker.unblock(),
        databases.clone(of=databases.demo_template) as environment,
        opened(environment),
    ):
        return _facts()


def test_small_world_is_enough_to_see_all(small_world):
    assert small_world["bases"] >= 3
    assert small_world["programmes"] >= 12
    assert small_world["people"] >= 60
    assert small_world["years"] >= 3
    assert small_world["clusters"] == 13


def test_only_demo_logins_have_usable_passwords(small_world):
    assert small_world["usable"] == {login.mobile for login in LOGINS.values()}


def _facts() -> dict[str, Any]:
    years = Entry.objects.annotate(year=ExtractYear("cycle_starts_on")).values("year").distinct()
    clusters = GuidanceItem.objects.filter(code__startswith="A", parent__isnull=False)
    return {
        "bases": Organisation.objects.filter(kind="BASE").count(),
        "programmes": Programme.objects.exclude(current=None).count(),
        "people": Person.objects.count(),
        "years": years.count(),
        "clusters": clusters.values("name").distinct().count(),
        "usable": {user.mobile for user in User.objects.all() if is_password_usable(user.password)},
    }
