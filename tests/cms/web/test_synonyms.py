"""Provincial officers keep words that mean the same; search knows them at once, without reindexing."""

import pytest
from django.urls import reverse

from cms import search
from cms.models import SearchDocument, SynonymGroup
from learning.accounts.enums import Role, Sector
from learning.accounts.models import Membership
from tests.cms import builders
from tests.cms.builders import AT, NANJING, PROVINCE, TODAY

pytestmark = pytest.mark.django_db


def officer(client, *, region=PROVINCE, sector=Sector.GENERAL):
    user = builders.with_second_factor(builders.user())
    office = builders.regulator(name="人社部门", region=region, sector=sector)
    Membership.objects.create(
        user=user, organisation=office, role=Role.REGULATOR_OFFICER, since=TODAY.replace(year=2024)
    )
    client.force_login(user)
    return user


def keep(client, terms, narrower="", *, pk=None):
    address = reverse("cms:synonym", args=[pk]) if pk else reverse("cms:synonyms")
    return client.post(address, {"terms": terms, "narrower": narrower, "is_used": "on"})


def test_a_kept_word_finds_what_it_means_at_once(client):
    officer(client)
    page = builders.public(builders.base(name="苏州大学"), title="桥梁检测技术")
    search.refresh_due(at=AT)
    indexed = list(SearchDocument.objects.values_list("changed", flat=True))
    before = search.find("桥检通")

    answer = keep(client, "桥梁检测\n桥检通")

    assert answer.status_code == 302
    assert before == []
    assert search.find("桥检通") == [page.programme_id]
    assert list(SearchDocument.objects.values_list("changed", flat=True)) == indexed


def test_a_group_that_is_no_longer_used_means_nothing(client):
    officer(client)
    builders.public(builders.base(name="苏州大学"), title="桥梁检测技术")
    search.refresh_due(at=AT)
    keep(client, "桥梁检测\n桥检通")
    group = SynonymGroup.objects.get()
    client.post(reverse("cms:synonym", args=[group.pk]), {"terms": "桥梁检测\n桥检通"})

    assert search.find("桥检通") == []


def test_the_page_shows_the_groups_and_what_is_shipped_beside(client):
    officer(client)
    keep(client, "AI\n人工智能", "桥检通智能")
    group = SynonymGroup.objects.get()

    page = client.get(reverse("cms:synonym", args=[group.pk])).content.decode()

    assert "AI、人工智能" in page
    assert "桥检通智能" in page
    assert "人工智慧" in page


@pytest.mark.parametrize(
    ("terms", "narrower", "refused"),
    [
        ("桥检通", "", "TooFewWords"),
        ("，。\n桥检通", "", "NotAWord"),
        ("桥" * 41 + "\n桥检通", "", "WordTooLong"),
        ("\n".join(f"桥检{number}" for number in range(41)), "", "TooManyWords"),
        ("桥检通\n桥检通\nＱＪ", "qj", None),
    ],
)
def test_words_are_checked(client, terms, narrower, refused):
    officer(client)

    answer = keep(client, terms, narrower)

    if refused is None:
        group = SynonymGroup.objects.get()
        assert (group.terms, group.narrower) == (["桥检通", "ＱＪ"], [])
    else:
        assert answer.status_code == 200
        assert "field-wrong" in answer.content.decode()
        assert not SynonymGroup.objects.exists()


@pytest.mark.parametrize("who", [{"region": NANJING}, {"sector": Sector.ACCOUNTING}])
def test_other_officers_do_not_find_the_page(client, who):
    officer(client, **who)

    assert client.get(reverse("cms:synonyms")).status_code == 404
    assert keep(client, "桥梁检测\n桥检通").status_code == 404
    assert not SynonymGroup.objects.exists()
