"""Who may read a correction and its papers, and decide about it. A row that is not yours does not exist."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from learning.accounts import access as accounts
from learning.accounts.enums import Sector
from learning.accounts.models import Organisation, User
from seminars.access import OFFICERS, STAFF
from seminars.enums import CorrectionState
from seminars.models import CorrectionEvidence, HoursCorrection

# The names of papers without their bytes, which may be many.
PAPERS: Prefetch[str] = Prefetch("evidence", CorrectionEvidence.objects.defer("content").order_by("pk"))


def in_sight(*, user: User, on: date) -> QuerySet[HoursCorrection]:
    """Return what bases of the regions and sectors that `user` looks after asked for."""
    seen = accounts.regulated(user, on, region="run__programme__base__region", sector="run__version__sector")
    return _told().filter(seen)


def waiting_for(*, user: User, on: date) -> QuerySet[HoursCorrection]:
    """Return what waits for a decision in `user`'s sight, the soonest due first; the own matters are for others."""
    own = accounts.own_records(user)
    rows = in_sight(user=user, on=on).filter(state=CorrectionState.WAITING).exclude(asked_by=user)
    return rows.exclude(Q(person__in=own) | Q(right_person__in=own)).order_by("due_on", "pk")


def to_read(*, user: User, pk: int, on: date) -> HoursCorrection:
    """Return a correction that a regulator of its region and sector looks at, or 404."""
    return get_object_or_404(in_sight(user=user, on=on).prefetch_related(PAPERS), pk=pk)


def to_decide(*, user: User, pk: int, on: date) -> HoursCorrection:
    """Return a correction that `user`, an officer of its region and sector, decides, or 404."""
    row = to_read(user=user, pk=pk, on=on)
    if not may_decide(user=user, correction=row, on=on):
        raise Http404
    return row


def may_decide(*, user: User, correction: HoursCorrection, on: date) -> bool:
    """Say whether `user` is an officer of the region and sector, has not asked for it, and is not concerned."""
    own = set(accounts.own_records(user))
    if correction.asked_by_id == user.pk or own & {correction.person_id, correction.right_person_id}:
        return False
    region = correction.run.programme.base.region
    return accounts.regulates(user, region=region, sector=correction.run.version.sector, on=on, deciding=True)


def office_of(*, user: User, correction: HoursCorrection, on: date) -> Organisation:
    """Return the regulator in whose name `user` decides: the nearest one."""
    path, sector = correction.run.programme.base.region.path, correction.run.version.sector
    able = [
        one
        for one in accounts.regulators_of(user, on, roles=OFFICERS).select_related("region")
        if path.startswith(one.region.path) and one.sector in {Sector.GENERAL, sector}
    ]
    if not able:
        raise Http404
    return max(able, key=lambda one: (len(one.region.path), one.sector != Sector.GENERAL, -one.pk))


def evidence_to_read(*, user: User, pk: int, on: date) -> CorrectionEvidence:
    """Return a paper: to staff of the base that handed it in, and to regulators in whose sight it lies, or 404."""
    own = Q(correction__run__programme__base__in=accounts.bases_of(user, on, roles=STAFF).values("pk"))
    seen = Q(correction__in=in_sight(user=user, on=on).order_by().values("pk"))
    return get_object_or_404(CorrectionEvidence.objects.filter(own | seen), pk=pk)


def _told() -> QuerySet[HoursCorrection]:
    return HoursCorrection.objects.select_related(
        "run__programme__base__region", "run__version", "asked_by", "decided_by", "decided_for"
    )
