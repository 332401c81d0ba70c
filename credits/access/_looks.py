"""Looks at records are logged: each states its purpose first."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits.access._records import Record
from credits.access._regulated import regulated_record
from credits.models import RecordLook
from learning.accounts.models import User
from learning.errors import Refusal

# How long a stated purpose opens a record: long enough to read and compare days, short enough to be asked again tomorrow.
LOOK_LASTS = timedelta(minutes=30)
# What the purpose of whoever fetched certificates as one file begins with: that opens no record.
HANDED_OUT = "证书打包下载："


class PurposeMissing(Refusal):
    """A look at a record states what it is for."""

    sentence = _("Say what you look at this record for. The person can read it.")
    field = "purpose"


def look_in_force(*, user: User, record: Record, at: datetime) -> RecordLook | None:
    """Return the look of `user` at `record` whose purpose was stated a short time ago, or None."""
    rows = RecordLook.objects.filter(user=user, person=record.person, at__gt=at - LOOK_LASTS, at__lte=at)
    return rows.exclude(purpose__startswith=HANDED_OUT).order_by("-pk").first()


def note_look(*, user: User, pk: int, purpose: str, at: datetime) -> RecordLook:
    """
    Note that `user` looks at the record of person `pk`, and why.

    :raises PurposeMissing: if `purpose` says nothing
    """
    record, organisation = regulated_record(user=user, pk=pk, on=timezone.localdate(at))
    if not purpose.strip():
        raise PurposeMissing
    return RecordLook.objects.create(
        person=record.person, user=user, organisation=organisation, purpose=purpose.strip()[:200], at=at
    )
