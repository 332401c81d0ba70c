"""Exports as their asker sees them."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from credits.enums import ExportState
from credits.models import ComplianceExport, ComplianceExportPart
from learning.accounts.models import User


def exports_of(user: User) -> QuerySet[ComplianceExport]:
    """Return what `user` asked for, the newest first."""
    return ComplianceExport.objects.filter(asked_by=user).order_by("-pk")


def file_of(user: User, *, pk: int, at: datetime) -> ComplianceExport | None:
    """Return an export that `user` asked for and may fetch now, or None."""
    return exports_of(user).filter(pk=pk, state=ExportState.DONE, expires_at__gt=at).first()


def chunks(export: ComplianceExport) -> Iterator[bytes]:
    """Yield the file of `export`, part by part."""
    for number in (
        ComplianceExportPart.objects.filter(export=export).order_by("number").values_list("number", flat=True)
    ):
        part = ComplianceExportPart.objects.get(export=export, number=number)
        yield bytes(part.body)
