"""Sharing: a link under which a certificate is shown for a purpose until a day; who opened it, and the end of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits.certificates import _links, _worth
from credits.enums import OpeningOf
from credits.models import Certificate, CertificateShare, ShareOpening
from learning import lettering
from learning.accounts import access
from learning.accounts.models import User
from learning.errors import Refusal
from learning.tags import day

LONGEST = timedelta(days=366)
SHARES_MOST = 50
PURPOSE_MOST = 40


class PurposeMissing(Refusal):
    """The mark would say nothing."""

    sentence = _("Say what you share it for, such as: title review 2026. It stands across the certificate.")
    field = "purpose"


class DayOutOfReach(Refusal):
    """It has been, or is too far away."""

    sentence = _("Choose a day from today to %(last)s.")
    field = "until_on"


class SharedTooOften(Refusal):
    """Nobody keeps an eye on so many."""

    sentence = _("%(most)d links to this certificate are open. End one of them first.")


class NothingToShare(Refusal):
    """It is worth nothing today."""

    sentence = _("This certificate is not valid any more and cannot be shared.")


class NoSuchShare(Refusal):
    """There is no such link, or it has ended: which of these is nobody's business."""

    sentence = _("This link leads to nothing any more. Ask whoever gave it to you for another one.")


def share(*, certificate: Certificate, purpose: str, until_on: date, by: User, at: datetime) -> CertificateShare:
    """
    Make a link to `certificate` for a purpose until the end of a day.

    :raises PurposeMissing: if no purpose is given
    :raises DayOutOfReach: if the day has been, or is more than a year away
    :raises NothingToShare: if the certificate is not valid
    :raises SharedTooOften: if too many links to it are open
    :raises GlyphMissing: if the purpose cannot be written across the certificate
    """
    today = timezone.localdate(at)
    _check(purpose, until_on, today)
    if not _worth.counts(certificate, on=today):
        raise NothingToShare
    if certificate.shares.filter(_open(today)).count() >= SHARES_MOST:
        raise SharedTooOften(most=SHARES_MOST)
    words = " ".join(purpose.split())[:PURPOSE_MOST]
    list(lettering.runs(words, lettering.HEAVY))
    seed = _links.seed()
    return CertificateShare.objects.create(
        certificate=certificate,
        purpose=words,
        until_on=until_on,
        seed=seed,
        token_digest=_links.digest(_links.token(seed)),
        by=by,
        created_at=at,
    )


def end_share(*, share: CertificateShare, at: datetime) -> None:
    """Let the link of `share` lead to nothing from now on."""
    CertificateShare.objects.filter(pk=share.pk, ended_at=None).update(ended_at=at)


def shares_of(certificate: Certificate) -> QuerySet[CertificateShare]:
    """Return the links to `certificate`, the newest first, with how often each was opened."""
    return certificate.shares.annotate(opened=Count("openings")).order_by("-pk")


def last_openings(shares: Sequence[CertificateShare], *, most: int) -> QuerySet[ShareOpening]:
    """Return the last openings of each of `shares`, `most` of each, the newest first."""
    rank = Window(RowNumber(), partition_by="share", order_by=["-at", "-pk"])
    return ShareOpening.objects.filter(share__in=shares).alias(rank=rank).filter(rank__lte=most).order_by("-at", "-pk")


def shared(token: str, *, at: datetime) -> CertificateShare:
    """
    Return what is shared under `token`.

    :raises NoSuchShare: if nothing is, or not any more, or the certificate is not valid any more, or no longer of whoever shared it
    """
    today = timezone.localdate(at)
    known = CertificateShare.objects.filter(_open(today), token_digest=_links.digest(token))
    found = known.select_related("certificate", "by").first()
    if found is None or not _worth.counts(found.certificate, on=today):
        raise NoSuchShare
    # A login that was parted from the record shows nothing of it any more, to nobody.
    if found.certificate.person_id not in access.own_records(found.by):
        raise NoSuchShare
    return found


def note_opening(*, share: CertificateShare, what: OpeningOf, browser: str, place: str, at: datetime) -> None:
    """Write down that somebody opened the link of `share`; its holder sees it."""
    ShareOpening.objects.create(share=share, at=at, what=what, browser=browser[:60], place=place[:45])


def is_open(share: CertificateShare, *, at: datetime) -> bool:
    """Say whether the link of `share` still leads somewhere."""
    return share.ended_at is None and share.until_on >= timezone.localdate(at)


def _check(purpose: str, until_on: date, today: date) -> None:
    if not purpose.strip():
        raise PurposeMissing
    if not today <= until_on <= today + LONGEST:
        raise DayOutOfReach(last=day(today + LONGEST))


def _open(today: date) -> Q:
    return Q(ended_at=None, until_on__gte=today)
