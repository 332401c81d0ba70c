"""What goes to the public, or leaves it, at a set time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Revision

from cms import publishing
from cms.models import ProgrammePage
from learning.accounts.enums import Role
from seminars import programmes
from tests.cms import builders
from tests.cms.builders import AT, TODAY

pytestmark = pytest.mark.django_db
# Wagtail reads the clock itself.
NOW = timezone.now()
LATER = NOW + timedelta(days=1)


def _scheduled(title):
    """Return a page whose words are approved today and shall be public tomorrow."""
    page = publishing.programme_page(programme=builders.approved(builders.base(name=title), title=title))
    page.go_live_at = LATER
    page.save_revision().publish()
    return page


def _come(*pages):
    for page in pages:
        Revision.objects.filter(object_id=str(page.pk)).exclude(approved_go_live_at=None).update(
            approved_go_live_at=NOW - timedelta(minutes=1)
        )
        revision = Revision.objects.filter(object_id=str(page.pk)).latest("pk")
        revision.content["go_live_at"] = (NOW - timedelta(minutes=1)).isoformat()
        revision.save()


def _is_live(page):
    return ProgrammePage.objects.get(pk=page.pk).live


def test_a_page_goes_public_on_its_day_not_before():
    page = _scheduled("人工智能研修班")

    assert (publishing.publish_due(at=NOW), _is_live(page)) == (0, False)

    _come(page)

    assert (publishing.publish_due(at=NOW), _is_live(page)) == (1, True)
    assert publishing.publish_due(at=NOW) == 0


def test_a_page_leaves_the_public_on_its_day():
    page = builders.public(builders.base(name="东南大学"), title="人工智能研修班")
    ProgrammePage.objects.filter(pk=page.pk).update(expire_at=LATER)

    assert (publishing.publish_due(at=NOW), _is_live(page)) == (0, True)
    assert (publishing.publish_due(at=LATER + timedelta(minutes=1)), _is_live(page)) == (1, False)


def test_a_programme_withdrawn_meanwhile_is_not_published_and_holds_up_nobody():
    withdrawn, other = _scheduled("撤销的班"), _scheduled("别的班")
    programmes.withdraw_approval(programme=withdrawn.programme, by=builders.user(), on=TODAY)
    _come(withdrawn, other)

    assert publishing.publish_due(at=NOW) == 1

    assert (_is_live(withdrawn), _is_live(other)) == (False, True)
    assert not Revision.objects.filter(object_id=str(withdrawn.pk)).exclude(approved_go_live_at=None).exists()


def test_an_approved_page_waits_for_its_day():
    regulator = builders.regulator(name="南京市人社局")
    base = builders.base(name="东南大学")
    page = publishing.programme_page(programme=builders.approved(base, title="人工智能研修班"))
    editor, officer = (
        builders.member(base, role=Role.BASE_MANAGER),
        builders.member(regulator, role=Role.REGULATOR_OFFICER),
    )
    publishing.sync_editors(at=AT)
    page.go_live_at = LATER
    page.save_revision(user=editor)
    publishing.submit(page=page, by=editor)

    publishing.approve(page=ProgrammePage.objects.get(pk=page.pk), by=officer)

    assert not _is_live(page)
    _come(page)
    publishing.publish_due(at=NOW)
    assert _is_live(page)
