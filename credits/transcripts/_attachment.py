"""A statement inside a PDF: put there as an embedded file, and taken out again. Reads only what this product wrote."""

import json
import re
import zlib
from collections.abc import Mapping
from typing import Any

from credits import ledger

NAME = "transcript.json"
SIZE_MAX = 20 * 1024 * 1024
_EMBEDDED = re.compile(rb"<<([^<>]*/Type\s*/EmbeddedFile[^<>]*)>>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)")


class NoStatement(Exception):
    """A file holds no transcript."""


def packed(stated: Mapping[str, Any]) -> bytes:
    """Return the statement as it is put into a PDF."""
    return zlib.compress(ledger.encoding(stated), 9)


def statement_in(content: bytes) -> dict[str, Any]:
    """
    Return the statement in `content`, a PDF or the JSON itself.

    :raises NoStatement: if there is none
    """
    text = _embedded(content) if content.startswith(b"%PDF") else content
    try:
        stated = json.loads(text)
    except ValueError:
        raise NoStatement("it holds no JSON of a transcript") from None
    if not isinstance(stated, dict):
        raise NoStatement("it holds no JSON of a transcript")
    return stated


def _embedded(content: bytes) -> bytes:
    found = _EMBEDDED.search(content)
    length = _LENGTH.search(found[1]) if found else None
    if found is None or length is None:
        raise NoStatement("no transcript is embedded in this PDF; perhaps another program wrote it anew")
    unpacker = zlib.decompressobj()
    try:
        return unpacker.decompress(content[found.end() : found.end() + int(length[1])], SIZE_MAX)
    except zlib.error:
        raise NoStatement("the transcript that is embedded in this PDF is damaged") from None
