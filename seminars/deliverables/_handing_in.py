"""Handing in, and replacing what nobody has decided about yet."""

import unicodedata
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from learning import contents
from learning.accounts.models import User
from learning.errors import Refusal
from seminars import attendance, programmes
from seminars.deliverables._asking import NothingAsked, of
from seminars.enums import HandedInState, RunState
from seminars.models import Enrolment, HandedIn, Run

KINDS = ("pdf", "docx", "zip")


class NoPlace(Refusal):
    """Whoever holds no place has nothing to hand in."""

    sentence = _("Only who holds a place in “%(title)s” hands something in.")


class AcceptedAlready(Refusal):
    """It is good as it is."""

    sentence = _("“%(name)s” is accepted already: nothing needs to be handed in any more.")


class NothingHandedIn(Refusal):
    """Neither file nor address nor text."""

    sentence = _("Choose a file, or state an address or a text.")
    field = "file"


class WrongFile(Refusal):
    """A kind of file that bases do not take."""

    sentence = _("“%(name)s” is no PDF, DOCX or ZIP file. Save it as one of these.")
    field = "file"


class FileTooLarge(Refusal):
    """More than anybody can send on."""

    sentence = _("“%(name)s” is larger than %(most)s MB. Make its pictures smaller and save it again.")
    field = "file"


class LinkNotSafe(Refusal):
    """An address that nobody should open."""

    sentence = _("State the address as it stands in the browser; it begins with https://.")
    field = "link"


@transaction.atomic
def hand_in(
    *, enrolment: Enrolment, file: UploadedFile | None, link: str, text: str, by: User, at: datetime
) -> HandedIn:
    """
    Hand in what the run of `enrolment` asks for, in the place of what nobody has decided about yet.

    :raises NothingAsked: or NoPlace, if nothing is to be handed in
    :raises AcceptedAlready: if the base has accepted it
    :raises NothingHandedIn: if there is neither file nor address nor text
    :raises WrongFile: FileTooLarge, or `contents.WrongContent`, if the file cannot be taken
    :raises LinkNotSafe: if the address cannot be opened safely
    """
    link, text = link.strip(), text.strip()
    _require_something(file, link, text)
    # Asked before the file is looked into, which costs most, and again under the lock.
    _present(enrolment)
    name = _checked(file) if file else ""
    row = _held(enrolment)
    before = row.file.name or ""
    row.handed_in_at, row.handed_in_by = at, by
    row.first_handed_in_at = row.first_handed_in_at or at
    row.link, row.text, row.file_name = link, text, name
    row.file_size = (file.size or 0) if file else 0
    row.file = File(file.file, name=name) if file else ""
    row.save()
    if before:
        transaction.on_commit(lambda: default_storage.delete(before))

    return row


def has_place(enrolment: Enrolment, run: Run) -> bool:
    """Say whether somebody has a place in `run` by `enrolment`, and with it something to hand in where the run asks for it."""
    return run.state != RunState.CANCELLED and attendance.on_roster(run).filter(pk=enrolment.pk).exists()


def _require_something(file: UploadedFile | None, link: str, text: str) -> None:
    if not (file or link or text):
        raise NothingHandedIn
    if link and not programmes.is_safe_address(link):
        raise LinkNotSafe


def _checked(file: UploadedFile) -> str:
    """Return the name under which `file` is given back, once it was looked into."""
    name = _name(file.name or "")
    if PurePath(name).suffix.lower().lstrip(".") not in KINDS:
        raise WrongFile(name=name)
    if (file.size or 0) > contents.UPLOAD_BYTES_MAX:
        raise FileTooLarge(name=name, most=contents.UPLOAD_BYTES_MAX // 1024**2)
    contents.check(file, name=name)
    return name


def _name(given: str) -> str:
    shown = "".join(letter for letter in given if unicodedata.category(letter)[0] != "C")
    whole = PurePath(shown.replace("\\", "/").replace("/", "_").strip() or "1")
    return f"{whole.stem[:140]}{whole.suffix.lower()}"


def _held(enrolment: Enrolment) -> HandedIn:
    """Return the row to write; whoever hands in or decides at the same time waits here."""
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    return _present(enrolment)


def _present(enrolment: Enrolment) -> HandedIn:
    """Return the row to write: the one that waits, or another one."""
    run = Run.objects.select_related("version").get(pk=enrolment.run_id)
    asked = of(run)
    if asked is None:
        raise NothingAsked(title=run.version.title)
    if not has_place(enrolment, run):
        raise NoPlace(title=run.version.title)
    last = HandedIn.objects.filter(enrolment=enrolment).order_by("-number").first()
    if last and last.state == HandedInState.ACCEPTED:
        raise AcceptedAlready(name=asked.name)
    if last and last.state == HandedInState.WAITING:
        last.version += 1
        return last
    return HandedIn(enrolment=enrolment, number=last.number + 1 if last else 1)
