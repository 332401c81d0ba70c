"""The papers of a stated change, kept as rows. What a file must be says `papers`."""

from collections.abc import Sequence
from dataclasses import asdict

from learning.accounts import papers
from learning.accounts.models import Change, ChangeEvidence


def store(found: Sequence[papers.Paper], *, change: Change) -> None:
    """Store papers of `change`."""
    ChangeEvidence.objects.bulk_create(ChangeEvidence(change=change, **asdict(paper)) for paper in found)
