"""What all kinds share: the words for days, hours and categories, in Chinese and, where a design speaks both, in English."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from credits.enums import Activity
from credits.models import CertificateOrder
from learning.errors import Refusal

ZH, EN = "zh", "en"
# Layouts: one page in a frame, one page as a letter, as many pages as the tables ask for.
FRAMED, LETTER, PAGES = "framed", "letter", "pages"
# The words of the paper itself: Chinese by law, whatever language the screen speaks.
ACTIVITY_NAMES = {
    Activity.SEMINAR: "高级研修班",
    Activity.CLASS: "培训班",
    Activity.PUBLIC_COURSE: "公需科目课程",
    Activity.ONLINE_COURSE: "网络课程",
    Activity.TEACHING: "授课",
    Activity.LECTURE_GIVEN: "学术讲座",
}
OTHER_ACTIVITY = "继续教育活动"
# In the order in which a paper names them; hours of any other category are said without one.
CATEGORY_NAMES = {"public": "公需科目", "professional": "专业科目", "compulsory": "必修", "elective": "选修"}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# What the layout itself puts on every paper; the holder and the masked number are for the design to place.
ALWAYS = {"number": ("编号", "Number"), "issuer": ("签发单位", "Issued by"), "issued_on": ("签发日期", "Issued on")}
HOLDER = {"holder": ("姓名", "Name"), "document": ("证件号码", "Document number")}


class HoursDiffer(Refusal):
    """The register counts less than the certificate would state."""

    sentence = _(
        "The register counts fewer hours than certificate %(number)s states: it can only come back with them. Nothing was changed."
    )


@dataclass(frozen=True, kw_only=True)
class Kind:
    """
    What certificates of a kind state, and how it is said.

    `stated` makes the facts of the statement from those of an order, `said` the words for each placeholder of a design in a language;
    `rows` are the facts that may have a row, with their labels; a design must place those in `required`.
    """

    stated: Callable[[Mapping[str, Any]], dict[str, Any]]
    said: Callable[[Mapping[str, Any], str], dict[str, str]]
    rows: Mapping[str, tuple[str, str]]
    required: frozenset[str]
    layouts: tuple[str, ...] = (FRAMED, LETTER)
    # Facts as the register has them at a moment, which is now; None: nothing of it stands any more. Without one the facts of the order stand.
    renewed: Callable[[CertificateOrder, datetime], dict[str, Any] | None] | None = None
    # Whether the register counts less by now than the order states.
    is_lessened: Callable[[CertificateOrder], bool] | None = None


def placeable(kind: Kind) -> dict[str, tuple[str, str]]:
    """Return every fact that a sentence of a design may name, with its labels."""
    return {**HOLDER, **kind.rows, **ALWAYS}


def is_found_less(statement: str, order: CertificateOrder) -> bool:
    """Return what `statement` finds of one `order` (its `is_less`); what it finds nothing of is no less."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [order.pk])
        found = cursor.fetchone()
    return bool(found and found[0])


def holds(kind: Kind, order: CertificateOrder, *, number: str) -> None:
    """
    Look whether the register still counts what `order` states.

    :raises HoursDiffer: if it counts less
    """
    if kind.is_lessened is not None and kind.is_lessened(order):
        raise HoursDiffer(number=number)


def everywhere(stated: Mapping[str, Any]) -> dict[str, str]:
    """Return the words for what stands in every statement."""
    return {
        "holder": stated["holder"],
        "document": stated["document"],
        "number": stated["number"],
        "issuer": stated["issuer"],
    }


def day(iso: str, language: str = ZH) -> str:
    """Return a day as the paper writes it: 2026年9月20日, 20 September 2026."""
    when = date.fromisoformat(iso)
    if language == EN:
        return f"{when.day} {MONTHS[when.month - 1]} {when.year}"
    return f"{when.year}年{when.month}月{when.day}日"


def span(stated: Mapping[str, Any], language: str) -> str:
    """Return the days of a statement: one, or from one to another."""
    first, last = day(stated["starts_on"], language), day(stated["ends_on"], language)
    if first == last:
        return first
    return f"{first} to {last}" if language == EN else f"{first}至{last}"


def span_of(first: str, last: str) -> str:
    """Return the days from `first` to `last` without saying twice what both share: 2026年3月16日至19日."""
    if first == last:
        return day(first)
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if start.year != end.year:
        return f"{day(first)}至{day(last)}"
    return f"{day(first)}至{end.day}日" if start.month == end.month else f"{day(first)}至{end.month}月{end.day}日"


def hours(amounts: Iterable[Sequence[str]], language: str) -> str:
    """Return hours by category."""
    if language == EN:
        return ", ".join(f"{label} {amount} hours".strip() for label, amount in amounts)
    return "，".join(f"{label}{amount}学时" for label, amount in amounts)


def labelled(by_category: Mapping[str, Any]) -> list[list[str]]:
    """Return hours by the code of their category as label and amount, in the order in which a paper names them."""
    places = list(CATEGORY_NAMES)
    ordered = sorted(by_category, key=lambda code: (places.index(code) if code in places else len(places), code))
    return [[CATEGORY_NAMES.get(code, ""), plain(by_category[code])] for code in ordered]


def hundredths(amount: int) -> str:
    """Return hundredths of an hour as a plain number."""
    return plain(Decimal(amount) / 100)


def plain(amount: Any) -> str:
    """Return an amount without what does not count: 24.00 is 24."""
    text = f"{Decimal(amount):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
