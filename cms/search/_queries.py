"""Find programmes by words."""

from cms.search._engine import Engine
from cms.search._postgresql import PostgreSQL


def find(query: str, *, most: int = 1000, engine: Engine | None = None) -> list[int]:
    """Return the ids of programmes that match `query`, best first. A query without a letter or digit finds nothing."""
    return (engine or PostgreSQL()).find(query, most=most)
