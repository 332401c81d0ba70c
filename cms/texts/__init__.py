"""Texts: policy documents, notices, help and bases found by their words, cut into pairs as the catalogue's are."""

from cms.texts._finding import QUERY_MAX, Found, Hit, find
from cms.texts._refreshing import refresh_due

__all__ = ["QUERY_MAX", "Found", "Hit", "find", "refresh_due"]
