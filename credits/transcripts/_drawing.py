"""
Drawing: a statement becomes pages with repeating heads, the statement itself inside. The same statement gives the same bytes.

Beside the lettering of certificates the only module that knows ReportLab.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import reportlab
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from credits import certificates
from credits.transcripts import _attachment, _rows
from credits.transcripts._rows import Row, Standing

# What the bytes depend on beside the statement: whoever draws the pages again compares them only where this is the same.
_CREDITS = Path(__file__).parents[1]
_SOURCES = (
    *("transcripts/_drawing.py", "transcripts/_rows.py", "policy/_sentences.py"),
    *("certificates/_lettering.py", "certificates/_lines.py"),
)
DRAWN = sha256(
    b"".join((_CREDITS / name).read_bytes() for name in _SOURCES) + str(reportlab.Version).encode()
).hexdigest()

WIDTH, HEIGHT = landscape(A4)
LEFT, RIGHT, TOP, FOOT = 15 * mm, WIDTH - 15 * mm, HEIGHT - 14 * mm, 30 * mm
INK, QUIET, ACCENT, RULE, SHADE = (
    (0.1, 0.12, 0.15),
    (0.42, 0.45, 0.5),
    (0.09, 0.25, 0.42),
    (0.78, 0.81, 0.85),
    (0.94, 0.95, 0.97),
)
SIZE, LEADING, PADDING = 8.5, 12.0, 4.0
TITLE = "专业技术人员继续教育学时登记表"
UNCOVERED = "※"


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, and how wide it is."""

    head: str
    width: float
    is_number: bool = False


LINES = (
    Column("序号", 12 * mm, is_number=True),
    Column("学习内容", 86 * mm),
    Column("举办单位", 44 * mm),
    Column("科目", 22 * mm),
    Column("学习日期", 37 * mm),
    Column("登记", 48 * mm),
    Column("学时", 18 * mm, is_number=True),
)
DUTIES = (
    Column("学时认定规则", 78 * mm),
    Column("周期", 40 * mm),
    Column("应修", 16 * mm, is_number=True),
    Column("已修", 16 * mm, is_number=True),
    Column("还差", 16 * mm, is_number=True),
    Column("年度完成情况", 24 * mm),
    Column("分科目（已修／应修）", 77 * mm),
)
Cells = tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """A row of a table, its head, or a heading: what stands on a page as a whole."""

    columns: Sequence[Column]
    cells: Sequence[Sequence[str]]  # lines of text by column
    style: str = "row"

    @property
    def height(self) -> float:
        """Return how much of the page it takes."""
        if self.style == "heading":
            return 24.0
        return max(len(lines) for lines in self.cells) * LEADING + 2 * PADDING


def draw(stated: Mapping[str, Any]) -> bytes:
    """
    Draw a statement as a PDF that holds it.

    :raises GlyphMissing: if no font has a character of it
    """
    with certificates.DRAWING:
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang="zh-CN")
        canvas.setTitle(f"{TITLE} {stated['holder']['name']}")
        canvas.setAuthor(stated["issuer"])
        pages, proof = list(_pages(_blocks(stated))), _proof(stated)
        for number, blocks in enumerate(pages, start=1):
            _Page(canvas, stated, proof).draw(blocks, number=number, count=len(pages))
            canvas.showPage()
        _attach(canvas, _attachment.packed(stated))
        canvas.save()

    return stream.getvalue()


def _blocks(stated: Mapping[str, Any]) -> Iterator[Block]:
    """Yield everything that is shown, from above."""
    duties, lines = _rows.standings(stated), _rows.rows(stated)
    yield _heading("年度完成情况")
    yield _block(DUTIES, tuple(column.head for column in DUTIES), style="head")
    yield from (_block(DUTIES, _duty(one)) for one in duties)
    if not duties:
        yield _heading("这些年度没有应修学时的记录。", style="remark")
    yield _heading("学时明细（含未计学时、撤销和更正的登记）")
    yield _block(LINES, tuple(column.head for column in LINES), style="head")
    yield from (_block(LINES, _line(number, row)) for number, row in enumerate(lines, start=1))
    if not lines:
        yield _heading("这些年度没有登记学时。", style="remark")


