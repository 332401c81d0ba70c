"""
Citations: where the site shows the document and article that a rule comes from.

Whoever explains a rule stands below whoever keeps the documents, so the setting `CITED_IN` names the function that knows. A document is
cited as its rulebook cites it (“…规定（人力资源和社会保障部令第25号）”), an article by its number or in words (“8”, “第八条”).
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils.module_loading import import_string

Citation = tuple[str, str]


def addresses(cited: Iterable[Citation]) -> dict[Citation, str]:
    """Return the address of each citation of `cited` that the site can show; those that it cannot are missing."""
    asked = sorted(set(cited))
    known: Callable[[list[Citation]], dict[Citation, str]] = import_string(settings.CITED_IN)
    return known(asked) if asked else {}
