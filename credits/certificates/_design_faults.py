"""What keeps a design from being published: words that borrow authority, facts that are missing, letters that no font has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credits.certificates import _kinds, _lint, _pdf, _specimens
from credits.certificates._designs import PLACEHOLDER, Design
from learning import lettering

# 人社部函〔2022〕25号. The wording of a paper is nobody's name and no programme's: here the bare words are refused, see `_lint` for what people wrote.
BANNED = re.compile(r"中华人民共和国|中国|全国|国家|国徽|职业资格|执业资格|从业资格|岗位合格|上岗证")
BANNED_EN = re.compile(
    r"\b(people'?s republic|china|national(?:ly)?|state-recogni[sz]ed|professional qualification)\b", re.IGNORECASE
)
# At most so many letters, so that every paper fits on its page.
MOST = {"title": (12, 60), "sentence": (160, 240), "note": (40, 80)}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong with a design: what, and at which of its texts."""

    field: str
    sentence: str | Promise
    facts: dict[str, Any]

    def __str__(self) -> str:
        return str(self.sentence) % self.facts if self.facts else str(self.sentence)


def faults(design: Design) -> list[Fault]:
    """Return everything that is wrong with `design`."""
    return [*_of_texts(design), *_of_facts(design)] or list(_of_size(design))


def _of_texts(design: Design) -> Iterator[Fault]:
    for name in ("title", "sentence", "note"):
        words = getattr(design, name)
        for language, text in (("zh", words.zh), ("en", words.en)):
            if language == "en" and not design.is_bilingual:
                continue
            field, most = f"{name}_{language}", MOST[name][language == "en"]
            if not text and name != "note":
                yield _fault(field, _("This text is missing."))
            if len(text) > most:
                yield _fault(field, _("At most %(most)d characters; these are %(count)d."), most=most, count=len(text))
            yield from _of_words(design, field, text)


def _of_words(design: Design, field: str, text: str) -> Iterator[Fault]:
    read = _lint.read(text)
    found = [one.group() for pattern in (BANNED, BANNED_EN) for one in pattern.finditer(read)]
    for word in dict.fromkeys(found):
        yield _fault(field, _("“%(word)s” may not stand on a certificate (人社部函〔2022〕25号)."), word=word)
    known = _kinds.placeable(_kinds.of(design.kind)) if field.startswith("sentence") else {}
    for name in dict.fromkeys(PLACEHOLDER.findall(text)):
        if name not in known:
            yield _fault(field, _("“{%(name)s}” is no fact that can stand here."), name=name)
    if "{" in PLACEHOLDER.sub("", text) or "}" in PLACEHOLDER.sub("", text):
        yield _fault(field, _("A brace stands alone."))
    try:
        list(lettering.runs(text, lettering.SERIF))
    except lettering.GlyphMissing as missing:
        yield _fault(field, _("No font of this system can write “%(letter)s”."), letter=missing.facts["character"])


def _of_facts(design: Design) -> Iterator[Fault]:
    kind = _kinds.of(design.kind)
    if design.layout not in kind.layouts:
        yield _fault("layout", _("There is no such layout."))
    for name in design.rows:
        if name not in kind.rows:
            yield _fault("rows", _("“{%(name)s}” is no fact that can stand here."), name=name)
    placed = {*design.rows, *PLACEHOLDER.findall(design.sentence.zh)}
    for name in sorted(kind.required - placed):
        label = _kinds.placeable(kind)[name][0]
        yield _fault(
            "rows", _("“%(label)s” {%(name)s} has to stand in the sentence or in a row."), label=label, name=name
        )


def _of_size(design: Design) -> Iterator[Fault]:
    """Only what can be drawn can be measured."""
    if not _pdf.fits(_specimens.specimen(design.kind, _specimens.LONG), design):
        yield _fault(
            "rows", _("A certificate with long names and titles would not fit on its page: say less, or in fewer rows.")
        )


def _fault(field: str, sentence: str | Promise, **facts: Any) -> Fault:
    return Fault(field=field, sentence=sentence, facts=facts)
