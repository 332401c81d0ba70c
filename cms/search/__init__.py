"""Search: Chinese full text over the catalogue. One face, engines behind it; words are cut the same way when stored and when asked."""

from cms.search._elasticsearch import Elasticsearch, NoClusterNamed
from cms.search._elasticsearch import throw_away as throw_away_elasticsearch
from cms.search._engine import Engine, Text
from cms.search._folding import folded
from cms.search._operations import refresh_due
from cms.search._postgresql import PostgreSQL
from cms.search._postgresql import throw_away as throw_away_postgresql
from cms.search._queries import find
from cms.search._terms import asked_terms, stored_terms

__all__ = [
    "Elasticsearch",
    "Engine",
    "NoClusterNamed",
    "PostgreSQL",
    "Text",
    "asked_terms",
    "find",
    "folded",
    "refresh_due",
    "stored_terms",
    "throw_away_elasticsearch",
    "throw_away_postgresql",
]
