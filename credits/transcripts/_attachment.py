"""A statement inside a PDF. Reads only what this product wrote."""

import json
from typing import Any

from learning import lettering

NAME = "transcript.json"


class NoStatement(Exception):
    """A file holds no transcript."""


def statement_in(content: bytes) -> dict[str, Any]:
    """
    Return the statement in `content`, a PDF or the JSON itself.

    :raises NoStatement: if there is none
    """
    try:
        text = lettering.attached(content) if content.startswith(b"%PDF") else content
        stated = json.loads(text)
    except lettering.NothingAttached as error:
        raise NoStatement(f"no transcript: {error}") from None
    except ValueError:
        raise NoStatement("it holds no JSON of a transcript") from None
    if not isinstance(stated, dict):
        raise NoStatement("it holds no JSON of a transcript")
    return stated
