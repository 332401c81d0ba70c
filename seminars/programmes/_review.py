"""The seam of blind review: a later stage puts its marks behind this question."""

from seminars.models import Application


def review_is_complete(application: Application) -> bool:
    """Say whether everybody who has to look at `application` before the regulator decides has done so."""
    return application.submitted_at is not None
