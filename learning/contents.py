"""Contents: whether a file that comes in is what its name says, and nothing that nobody may pass on. Nothing of it is ever unpacked to a disk."""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from lzma import LZMAError
from pathlib import PurePath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext_lazy as _

from learning.errors import Refusal

UPLOAD_BYTES_MAX = 20 * 1024 * 1024
# What a document may unpack to. Written by hand, even long ones stay far below; a bomb is above before it is read.
_UNPACKED_MAX = 100 * 1024 * 1024
_PARTS_MAX = 5000
_DIRECTORY_MAX = 1024 * 1024
_CHUNK = 256 * 1024
_MARKUP = re.compile(r"\s*(<!doctype|<\?xml|<html|<head|<body|<svg|<script|<iframe)", re.IGNORECASE)
_MACROS = ("vbaproject.bin", "/activex/")
# A chart brings its table along as a workbook. Anything else that is embedded may be a program.
_EMBEDDED = "/embeddings/"
_OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
# What an archive may carry: whoever opens it must be able to click on anything in it. No archive in an archive: nobody looks into that.
_TAKEN = {
    *_OFFICE,
    *("pdf", "txt", "csv", "md"),
    *("png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff"),
    *("mp3", "m4a", "wav", "mp4", "m4v", "mov", "avi"),
    # What systems put beside files, unasked.
    *("ds_store", "db"),
}
_IS_LOCKED = 0x1
_OTHER_NAME = 0x7075
_BESIDE = b"\x00\x05\x16\x07"  # what macOS keeps of a file beside it, under a name with the same ending
_BROKEN = (BadZipFile, KeyError, ValueError, OSError, EOFError, RuntimeError, struct.error, zlib.error, LZMAError)


class WrongContent(Refusal):
    """A file is not what its name says, or carries what nobody may pass on."""

    field = "file"


class NotWhatItsNameSays(WrongContent):
    """The content is of another kind than the name."""

    sentence = _(
        "“%(name)s” is no %(kind)s file, whatever its name says. Save it as %(kind)s in the program that wrote it, and upload that."
    )


class UnpacksTooFar(WrongContent):
    """A small file that unpacks to a huge one."""

    sentence = _(
        "“%(name)s” unpacks to more than %(most)s MB. It was not stored. Make its pictures smaller and save it again."
    )


class TooManyParts(WrongContent):
    """Looking through it would cost more than it is worth."""

    sentence = _("“%(name)s” holds more than %(most)s files. It was not stored. Leave out what is not needed.")


class PartNotTaken(WrongContent):
    """Something in an archive that nobody should click on."""

    sentence = _(
        "“%(name)s” holds “%(part)s”. It was not stored. In a ZIP file there may be PDF, DOCX, XLSX and PPTX without macros, text, pictures, sound and films."
    )


class HoldsPrograms(WrongContent):
    """A document with macros or other programs inside."""

    sentence = _("“%(name)s” holds macros or other programs. It was not stored. Save it without them, or as PDF.")


class Locked(WrongContent):
    """Nobody can look into it."""

    sentence = _("“%(name)s” is locked with a password. It was not stored. Save it without one.")


def check(file: IO[bytes], *, name: str) -> None:
    """
    Look into `file`, which came in as `name`.

    :raises NotWhatItsNameSays: if it is something else
    :raises Locked: if it is an archive with a password
    :raises UnpacksTooFar: or TooManyParts, if there is more in it than anybody writes
    :raises HoldsPrograms: or PartNotTaken, if there is inside what nobody should click on
    """
    kind = PurePath(name).suffix.lower().lstrip(".")
    file.seek(0)
    try:
        _CHECKS[kind](file, name)
    except _BROKEN as fault:
        raise NotWhatItsNameSays(name=name, kind=kind.upper()) from fault
    finally:
        file.seek(0)


def _pdf(file: IO[bytes], name: str) -> None:
    if not file.read(8).startswith(b"%PDF-"):
        raise ValueError


def _text(file: IO[bytes], name: str) -> None:
    raw = file.read(UPLOAD_BYTES_MAX + 1)
    text = _decoded(raw)
    if "\0" in text or _MARKUP.match(text):
        raise ValueError


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")  # what Excel writes as CSV in China


