"""What is wrong with a typed rulebook or example, in the reader's language: key path or line, what was read, what is allowed."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# As the readers of packs and cases word them; what is worded otherwise is shown as it is.
TURNS = (
    (r"unknown key; allowed here: (?P<a>.+)", gettext_lazy("unknown key; allowed here: %(a)s")),
    (r"this key must be stated", gettext_lazy("this key must be stated")),
    (r"unknown code “(?P<a>.*?)”; allowed: (?P<b>.+)", gettext_lazy("unknown code “%(a)s”; allowed: %(b)s")),
    (
        r"source “(?P<a>.*?)” is not listed; listed are (?P<b>.+)",
        gettext_lazy("source “%(a)s” is not listed; listed are %(b)s"),
    ),
    (
        r"category “(?P<a>.*?)” is not listed; listed are (?P<b>.+)",
        gettext_lazy("category “%(a)s” is not listed; listed are %(b)s"),
    ),
    (r".*\(read: “?(?P<a>.*?)”?\); allowed: (?P<b>.+)", gettext_lazy("“%(a)s” cannot stand here; allowed: %(b)s")),
    (r".*\(read: “?(?P<a>.*?)”?\)", gettext_lazy("“%(a)s” cannot stand here")),
    (
        r"(?:Invalid|Expected|Cannot|Unescaped|Illegal|Found|Unterminated).*; allowed: (?P<b>.+)",
        gettext_lazy("cannot be read; allowed: %(b)s"),
    ),
)
ALLOWED = (
    (
        r"text in quotes, a number, true or false.*",
        gettext_lazy(
            "text in quotes, a number, true or false, a day such as 2024-05-31, a list in brackets or a table in braces"
        ),
    ),
    (r"a day that exists.*", gettext_lazy("a day that exists, such as 2024-05-31")),
    (r"a day, such as .*", gettext_lazy("a day, such as 2024-05-31")),
    (r"true or false", gettext_lazy("true or false")),
    (r"a number", gettext_lazy("a number")),
    (r"a whole number", gettext_lazy("a whole number")),
    (r"a list", gettext_lazy("a list")),
    (r"a table", gettext_lazy("a table")),
    (r"text in quotes", gettext_lazy("text in quotes")),
    (r"more than (?P<n>[\d.]+)", gettext_lazy("more than %(n)s")),
    (r"(?P<n>[\d.]+) or more", gettext_lazy("%(n)s or more")),
    (r"(?P<n>[\d.]+) or less", gettext_lazy("%(n)s or less")),
    (r"at most (?P<n>\d+) decimal places", gettext_lazy("at most %(n)s decimal places")),
    (r"at most (?P<n>\d+) characters", gettext_lazy("at most %(n)s characters")),
    (r"at least (?P<n>\d+)(?: characters)?", gettext_lazy("at least %(n)s")),
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
    text = LINE.sub("", rest).replace(" ;", ";").strip()
    for pattern, words in TURNS:
        if found := re.fullmatch(pattern, text):
            return str(words) % {**found.groupdict(), "b": _allowed(found.groupdict().get("b", ""))}
    return text


def _allowed(text: str) -> str:
    for pattern, words in ALLOWED:
        if found := re.fullmatch(pattern, text):
            return str(words) % found.groupdict()
    return text
