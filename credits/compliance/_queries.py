"""Exports as their asker sees them."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet

from credits.access import Sight
from credits.compliance._choices import read
from credits.enums import ExportState
from credits.models import ComplianceExport, ComplianceExportPart
from learning.accounts.models import User


def exports_of(user: User) -> QuerySet[ComplianceExport]:
    """Return what `user` asked for, the newest first."""
    return ComplianceExport.objects.filter(asked_by=user).order_by("-pk")


def file_of(user: User, *, pk: int, sights: Iterable[Sight], at: datetime) -> ComplianceExport | None:
    """Return an export that `user` asked for and may fetch now, None if not, or if they look after other people by now."""
    export = exports_of(user).filter(pk=pk, state=ExportState.DONE, expires_at__gt=at).first()
    now = list(sights)
    if export is None or not all(any(_covers(wide, sight) for wide in now) for sight in read(export.choice).sights):
        return None
    return export


def chunks(export: ComplianceExport) -> Iterator[bytes]:
    """Yield the file of `export`, part by part."""
    for number in (
        ComplianceExportPart.objects.filter(export=export).order_by("number").values_list("number", flat=True)
    ):
        part = ComplianceExportPart.objects.get(export=export, number=number)
        yield bytes(part.body)


def _covers(wide: Sight, narrow: Sight) -> bool:
    if not narrow.path.startswith(wide.path):
        return False
    return wide.series is None or (narrow.series is not None and set(narrow.series) <= set(wide.series))
