"""Drafts of designs: begun from the design in use, saved, published once nothing is wrong with them, discarded."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image

from credits.certificates import _design_faults, _designs
from credits.enums import DesignStatus
from credits.models import CertificateDesign
from learning.accounts.models import User
from learning.errors import Refusal

LOGO_MOST = 500_000
LOGO_SIDE = 900  # pixels: as sharp as the paper is printed
LOCK = 7_310_021  # one publisher at a time gives numbers


class SavedMeanwhile(Refusal):
    """Somebody else saved, published or discarded it."""

    sentence = _("Somebody saved, published or discarded this draft meanwhile. Open it again; nothing was changed.")


class NotPublishable(Refusal):
    """Something is wrong with it, see `faults`."""

    sentence = _("The design was not published: %(first)s")


class PublishedMeanwhile(Refusal):
    """It would take back what the version in use changed, without anybody having looked."""

    sentence = _(
        "Version %(number)d was put in use after this draft was begun: the draft would take its changes back. Look at what it changed, then begin again from it, or say that its changes may go. Nothing was changed."
    )
    field = "takes_back"


class NotALogo(Refusal):
    """The picture cannot be used."""

    sentence = _("This file is no picture (PNG or JPEG) of up to 500 kB and 4,000 pixels a side.")
    field = "logo"


def begin(*, kind: str, by: User, at: datetime) -> CertificateDesign:
    """Begin a draft that says what the design in use says."""
    _designs.present(kind, at=at)
    row = _designs.published(kind)[0]
    return CertificateDesign.objects.create(
        kind=kind,
        name=row.name,
        body=row.body,
        logo=bytes(row.logo),
        digest=row.digest,
        begun_from=row.number,
        edited_at=at,
        edited_by=by,
    )


@transaction.atomic
def save(
    *, draft: CertificateDesign, seen: int, name: str, body: Mapping[str, Any], logo: bytes, by: User, at: datetime
) -> CertificateDesign:
    """
    Save what `draft` says now; it may still be wrong.

    :raises SavedMeanwhile: if it is no draft of revision `seen` any more
    """
    row = _held(draft, seen)
    row.name, row.body, row.logo, row.digest = name, dict(body), logo, _designs.digest(body, logo)
    row.revision, row.edited_by, row.edited_at = row.revision + 1, by, at
    row.save()
    return row


@transaction.atomic
def publish(
    *, draft: CertificateDesign, seen: int, over: int | None = None, by: User, at: datetime
) -> CertificateDesign:
    """
    Put `draft` in use: whatever is issued from now on is drawn with it, and it never changes again.

    `over` is the version in use whose changes may go, where the draft was begun before that one.

    :raises SavedMeanwhile: if it is no draft of revision `seen` any more
    :raises NotPublishable: if something is wrong with it
    :raises PublishedMeanwhile: if another version than `over` was put in use since it was begun
    """
    row = _held(draft, seen)
    if found := _design_faults.faults(_designs.of_row(row)):
        raise NotPublishable(first=str(found[0]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = _designs.published(row.kind)[0]
    if last.number not in (row.begun_from, over):
        raise PublishedMeanwhile(number=last.number)
    row.number, row.status = last.number + 1, DesignStatus.PUBLISHED
    row.published_at, row.published_by = at, by
    row.save()
    return row


def overtaken_by(draft: CertificateDesign) -> CertificateDesign | None:
    """Return the version in use, where `draft` was begun from an earlier one."""
    last: CertificateDesign | None = _designs.published(draft.kind).first()
    return None if last is None or last.number == draft.begun_from else last


def begun_from(draft: CertificateDesign) -> CertificateDesign | None:
    """Return the version from which `draft` was begun."""
    found: CertificateDesign | None = _designs.published(draft.kind).filter(number=draft.begun_from).first()
    return found


@transaction.atomic
def discard(*, draft: CertificateDesign, seen: int) -> None:
    """
    Throw a draft away.

    :raises SavedMeanwhile: if it is no draft of revision `seen` any more
    """
    _held(draft, seen).delete()


def logo_of(content: bytes) -> bytes:
    """
    Return a picture as a design keeps it: on white, not larger than it is printed, and nothing in it but its pixels.

    :raises NotALogo: if it is no picture, or too large
    """
    if len(content) > LOGO_MOST:
        raise NotALogo
    try:
        picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        if max(picture.size) > 4 * 1000:
            raise NotALogo
        drawn = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NotALogo from None
    drawn.thumbnail((LOGO_SIDE, LOGO_SIDE))
    paper = Image.new("RGB", drawn.size, (255, 255, 255))
    paper.paste(drawn, mask=drawn.getchannel("A"))
    stream = io.BytesIO()
    paper.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _held(draft: CertificateDesign, seen: int) -> CertificateDesign:
    row = CertificateDesign.objects.select_for_update().filter(pk=draft.pk, status=DesignStatus.DRAFT).first()
    if row is None or row.revision != seen:
        raise SavedMeanwhile
    return row
