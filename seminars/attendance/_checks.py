"""What minutes can be: of somebody on the roster, and no more than the session has."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from learning.accounts import people
from learning.errors import Refusal
from seminars.models import Enrolment, Session


class MinutesOutOfRange(Refusal):
    """Somebody would have been there longer than the session lasted, or less than not at all."""

    sentence = _(
        "“%(title)s” has %(most)s minutes of instruction; %(minutes)s minutes are noted for %(name)s. Note 0 to %(most)s minutes."
    )


class NotOnRoster(Refusal):
    """Minutes are noted for somebody who holds no place."""

    sentence = _("%(count)s of those noted hold no place in “%(title)s” any more. Open the roster again.")


def require_known(session: Session, minutes: Mapping[int, int], present: Iterable[Enrolment]) -> None:
    """Do nothing if everybody in `minutes` is on the roster."""
    if unknown := set(minutes) - {row.pk for row in present}:
        raise NotOnRoster(title=session.title, count=len(unknown))


def require_possible(session: Session, minutes: Mapping[int, int], present: Iterable[Enrolment]) -> None:
    """Do nothing if all of `minutes` can be; whoever is not named was there all the time."""
    for row in present:
        noted = minutes.get(row.pk, session.minutes)
        if not 0 <= noted <= session.minutes:
            name = people.current_names([row.person_id]).get(row.person_id, "")
            field = f"minutes-{row.pk}"
            raise MinutesOutOfRange(field=field, title=session.title, most=session.minutes, minutes=noted, name=name)