def _duty(one: Standing) -> Cells:
    return one.rulebook, one.cycle, one.required, one.counted, one.missing, one.state, one.categories


def _line(number: int, row: Row) -> Cells:
    registered = f"{row.recorded}{row.kind}" + (f"：{row.note}" if row.note else "")
    title = f"{row.title}（{row.activity}）"
    return (
        str(number),
        title,
        row.provider,
        row.category,
        row.learned,
        registered,
        row.hours + ("" if row.is_covered else UNCOVERED),
    )


def _heading(text: str, *, style: str = "heading") -> Block:
    return Block((Column(text, RIGHT - LEFT),), ((text,),), style)


def _block(columns: Sequence[Column], cells: Cells, *, style: str = "row") -> Block:
    wrapped = tuple(
        tuple(certificates.wrapped(text, width=column.width - 2 * PADDING, measure=_width))
        for column, text in zip(columns, cells, strict=True)
    )
    return Block(columns, wrapped, style)


def _pages(blocks: Iterator[Block]) -> Iterator[list[Block]]:
    """Part the blocks into pages; a table goes on below its repeated head, and no heading stands alone at the foot."""
    page: list[Block] = []
    head: Block | None = None
    room = first = TOP - FOOT - 62
    for block in blocks:
        needed = block.height + (3 * LEADING if block.style in {"heading", "head"} else 0)
        if needed > room and page:
            yield page
            repeated = [head] if head and block.style == "row" else []
            page, room = [*repeated], first - sum(one.height for one in repeated)
        if block.style in {"heading", "head"}:
            head = block if block.style == "head" else None
        page.append(block)
        room -= block.height
    yield page


def _width(text: str) -> float:
    return SIZE * sum(map(_letter_width, text))


@cache
def _letter_width(letter: str) -> float:
    # Lines are broken by measuring them again and again: each letter is looked up in the fonts once.
    return certificates.measure(certificates.SANS, 1)(letter)


def _attach(canvas: Canvas, packed: bytes) -> None:
    """Put the statement into the file: readers of PDF list it as an attachment."""
    document = canvas._doc
    kind = {"Type": pdfdoc.PDFName("EmbeddedFile"), "Filter": pdfdoc.PDFName("FlateDecode")}
    content = document.Reference(pdfdoc.PDFStream(pdfdoc.PDFDictionary(kind), packed, filters=[]))
    name = pdfdoc.PDFString(_attachment.NAME)
    file = {"Type": pdfdoc.PDFName("Filespec"), "F": name, "UF": name, "EF": pdfdoc.PDFDictionary({"F": content})}
    listed = pdfdoc.PDFArray([name, document.Reference(pdfdoc.PDFDictionary(file))])
    document.Catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": pdfdoc.PDFDictionary({"Names": listed})})


