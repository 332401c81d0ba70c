"""The poster: one picture for a chat group, to be read on a phone and scanned from one."""

from collections.abc import Iterator

from learning import lettering
from learning.lettering import HEAVY, SANS
from seminars.notices import _words
from seminars.notices._facts import Notice

POSTER = (1080, 1920)
WIDTH, HEIGHT = POSTER
LEFT, RIGHT = 80.0, WIDTH - 80.0
ACCENT, PALE, INK, QUIET, WHITE = (
    (0.09, 0.25, 0.42),
    (0.78, 0.85, 0.92),
    (0.1, 0.12, 0.15),
    (0.42, 0.45, 0.5),
    (1, 1, 1),
)
# Sizes of the title with the most lines that each may take.
TITLES = ((92, 2), (80, 3), (68, 4), (58, 5), (50, 6), (42, 8))
LABEL, TEXT, LEADING, GAP = 250.0, 38.0, 54.0, 22.0
CODE, BAND_FOOT = 320.0, 64.0
LINES_MAX = 3


class _Poster:
    """A poster in the making; `y` falls as it is drawn."""

    def __init__(self, canvas: lettering.Canvas, notice: Notice) -> None:
        self.canvas, self.notice, self.y = canvas, notice, float(HEIGHT)

    def draw(self) -> None:
        """Draw the title on a ground of its own, the hours, the facts, and the code."""
        self._band()
        self._hours()
        for label, text in _facts(self.notice):
            self._fact(label, text)
        self._foot()

    def _write(
        self, x: float, y: float, text: str, *, size: float, style: str = SANS, ink: lettering.Ink = INK
    ) -> None:
        lettering.write(self.canvas, x, y, text, style=style, size=size, ink=ink)

    def _band(self) -> None:
        size, lines = _title(self.notice.title)
        leading = size * 1.35
        height = 190 + leading * len(lines) + BAND_FOOT
        self.canvas.setFillColorRGB(*ACCENT)
        self.canvas.rect(0, HEIGHT - height, WIDTH, height, stroke=0, fill=1)
        kind = f"{_words.kind(self.notice)} · 第{self.notice.number}期"
        self._write(LEFT, HEIGHT - 130, kind, size=40, ink=PALE)
        for place, line in enumerate(lines, start=1):
            self._write(LEFT, HEIGHT - 170 - leading * place + size * 0.2, line, size=size, style=HEAVY, ink=WHITE)
        if self.notice.is_specimen:
            self._write(RIGHT - 80, HEIGHT - 130, "样张", size=40, ink=PALE)
        self.y = HEIGHT - height - 60

    def _hours(self) -> None:
        x = LEFT
        for category, amount in self.notice.hours:
            self._write(x, self.y - 80, amount, size=104, style=HEAVY, ink=ACCENT)
            x += lettering.measure(HEAVY, 104)(amount) + 18
            self._write(x, self.y - 80, f"学时 · {category}", size=44)
            x += lettering.measure(SANS, 44)(f"学时 · {category}") + 60
        self.y -= 150

    def _fact(self, label: str, text: str) -> None:
        lines = _shortened(text)
        # What stands lower gives way to the code.
        if self.y - LEADING * len(lines) < CODE + 150:
            return
        self._write(LEFT, self.y - TEXT, label, size=TEXT, ink=QUIET)
        for place, line in enumerate(lines):
            self._write(LABEL + LEFT - 30, self.y - TEXT - LEADING * place, line, size=TEXT)
        self.y -= LEADING * len(lines) + GAP

    def _foot(self) -> None:
        self.canvas.setStrokeColorRGB(*PALE)
        self.canvas.setLineWidth(3)
        self.canvas.line(LEFT, CODE + 120, RIGHT, CODE + 120)
        lettering.code(self.canvas, LEFT - 24, 70, self.notice.address, side=CODE)
        x = LEFT + CODE + 20
        self._write(x, 300, "扫码看详情、报名", size=54, style=HEAVY, ink=ACCENT)
        until = f"{_words.moment(self.notice.enrol_until)}截止"
        self._write(x, 230, until, size=38)
        for place, line in enumerate(_lines(self.notice.issuer, width=RIGHT - x, size=32)[:2]):
            self._write(x, 160 - 44 * place, line, size=32, ink=QUIET)


def draw_poster(notice: Notice) -> bytes:
    """
    Draw `notice` as a poster, a PNG.

    :raises GlyphMissing: if no font has a character of it
    """
    sheet = lettering.Sheet(POSTER, scale=1)
    with lettering.DRAWING:
        _Poster(sheet, notice).draw()
    return sheet.png()


def _facts(notice: Notice) -> Iterator[tuple[str, str]]:
    """Yield what matters to whoever looks for a second, the most important first."""
    yield "时间", _words.span(notice)
    yield "地点", f"{notice.place}（{notice.mode}）"
    yield "费用", _words.fee(notice)
    yield "名额", f"{notice.places}人{'，择优录取' if notice.results_by else '，报满为止'}"
    yield "主办单位", notice.host
    if notice.organiser != notice.host:
        yield "承办单位", notice.organiser
    if notice.audience:
        yield "参加对象", notice.audience
    if notice.board:
        yield "食宿", _words.board(notice)
    if notice.contact or notice.telephone:
        yield "联系方式", f"{notice.contact} {notice.telephone}".strip()


def _title(text: str) -> tuple[float, list[str]]:
    for size, most in TITLES:
        lines = _lines(text, width=RIGHT - LEFT, size=size, style=HEAVY)
        if len(lines) <= most:
            return size, lines
    return size, lines


def _shortened(text: str) -> list[str]:
    lines = _lines(" ".join(text.split()), width=RIGHT - LEFT - LABEL + 30, size=TEXT)
    if len(lines) <= LINES_MAX:
        return lines
    return [*lines[: LINES_MAX - 1], lines[LINES_MAX - 1][:-1] + "…"]


def _lines(text: str, *, width: float, size: float, style: str = SANS) -> list[str]:
    return lettering.wrapped(text, width=width, measure=lettering.measure(style, size))
