"""Pages of every kind and layout, measured: names of 2 to 50 letters, titles of 4 to 120, eight categories; no two texts touch, none leaves the frame. Registers: `test_register_layout`."""

import io
import subprocess
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from credits import certificates
from credits.certificates import _designs, _pdf
from credits.certificates._designs import Design, Words
from credits.certificates._statements import Signed
from tests.credits.certificates import builders

pytestmark = pytest.mark.django_db
NAMES = (
    "李一",
    "阿卜杜热合曼·买买提",
    "阿卜杜热合曼·" * 7 + "丁",
    "Wolfeschlegelsteinhausenbergerdorff von Bergerdorf",
)
TITLES = (
    "数据治理",
    "集成电路先进封装与可靠性技术高级研修班",
    "新型工业化与未来产业" * 12,
    "Advanced packaging " * 6 + "研修班",
)
EIGHT = [[f"第{place}类专业科目（行业公需）", "12.5"] for place in range(1, 9)]
MM = 72 / 25.4
TALLER = 0.15  # letters are lower than their boxes


def boxes(pdf: bytes, folder: Path) -> list[tuple[float, float, float, float, str]]:
    """Return each line of text and where poppler says that it stands."""
    (folder / "page.pdf").write_bytes(pdf)
    subprocess.run(["pdftotext", "-bbox-layout", "page.pdf", "page.html"], cwd=folder, check=True)
    tree = ElementTree.parse(folder / "page.html")  # noqa: S314  (poppler wrote it)
    lines = [node for node in tree.iter() if node.tag.endswith("}line")]
    return [
        (*(float(line.attrib[edge]) for edge in ("xMin", "yMin", "xMax", "yMax")), "".join(line.itertext()).strip())
        for line in lines
    ]


def touching(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return bool(wide > 1 and high > TALLER * min(one[3] - one[1], other[3] - other[1]))


@pytest.mark.parametrize("hours", [[["专业科目", "24"]], EIGHT], ids=["one", "eight"])
@pytest.mark.parametrize("title", TITLES, ids=len)
@pytest.mark.parametrize("name", NAMES, ids=len)
def test_nothing_touches_and_nothing_leaves_the_frame(name: str, title: str, hours: Any, tmp_path: Path) -> None:
    certificate = builders.issued()
    signed = builders.signed(certificate, holder=name, title=title, hours=hours)

    found = boxes(_pdf.draw(signed), tmp_path)

    assert [(one[4], other[4]) for one, other in combinations(found, 2) if touching(one, other)] == []
    for left, top, right, bottom, text in found:
        assert 14 * MM <= left < right <= _pdf.WIDTH - 14 * MM, text
        assert 14 * MM <= top < bottom <= _pdf.HEIGHT - 14 * MM, text
    written = "".join("".join(text.split()) for *_edges, text in found)
    for text in (name, title, certificate.number, *(label for label, _amount in hours)):
        assert "".join(text.split()) in written, text


def logo() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (300, 300), "navy").save(stream, "PNG")
    return stream.getvalue()


FOOT = Words(zh="本证明仅供继续教育管理使用。", en="For the administration of continuing education only.")
TRIED = {
    "shipped": lambda design: design,
    "Chinese alone": lambda design: replace(design, is_bilingual=False),
    "framed, all": lambda design: replace(design, layout="framed", logo=logo(), note=FOOT),
    "letter, all": lambda design: replace(design, layout="letter", logo=logo(), note=FOOT),
    "longest": lambda design: replace(design, title=Words(zh="继续教育结业学时综合证明", en="W" * 60)),
}


@pytest.mark.parametrize("tried", TRIED)
@pytest.mark.parametrize("size", certificates.SIZES)
@pytest.mark.parametrize("kind", [kind for kind in certificates.KINDS if kind != "TRANSCRIPT"])
def test_every_kind_is_measured_in_every_layout(kind: str, size: str, tried: str, tmp_path: Path) -> None:
    design: Design = TRIED[tried](_designs.shipped(kind))
    stated = {**certificates.specimen(kind, size), "is_specimen": False}

    found = boxes(_pdf.draw(Signed(stated=stated, digest="", signature=""), design), tmp_path)

    assert certificates.faults(design) == []
    assert [(one[4], other[4]) for one, other in combinations(found, 2) if touching(one, other)] == []
    for left, top, right, bottom, text in found:
        assert 14 * MM <= left < right <= _pdf.WIDTH - 14 * MM, text
        assert 14 * MM <= top < bottom <= _pdf.HEIGHT - 14 * MM, text
    # What can be copied out of it is what is stated.
    written = "".join("".join(text.split()) for *_edges, text in found)
    rows = [text for _zh, _en, text in design.rows_of(stated)]
    for text in (design.sentence_of(stated, "zh"), design.title.zh, stated["number"], stated["issuer"], *rows):
        assert "".join(text.split()) in written, text


def test_measure_sees_texts_that_touch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = builders.signed(builders.issued())
    monkeypatch.setattr(_pdf, "_row_height", lambda _lines, _scale: 8)

    found = boxes(_pdf.draw(signed), tmp_path)

    assert any(touching(one, other) for one, other in combinations(found, 2))
