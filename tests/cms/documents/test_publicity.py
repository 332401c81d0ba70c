"""Public notices before a decision (公示): working days, objections, outcome."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cms import documents
from cms.models import NoticeIndex, NoticeKind, NoticePage
from tests.cms import builders

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)


def _shown(*, since=MONDAY, days=5, **facts):
    page = NoticePage(
        title="拟立项项目公示",
        issued_on=since,
        kind=NoticeKind.PUBLICITY,
        shown_from=since,
        shown_days=days,
        objections_to="专业技术人员管理处，025-00000000",
        **facts,
    )
    return NoticeIndex.objects.get().add_child(instance=page)


@pytest.mark.parametrize(
    ("since", "days", "until"),
    [
        (MONDAY, 1, MONDAY),
        (MONDAY, 5, date(2026, 11, 6)),
        (date(2026, 11, 6), 2, date(2026, 11, 9)),
        (date(2026, 11, 7), 1, date(2026, 11, 9)),  # a Saturday
    ],
)
def test_the_last_day_follows_from_working_days(since, days, until):
    assert _shown(since=since, days=days).shown_until == until


@pytest.mark.parametrize(
    ("on", "has_begun", "is_over", "days_left"),
    [
        (MONDAY - timedelta(days=1), False, False, 5),
        (MONDAY, True, False, 5),
        (date(2026, 11, 6), True, False, 1),
        (date(2026, 11, 7), True, True, 0),
    ],
)
def test_it_stands_where_its_days_say(on, has_begun, is_over, days_left):
    found = documents.publicity(_shown(), on)

    assert (found.has_begun, found.is_over, found.days_left) == (has_begun, is_over, days_left)


def test_an_outcome_is_linked_once_it_is_public(client):
    outcome = NoticePage(title="拟立项项目最终名单", issued_on=MONDAY, live=False)
    NoticeIndex.objects.get().add_child(instance=outcome)
    page = _shown(outcome=outcome)

    assert "最终名单" not in client.get(page.url).content.decode()

    outcome.save_revision().publish()
    page.save_revision().publish()

    assert "最终名单" in client.get(page.url).content.decode()
    assert "拟立项项目公示" in client.get(NoticePage.objects.get(pk=outcome.pk).url).content.decode()


def test_it_says_until_when_and_where_to_object(client):
    text = " ".join(client.get(_shown().url).content.decode().split())

    assert "2026年11月2日" in text
    assert "2026年11月6日" in text
    assert "专业技术人员管理处，025-00000000" in text


@pytest.mark.parametrize("missing", ["shown_from", "shown_days", "objections_to"])
def test_the_database_keeps_none_without_days_and_channel(missing):
    page = _shown()

    with pytest.raises(IntegrityError), transaction.atomic():
        NoticePage.objects.filter(pk=page.pk).update(**{missing: "" if missing == "objections_to" else None})


def test_the_editor_asks_for_them_in_a_draft_too(client):
    editor = builders.superuser()
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:add", args=["cms", "noticepage", NoticeIndex.objects.get().pk])

    answer = client.post(address, builders.page_form(title="新的公示", kind="PUBLICITY", issued_on="2026-11-02"))

    assert answer.content.decode().count("公示必须填写此项") == 3
    assert not NoticePage.objects.filter(title="新的公示").exists()


def test_the_editor_gives_a_notice_an_address_in_pinyin(client):
    client.force_login(builders.superuser())
    address = reverse("wagtailadmin_pages:add", args=["cms", "noticepage", NoticeIndex.objects.get().pk])

    client.post(address, builders.page_form(title="关于学时的通知", kind="NOTICE", issued_on="2026-11-02"))

    assert NoticePage.objects.get(title="关于学时的通知").slug == "guanyu-xueshi-de-tongzhi"
