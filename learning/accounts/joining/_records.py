"""Two records that are one human's, or are not after all: a regulator decides, and whoever the records are of is told."""

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.accounts import people
from learning.accounts.enums import ContactKind
from learning.accounts.joining._telling import LANGUAGE, tell
from learning.accounts.models import Person, PersonContact, PersonJoin, PersonLogin, User


@transaction.atomic
def join_records(*, first: Person, second: Person, reason: str, by: User, at: datetime) -> PersonJoin:
    """
    Decide that both records are of one human, and tell their logins and contacts.

    :raises people.SameRecord: if they are one
    :raises people.AlreadyJoined: if they are joined
    """
    decision = people.join(first=first, second=second, reason=reason, by=by, at=at)
    body = _(
        "Xueshi: a regulator found that two records are both yours; their hours are read together from now on. If one of them is not yours, tell your regulator."
    )
    _tell_both(first, second, body, at=at)
    return decision


@transaction.atomic
def part_records(*, first: Person, second: Person, reason: str, by: User, at: datetime) -> PersonJoin:
    """
    Decide that both records are of two humans after all, and tell their logins and contacts.

    :raises people.NotJoined: if no decision joined exactly these two
    """
    decision = people.unjoin(first=first, second=second, reason=reason, by=by, at=at)
    body = _(
        "Xueshi: a regulator found that a record joined with yours is somebody else’s; their hours are read apart from now on. If both are yours, tell your regulator."
    )
    _tell_both(first, second, body, at=at)
    return decision


def _tell_both(first: Person, second: Person, body: Promise, *, at: datetime) -> None:
    # One number may stand in both records, and be that of the login, too: it is told once, in the login's language.
    contacts = PersonContact.objects.filter(
        person__in=(first, second), organisation__isnull=False, kind=ContactKind.MOBILE
    )
    told = dict.fromkeys(contacts.values_list("value", flat=True), LANGUAGE)
    logins = PersonLogin.objects.filter(person__in=(first, second), ended_at=None).select_related("user")
    told |= {login.user.mobile: login.user.language for login in logins if login.user.mobile}
    for mobile, language in sorted(told.items()):
        tell(mobile, body, language, at=at)
