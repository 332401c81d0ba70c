"""
A judged collection: 600 invented programmes, 40 queries with graded judgments (3 just what was asked, 2 clearly, 1 marginal).

The queries must not stand in the thesaurus: its words are words of the field, whoever asks for them.
"""

import json
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
PROGRAMMES, QUERIES = FOLDER / "programmes.jsonl", FOLDER / "queries.jsonl"
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
DEEP = 50
SHOWN = 10


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file of the collection."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def gain(judgments: dict[str, int], found: list[str]) -> float:
    """Return nDCG@10: gain 2^grade-1, discount log2(rank+1), against the best order of what was judged."""
    ideal = sorted(judgments.values(), reverse=True)
    return _gain([judgments.get(key, 0) for key in found]) / _gain(ideal)


def recall(judgments: dict[str, int], found: list[str]) -> float:
    """Return the share of the clearly relevant programmes among the first fifty."""
    relevant = {key for key, grade in judgments.items() if grade > 1}
    return len(relevant.intersection(found[:DEEP])) / min(DEEP, len(relevant))


def _gain(grades: list[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:SHOWN]))
