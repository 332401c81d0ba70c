"""What stands on the pictures of My hours and of the check for a title application, row by row."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from credits.web.cards import Card
from credits.web.looked_back import Check
from credits.web.pictures import Ink, Row
from learning.tags import hours, moment

INKS: Mapping[str, Ink] = {"good": "good", "warn": "warn"}


def of_check(checked: Mapping[str, Any], *, at: datetime) -> Iterator[Row]:
    """Return the rows of a check: who, for what, each rulebook's verdict, its years and sums, what can still be made up."""
    yield Row(_("Check of hours for a title application"), "title")
    yield from _who(checked["name"], checked["number"])
    yield Row(f"{checked['year']} · {checked['level']} · {checked['committee']}")
    for check in checked["checks"]:
        yield from _of_rulebook(check)
    if not checked["checks"]:
        yield Row(_("Your rules look back on no years"))
    words = _(
        "Taken from the study-hour platform at %(at)s, as a help for applicants; the reviewing committee decides."
    )
    yield Row(words % {"at": moment(at)}, "note", "quiet")


def of_hours(cards: Iterable[Card], *, name: str, number: str, at: datetime) -> Iterator[Row]:
    """Return the rows of My hours: who, each duty with its state, its sentence, its categories."""
    yield Row(_("My hours"), "title")
    yield from _who(name, number)
    there = False
    for card in cards:
        there = True
        yield from _of_duty(card)
    if not there:
        yield Row(_("No duty is recorded for you"))
    yield Row(_("Taken from the study-hour platform at %(at)s.") % {"at": moment(at)}, "note", "quiet")


def _who(name: str, number: str) -> Iterator[Row]:
    yield Row(f"{_('Name')}  {name}")
    yield Row(f"{_('Document number')}  {number}")


def _of_rulebook(check: Check) -> Iterator[Row]:
    yield Row("")
    yield Row(check.found.version.title, "head")
    yield Row(check.label, "head", INKS.get(check.tone, "quiet"))
    yield from map(Row, check.sentences)
    for year in check.years:
        yield Row(f"{year.name}  {year.label}", "text", INKS.get(year.tone, "quiet"))
        yield Row(year.sentence)
        yield Row(_(" · ").join(part for part in (year.rules, year.trial) if part), "note", "quiet")
    for row in check.sums:
        asked, done = hours(row.row["required"]), hours(row.row["counted"])
        yield Row(f"{row.name}  {done} / {asked}  {row.verdict}")
    yield from (Row(year.way) for year in check.ways)


def _of_duty(card: Card) -> Iterator[Row]:
    yield Row("")
    yield Row(f"{card.cycle}  {card.standing.get_state_display()}", "head", INKS.get(card.tone, "quiet"))
    yield Row(card.standing.version.title, "note", "quiet")
    if card.trial:
        yield Row(card.trial, "note", "warn")
    yield Row(card.sentence)
    if card.is_known:
        yield from (Row(f"{bar.label}  {hours(bar.counted)} / {hours(bar.required)}") for bar in card.bars)
