"""The file: every fact on one page, the same bytes, a code that leads to the verification page."""

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdf
import pytest
import zxingcpp
from django.conf import settings
from PIL import Image

from credits import certificates
from credits.certificates import _pdf
from learning.lettering import GlyphMissing
from tests.credits.certificates import builders

pytestmark = pytest.mark.django_db
LONG: dict[str, Any] = {
    "title": "超长名称（含Latin words与2026年数字）" * 9,
    "holder": "阿卜杜热合曼·" * 7,
    "host": "江苏省人力资源和社会保障厅、" * 7,
    "organiser": "江苏省专业技术人员继续教育基地、" * 6,
    "issuer": "江苏省专业技术人员继续教育基地（南京）" * 5,
    "approval_number": "苏人社函〔2026〕118号" * 4,
}


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    return "".join(pages[0].extract_text().split())


def page_image(pdf: bytes, folder: Path) -> Image.Image:
    (folder / "certificate.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", "certificate.pdf", "page"], cwd=folder, check=True)
    return Image.open(folder / "page.png")


def test_file_holds_every_fact() -> None:
    certificate = builders.issued()

    text = text_of(builders.file_of(certificate))

    last_four = certificate.person.number_last_four
    for fact in (
        "结业证书", certificate.number, "欧阳𬭎㛃", f"*{last_four}", "集成电路先进封装与可靠性技术高级研修班", "第2期", "高级研修班",
        "苏人社函〔2026〕118号", "2026年9月15日至2026年9月18日", "公需科目4.5学时，专业科目24学时", "结业结论", "江苏省人力资源和社会保障厅",
        "中国药科大学继续教育学院", "2026年9月20日",
    ):  # fmt: skip
        assert fact in text, fact
    assert "样张" not in text


@pytest.mark.parametrize("name", ["𬭎𬳵𬞟䶮㑇㛃", "买买提·吐尔逊", "Åsa Jönsson", "O’Neill-Smith", "單國強"])
def test_rare_names_can_be_copied_out_of_the_file(name: str) -> None:
    certificate = builders.issued(name=name)

    assert name.replace(" ", "") in text_of(builders.file_of(certificate))


def test_full_document_number_is_not_in_the_file() -> None:
    certificate = builders.issued()

    from learning.accounts import people  # noqa: PLC0415

    assert people.full_number(certificate.person) not in text_of(builders.file_of(certificate))


def test_code_on_the_page_leads_to_verification(tmp_path: Path) -> None:
    certificate = builders.issued()

    codes = zxingcpp.read_barcodes(page_image(builders.file_of(certificate), tmp_path))

    assert [code.text for code in codes] == [f"{settings.PUBLIC_URL}/verify/{certificate.token}/"]


def test_same_statement_gives_same_bytes_before_the_seal() -> None:
    certificate = builders.issued()
    builders.issued(key="run:82:1", name="张三")  # another file in between leaves no trace

    assert builders.file_of(certificate).startswith(_pdf.draw(builders.signed(certificate)))


def test_same_statement_gives_same_bytes_in_another_process(tmp_path: Path) -> None:
    signed = builders.signed(builders.issued())
    (tmp_path / "signed.json").write_text(json.dumps(vars(signed)))
    program = (
        "import django, hashlib, json, sys; django.setup()\n"
        "from credits.certificates import _pdf\n"
        "from credits.certificates._statements import Signed\n"
        "print(hashlib.sha256(_pdf.draw(Signed(**json.load(open(sys.argv[1]))))).hexdigest())"
    )

    printed = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "signed.json")],
        capture_output=True, text=True, check=False, env={**os.environ, "DJANGO_SETTINGS_MODULE": "learning.settings.test", "PYTHONHASHSEED": "7"},
    )  # fmt: skip

    assert printed.returncode == 0, printed.stderr
    assert printed.stdout.strip() == hashlib.sha256(_pdf.draw(signed)).hexdigest()


def test_demo_marks_the_specimen(settings: Any) -> None:
    settings.DEMO = True

    certificate = builders.issued()

    assert certificate.is_specimen
    assert "样张" in text_of(builders.file_of(certificate))


@pytest.mark.parametrize(
    "facts",
    [LONG, {**LONG, "hours": [["专业科目", "24"]] * 9}, {"approval_number": "", "host": "", "run_number": None}],
)
def test_longest_and_shortest_statement_fit_one_page(facts: dict[str, Any]) -> None:
    signed = builders.signed(builders.issued(), **facts)

    text = text_of(_pdf.draw(signed))

    for fact in ("title", "holder", "host", "organiser", "issuer", "approval_number"):
        assert "".join(signed.stated[fact].split()) in text, fact


def test_missing_glyph_fails_loudly() -> None:
    signed = builders.signed(builders.issued(), holder="𠮷田")

    with pytest.raises(GlyphMissing, match=r"𠮷.*U\+20BB7"):
        _pdf.draw(signed)


def test_picture_shows_the_page_of_the_file(tmp_path: Path) -> None:
    certificate = builders.issued()

    picture = Image.open(io.BytesIO(certificates.draw_picture(certificate.stated)))
    page = page_image(builders.file_of(certificate), tmp_path)

    assert picture.size == (1191, 1684)
    small = [one.convert("L").resize((60, 84)) for one in (picture, page)]
    far = [abs(first - second) for first, second in zip(*(one.tobytes() for one in small), strict=True)]
    assert sum(far) / len(far) < 4  # of 255: the same ink at the same places
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [certificate.stated["url"]]


def test_picture_of_a_statement_is_always_the_same_and_light() -> None:
    stated = builders.issued().stated

    first, second = certificates.draw_picture(stated), certificates.draw_picture(stated | {})

    assert first == second
    assert len(first) < 400_000


@pytest.mark.parametrize("is_specimen", [True, False])
def test_picture_of_a_specimen_says_so(is_specimen: bool) -> None:
    stated = builders.issued().stated

    plain = certificates.draw_picture(stated | {"is_specimen": False})

    assert (certificates.draw_picture(stated | {"is_specimen": is_specimen}) == plain) is not is_specimen
