"""From a row as it stands in the table to what it states, or to what is wrong with it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from learning.accounts import identity, people
from learning.errors import Refusal
from learning.sheets import CellMissing, Cells
from seminars.completions._layout import LAYOUT
from seminars.models import ProgrammeVersion
from seminars.programmes import SCORE_MOST


class OutsideWindow(Refusal):
    """Completed when it could not be learnt."""

    field = "completed_on"
    sentence = _("The programme can be learnt from %(first)s to %(last)s; %(day)s is outside. Correct the day.")


class InTheFuture(Refusal):
    """Not completed yet."""

    field = "completed_on"
    sentence = _("%(day)s has not come yet. Hand the row in once it is completed.")


class YearNotOffered(Refusal):
    """The programme does not make up that year."""

    field = "year"
    sentence = _("This programme counts for %(years)s, not for %(year)s. Correct the learning year.")


class ScoreTooLow(Refusal):
    """The examination was not passed."""

    field = "score"
    sentence = _("%(score)s points do not reach the passing score of %(least)s: there is nothing to register.")


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What a row states. Whom it is about is still a document and a name."""

    number: int
    document: people.Document
    name: str
    year: int
    completed_on: date
    score: Decimal | None

    @property
    def tail(self) -> str:
        """Return the last four characters of the document number."""
        return self.document.number[-4:]


def stated(cells: Cells, version: ProgrammeVersion, *, today: date) -> Stated:
    """
    Return what a row states.

    :raises Refusal: naming the first cell that is wrong, and what to do about it
    """
    document = people.document_in(cells)
    assert document is not None
    name = _name(cells)
    completed_on = _completed_on(cells, version, today=today)
    return Stated(
        number=cells.number,
        document=document,
        name=name,
        year=_year(cells, version, completed_on),
        completed_on=completed_on,
        score=_score(cells, version),
    )


def _name(cells: Cells) -> str:
    try:
        return identity.checked_name(cells.text("name", most=50))
    except identity.WrongName as refusal:
        refusal.field = "name"
        raise


def _completed_on(cells: Cells, version: ProgrammeVersion, *, today: date) -> date:
    day = cells.day("completed_on")
    if day > today:
        raise InTheFuture(day=day)
    assert version.window_from
    assert version.window_until
    if not version.window_from <= day <= version.window_until:
        raise OutsideWindow(first=version.window_from, last=version.window_until, day=day)
    return day


def _year(cells: Cells, version: ProgrammeVersion, completed_on: date) -> int:
    year = cells.whole("year", least=1900, most=2199)
    assert year is not None
    offered = sorted({completed_on.year, *(one for one in version.learning_years if one < completed_on.year)})
    if year not in offered:
        raise YearNotOffered(years="、".join(map(str, offered)), year=year)
    return year


def _score(cells: Cells, version: ProgrammeVersion) -> Decimal | None:
    score = cells.amount("score", most=SCORE_MOST, is_needed=False)
    if not version.has_exam:
        return score
    if score is None:
        raise CellMissing(field="score", column=LAYOUT.labels["score"])
    if score < (version.passing_score or 0):
        raise ScoreTooLow(score=f"{score.normalize():f}", least=version.passing_score)
    return score
