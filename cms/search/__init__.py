"""Search: Chinese full text over the catalogue. One face, engines behind it; words are cut the same way when stored and when asked."""

from cms.search._engine import Engine, Text
from cms.search._operations import refresh_due
from cms.search._queries import find

__all__ = ["Engine", "Text", "find", "refresh_due"]
