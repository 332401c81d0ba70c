"""What a programme's facts must be: while they are drafted, and before they are submitted."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credits import certificates
from credits.hours import NotHundredths, to_decimal, to_hundredths
from learning.accounts.enums import Series, TitleLevel
from learning.errors import Refusal
from seminars.enums import Category, ProgrammeKind
from seminars.guidance import guidance_items
from seminars.models import Application, GuidanceItem, PlannedSeminar, ProgrammeVersion
from seminars.programmes import _alone
from seminars.programmes._certifying import require_certifying
from seminars.programmes._plan import require_plan

# An hour of a rulebook takes 40 to 60 minutes; a day of a seminar may be given as twelve hours (Xuzhou), which makes it shorter.
MINUTES_PER_HOUR_MIN, MINUTES_PER_HOUR_MAX = 30, 60
TEACHERS_MAX = 50
REQUIRED = ("kind", "title", "category", "sector", "level", "audience", "host", "organiser")
COPIED = (
    "kind", "title", "summary", "category", "hours", "minutes", "sector", "cluster", "level", "mode", "audience", "eligible_series",
    "eligible_levels", "teachers", "host", "organiser", "fee", "viewers_earn_hours", "guidance_item", "plan_row",
    "window_from", "window_until", "has_exam", "passing_score", "learning_years", "outside_address",
    "deliverable", "deliverable_expected", "deliverable_days", "certificate_years",
)  # fmt: skip


class Facts(TypedDict, total=False):
    """What a base may state about a programme. `hours` is an amount of hours, not hundredths."""

    kind: str
    title: str
    summary: str
    category: str
    hours: Decimal | int
    minutes: int
    sector: str
    cluster: str
    level: str
    mode: str
    audience: str
    eligible_series: list[str]
    eligible_levels: list[str]
    teachers: list[dict[str, str]]
    host: str
    organiser: str
    fee: int
    viewers_earn_hours: bool
    guidance_item: GuidanceItem | None
    plan_row: PlannedSeminar | None
    window_from: date | None
    window_until: date | None
    has_exam: bool
    passing_score: int | None
    learning_years: list[int]
    outside_address: str
    deliverable: str
    deliverable_expected: str
    deliverable_days: int | None
    certificate_years: int | None


class FactMissing(Refusal):
    """Something that a regulator must know is not stated."""

    sentence = _("“%(fact)s” is missing. Fill it in, then submit again.")


class FactNotPossible(Refusal):
    """A stated fact cannot be."""

    sentence = _("“%(fact)s” cannot be kept like this: %(detail)s")


class HoursNotPositive(Refusal):
    """The programme states no hours."""

    sentence = _("A programme has more than 0 hours. State how many hours it is.")
    field = "hours"


class MinutesDoNotFit(Refusal):
    """Hours and minutes of instruction contradict each other."""

    sentence = _(
        "%(hours)s hours in %(minutes)s minutes of instruction would be %(each)s minutes an hour. "
        "An hour takes %(least)s to %(most)s minutes: correct the hours or the minutes."
    )
    field = "minutes"


class PublicCourseNotPublic(Refusal):
    """A public course teaches another category."""

    sentence = _("A public course teaches public subjects. Choose “%(category)s” as category, or another kind.")
    field = "category"


class GuidanceItemMissing(Refusal):
    """An advanced seminar cites no item of the guidance catalogue."""

    sentence = _(
        "An advanced seminar cites an item of the industry guidance catalogue. Choose the item that it serves."
    )
    field = "guidance_item"


class GuidanceItemNotInForce(Refusal):
    """The cited item stands in a catalogue that is not in force."""

    sentence = _(
        "“%(item)s” is not in the industry guidance catalogue in force on %(day)s. Choose an item of the present catalogue."
    )
    field = "guidance_item"


class BannedWord(Refusal):
    """The title holds words that a certificate may not bear."""

    sentence = _(
        "The title contains %(words)s, which a certificate may not say (人社部函〔2022〕25号). Choose other words."
    )
    field = "title"


def state(application: Application, facts: Facts) -> None:
    """Put `facts` on `application`, which need not be complete yet, but must be possible."""
    for name, value in facts.items():
        setattr(application, name, _hundredths(value) if name == "hours" else value)
    _require_known(application.eligible_series, Series.values, field="eligible_series")
    _require_known(application.eligible_levels, TitleLevel.values, field="eligible_levels")
    application.learning_years = _years(application.learning_years)
    if len(application.teachers) > TEACHERS_MAX:
        raise _impossible("teachers", _("There are too many."))
    if len(application.summary) > 4000:
        raise _impossible("summary", _("It is longer than 4,000 characters."))
    try:
        application.clean_fields(exclude=_unstated(application))
    except ValidationError as error:
        field, details = next(iter(error.message_dict.items()))
        raise _impossible(field, details[0]) from error


def require_complete(application: Application, *, today: date) -> None:
    """Do nothing if `application` can be decided."""
    for name in REQUIRED:
        if not getattr(application, name).strip():
            raise FactMissing(field=name, fact=_label(name))
    _require_minutes(application)
    _require_words(application)
    if application.kind == ProgrammeKind.PUBLIC_COURSE and application.category != Category.PUBLIC:
        raise PublicCourseNotPublic(category=Category.PUBLIC.label)
    _require_guidance(application, today=today)
    require_plan(application, today=today)
    require_certifying(application)
    if application.is_self_paced:
        _alone.require_alone(application)


def approved_facts(source: Application | ProgrammeVersion) -> dict[str, object]:
    """Return the columns that an application proposes and a version fixes."""
    return {name: getattr(source, name) for name in COPIED}


def _unstated(application: Application) -> set[str]:
    names = {field.name for field in application._meta.fields}
    return {name for name in names if name not in COPIED or not getattr(application, name)}


def _require_minutes(application: Application) -> None:
    if application.hours <= 0:
        raise HoursNotPositive
    least, most = application.hours * MINUTES_PER_HOUR_MIN, application.hours * MINUTES_PER_HOUR_MAX
    if not least <= application.minutes * 100 <= most:
        raise MinutesDoNotFit(
            hours=to_decimal(application.hours),
            minutes=application.minutes,
            each=round(application.minutes * 100 / application.hours, 1),
            least=MINUTES_PER_HOUR_MIN,
            most=MINUTES_PER_HOUR_MAX,
        )


def _require_words(application: Application) -> None:
    # The title goes on the certificate: better refused here than when seventy people wait for theirs.
    names = (application.host, application.organiser, application.programme.base.name)
    if words := certificates.banned_words(application.title, names=names):
        raise BannedWord(words=", ".join(words))


def _require_guidance(application: Application, *, today: date) -> None:
    item = application.guidance_item
    if item is None:
        if application.kind == ProgrammeKind.ADVANCED_SEMINAR:
            raise GuidanceItemMissing
    elif not guidance_items(today).filter(pk=item.pk).exists():
        raise GuidanceItemNotInForce(item=item, day=today)


def _years(stated: object) -> list[int]:
    if not isinstance(stated, list) or not all(isinstance(year, int) for year in stated):
        raise _impossible("learning_years", _("State years with four digits."))
    if len(set(stated)) > _alone.YEARS_MOST:
        raise _impossible("learning_years", _("There are too many."))
    return sorted(set(stated))


def _require_known(codes: Iterable[str], known: Iterable[str], *, field: str) -> None:
    if unknown := sorted(set(codes) - set(known)):
        raise _impossible(field, ", ".join(unknown))


def _hundredths(amount: object) -> int:
    try:
        assert isinstance(amount, Decimal | int)
        return to_hundredths(amount)
    except NotHundredths as error:
        raise _impossible("hours", _("Give at most two decimal places.")) from error


def _impossible(field: str, detail: str | Promise) -> FactNotPossible:
    return FactNotPossible(field=field, fact=_label(field), detail=detail)


def _label(field: str) -> str | Promise:
    label: str | Promise = Application._meta.get_field(field).verbose_name  # type: ignore[union-attr]
    return label
