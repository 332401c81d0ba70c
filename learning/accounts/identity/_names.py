"""Names of people: rare characters, foreign names, names with dots."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from learning.errors import Refusal

DOTS = "·•・･‧∙⋅．.。｡"
_BETWEEN = " -'’" + DOTS
_SELECTORS = re.compile("[︀-️\U000e0100-\U000e01ef]")  # choose between shapes of one character
_LEFT_OUT = re.compile(f"[\\s{re.escape(_BETWEEN)}]")
SHORTEST, LONGEST = 2, 50


class WrongName(Refusal):
    """This is not a name as it stands on a document."""

    field = "name"
    sentence = _("Type the name as it is printed on the document, 2 to 50 characters.")


class WrongNameCharacter(WrongName):
    """A character that stands in no name."""

    sentence = _("“%(character)s” cannot stand in a name. Type the name as it is printed on the document.")


def checked_name(name: str) -> str:
    """
    Return `name` without needless spaces, otherwise as it was typed.

    :raises WrongName: if it is too short or too long, or holds digits or signs
    """
    if len(name) > 4 * LONGEST:
        raise WrongName
    text = " ".join(name.split())
    for character in text:
        if not _may_stand(character):
            raise WrongNameCharacter(character=character if character.isprintable() else f"U+{ord(character):04X}")
    if not SHORTEST <= len(text) <= LONGEST or len(folded_name(text)) < SHORTEST:
        raise WrongName

    return text


def folded_name(name: str) -> str:
    """Return the form under which names are compared: dots, spaces, hyphens, width, case and shapes of a character do not count."""
    text = unicodedata.normalize("NFKC", _SELECTORS.sub("", name)).casefold()
    return _LEFT_OUT.sub("", text.replace("○", "〇"))[:LONGEST]


def _may_stand(character: str) -> bool:
    # Planes 2 and 3 hold ideographs only; Python may not know the newest of them yet.
    if character in _BETWEEN or character in "〇○" or 0x20000 <= ord(character) < 0x40000:
        return True
    return unicodedata.category(character)[0] in "LM"
