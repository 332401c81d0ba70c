"""Which desks open for whom."""

from django.http import Http404, HttpRequest

from learning.accounts.enums import OrganisationKind
from learning.desks.navigation import kinds_of


def only_for(request: HttpRequest, kind: OrganisationKind) -> None:
    """
    Let pass whoever acts for an organisation of this kind today.

    :raises Http404: for everybody else, who learns nothing of the page
    """
    if kind not in kinds_of(request):
        raise Http404
