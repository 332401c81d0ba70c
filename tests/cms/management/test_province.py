"""What `make demo` opens with."""

from typing import Any

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.db import connections
from django.db.models.functions import ExtractYear

from cms.management.province import LOGINS
from credits.models import Entry
from learning.accounts.models import Organisation, Person, User
from seminars.models import GuidanceItem, Programme
from tests import databases
from tests.conftest import _close, _use


@pytest.fixture
def small_world(django_db_setup: None, django_db_blocker: Any):
    before = dict(connections["default"].settings_dict)
    with django_db_blocker.unblock(), databases.clone(of=databases.demo_template) as environment:
        _close()
        _use(environment)
        yield
        _close()
        connections["default"].settings_dict.update(before)


def test_small_world_is_enough_to_see_all(small_world):
    years = Entry.objects.annotate(year=ExtractYear("cycle_starts_on")).values("year").distinct()

    assert Organisation.objects.filter(kind="BASE").count() >= 3
    assert Programme.objects.exclude(current=None).count() >= 12
    assert Person.objects.count() >= 60
    assert years.count() >= 3
    assert (
        GuidanceItem.objects.filter(code__startswith="A", parent__isnull=False).values("name").distinct().count() == 13
    )


def test_only_demo_logins_have_usable_passwords(small_world):
    usable = {user.mobile for user in User.objects.all() if is_password_usable(user.password)}

    assert usable == {login.mobile for login in LOGINS.values()}
