"""Fold what people write alike: width, case, traditional characters. The same function when stored and when asked."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# A run of Han characters, or a run of other letters and digits. Kana and Hangul are rare here and go with the letters.
RUN = re.compile(rf"([{HAN}]+)|([^\W_{HAN}]+)")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def folded(text: str) -> str:
    """
    Return `text` without differences of width, case and script.

    Only text in traditional characters is rewritten with the mainland's words (軟體 is 软件): the words of Taiwan that are also words here
    (程序, 影像) mean something else here.
    """
    plain = unicodedata.normalize("NFKC", text)
    # Most text has nothing unseen, and is told so at once.
    seen = plain if plain.isprintable() else "".join(map(_seen, plain))
    simplified = _converter("t2s").convert(seen)
    return (_converter("tw2sp").convert(seen) if simplified != seen else seen).casefold()


def _seen(letter: str) -> str:
    return " " if unicodedata.category(letter) in _UNSEEN else letter


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)
