"""
Search: Chinese full text and facets over the catalogue. One face, two engines behind it; words are cut the same way when stored and when asked.

Triggers note which programmes may have moved; a sweep writes their documents into PostgreSQL and from there into the indexes of Elasticsearch.
Engines give candidates and counts, one function puts them into order, one marks what was meant. Where the cluster is away, PostgreSQL answers.
"""

from cms.search._checking import Differences, check, mend
from cms.search._documents import Document
from cms.search._elasticsearch import Elasticsearch, NoClusterNamed, troubles
from cms.search._elasticsearch import throw_away as throw_away_elasticsearch
from cms.search._engine import Engine, Matches, Wanted
from cms.search._engines import answered_by, limited
from cms.search._facts import LATER, NEVER, OPEN, fee_band, hours_band, slots_of
from cms.search._folding import folded
from cms.search._health import Health, health
from cms.search._literals import phrase_literal, vector_literal  # these and `cut` for the texts of pages: `cms.texts`
from cms.search._marking import forget_marks, marked, passage
from cms.search._operations import refresh_due
from cms.search._postgresql import PostgreSQL
from cms.search._postgresql import throw_away as throw_away_postgresql
from cms.search._queries import Ranking, ask, find, mark, ranking
from cms.search._question import REACH, Found, Order, Question, TakesTooLong
from cms.search._rebuilding import reindex
from cms.search._suggestions import Suggestion, suggestions
from cms.search._synonyms import keep_synonyms, shipped_beside, shipped_count, synonym_groups
from cms.search._words import cut

__all__ = [
    "LATER",
    "NEVER",
    "OPEN",
    "REACH",
    "Differences",
    "Document",
    "Elasticsearch",
    "Engine",
    "Found",
    "Health",
    "Matches",
    "NoClusterNamed",
    "Order",
    "PostgreSQL",
    "Question",
    "Ranking",
    "Suggestion",
    "TakesTooLong",
    "Wanted",
    "answered_by",
    "ask",
    "check",
    "cut",
    "fee_band",
    "find",
    "folded",
    "forget_marks",
    "health",
    "hours_band",
    "keep_synonyms",
    "limited",
    "mark",
    "marked",
    "mend",
    "passage",
    "phrase_literal",
    "ranking",
    "refresh_due",
    "reindex",
    "shipped_beside",
    "shipped_count",
    "slots_of",
    "suggestions",
    "synonym_groups",
    "throw_away_elasticsearch",
    "throw_away_postgresql",
    "troubles",
    "vector_literal",
]
