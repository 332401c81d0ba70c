"""The page, measured: names of 2 to 50 letters, titles of 4 to 120, eight categories; no two texts touch, and none leaves the frame."""

import subprocess
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from credits.certificates import _pdf
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


def test_measure_sees_texts_that_touch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = builders.signed(builders.issued())
    monkeypatch.setattr(_pdf, "_row_height", lambda _lines, _scale: 8)

    found = boxes(_pdf.draw(signed), tmp_path)

    assert any(touching(one, other) for one, other in combinations(found, 2))