class _Bounded:
    """A file of which no more is read at once than a directory may be long: `ZipFile` reads that whole, before anybody can ask what is in it."""

    def __init__(self, file: IO[bytes], *, name: str) -> None:
        self._file, self._name = file, name
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        """Return what comes next; TooManyParts if it is longer than any directory of what people write."""
        found = self._file.read(min(size, _DIRECTORY_MAX + 1) if size >= 0 else _DIRECTORY_MAX + 1)
        if len(found) > _DIRECTORY_MAX:
            raise TooManyParts(name=self._name, most=_PARTS_MAX)
        return found


@dataclass
class _Look:
    """A look into what came in as `name`, and what may still be unpacked in it, whatever lies in whatever. Nothing is kept."""

    name: str
    parts: int = _PARTS_MAX
    left: int = _UNPACKED_MAX

    def open(self, file: IO[bytes]) -> ZipFile:
        """Open an archive. What it says of itself is asked first, and not believed."""
        archive = ZipFile(_Bounded(file, name=self.name))
        self.parts -= len(archive.infolist())
        if self.parts < 0:
            raise TooManyParts(name=self.name, most=_PARTS_MAX)
        if sum(part.file_size for part in archive.infolist()) > self.left:
            raise self._too_far()
        return archive

    def unpack(self, archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
        """Unpack `part` piece by piece."""
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise self._too_far()
                yield chunk

    def _too_far(self) -> UnpacksTooFar:
        return UnpacksTooFar(name=self.name, most=_UNPACKED_MAX // 1024 // 1024)


def _office(file: IO[bytes], look: _Look, *, kind: str) -> None:
    # A program with a document hung on at its end opens as an archive too.
    if file.read(4) != b"PK\x03\x04":
        raise ValueError
    with look.open(file) as archive:
        for part in archive.infolist():
            _look_at_part(archive, part, look)
        names = [one.lower() for one in archive.namelist()]
    if _OFFICE[kind] not in names or "[content_types].xml" not in names:
        raise ValueError
    if any(macro in one for one in names for macro in _MACROS):
        raise HoldsPrograms(name=look.name)


def _look_at_part(archive: ZipFile, part: ZipInfo, look: _Look) -> None:
    if part.is_dir() or _EMBEDDED not in part.filename.lower():
        for _chunk in look.unpack(archive, part):
            pass
        return
    kind = _ending(part.filename)
    if kind not in _OFFICE:
        raise HoldsPrograms(name=look.name)
    _office(BytesIO(b"".join(look.unpack(archive, part))), look, kind=kind)


def _archive(file: IO[bytes], name: str) -> None:
    if file.read(4) not in {b"PK\x03\x04", b"PK\x05\x06"}:
        raise ValueError
    look = _Look(name)
    with look.open(file) as archive:
        if any(part.flag_bits & _IS_LOCKED for part in archive.infolist()):
            raise Locked(name=name)
        for part in archive.infolist():
            _look_at(archive, part, look)


def _look_at(archive: ZipFile, part: ZipInfo, look: _Look) -> None:
    if part.is_dir():
        return
    endings = {_ending(one) for one in _names(part)}
    if not endings <= _TAKEN:
        raise PartNotTaken(name=look.name, part=part.filename)
    content = BytesIO(b"".join(look.unpack(archive, part)))
    try:
        for kind in endings & _OFFICE.keys() if not content.getvalue().startswith(_BESIDE) else ():
            content.seek(0)
            _office(content, look, kind=kind)
    except _BROKEN as fault:
        raise PartNotTaken(name=look.name, part=part.filename) from fault


def _names(part: ZipInfo) -> Iterator[str]:
    """Return the names under which somebody may unpack `part`: an archive can state two."""
    yield part.orig_filename
    extra = part.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _OTHER_NAME:
            yield extra[9 : 4 + size].decode()
        extra = extra[4 + size :]


def _ending(name: str) -> str:
    # Windows drops dots and blanks at the end. Of a name with a colon the part before it is what is unpacked there.
    return "" if ":" in name or "\0" in name else name.rstrip(". ").rpartition(".")[2].lower()


_CHECKS: dict[str, Callable[[IO[bytes], str], None]] = {
    "pdf": _pdf,
    "docx": lambda file, name: _office(file, _Look(name), kind="docx"),
    "xlsx": lambda file, name: _office(file, _Look(name), kind="xlsx"),
    "csv": _text,
    "txt": _text,
    "zip": _archive,
}
