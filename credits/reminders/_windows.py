"""Windows of title applications, as offices announce them; and years whose official calendar is not known yet."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from credits.models import TitleWindow
from learning.accounts.models import Region, User
from learning.errors import Refusal
from learning.workdays import is_calendar_known

# Reminders look a quarter ahead: from then on the holidays of the coming year matter.
_AHEAD_FROM_MONTH = 10


class WindowReversed(Refusal):
    """A window opens before it closes."""

    sentence = _("The last day lies before the first one. Swap them.")
    field = "closes_on"


class WindowKnown(Refusal):
    """There is such a window already."""

    sentence = _("A window of this series and region that closes on that day is announced already.")
    field = "closes_on"


def title_windows() -> QuerySet[TitleWindow]:
    """Return the windows that were not withdrawn, the last to close first."""
    return TitleWindow.objects.filter(withdrawn_at=None).select_related("region").order_by("-closes_on", "pk")


def state_window(
    *, series: str, region: Region, opens_on: date, closes_on: date, reference: str, by: User, at: datetime
) -> TitleWindow:
    """
    Keep when applications for titles are taken; those concerned are told.

    :raises WindowReversed: if it closes before it opens
    :raises WindowKnown: if there is one that closes on the same day
    """
    if closes_on < opens_on:
        raise WindowReversed
    try:
        with transaction.atomic():
            return TitleWindow.objects.create(
                series=series, region=region, opens_on=opens_on, closes_on=closes_on, reference=reference.strip()[:100],
                stated_at=at, stated_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise WindowKnown from error


def withdraw_window(*, window: TitleWindow, by: User, at: datetime) -> None:
    """Take a window back: nobody is told of it any more."""
    TitleWindow.objects.filter(pk=window.pk, withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=by)


def unknown_years(today: date) -> list[int]:
    """Return the years that reminders reckon with and whose official calendar is not in the library: weekdays stand in for it."""
    years = [today.year, today.year + 1] if today.month >= _AHEAD_FROM_MONTH else [today.year]
    return [year for year in years if not is_calendar_known(year)]
