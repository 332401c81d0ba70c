"""My hours, as a desk knows it: what is credited, what is confirmed but not credited yet, what is enrolled for."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from credits import access as hours
from credits.hours import to_hundredths
from credits.web.hours import Expected, my_hours_page
from learning.accounts.http import SignedInRequest
from learning.tags import span
from seminars import attendance


@require_safe
@login_required
def my_hours(request: SignedInRequest) -> HttpResponse:
    """Show My hours, with what is confirmed but not credited yet and what is enrolled for."""
    at = timezone.now()
    record = hours.own_record(request.user)
    expected = attendance.expected_on(record.person, at=at, records=record.ids)

    return my_hours_page(request, record=record, expected=[_expected(row) for row in expected])


def _expected(row: attendance.Expected) -> Expected:
    version = row.run.version
    return Expected(
        title=version.title,
        hours=to_hundredths(row.hours if row.sessions_confirmed == row.sessions else row.hours_approved),
        ends_on=row.run.ends_on,
        category=version.category,
        note=_note(row),
        is_registered=bool(row.sessions_confirmed),
        late=row.run.programme.base.name if row.is_late else "",
        url=reverse("seminars:run", args=[row.run.pk]),
    )


def _note(row: attendance.Expected) -> str:
    if row.sessions_confirmed:
        said = {"done": row.sessions_confirmed, "all": row.sessions}
        return (
            _("Attendance is confirmed for %(done)s of %(all)s sessions; the hours come when the run is closed.") % said
        )
    return span(row.run.starts_on, row.run.ends_on)
