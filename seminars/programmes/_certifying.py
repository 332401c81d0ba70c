"""What a programme says about its certificate: what is handed in before it, and how long it holds."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from learning.errors import Refusal
from seminars.models import Application
from seminars.models.programmes import ProgrammeFacts

# No source gives these: far enough that nobody is refused who means it.
DAYS_MOST, YEARS_MOST = 180, 10


class DaysMissing(Refusal):
    """Nobody knows until when."""

    sentence = _("“%(name)s” has no day. State within how many days after the end it is handed in (0 to %(most)s).")
    field = "deliverable_days"


class YearsNotPossible(Refusal):
    """A certificate that holds for no time, or for a working life."""

    sentence = _("A certificate holds for 1 to %(most)s years. Leave it empty if it holds for good.")
    field = "certificate_years"


def require_certifying(application: Application) -> None:
    """Do nothing if what `application` says about its certificate can be kept."""
    days, years = application.deliverable_days, application.certificate_years
    if application.deliverable and (days is None or days > DAYS_MOST):
        raise DaysMissing(name=application.deliverable, most=DAYS_MOST)
    if years is not None and not 1 <= years <= YEARS_MOST:
        raise YearsNotPossible(most=YEARS_MOST)


def forget_unasked(application: Application) -> None:
    """Take from `application` what belongs to something handed in, where nothing is: what is learnt alone ends with its examination."""
    application.deliverable = application.deliverable.strip()
    if application.is_self_paced:
        application.deliverable = ""
    if not application.deliverable:
        application.deliverable_expected, application.deliverable_days = "", None


def validity(facts: ProgrammeFacts, completed_on: date) -> dict[str, str]:
    """Return what a certificate of a programme completed on a day states about how long it holds: nothing, if for good."""
    if facts.certificate_years is None:
        return {}
    return {"valid_until": (_years_later(completed_on, facts.certificate_years) - timedelta(days=1)).isoformat()}


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
