"""What comes in as a picture or a file: the content decides, and what is refused leaves nothing behind."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from cms import publishing
from learning.accounts.enums import Role
from tests.cms import builders
from tests.cms.builders import AT

pytestmark = pytest.mark.django_db
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
EXE = b"MZ\x90\x00\x03" + b"\0" * 200 + b"This program cannot be run in DOS mode."
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def _picture(size=(8, 8), kind="JPEG"):
    out = BytesIO()
    Pillow.new("1" if kind == "PNG" else "RGB", size).save(out, kind)
    return out.getvalue()


def _office(part="word/document.xml", **parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<x/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def _bomb():
    return _office(word__media=b"\0" * (101 * 1024 * 1024))


def _lying_bomb():
    """Return an archive that states one byte of each of its parts."""
    raw = bytearray(_bomb())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = raw.find(mark)
        while place >= 0:
            raw[place + at : place + at + 4] = (1).to_bytes(4, "little")
            place = raw.find(mark, place + 1)
    return bytes(raw)


@pytest.fixture
def desk(client, settings, tmp_path):
    """An editor of a base, signed in, and the folder in which what comes in would lie."""
    settings.MEDIA_ROOT = tmp_path / "media"
    builders.regulator(name="南京市人社局")
    base = builders.base(name="东南大学")
    publishing.make_base_pages(base=base)
    editor = builders.with_second_factor(builders.member(base, role=Role.BASE_MANAGER))
    publishing.sync_editors(at=AT)
    client.force_login(editor)
    return {"client": client, "folder": tmp_path, "collection": base.editorial_group.collection}


def _send(desk, kind, name, content, **how):
    file = SimpleUploadedFile(name, content, content_type=how.pop("said", "image/jpeg"))
    address = f"/cms/{kind}/{how.pop('way', 'add/')}"
    sent = {"title": "上传", "file": file, "collection": desk["collection"].pk, **how}
    return desk["client"].post(address, sent, follow=True)


def _stored(desk):
    return sorted(path.name for path in desk["folder"].rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("图.jpg", SVG, "扩展名与文件格式不匹配"),
        ("图.jpg", HTML, "请上传一张有效的图片"),
        ("图.jpg", b"\xff\xd8\xff\xe0" + HTML, "请上传一张有效的图片"),
        ("图.jpg", _picture()[:150], "请上传一张有效的图片"),
        ("图.jpg", _picture(kind="PNG"), "扩展名与文件格式不匹配"),
        ("图.svg", SVG, "不支持的图片格式"),
        ("图.png", _picture((10000, 5000), "PNG"), "像素"),
    ],
    ids=["svg", "html", "html behind magic", "cut off", "png", "svg by name", "50 megapixels"],
)
def test_a_wrong_picture_is_answered_and_not_stored(desk, name, content, said):
    answer = _send(desk, "images", name, content)

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert (Image.objects.count(), _stored(desk)) == (0, [])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("通知.pdf", EXE, "内容不是PDF文件"),
        ("通知.pdf", HTML, "内容不是PDF文件"),
        ("通知.docx", PDF, "内容不是DOCX文件"),
        ("通知.docx", EXE + _office(), "内容不是DOCX文件"),
        ("通知.docx", _office("xl/workbook.xml"), "内容不是DOCX文件"),
        ("通知.docx", _office(word__vbaProject=b"", **{"word__vbaProject.bin": b"x"}), "含有宏"),
        ("通知.docx", _bomb(), "解压后超过100MB"),
        ("通知.docx", _lying_bomb(), "未保存"),
        ("名单.csv", HTML, "内容不是CSV文件"),
        ("名单.txt", b"\xff\xfe\0\0\x81\x00", "内容不是TXT文件"),
        ("程序.exe", EXE, "exe"),
        ("页面.html", HTML, "html"),
    ],
    ids=["exe", "html", "pdf as docx", "exe with docx", "xlsx as docx", "macros", "bomb", "bomb that lies", "html as csv", "bytes", "exe by name", "html by name"],
)  # fmt: skip
def test_a_wrong_file_is_answered_and_not_stored(desk, name, content, said):
    answer = _send(desk, "documents", name, content, said="application/pdf")

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert (Document.objects.count(), _stored(desk)) == (0, [])


@pytest.mark.parametrize(
    ("kind", "way", "name", "content"),
    [
        ("images", "multiple/add/", "图.jpg", SVG),
        ("documents", "multiple/add/", "通知.pdf", EXE),
        ("images", "chooser/create/", "图.jpg", HTML),
        ("documents", "chooser/create/", "通知.docx", _bomb()),
    ],
)
def test_every_way_in_looks_into_files(desk, kind, way, name, content):
    answer = desk["client"].post(
        f"/cms/{kind}/{way}",
        {
            "title": "上传",
            "files[]": SimpleUploadedFile(name, content),
            "collection": desk["collection"].pk,
            f"{kind[:-1]}-chooser-upload-title": "上传",
            f"{kind[:-1]}-chooser-upload-file": SimpleUploadedFile(name, content),
            f"{kind[:-1]}-chooser-upload-collection": desk["collection"].pk,
        },
        headers={"x-requested-with": "XMLHttpRequest"},
    )

    assert answer.status_code == 200
    assert b'"success": true' not in answer.content
    assert (Image.objects.count(), Document.objects.count(), _stored(desk)) == (0, 0, [])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.pdf", PDF),
        ("通知.docx", _office(word__media=b"x" * 5000)),
        ("名单.xlsx", _office("xl/workbook.xml")),
        ("名单.csv", "姓名,学时\n王芳,16\n".encode("gb18030")),
        ("名单.txt", "\ufeff第一行 < 第二行".encode()),
    ],
)
def test_what_is_as_its_name_says_is_stored(desk, name, content):
    _send(desk, "documents", name, content)

    assert Document.objects.get().collection == desk["collection"]


def test_a_picture_is_stored(desk):
    _send(desk, "images", "图.jpg", _picture((800, 600)))

    assert Image.objects.get().width == 800


def test_nobody_uploads_into_the_folder_of_another_base(desk):
    other = builders.base(name="南京理工大学")
    publishing.make_base_pages(base=other)

    _send(desk, "documents", "通知.pdf", PDF, collection=other.editorial_group.collection.pk)
    _send(desk, "images", "图.jpg", _picture(), collection=Collection.get_first_root_node().pk)

    assert not Document.objects.exclude(collection=desk["collection"]).exists()
    assert not Image.objects.exclude(collection=desk["collection"]).exists()


def test_a_document_lies_where_no_web_server_hands_it_out(desk, settings):
    for _twice in range(2):
        _send(desk, "documents", "notice.pdf", PDF)
    _send(desk, "images", "图.jpg", _picture())

    documents = [Path(row.file.path) for row in Document.objects.order_by("pk")]
    assert [path.read_bytes() for path in documents] == [PDF, PDF]
    assert len({*documents}) == 2
    assert not [path for path in documents if path.is_relative_to(settings.MEDIA_ROOT)]
    assert Path(Image.objects.get().file.path).is_relative_to(settings.MEDIA_ROOT)


def test_a_document_that_is_thrown_away_is_gone(desk):
    _send(desk, "documents", "notice.pdf", PDF)
    row = Document.objects.get()
    path = Path(row.file.path)

    row.file.delete()

    assert not path.exists()


def test_a_document_is_handed_out_to_be_saved(desk):
    _send(desk, "documents", "notice.pdf", PDF)
    desk["client"].logout()

    answer = desk["client"].get(Document.objects.get().url)

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
