"""Designs: data with versions, refused while something is wrong with them, never changed once published."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from PIL import Image

from credits import certificates
from credits.certificates import _designs, _pdf
from credits.certificates._designs import Words
from credits.enums import CertificateKind
from credits.models import Certificate, CertificateDesign
from credits.web.designs import DesignForm
from tests.credits import builders as people_builders
from tests.credits.certificates import builders, kinds
from tests.credits.certificates.builders import AT
from tests.credits.web.builders import regulator, signed_in

pytestmark = pytest.mark.django_db
KINDS = list(certificates.KINDS)


def draft(kind: str = "COMPLETION", **changes: Any) -> CertificateDesign:
    """Begin a draft and save it with these changes of its body."""
    by = people_builders.user()
    row = certificates.begin_design(kind=kind, by=by, at=AT)
    body = {**row.body, **changes}
    return certificates.save_design(draft=row, seen=0, name="新样式", body=body, logo=b"", by=by, at=AT)


def publish(row: CertificateDesign) -> CertificateDesign:
    return certificates.publish_design(draft=row, seen=row.revision, by=people_builders.user(), at=AT)


def logo(colour: str = "navy") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (400, 100), colour).save(stream, "PNG")
    return stream.getvalue()


def test_the_shipped_design_of_every_kind_is_published_once() -> None:
    again = certificates.install_designs(at=AT)

    assert again == []
    rows = CertificateDesign.objects.filter(status="PUBLISHED").order_by("kind")
    assert [str(row) for row in rows] == sorted(f"{kind}/1" for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wrong_with_the_shipped_design(kind: CertificateKind) -> None:
    assert [str(one) for one in certificates.faults(_designs.shipped(kind))] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", certificates.SIZES)
def test_every_fact_that_may_be_placed_has_words_in_both_languages(kind: CertificateKind, size: str) -> None:
    stated = certificates.specimen(kind, size)

    for language in ("zh", "en"):
        said = certificates.KINDS[kind].said(stated, language)
        assert set(certificates.placeable(certificates.KINDS[kind])) <= set(said)


@pytest.mark.parametrize("kind", KINDS)
def test_drawing_again_gives_the_bytes_of_the_issue_whatever_was_published_since(kind: CertificateKind) -> None:
    certificate = kinds.of_every_kind()[kind]
    publish(draft(kind, title={"zh": "新标题", "en": "NEW TITLE"}))

    drawn = _pdf.draw(builders.signed(certificate))

    assert certificate.stated["design"] == f"{kind}/1"
    assert builders.file_of(certificate).startswith(drawn)


def test_what_is_issued_later_is_drawn_with_the_later_version() -> None:
    early = builders.issued()
    publish(draft(sentence={"zh": "{holder}（{document}）已完成“{title}”{run}学习。", "en": "Done."}))

    late = builders.issued(key="run:82:1", name="李四")

    assert (early.stated["design"], late.stated["design"]) == ("COMPLETION/1", "COMPLETION/2")
    assert _designs.of(late.stated).sentence_of(late.stated, "zh").startswith("李四（")


def test_a_published_design_cannot_change_or_vanish() -> None:
    row = publish(draft())

    for change in (
        lambda: CertificateDesign.objects.filter(pk=row.pk).update(name="别的"),
        lambda: CertificateDesign.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="published design"), transaction.atomic():
            change()


def test_a_draft_that_somebody_saved_meanwhile_is_not_overwritten() -> None:
    row = draft()
    by = people_builders.user()

    with pytest.raises(certificates.SavedMeanwhile):
        certificates.save_design(draft=row, seen=0, name="晚了", body=row.body, logo=b"", by=by, at=AT)
    with pytest.raises(certificates.SavedMeanwhile):
        certificates.publish_design(draft=row, seen=0, by=by, at=AT)
    certificates.discard_design(draft=row, seen=1)
    assert not CertificateDesign.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"title": Words(zh="国家结业证书", en="CERTIFICATE")}, "国家"),
        ({"title": Words(zh="职业资格证明", en="CERTIFICATE")}, "职业资格"),
        ({"note": Words(zh="全国通用")}, "全国"),
        ({"note": Words(zh="全 國 通用")}, "全国"),
        ({"title": Words(zh="证书", en="National Certificate")}, "National"),
        ({"sentence": Words(zh="中华人民共和国{holder}{document}", en="Done.")}, "中华人民共和国"),
        ({"sentence": Words(zh="{holder}{password}", en="Done.")}, "{password}"),
        ({"sentence": Words(zh="{holder}{{", en="Done.")}, "花括号"),
        ({"title": Words(zh="结业证书", en="")}, "缺"),
        ({"title": Words(zh="𠮷证书", en="A")}, "𠮷"),
        ({"rows": ("title", "password")}, "{password}"),
        ({"rows": ("title",)}, "{hours}"),
        (
            {"rows": ("title", "activity", "approval_number", "span", "hours", "host", "organiser")},
            "“结业结论”{result}",
        ),
        ({"sentence": Words(zh="准予结业。", en="Done.")}, "{holder}"),
        ({"layout": "emblem"}, ""),
    ],
)
def test_what_is_wrong_with_a_design_is_said(changes: dict[str, Any], word: str) -> None:
    found = certificates.faults(replace(_designs.shipped("COMPLETION"), **changes))

    told = [str(one) for one in found]
    assert told
    assert not word or any(word in one for one in told) or word in ("花括号", "缺"), told


def test_a_wrong_design_is_not_published() -> None:
    row = draft(title={"zh": "国家证书", "en": "CERTIFICATE"})

    with pytest.raises(certificates.NotPublishable, match="国家"):
        publish(row)

    assert builders.issued().stated["design"] == "COMPLETION/1"


def test_draft_that_was_saved_before_another_was_published_does_not_take_that_back_unseen() -> None:
    late, first, by = draft(), draft(), people_builders.user()
    certificates.publish_design(draft=first, seen=first.revision, by=by, at=AT + timedelta(minutes=1))

    with pytest.raises(certificates.PublishedMeanwhile):
        certificates.publish_design(draft=late, seen=late.revision, by=by, at=AT + timedelta(minutes=2))

    # To save it once more is not to have looked.
    facts: Any = {"name": late.name, "body": late.body, "logo": b"", "by": by, "at": AT + timedelta(minutes=3)}
    saved = certificates.save_design(draft=late, seen=late.revision, **facts)
    given: Any = {"draft": saved, "seen": saved.revision, "by": by, "at": AT + timedelta(minutes=4)}
    for over in (None, 1, 3):
        with pytest.raises(certificates.PublishedMeanwhile):
            certificates.publish_design(over=over, **given)
    assert certificates.publish_design(over=2, **given).number == 3


def test_draft_begun_from_the_version_in_use_is_published_as_it_is() -> None:
    publish(draft())

    row = draft()

    assert (row.begun_from, certificates.design_in_between(row), publish(row).number) == (2, None, 3)


def test_officer_sees_what_another_version_changed_and_publishes_knowingly_or_begins_again() -> None:
    client = signed_in(regulator(region="320000"), "en")
    late = draft(note={"zh": "甲注", "en": "Note A"})
    page = f"/certificate-designs/{late.pk}/publish/"
    assert "taken back" not in client.get(page).content.decode()
    publish(draft(title={"zh": "乙题", "en": "TITLE B"}))

    told = client.get(page).content.decode()
    edited = client.get(f"/certificate-designs/{late.pk}/").content.decode()
    unticked = client.post(page, {"seen": late.revision, "is_meant": "on", "over": 2})
    stale = client.post(page, {"seen": late.revision, "is_meant": "on", "takes_back": "on", "over": 1})

    assert [word in told for word in ("乙题", "甲注", "taken back", "Begin again from version 2")] == [True] * 4
    assert "begun from version 1" in edited
    late.refresh_from_db()
    assert (unticked.status_code, stale.status_code, late.status) == (200, 200, "DRAFT")
    assert "Version 2 was put in use after this draft was begun" in stale.content.decode()
    client.post("/certificate-designs/new/", {"kind": "COMPLETION"})
    begun = CertificateDesign.objects.get(status="DRAFT", begun_from=2)
    assert begun.body["title"]["zh"] == "乙题"
    done = client.post(page, {"seen": late.revision, "is_meant": "on", "takes_back": "on", "over": 2})
    late.refresh_from_db()
    assert (done.status_code, late.number) == (302, 3)


def test_no_more_of_an_upload_is_read_than_tells_that_it_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    row = certificates.begin_design(kind="YEAR", by=people_builders.user(), at=AT)
    form = DesignForm(kind="YEAR")
    form.cleaned_data = {"logo": SimpleUploadedFile("a.png", b"x" * 3_000_000)}
    seen: list[int] = []

    def kept(content: bytes) -> bytes:
        seen.append(len(content))
        return b""

    monkeypatch.setattr(certificates, "logo_of", kept)

    form.logo_bytes(row)

    assert seen == [certificates.LOGO_MOST + 1]


def test_a_logo_is_drawn_and_is_nothing_but_pixels() -> None:
    kept = certificates.logo_of(logo())
    row = draft()
    by = people_builders.user()
    certificates.save_design(draft=row, seen=1, name="带标志", body=row.body, logo=kept, by=by, at=AT)
    done = publish(CertificateDesign.objects.get(pk=row.pk))

    certificate = builders.issued()

    assert certificate.stated["design"] == str(done)
    shown = Image.open(io.BytesIO(certificates.draw_picture(certificate.stated))).convert("RGB")
    assert shown.getpixel((595, 150)) == (0, 0, 128)
    assert builders.file_of(certificate).startswith(_pdf.draw(builders.signed(certificate)))


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\nbroken", b"x" * 500_001])
def test_what_is_no_picture_is_no_logo(content: bytes) -> None:
    with pytest.raises(certificates.NotALogo):
        certificates.logo_of(content)


def typed(row: CertificateDesign, **changes: Any) -> dict[str, Any]:
    """Return the fields of the editor for a draft, changed."""
    texts = {
        f"{name}_{language}": row.body.get(name, {}).get(language, "")
        for name in ("title", "sentence", "note")
        for language in ("zh", "en")
    }
    shown = {"name": row.name, "layout": row.body["layout"], "is_bilingual": "on", "rows": row.body["rows"]}
    return {**shown, **texts, "seen": row.revision, **changes}


def test_an_officer_of_the_province_edits_looks_and_publishes() -> None:
    client = signed_in(regulator(region="320000"))
    client.post("/certificate-designs/new/", {"kind": "YEAR"})
    row = CertificateDesign.objects.get(status="DRAFT")
    page = f"/certificate-designs/{row.pk}/"

    looked = client.post(f"{page}preview/", typed(row, title_zh="全国证明", size="long")).content.decode()
    saved = client.post(page, typed(row, title_zh="学时证明"))
    done = client.post(f"{page}publish/", {"seen": 1, "is_meant": "on"})

    assert "全国" in looked
    assert "data:image/png;base64," in looked
    assert (saved.status_code, done.status_code) == (302, 302)
    row.refresh_from_db()
    assert (row.status, row.number, row.body["title"]["zh"]) == ("PUBLISHED", 2, "学时证明")
    assert "data:image/png;base64," in client.get(page).content.decode()
    assert client.post(f"{page}publish/").status_code == 404


@pytest.mark.parametrize("of", [{"region": "320100"}, {"region": "320000", "role": "REGULATOR_VIEWER"}])
def test_nobody_else_sees_designs(of: dict[str, str]) -> None:
    row = draft()

    client = signed_in(regulator(**of))

    assert client.get("/certificate-designs/").status_code == 404
    assert client.get(f"/certificate-designs/{row.pk}/").status_code == 404
    assert client.post(f"/certificate-designs/{row.pk}/preview/", typed(row)).status_code == 404
    assert Client().get("/certificate-designs/").status_code == 302
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("of", [{"region": "320100"}, {"region": "320000", "role": "REGULATOR_VIEWER"}])
def test_nobody_else_begins_a_design(of: dict[str, str]) -> None:
    before = CertificateDesign.objects.count()

    answer = signed_in(regulator(**of)).post("/certificate-designs/new/", {"kind": "YEAR"})

    assert (answer.status_code, CertificateDesign.objects.count()) == (404, before)
