"""Literals of PostgreSQL's full text, written term by term, so that no parser of the server has a say."""

from collections.abc import Iterable

from cms.search._terms import asked_terms, stored_terms

# Parts stand apart, so that no phrase reaches from one into the next.
_GAP = 8
_POSITION_MAX = 16000


def vector_literal(parts: Iterable[tuple[str, str]]) -> str:
    """Return the literal of a tsvector of weighted, folded texts ("A" weighs most): each term with its places."""
    places: dict[str, str] = {}
    position = 0
    for weight, text in parts:
        terms = stored_terms(text)
        for place, term in enumerate(terms[: max(0, _POSITION_MAX - position)], position + 1):
            if term in places:
                places[term] += f",{place}{weight}"
            else:
                places[term] = f"{place}{weight}"
        position += len(terms) + _GAP

    # Hundreds of terms a text: put together without a step of Python for each.
    return "'" + " '".join(map("':".join, places.items())) if places else ""


def phrase_literal(phrase: str) -> str:
    """Return the literal of a tsquery: the terms of a folded phrase follow each other; nothing where it has none."""
    terms = [f"'{term.text}'{':*' if term.is_open else ''}" for term in asked_terms(phrase)]
    return f"({' <-> '.join(terms)})" if terms else ""
