"""Counting what was looked for and not found."""

import re
import unicodedata
from datetime import date

from django.db.models import F

from seminars.models import EmptySearch

LONGEST = 40
# So many different words a day; then only those that are known are counted, whoever sends them.
DAY_MOST = 3000
# A document number, a telephone number, an address of mail: somebody's, not a topic.
_SOMEBODYS = re.compile(r"\d{5,}|@")


def note(*, text: str, on: date) -> None:
    """Count that nothing was found for `text`; what is no topic is not counted."""
    query = _folded(text)
    if not 1 < len(query) <= LONGEST or _SOMEBODYS.search(query):
        return
    if EmptySearch.objects.filter(on=on, query=query).update(count=F("count") + 1):
        return
    if EmptySearch.objects.filter(on=on).count() < DAY_MOST:
        # Two at once: the second one counts what the first one has entered.
        _made, is_new = EmptySearch.objects.get_or_create(on=on, query=query)
        if not is_new:
            EmptySearch.objects.filter(on=on, query=query).update(count=F("count") + 1)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(letter if letter.isalnum() or letter in "@+#" else " " for letter in plain).split())
