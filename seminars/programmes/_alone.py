"""What a self-paced programme states beside the others' facts: window, outside address, examination, earlier years."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from learning.errors import Refusal
from seminars.enums import ProgrammeKind
from seminars.models import Application

YEARS_MOST, YEARS_BACK = 10, 20
SCORE_MOST = 1000
# What a programme states that is not self-paced.
NOTHING: dict[str, Any] = {
    "window_from": None,
    "window_until": None,
    "has_exam": False,
    "passing_score": None,
    "outside_address": "",
}
_is_address = URLValidator(schemes=["https"])


class NotAlone(Refusal):
    """An advanced seminar has sessions."""

    sentence = _(
        "An advanced seminar has sessions and places, so it cannot be self-paced. Choose how it is held, or another kind."
    )
    field = "mode"


class WindowMissing(Refusal):
    """Nobody knows when it can be learnt."""

    sentence = _("A self-paced programme can be learnt from a day until a day. State both.")
    field = "window_from"


class WindowReversed(Refusal):
    """The window ends before it begins."""

    sentence = _("The window would end before it begins. Let it end on %(first)s or later.")
    field = "window_until"


class AddressNotSafe(Refusal):
    """The outside address is none, or is open to eavesdroppers."""

    sentence = _("State where it is learnt as an address that begins with https://, such as https://learn.example.cn/.")
    field = "outside_address"


class PassingScoreMissing(Refusal):
    """An examination without a passing score."""

    sentence = _("The examination has no passing score. State from how many points on it is passed (1 to %(most)s).")
    field = "passing_score"


class YearNotOver(Refusal):
    """A year that can be made up lies behind."""

    sentence = _(
        "Only years before the window ends, and not longer ago than %(back)s years, can be made up: %(year)s cannot. "
        "The year in which somebody completes the programme counts anyway."
    )
    field = "learning_years"


def require_alone(application: Application) -> None:
    """Do nothing if a self-paced `application` says all that people and tables of completions need."""
    if application.kind == ProgrammeKind.ADVANCED_SEMINAR:
        raise NotAlone
    last = _require_window(application)
    if not is_safe(application.outside_address):
        raise AddressNotSafe
    if application.has_exam and not 0 < (application.passing_score or 0) <= SCORE_MOST:
        raise PassingScoreMissing(most=SCORE_MOST)
    for year in application.learning_years:
        if not last - YEARS_BACK <= year < last:
            raise YearNotOver(year=year, back=YEARS_BACK)


def forget(application: Application) -> None:
    """Take from `application` what only self-paced programmes state, where it is none; and a score that no examination asks for."""
    if not application.is_self_paced:
        for name, value in NOTHING.items():
            setattr(application, name, value)
        application.learning_years = []
    if not application.has_exam:
        application.passing_score = None


def is_safe(address: str) -> bool:
    """Say whether `address` may be shown as the place to learn: https, no name or password in it."""
    try:
        _is_address(address)
        return "@" not in urlsplit(address).netloc
    except (ValidationError, ValueError):
        return False


def _require_window(application: Application) -> int:
    """Return the year in which the window ends."""
    first, last = application.window_from, application.window_until
    if first is None or last is None:
        raise WindowMissing(field="window_until" if first else "window_from")
    if last < first:
        raise WindowReversed(first=first)
    return last.year
