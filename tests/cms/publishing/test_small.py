"""Small changes: what counts as one, and the one deed that approves those ticked."""

import pytest

from cms import publishing
from cms.models import ProgrammePage
from learning.accounts.enums import Role
from tests.cms import builders
from tests.cms.builders import AT, SUZHOU

pytestmark = pytest.mark.django_db
# Django refuses to take the tags from this.
UNSTRIPPABLE = "<" * 51 + "a>" * 51
WORDS = [{"type": "text", "value": "<p>上课地点：第一教室。</p><p>请携带<a href='https://example.com'>证件</a>。</p>"}]


@pytest.fixture
def cast():
    regulator, base = builders.regulator(name="南京市人社局"), builders.base(name="东南大学")
    made = {
        "base": base,
        "editor": builders.member(base, role=Role.BASE_MANAGER),
        "officer": builders.member(regulator, role=Role.REGULATOR_OFFICER),
    }
    made["page"] = _public(base, title="人工智能研修班")
    publishing.sync_editors(at=AT)
    return made


def _public(base, *, title, words=WORDS):
    page = publishing.programme_page(programme=builders.approved(base, title=title))
    page.introduction = "<p>欢迎报名。</p>"
    page.words = page.words.stream_block.to_python(words)
    page.save_revision().publish()
    return ProgrammePage.objects.get(pk=page.pk)


def _submitted(cast, page=None, *, introduction="<p>热烈欢迎报名。</p>", words=None):
    page = ProgrammePage.objects.get(pk=(page or cast["page"]).pk)
    page.introduction = introduction
    if words is not None:
        page.words = page.words.stream_block.to_python(words)
    page.save_revision(user=cast["editor"])
    publishing.submit(page=page, by=cast["editor"])
    return page


def _text(html):
    return [{"type": "text", "value": html}]


def _about(text):
    teacher = {"name": "张老师", "position": "", "words": text}
    return [{"type": "teachers", "value": [{"type": "item", "id": "1", "value": teacher}]}]


def test_some_signs_more_are_a_small_change(cast):
    _submitted(cast)

    [row] = publishing.proposals(cast["officer"])

    assert row.is_small
    assert row.change.size == 2
    [[added, kept]] = row.change.paragraphs
    assert (added.text, added.is_new, kept.text, kept.is_new or kept.is_gone) == ("热烈", True, "欢迎报名。", False)


@pytest.mark.parametrize(
    ("introduction", "words"),
    [
        ("<p>" + "很" * publishing.SMALL_MAX + "欢迎报名，请。</p>", None),
        (
            "<p>欢迎报名。</p>",
            _text("<p>上课地点：第一教室。</p><p>请携带<a href='https://evil.example'>证件</a>。</p>"),
        ),
        ("<p>欢迎报名。</p>", _text("<p>上课地点：第一教室。</p><p>请携带证件。</p>")),
        ("<p>欢迎报名。</p>", [*WORDS, {"type": "syllabus", "value": None}]),
        ("<p>欢迎报名。</p>", None),
    ],
    ids=["many signs", "another link", "no link", "another block", "nothing at all"],
)
def test_what_is_not_small(cast, introduction, words):
    _submitted(cast, introduction=introduction, words=words)

    assert [row.is_small for row in publishing.proposals(cast["officer"])] == [False]


@pytest.mark.parametrize("added", ["<b1 pay to account 6222020200112233445 >", "&lt;", UNSTRIPPABLE])
def test_plain_text_that_looks_like_marks_is_shown_as_the_public_would_read_it(cast, added):
    page = _public(cast["base"], title="数据安全", words=_about("教授。"))
    _submitted(cast, page, introduction="<p>欢迎报名。</p>", words=_about("教授。" + added))

    [row] = publishing.proposals(cast["officer"])

    assert [part.text for parts in row.change.paragraphs for part in parts if part.is_new] == [added]
    assert row.change.size == len(added)
    assert row.is_small == (added != UNSTRIPPABLE)


def test_a_page_whose_change_cannot_be_told_is_shown_whole_and_stops_no_other(cast):
    _submitted(cast)
    _submitted(cast, _public(cast["base"], title="数据安全"), introduction=UNSTRIPPABLE)

    small, whole = publishing.proposals(cast["officer"])

    assert (small.is_small, whole.is_small) == (True, False)
    gone, new = [part.text for parts in whole.change.paragraphs for part in parts]
    assert "欢迎报名。" in gone
    assert UNSTRIPPABLE in new
    with pytest.raises(publishing.NotSmall):
        publishing.approve_small(marks=[whole.mark], by=cast["officer"])


def test_a_page_that_is_new_is_not_small(cast):
    page = publishing.programme_page(programme=builders.approved(cast["base"], title="新的班"))
    publishing.submit(page=page, by=cast["editor"])

    assert [row.is_small for row in publishing.proposals(cast["officer"])] == [False]


def test_one_deed_approves_the_ticked_ones(cast):
    other = _public(cast["base"], title="工业机器人")
    _submitted(cast)
    _submitted(cast, other)
    ticked = [row for row in publishing.proposals(cast["officer"]) if row.waiting.title == "工业机器人"]

    titles = publishing.approve_small(marks=[row.mark for row in ticked], by=cast["officer"])

    assert titles == ["工业机器人"]
    assert ProgrammePage.objects.get(pk=other.pk).introduction == "<p>热烈欢迎报名。</p>"
    assert ProgrammePage.objects.get(pk=cast["page"].pk).introduction == "<p>欢迎报名。</p>"


def test_a_page_changed_since_is_refused_and_nothing_is_approved(cast):
    other = _public(cast["base"], title="工业机器人")
    _submitted(cast)
    page = _submitted(cast, other)
    marks = [row.mark for row in publishing.proposals(cast["officer"])]
    page.introduction = "<p>没有看过的话。</p>"
    page.save_revision(user=cast["officer"])

    with pytest.raises(publishing.ChangedSince):
        publishing.approve_small(marks=marks, by=cast["officer"])

    assert not ProgrammePage.objects.filter(introduction__contains="热烈").exists()
    assert not ProgrammePage.objects.filter(introduction__contains="没有看过").exists()


@pytest.mark.parametrize("mark", ["", "x", "1", "1:", ":1", "999999999:1", "１:１", "9" * 40 + ":1"])
def test_made_up_marks_are_refused(cast, mark):
    with pytest.raises(publishing.ChangedSince):
        publishing.approve_small(marks=[mark], by=cast["officer"])


def test_a_big_change_is_not_approved_in_bulk(cast):
    _submitted(cast, introduction="<p>" + "很" * 100 + "</p>")
    [row] = publishing.proposals(cast["officer"])

    with pytest.raises(publishing.NotSmall):
        publishing.approve_small(marks=[row.mark], by=cast["officer"])


def test_a_moderator_elsewhere_sees_and_approves_nothing(cast):
    elsewhere = builders.regulator(name="苏州市人社局", region=SUZHOU)
    publishing.make_base_pages(base=builders.base(name="苏州大学", region=SUZHOU))
    stranger = builders.member(elsewhere, role=Role.REGULATOR_OFFICER)
    publishing.sync_editors(at=AT)
    _submitted(cast)
    [row] = publishing.proposals(cast["officer"])

    assert publishing.proposals(stranger) == []
    with pytest.raises(publishing.NotYourPage):
        publishing.approve_small(marks=[row.mark], by=stranger)
