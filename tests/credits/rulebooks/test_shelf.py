"""What a process remembers of versions is no older than the versions."""

import pytest

from credits import rulebooks
from learning.accounts.models import Region

pytestmark = pytest.mark.django_db
ELSEWHERE = "elsewhere/"


def path_of_nanjing() -> str:
    (path,) = {reach.path for reach in rulebooks.books().reaches if reach.family == "nanjing-general"}
    return path


def test_nothing_is_read_again_while_nothing_changes(django_assert_num_queries):
    held = rulebooks.books()

    with django_assert_num_queries(1):
        again = rulebooks.books()

    assert again is held


def test_each_of_two_changes_in_one_transaction_is_seen():
    before = path_of_nanjing()

    Region.objects.filter(pk="320100").update(path=ELSEWHERE)
    meanwhile = path_of_nanjing()
    Region.objects.filter(pk="320100").update(path=before)

    assert (meanwhile, path_of_nanjing()) == (ELSEWHERE, before)


def test_families_of_a_place_are_those_of_the_wider_places_too():
    held, path = rulebooks.books(), path_of_nanjing()

    families = held.families_of(path, "general")

    assert {"nanjing-general", "cn-general"} <= set(families)
    assert not {"suqian-general", "cn-accounting"} & set(families)
    assert "nanjing-general" not in held.families_of("", "general")
