"""Who reads and who publishes designs of certificates: officers of the province, who publish rulebooks, too."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from credits.access._rulebooks import publishes_rulebooks
from credits.enums import DesignStatus
from credits.models import CertificateDesign
from learning.accounts.models import User


def designs(*, user: User, on: date) -> QuerySet[CertificateDesign]:
    """Return all designs, or 404 for whoever is no officer of the province."""
    if not publishes_rulebooks(user, on):
        raise Http404
    return CertificateDesign.objects.select_related("edited_by", "published_by")


def design(*, user: User, pk: int, on: date) -> CertificateDesign:
    """Return one design, or 404."""
    return get_object_or_404(designs(user=user, on=on), pk=pk)


def draft_design(*, user: User, pk: int, on: date) -> CertificateDesign:
    """Return a draft of a design, or 404."""
    return get_object_or_404(designs(user=user, on=on).filter(status=DesignStatus.DRAFT), pk=pk)
