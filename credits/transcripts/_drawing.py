"""Drawing: a statement becomes pages with repeating heads, the statement itself inside. The same statement gives the same bytes."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from credits import ledger
from credits.transcripts import _attachment, _layout, _rows
from credits.transcripts._layout import HEIGHT, LEADING, LEFT, PADDING, RIGHT, SIZE, TOP, TOPS, UNCOVERED, WIDTH
from learning import lettering
from learning.lettering import BOLD, HEAD, HEADING, REMARK, SANS, Block, mm

# What the bytes depend on beside the statement: whoever draws the pages again compares them only where this is the same.
_HOUSE = Path(__file__).parents[2]
_SOURCES = (
    *("credits/transcripts/_drawing.py", "credits/transcripts/_layout.py", "credits/transcripts/_rows.py"),
    *("credits/policy/_sentences.py", "learning/lettering/_canvas.py"),
    *(
        "learning/lettering/_attached.py",
        "learning/lettering/_fonts.py",
        "learning/lettering/_lines.py",
        "learning/lettering/_tables.py",
    ),
)
DRAWN = sha256(b"".join((_HOUSE / name).read_bytes() for name in _SOURCES) + version("reportlab").encode()).hexdigest()

INK, QUIET, ACCENT, RULE, SHADE = (
    (0.1, 0.12, 0.15),
    (0.42, 0.45, 0.5),
    (0.09, 0.25, 0.42),
    (0.78, 0.81, 0.85),
    (0.94, 0.95, 0.97),
)
TITLE = "专业技术人员继续教育学时登记表"


def draw(stated: Mapping[str, Any]) -> bytes:
    """
    Draw a statement as a PDF that holds it.

    :raises GlyphMissing: if no font has a character of it
    """

    def every_page(canvas: lettering.Canvas) -> None:
        pages, proof = _layout.pages(stated), _proof(stated)
        for number, blocks in enumerate(pages, start=1):
            _Page(canvas, stated, proof).draw(blocks, number=number, count=len(pages))
            canvas.showPage()
        lettering.attach(canvas, _attachment.NAME, ledger.encoding(stated))

    return lettering.document(
        every_page, title=f"{TITLE} {stated['holder']['name']}", author=stated["issuer"], size=(WIDTH, HEIGHT)
    )


class _Page:
    """One page in the making; `y` falls as it is written."""

    def __init__(self, canvas: lettering.Canvas, stated: Mapping[str, Any], proof: Sequence[str]) -> None:
        self.canvas, self.stated, self.proof, self.y = canvas, stated, proof, TOP

    def draw(self, blocks: Sequence[Block], *, number: int, count: int) -> None:
        """Draw the head of the page, what stands on it, and its foot."""
        if self.stated["is_specimen"]:
            self._watermark()
        self._head()
        for block in blocks:
            self._block(block)
        self._foot(number, count)

    def _write(self, x: float, y: float, text: str, *, style: str = SANS, size: float = SIZE, ink: Any = INK) -> None:
        lettering.write(self.canvas, x, y, text, style=style, size=size, ink=ink)

    def _watermark(self) -> None:
        self.canvas.saveState()
        self.canvas.translate(WIDTH / 2, HEIGHT / 2)
        self.canvas.rotate(25)
        width = lettering.measure(BOLD, 170)("样张")
        self._write(-width / 2, -55, "样张", style=BOLD, size=170, ink=(0.95, 0.955, 0.965))
        self.canvas.restoreState()

    def _head(self) -> None:
        since, until = self.stated["years"]
        years = f"{since}年" if since == until else f"{since}年至{until}年"
        width = lettering.measure(BOLD, 17)(TITLE)
        self._write((WIDTH - width) / 2, TOP - 15, TITLE, style=BOLD, size=17, ink=ACCENT)
        holder = self.stated["holder"]
        name, rest = f"姓名：{holder['name']}", f"证件号码：{holder['document']}　　学习年度：{years}"
        # A long name takes the whole line; the rest stands below it then.
        fits = lettering.measure(SANS, 10)(f"{name}　　{rest}") <= RIGHT - LEFT
        for place, line in enumerate([f"{name}　　{rest}"] if fits else [name, rest]):
            self._write(LEFT, TOP - 36 - 13 * place, line, size=10)
        self.y = TOP - TOPS

    def _block(self, block: Block) -> None:
        if block.style in {HEADING, REMARK}:
            is_heading = block.style == HEADING
            style, size = (BOLD, 11) if is_heading else (SANS, SIZE)
            self._write(LEFT, self.y - (17 if is_heading else 12), block.cells[0][0], style=style, size=size)
        else:
            self._cells(block)
        self.y -= block.height

    def _cells(self, block: Block) -> None:
        if block.style == HEAD:
            self.canvas.setFillColorRGB(*SHADE)
            self.canvas.rect(LEFT, self.y - block.height, RIGHT - LEFT, block.height, stroke=0, fill=1)
        x = LEFT
        for column, lines in zip(block.columns, block.cells, strict=True):
            for place, line in enumerate(lines):
                indent = (
                    column.width - PADDING - _layout.width_of(line.rstrip(UNCOVERED)) - 8
                    if column.is_number
                    else PADDING
                )
                ink = ACCENT if block.style == HEAD else INK
                self._write(x + indent, self.y - PADDING - 9 - LEADING * place, line, ink=ink)
            x += column.width
        self.canvas.setStrokeColorRGB(*RULE)
        self.canvas.setLineWidth(0.5)
        self.canvas.line(LEFT, self.y - block.height, RIGHT, self.y - block.height)

    def _foot(self, number: int, count: int) -> None:
        side = 20 * mm
        url = f"{self.stated['issuer']}/ledger/"
        lettering.code(self.canvas, RIGHT - side, 6 * mm, url, side=side)
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
