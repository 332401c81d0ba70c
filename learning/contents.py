"""Contents: whether a file that comes in is what its name says, and nothing that nobody may pass on. Nothing of it is ever unpacked to a disk."""

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import IO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _

from learning.errors import Refusal

UPLOAD_BYTES_MAX = 20 * 1024 * 1024
# What a document may unpack to. Written by hand, even long ones stay far below; a bomb is above before it is read.
_UNPACKED_MAX = 100 * 1024 * 1024
_PARTS_MAX = 5000
_CHUNK = 256 * 1024
_MARKUP = re.compile(r"\s*(<!doctype|<\?xml|<html|<head|<body|<svg|<script|<iframe)", re.IGNORECASE)
_MACROS = ("vbaproject.bin", "/activex/", "/embeddings/")
# What an archive may not carry: whoever opens it must be able to click on anything in it.
_PROGRAMS = re.compile(
    r"\.(exe|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|dll|cpl|reg|docm|xlsm|pptm|dotm|iso|img|apk)\s*$",
    re.IGNORECASE,
)
_IS_LOCKED = 0x1


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
    :raises UnpacksTooFar: if it unpacks to more than anybody writes
    :raises HoldsPrograms: if there is a program inside
    """
    kind = PurePath(name).suffix.lower().lstrip(".")
    file.seek(0)
    try:
        _CHECKS[kind](file, name)
    except (
        BadZipFile,
        KeyError,
        UnicodeDecodeError,
        ValueError,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
    ) as fault:
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


def _office(part: str) -> Callable[[IO[bytes], str], None]:
    def check_office(file: IO[bytes], name: str) -> None:
        # A program with a document hung on at its end opens as an archive too.
        if file.read(4) != b"PK\x03\x04":
            raise ValueError
        with ZipFile(file) as archive:
            _measure(archive, name)
            names = [one.lower() for one in archive.namelist()]
            if part not in names or "[content_types].xml" not in names:
                raise ValueError
            if any(macro in one for one in names for macro in _MACROS):
                raise HoldsPrograms(name=name)

    return check_office


def _archive(file: IO[bytes], name: str) -> None:
    if file.read(4) not in {b"PK\x03\x04", b"PK\x05\x06"}:
        raise ValueError
    with ZipFile(file) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & _IS_LOCKED for part in parts):
            raise Locked(name=name)
        _measure(archive, name)
        if any(_PROGRAMS.search(part.filename) for part in parts):
            raise HoldsPrograms(name=name)


def _measure(archive: ZipFile, name: str) -> None:
    """Unpack without keeping anything. What an archive says of itself is asked first, and not believed."""
    parts = archive.infolist()
    if len(parts) > _PARTS_MAX or sum(part.file_size for part in parts) > _UNPACKED_MAX:
        raise UnpacksTooFar(name=name, most=_UNPACKED_MAX // 1024 // 1024)
    read = 0
    for part in parts:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                read += len(chunk)
                if read > _UNPACKED_MAX:
                    raise UnpacksTooFar(name=name, most=_UNPACKED_MAX // 1024 // 1024)


_CHECKS: dict[str, Callable[[IO[bytes], str], None]] = {
    "pdf": _pdf,
    "docx": _office("word/document.xml"),
    "xlsx": _office("xl/workbook.xml"),
    "csv": _text,
    "txt": _text,
    "zip": _archive,
}
