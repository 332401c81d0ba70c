"""A statement inside a PDF. Reads only what this product wrote."""

import json
from typing import Any

from learning import lettering

NAME = "transcript.json"
# A certificate's file begins with a signature of 128 digits, then names its statement; keys are sorted.
MARKED = 200


class NoStatement(Exception):
    """A file holds no transcript."""


def statement_in(content: bytes) -> dict[str, Any]:
    """
    Return the statement in `content`, a PDF or the JSON itself; a certificate 学时登记表 holds it beside its own.

    :raises NoStatement: if there is none
    """
    try:
        text = lettering.attached(content, place=int(is_certificate(content))) if is_pdf(content) else content
        stated = json.loads(text)
    except lettering.NothingAttached as error:
        raise NoStatement(f"no transcript: {error}") from None
    except ValueError:
        raise NoStatement("it holds no JSON of a transcript") from None
    if not isinstance(stated, dict):
        raise NoStatement("it holds no JSON of a transcript")
    return stated


def is_pdf(content: bytes) -> bool:
    """Say whether `content` is a PDF."""
    return content.startswith(b"%PDF")


def is_certificate(content: bytes) -> bool:
    """Say whether `content` is made as a certificate, whose seal may be worth nothing: the transcript is its second file, its own statement the first."""
    try:
        return is_pdf(content) and b'"statement"' in lettering.attached(content, most=MARKED)[:MARKED]
    except lettering.NothingAttached:
        return False
