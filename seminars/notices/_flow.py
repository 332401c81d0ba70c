"""Flow: what stands on which page of a notice, line by line, in points. Knows the widths of letters, and nothing of PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from learning import lettering
from learning.lettering import BOLD, HEAVY, SERIF, mm
from seminars.notices import _words
from seminars.notices._facts import Notice

WIDTH, HEIGHT = lettering.A4
# Margins and type after GB/T 9704: letters of size 3, 28 of them a line, 22 lines a page; the title of size 2.
LEFT, RIGHT, TOP, FOOT = 28 * mm, WIDTH - 26 * mm, HEIGHT - 37 * mm, 35 * mm
MEASURE = RIGHT - LEFT
BODY, TITLE, LEADING = 16.0, 22.0, 28.0
INDENT = 2 * BODY
ISSUER_SIZES = (32.0, 28.0, 24.0, 20.0)
CODE = 30 * mm


@dataclass(frozen=True)
class Line:
    """A line of text, and how much room it takes. So many lines as it `keeps`, itself included, stay on one page."""

    text: str = ""
    x: float = LEFT
    style: str = SERIF
    size: float = BODY
    height: float = LEADING
    is_centred: bool = False
    is_red: bool = False
    has_rule: bool = False  # a red rule below it
    has_code: bool = False  # the code stands on its foot, at the left
    keeps: int = 1


def pages(notice: Notice) -> list[list[Line]]:
    """Return the lines of the body by page. The issuer and the day never stand on a page without a section of it."""
    *sections, last = map(_section, _words.sections(notice))
    first, *others = [*last, *_end(notice)]
    end = [replace(first, keeps=1 + len(others)), *others]
    opening = [*_paragraph("各有关单位：", indent=0), *_paragraph(_words.opening(notice))]
    body = [line for section in sections for line in section]
    return list(_parted([*_head(notice), *_title(notice), *opening, *body, *end]))


def _head(notice: Notice) -> list[Line]:
    """Return whose notice it is, and its number, above a red rule."""
    fitting = [size for size in ISSUER_SIZES if lettering.measure(BOLD, size)(notice.issuer) <= MEASURE]
    size = fitting[0] if fitting else ISSUER_SIZES[-1]
    issuer = [
        Line(line, style=BOLD, size=size, height=size * 1.5, is_centred=True, is_red=True)
        for line in lettering.wrapped(notice.issuer, width=MEASURE, measure=lettering.measure(BOLD, size))
    ]
    return [*issuer, Line(notice.notice_number, is_centred=True, has_rule=True, height=40), Line(height=LEADING)]


def _title(notice: Notice) -> list[Line]:
    lines = _balanced(_words.title(notice), width=MEASURE - 2 * BODY)
    return [*(Line(line, style=BOLD, size=TITLE, height=34, is_centred=True) for line in lines), Line(height=14)]


def _balanced(text: str, *, width: float) -> list[str]:
    """Break a title into as few lines as it needs, of about the same length."""
    measure = lettering.measure(BOLD, TITLE)
    lines = lettering.wrapped(text, width=width, measure=measure)
    narrow = measure(text) / len(lines)
    while narrow < width:
        if len(found := lettering.wrapped(text, width=narrow, measure=measure)) == len(lines):
            return found
        narrow += TITLE / 2
    return lines


def _section(section: _words.Section) -> list[Line]:
    first, *others = map(_paragraph, section.paragraphs)
    heading = Line(section.heading, x=LEFT + INDENT, style=HEAVY, keeps=1 + min(2, len(first)))
    return [heading, *first, *(line for paragraph in others for line in paragraph)]


def _paragraph(text: str, *, indent: float = INDENT) -> list[Line]:
    lines = lettering.wrapped(text, width=MEASURE, measure=lettering.measure(SERIF, BODY), indent=indent)
    # The last line of a paragraph never begins a page alone.
    return [
        Line(line, x=LEFT + (0 if place else indent), keeps=2 if place == len(lines) - 2 else 1)
        for place, line in enumerate(lines)
    ]


def _end(notice: Notice) -> list[Line]:
    """Return the attachment, the issuer and the day, at the right; the code stands beside them."""
    measure = lettering.measure(SERIF, BODY)
    signed = [
        *lettering.wrapped(notice.issuer, width=MEASURE - CODE - 2 * BODY, measure=measure),
        _words.day(notice.notice_on),
    ]
    # The day is centred below the issuer, both two letters from the edge where there is room.
    widest = max(map(measure, signed))
    middle = RIGHT - widest / 2 - min(2 * BODY, MEASURE - CODE - BODY - widest)
    attachment = [Line(height=14), *_paragraph(f"附件：{_words.ATTACHMENT}")]
    signature = [Line(line, x=middle - measure(line) / 2) for line in signed]
    return [*attachment, Line(height=2 * LEADING), *signature, Line(has_code=True)]


def _parted(lines: Sequence[Line]) -> Iterator[list[Line]]:
    page: list[Line] = []
    room = full = TOP - FOOT
    for place, line in enumerate(lines):
        kept = sum(one.height for one in lines[place : place + line.keeps])
        if page and (kept if kept <= full else line.height) > room:
            yield page
            page, room = [], full
        page.append(line)
        room -= line.height
    yield page
