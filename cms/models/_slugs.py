"""Addresses that can be read aloud: the title in pinyin. Given once; a title that changes leaves them alone."""

import re
from functools import cache
from itertools import chain, count

from django.utils.text import slugify
from pypinyin import lazy_pinyin
from rjieba import Jieba
from wagtail.models import Page

_LONG = 60
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")


def free_slug(parent: Page, title: str, *, otherwise: str = "page") -> str:
    """Return a slug for a new page called `title` below `parent`, which no page there has; of `otherwise` where nothing can be read."""
    plain = _readable(title) or otherwise
    taken = set(parent.get_children().filter(slug__startswith=plain).values_list("slug", flat=True))
    slugs = chain([plain], (f"{plain}-{number}" for number in count(2)))
    return next(slug for slug in slugs if slug not in taken)


def _readable(title: str) -> str:
    # Word by word: ren-gong-zhi-neng is spelled, rengong-zhineng is read.
    words = _jieba().cut(_ASIDE.sub(" ", title))
    parts = [part for word in words if (part := slugify("".join(lazy_pinyin(word))))]
    while len("-".join(parts)) > _LONG and len(parts) > 1:
        parts.pop()
    return "-".join(parts)[:_LONG]


@cache
def _jieba() -> Jieba:
    return Jieba()
