"""
The catalogue as people see it: approved programmes whose page is public, narrowed, counted, ordered.

What a programme is and when it runs is asked of `seminars`. All of it is read at once into a frozen shelf, kept for as long as the
state of the catalogue is the same: the state is a mark of the versions of the rows read, so nobody has to announce a change.
"""

from cms.catalogue._choice import Choice, Gap, Sort
from cms.catalogue._closing import Closing
from cms.catalogue._facets import Facet, Option
from cms.catalogue._look import Chip, Line, Look, lines, look, said
from cms.catalogue._places import Places, places
from cms.catalogue._queries import Front, Soon, addresses, front, of_base, upcoming_of
from cms.catalogue._rows import Row, RunLine, days, fee, row, whom
from cms.catalogue._state import State, state

__all__ = [
    "Chip",
    "Choice",
    "Closing",
    "Facet",
    "Front",
    "Gap",
    "Line",
    "Look",
    "Option",
    "Places",
    "Row",
    "RunLine",
    "Soon",
    "Sort",
    "State",
    "addresses",
    "days",
    "fee",
    "front",
    "lines",
    "look",
    "of_base",
    "places",
    "row",
    "said",
    "state",
    "upcoming_of",
    "whom",
]
