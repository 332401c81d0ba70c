"""What is wrong with a typed rulebook or example, in the reader's language: key path or line, what was read, what is allowed."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# As the readers of packs and cases word them; what is worded otherwise is shown as it is.
TURNS = (
    (re.compile(r"^unknown key; allowed here: (?P<a>.+)$"), gettext_lazy("unknown key; allowed here: %(a)s")),
    (re.compile(r"^this key must be stated$"), gettext_lazy("this key must be stated")),
    (
        re.compile(r"^unknown code “(?P<a>.*?)”; allowed: (?P<b>.+)$"),
        gettext_lazy("unknown code “%(a)s”; allowed: %(b)s"),
    ),
    (
        re.compile(r"^source “(?P<a>.*?)” is not listed; listed are (?P<b>.+)$"),
        gettext_lazy("source “%(a)s” is not listed; listed are %(b)s"),
    ),
    (
        re.compile(r"^category “(?P<a>.*?)” is not listed; listed are (?P<b>.+)$"),
        gettext_lazy("category “%(a)s” is not listed; listed are %(b)s"),
    ),
    (
        re.compile(r"^.*\(read: (?P<a>.*?)\); allowed: (?P<b>.+)$"),
        gettext_lazy("“%(a)s” cannot stand here; allowed: %(b)s"),
    ),
    (re.compile(r"^.*\(read: (?P<a>.*?)\)$"), gettext_lazy("“%(a)s” cannot stand here")),
)
LINE = re.compile(r"\(at line (?P<line>\d+), column (?P<column>\d+)\)")
PATH = re.compile(r"^(?P<version>version since [\w -]+: )?(?P<path>[\w.\[\]]+): (?P<rest>.+)$")


class Complaint(NamedTuple):
    """One mistake: where it is (key path or line), and what is wrong."""

    where: str
    what: str


def complaints(lines: Iterable[str]) -> list[Complaint]:
    """Return each line of a reader as a complaint in the reader's language."""
    return list(map(_complaint, lines))


def _complaint(line: str) -> Complaint:
    place, found = LINE.search(line), PATH.match(line)
    path = found["path"] if found else ""
    rest = found["rest"] if found else line
    return Complaint(_(" · ").join(_where(place, "" if path == "file" else path)), _said(rest))


def _where(place: re.Match[str] | None, path: str) -> Iterator[str]:
    if place:
        yield _("line %(line)s, column %(column)s") % place.groupdict()
    if path:
        yield path


def _said(rest: str) -> str:
    for pattern, words in TURNS:
        if found := pattern.match(rest):
            facts = {name: value.strip("“”") for name, value in found.groupdict().items()}
            return str(words) % facts if facts else str(words)
    return LINE.sub("", rest).strip()
