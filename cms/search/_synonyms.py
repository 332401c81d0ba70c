"""The thesaurus in use: the shipped groups, and those that the regulator keeps. Changes apply in every process within ten seconds, without reindexing."""

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.models import SynonymGroup
from cms.models.search import TERM_LENGTH_MAX
from cms.search._folding import RUN, folded
from cms.search._marking import forget_marks
from cms.search._thesaurus import Thesaurus, shipped, shipped_rows
from cms.search._words import learn
from learning.accounts.models import User
from learning.errors import Refusal

_WORDS_MAX = 40


class TooFewWords(Refusal):
    """A group of synonyms says nothing."""

    sentence = _(
        "One word alone says nothing. Enter two words that mean the same, or a word and words for parts of it."
    )
    field = "terms"


class TooManyWords(Refusal):
    """A group of synonyms is a list of everything."""

    sentence = _("A group holds at most %(most)d words. Make several groups of it.")
    field = "terms"


class WordTooLong(Refusal):
    """A synonym is a sentence."""

    sentence = _("“%(word)s…” is longer than %(most)d characters. Enter words as people type them, one a line.")
    field = "terms"


class NotAWord(Refusal):
    """A synonym has neither letter nor digit."""

    sentence = _("“%(word)s” has neither letter nor digit.")
    field = "terms"


class _Known(NamedTuple):
    """The thesaurus that was made for the regulator's groups as `mark` names them, and when those were last looked at."""

    looked_at: float
    mark: str
    thesaurus: Thesaurus


# A process has one, None before it was first asked for.
_known: _Known | None = None


def thesaurus() -> Thesaurus:
    """Return the shipped thesaurus with the regulator's groups, as they were at most some seconds ago."""
    return _looked_up().thesaurus


def synonyms_mark() -> str:
    """Return what changes with the regulator's groups; whatever is asked for afterwards knows at least those."""
    return _looked_up().mark


def _looked_up() -> _Known:
    global _known  # noqa: PLW0603  (one a process; it is replaced as a whole)
    held, now = _known, time.monotonic()
    if held and now - held.looked_at < settings.CATALOGUE_HELD_SECONDS:
        return held
    rows = SynonymGroup.objects.aggregate(rows=Count("pk"), newest=Max("changed_at"))
    mark = f"{rows['rows']} {rows['newest']}"
    made = held.thesaurus if held and held.mark == mark else _made()
    _known = _Known(now, mark, made)

    return _known


def synonym_groups() -> QuerySet[SynonymGroup]:
    """Return the regulator's groups, changed last first."""
    return SynonymGroup.objects.select_related("changed_by").order_by("-changed_at", "-pk")


def shipped_count() -> int:
    """Return how many groups come with the product."""
    return len(shipped().groups)


def shipped_beside(terms: Iterable[str]) -> list[str]:
    """Return the other words that the shipped thesaurus gives for `terms`."""
    typed = [folded(term) for term in terms]
    return list(dict.fromkeys(word for term in typed for word in shipped().topic(term).equal if word not in typed))


def keep_synonyms(
    *,
    terms: Sequence[str],
    narrower: Sequence[str],
    by: User,
    at: datetime,
    group: SynonymGroup | None = None,
    is_used: bool = True,
) -> SynonymGroup:
    """
    Keep a group of the regulator: a new one, or `group` changed.

    :raises TooFewWords: if it says nothing
    :raises TooManyWords: if nobody could look through it
    :raises WordTooLong: if a word is none that people type
    :raises NotAWord: if a word has neither letter nor digit
    """
    equal = _plain(terms)
    below = [word for word in _plain(narrower) if folded(word) not in map(folded, equal)]
    _check(equal, below)
    row = group or SynonymGroup()
    row.terms, row.narrower, row.is_used, row.changed_by, row.changed_at = equal, below, is_used, by, at
    row.save()

    return row


def _check(equal: list[str], below: list[str]) -> None:
    words = [*equal, *below]
    if not equal or len(words) < 2:
        raise TooFewWords
    if len(words) > _WORDS_MAX:
        raise TooManyWords(most=_WORDS_MAX)
    for word in words:
        if len(word) > TERM_LENGTH_MAX:
            raise WordTooLong(word=word[:TERM_LENGTH_MAX], most=TERM_LENGTH_MAX)
        if not RUN.search(folded(word)):
            raise NotAWord(word=word)


def _plain(words: Iterable[str]) -> list[str]:
    """Return words without unseen characters and spaces around them, each once, whatever its width and case."""
    seen = (" ".join("".join(letter if letter.isprintable() else " " for letter in word).split()) for word in words)
    return list({folded(word): word for word in reversed([word for word in seen if word])}.values())[::-1]


def _made() -> Thesaurus:
    rows = list(SynonymGroup.objects.filter(is_used=True).order_by("pk").values("terms", "narrower"))
    if not rows:
        return shipped()
    made = Thesaurus.of([*shipped_rows(), *rows])
    learn(_terms(rows))
    # They cut texts otherwise than before.
    forget_marks()
    return made


def _terms(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [term for row in rows for term in (*row["terms"], *row["narrower"])]
