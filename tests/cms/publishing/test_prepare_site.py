"""What every installation needs of the site."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Page, Site, Workflow

from cms import publishing
from cms.models import HomePage, PolicyPage

pytestmark = pytest.mark.django_db


def test_prepare_makes_the_site():
    assert Site.objects.get().root_page.specific == HomePage.objects.get()
    assert sorted(Page.objects.filter(depth=3).values_list("slug", flat=True)) == [
        "catalogue",
        "help",
        "notices",
        "policy",
    ]
    assert sorted(PolicyPage.objects.live().values_list("slug", flat=True)) == [
        "nanjing-2014",
        "nanjing-2023",
        "order-25",
    ]
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


def test_prepare_twice_changes_nothing():
    policy = PolicyPage.objects.get(slug="order-25")
    policy.issued_by = "人社部"
    policy.save_revision().publish()
    before = (Page.objects.count(), Workflow.objects.count(), Group.objects.count())

    assert publishing.prepare_site() == 0
    call_command("prepare_site")

    assert (Page.objects.count(), Workflow.objects.count(), Group.objects.count()) == before
    assert PolicyPage.objects.get(slug="order-25").issued_by == "人社部"


def test_a_new_version_names_the_one_that_it_replaces():
    former = PolicyPage.objects.get(slug="nanjing-2014")

    assert former.replaced_by.slug == "nanjing-2023"
