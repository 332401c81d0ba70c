"""What a certificate may not say. Names of people and registered organisations are theirs; what somebody wrote is looked at."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from django.utils.translation import gettext_lazy as _
from opencc import OpenCC

from learning.errors import Refusal

# 人社部函〔2022〕25号 forbids a certificate to borrow the authority of the state, of a national body or of a qualification that it does
# not give. A programme may well be about the nation (国家安全教育, 中国制造) or about qualifications: only what pretends to issue is refused.
PRETENDING = tuple(
    re.compile(pattern)
    for pattern in (
        # 国家级证书, 全国通用结业证书, 中国注册咨询师认证证书
        r"(?:国家|全国|中国)[^，。；、：\s]{0,10}?(?:证书|资格证|合格证|上岗证|执业证)(?!制度|管理|政策|目录|办法|规定|法)",
        r"国家级?(?:认证|认可)(?!认可|制度|管理|政策|目录|办法|规定|标准|监督)",
        r"(?:职业|执业|从业)资格证(?!书?(?:制度|管理|政策|目录|办法|规定))书?",
        r"(?:国家|全国|中国)(?:级|高级)?注册[^，。；、：\s]{0,12}?[师员]",
        r"岗位合格(?:证书?|培训)",
        r"中华人民共和国",
    )
)
# A law is called by its whole name: 《中华人民共和国安全生产法》 claims nothing.
_QUOTED = re.compile(r"《[^《》]*》")
# 国 家 级: signs that stand each for themselves are one word; between words a space parts phrases.
_SPACED = re.compile(r"(?<![一-鿿])([一-鿿])\s+(?=[一-鿿])|(?<=[一-鿿])\s+(?=[一-鿿](?![一-鿿]))")


class BannedWords(Refusal):
    """The wording borrows an authority that it does not have."""

    sentence = _(
        "“%(text)s” contains %(words)s, which a certificate may not say (人社部函〔2022〕25号). Change the title and order it again."
    )


def refuse_banned_words(texts: Iterable[str], *, names: tuple[str, ...]) -> None:
    """
    Look at what somebody wrote.

    :raises BannedWords: if a text contains a banned word
    """
    for text in texts:
        if words := banned_words(text, names=names):
            raise BannedWords(text=text, words="、".join(f"“{word}”" for word in words))


def banned_words(text: str, *, names: tuple[str, ...] = ()) -> list[str]:
    """
    Return the words of `text` that pretend to an authority that the certificate does not have.

    Proper `names` of organisations in it (中国药科大学) and names of laws in 《》 claim nothing.
    """
    # A mark stands where a name stood, so that what was parted does not become one phrase.
    text = _QUOTED.sub("，", read(text))
    for name in sorted(map(read, filter(None, names)), key=len, reverse=True):
        text = text.replace(name, "，")
    return list(dict.fromkeys(found.group() for pattern in PRETENDING for found in pattern.finditer(text)))


def read(text: str) -> str:
    """Return `text` as it is read: in simplified characters of usual width, without spaces between single signs and signs that nobody sees."""
    # Marks stay as they are: they part phrases.
    folded = "".join(unicodedata.normalize("NFKC", sign) if sign.isalnum() else sign for sign in text if _is_seen(sign))
    simplified: str = _simplified().convert(folded)
    return _SPACED.sub(r"\1", simplified)


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) != "Cf"


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")
