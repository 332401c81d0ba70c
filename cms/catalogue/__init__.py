"""
The catalogue as people see it: approved programmes whose page is public, narrowed, counted, ordered.

What a programme is and when it runs is asked of `seminars` at every look; nothing of it is stored here.
"""

from cms.catalogue._choice import Choice, Sort
from cms.catalogue._facets import Facet, Option
from cms.catalogue._look import Look, look
from cms.catalogue._places import Places, places
from cms.catalogue._queries import of_base, public, upcoming, upcoming_of

__all__ = [
    "Choice",
    "Facet",
    "Look",
    "Option",
    "Places",
    "Sort",
    "look",
    "of_base",
    "places",
    "public",
    "upcoming",
    "upcoming_of",
]
