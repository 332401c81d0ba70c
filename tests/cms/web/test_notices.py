"""Notice and poster are had from the page of the programme, by everybody, for as long as the run may be held."""

import io
from datetime import date, timedelta

import pypdf
import pytest
import zxingcpp
from django.conf import settings
from django.urls import reverse
from PIL import Image

from cms.web import notices as view
from seminars import bases, notices, programmes, runs
from tests.cms import builders
from tests.cms.builders import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    """The public page of a programme of which one run is open."""
    made = builders.public(builders.base(name="东南大学"), title="人工智能研修班")
    builders.run(made.programme)
    return made


def addresses(page):
    """Return where the notice and the poster of the one run are."""
    run = page.programme.runs.get()
    return reverse("cms:run-notice", args=[run.pk]), reverse("cms:run-poster", args=[run.pk])


def test_the_page_of_the_programme_leads_to_both(client, page):
    text = client.get(page.url).content.decode()

    for address, kind in zip(addresses(page), ("application/pdf", "image/png"), strict=True):
        assert f'href="{address}"' in text
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)


def test_the_code_leads_back_to_the_page(client, page):
    poster = Image.open(io.BytesIO(client.get(addresses(page)[1]).content))

    assert [code.text for code in zxingcpp.read_barcodes(poster)] == [settings.PUBLIC_URL + page.url]


def test_without_a_public_page_the_code_leads_to_the_run(client):
    run = builders.run(builders.approved(builders.base(name="东南大学"), title="页面未发布的课程"))

    poster = Image.open(io.BytesIO(client.get(reverse("cms:run-poster", args=[run.pk])).content))

    address = reverse("seminars:run", args=[run.pk])
    assert [code.text for code in zxingcpp.read_barcodes(poster)] == [settings.PUBLIC_URL + address]


def test_it_is_drawn_once_until_a_fact_changes(client, page, monkeypatch):
    drawn, draw_notice = [], notices.draw_notice

    def draw(notice):
        drawn.append(notice.board)
        return draw_notice(notice)

    monkeypatch.setattr(view.notices, "draw_notice", draw)
    address, _poster = addresses(page)

    first = client.get(address)
    client.get(address)
    known = client.get(address, headers={"If-None-Match": first["ETag"]})
    runs.state_notice(run=page.programme.runs.get(), board="统一安排")
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert drawn == ["", "统一安排"]
    assert (known.status_code, changed.status_code) == (304, 200)
    assert "统一安排" in "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(changed.content)).pages)


def test_a_letter_that_no_font_has_leads_to_the_run_with_the_reason(client, page):
    run = page.programme.runs.get()
    runs.state_notice(run=run, contact="𠮷老师")

    answer = client.get(addresses(page)[0], follow=True)

    assert answer.redirect_chain == [(reverse("seminars:run", args=[run.pk]), 302)]
    assert "U+20BB7" in answer.content.decode()


@pytest.mark.parametrize("how", ["withdrawn", "ended", "cancelled"])
def test_what_may_not_be_held_takes_no_enrolments_and_keeps_its_words(client, page, how):
    run = page.programme.runs.get()
    if how == "withdrawn":
        programmes.withdraw_approval(programme=page.programme, by=builders.user(), on=TODAY - timedelta(days=1))
    elif how == "ended":
        bases.end_recognition(recognition=page.programme.base.recognitions.get(), ends_before=TODAY)
    else:
        runs.cancel(run=run, by=builders.user(), at=AT, reason="停办")

    answer = client.get(page.url)
    of_run = client.get(reverse("seminars:run", args=[run.pk])).content.decode()

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "从基础到应用。" in text
    assert "报名</a>" not in text
    assert "poster.png" not in text + of_run
    assert ("alert-warning" in text) is (how != "cancelled")
    assert ("不再接受报名" in text) is (how != "cancelled")
    assert [client.get(address).status_code for address in addresses(page)] == [404, 404]


def test_a_recognition_that_ends_before_the_run_closes_that_run_alone(client, page):
    later = builders.run(page.programme, starts_on=date(2027, 2, 1))
    bases.end_recognition(recognition=page.programme.base.recognitions.get(), ends_before=date(2027, 1, 1))

    text = client.get(page.url).content.decode()

    soon = page.programme.runs.exclude(pk=later.pk).get()
    assert reverse("cms:run-poster", args=[soon.pk]) in text
    assert reverse("cms:run-poster", args=[later.pk]) not in text
    assert "不再接受报名" in text