class _Page:
    """One page in the making; `y` falls as it is written."""

    def __init__(self, canvas: Canvas, stated: Mapping[str, Any], proof: Sequence[str]) -> None:
        self.canvas, self.stated, self.proof, self.y = canvas, stated, proof, TOP

    def draw(self, blocks: Sequence[Block], *, number: int, count: int) -> None:
        """Draw the head of the page, what stands on it, and its foot."""
        if self.stated["is_specimen"]:
            self._watermark()
        self._head()
        for block in blocks:
            self._block(block)
        self._foot(number, count)

    def _write(
        self, x: float, y: float, text: str, *, style: str = certificates.SANS, size: float = SIZE, ink: Any = INK
    ) -> None:
        line = self.canvas.beginText(x, y)
        line.setFillColorRGB(*ink)
        for font, run in certificates.runs(text, style):
            line.setFont(font.fontName, size)
            line.textOut(run)
        self.canvas.drawText(line)

    def _watermark(self) -> None:
        self.canvas.saveState()
        self.canvas.translate(WIDTH / 2, HEIGHT / 2)
        self.canvas.rotate(25)
        width = certificates.measure(certificates.BOLD, 170)("样张")
        self._write(-width / 2, -55, "样张", style=certificates.BOLD, size=170, ink=(0.95, 0.955, 0.965))
        self.canvas.restoreState()

    def _head(self) -> None:
        since, until = self.stated["years"]
        years = f"{since}年" if since == until else f"{since}年至{until}年"
        width = certificates.measure(certificates.BOLD, 17)(TITLE)
        self._write((WIDTH - width) / 2, TOP - 15, TITLE, style=certificates.BOLD, size=17, ink=ACCENT)
        holder = self.stated["holder"]
        name, rest = f"姓名：{holder['name']}", f"证件号码：{holder['document']}　　学习年度：{years}"
        # A long name takes the whole line; the rest stands below it then.
        fits = certificates.measure(certificates.SANS, 10)(f"{name}　　{rest}") <= RIGHT - LEFT
        for place, line in enumerate([f"{name}　　{rest}"] if fits else [name, rest]):
            self._write(LEFT, TOP - 36 - 13 * place, line, size=10)
        self.y = TOP - 62

    def _block(self, block: Block) -> None:
        if block.style in {"heading", "remark"}:
            is_heading = block.style == "heading"
            style, size = (certificates.BOLD, 11) if is_heading else (certificates.SANS, SIZE)
            self._write(LEFT, self.y - (17 if is_heading else 12), block.cells[0][0], style=style, size=size)
        else:
            self._cells(block)
        self.y -= block.height

    def _cells(self, block: Block) -> None:
        if block.style == "head":
            self.canvas.setFillColorRGB(*SHADE)
            self.canvas.rect(LEFT, self.y - block.height, RIGHT - LEFT, block.height, stroke=0, fill=1)
        x = LEFT
        for column, lines in zip(block.columns, block.cells, strict=True):
            for place, line in enumerate(lines):
                indent = column.width - PADDING - _width(line.rstrip(UNCOVERED)) - 8 if column.is_number else PADDING
                ink = ACCENT if block.style == "head" else INK
                self._write(x + indent, self.y - PADDING - 9 - LEADING * place, line, ink=ink)
            x += column.width
        self.canvas.setStrokeColorRGB(*RULE)
        self.canvas.setLineWidth(0.5)
        self.canvas.line(LEFT, self.y - block.height, RIGHT, self.y - block.height)

    def _foot(self, number: int, count: int) -> None:
        side = 20 * mm
        url = f"{self.stated['issuer']}/ledger/"
        self.canvas.drawImage(ImageReader(certificates.qr(url)), RIGHT - side, 6 * mm, side, side)
        lines = [
            *self.proof,
            f"制表时间：{_rows.moment(self.stated['made_at'])}　　第{number}页，共{count}页　　核验方法：{url}",
        ]
        for place, line in enumerate(lines):
            self._write(LEFT, 20 * mm - 11 * place, line, size=7.5, ink=QUIET)


def _proof(stated: Mapping[str, Any]) -> list[str]:
    """Return in words what proves the lines."""
    head = stated["head"]
    open_lines = sum(not row.is_covered for row in _rows.rows(stated))
    marked = f"标{UNCOVERED}的{open_lines}条为新近登记，尚未列入账册签名。" if open_lines else ""
    if head is None:
        return [f"账册尚未签名。{marked}"]
    signed = f"账册签名第{head['number']}号（{_rows.moment(head['signed_at'])}，共{head['size']}条登记），根值{head['root'][:32]}…。{marked}"
    return [
        signed,
        "本表的登记明细、存证和平台签名以附件形式存于本文件（transcript.json），可脱机核验；纸面内容与附件不一致的，以附件为准。",
    ]
