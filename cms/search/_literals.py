"""Literals of PostgreSQL's full text, written term by term, so that no parser of the server has a say."""

from collections.abc import Iterable

from cms.search._terms import asked_terms, stored_terms

# Parts stand apart, so that no phrase reaches from one into the next.
_GAP = 8
_POSITION_MAX = 16000


def vector_literal(parts: Iterable[tuple[str, str]]) -> str:
    """Return the literal of a tsvector of weighted, folded texts ("A" weighs most): each term with its places."""
    places: dict[str, list[str]] = {}
    position = 0
    for weight, text in parts:
        for term in stored_terms(text):
            position += 1
            if position <= _POSITION_MAX:
                places.setdefault(term, []).append(f"{position}{weight}")
        position += _GAP

    return " ".join(f"'{term}':{','.join(at)}" for term, at in places.items())


def phrase_literal(phrase: str) -> str:
    """Return the literal of a tsquery: the terms of a folded phrase follow each other; nothing where it has none."""
    terms = [f"'{term.text}'{':*' if term.is_open else ''}" for term in asked_terms(phrase)]
    return f"({' <-> '.join(terms)})" if terms else ""
