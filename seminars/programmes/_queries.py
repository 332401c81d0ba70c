"""What there is of programmes and applications."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from learning.accounts.models import Organisation
from seminars.enums import ApplicationState
from seminars.models import Application, ApplicationDecision, Programme, ProgrammeVersion
from seminars.programmes._facts import COPIED


@dataclass(frozen=True, kw_only=True)
class Change:
    """One fact that an amendment changes."""

    field: str
    label: str | Promise
    before: object
    after: object


def of_base(base: Organisation) -> QuerySet[Programme]:
    """Return the programmes of `base`, approved or not, newest first."""
    return Programme.objects.filter(base=base).select_related("current", "base").order_by("-pk")


def with_the_base(bases: QuerySet[Organisation]) -> QuerySet[Application]:
    """Return the applications that wait for one of `bases`: drafts and returned ones, newest first."""
    waiting = (ApplicationState.DRAFT, ApplicationState.RETURNED)
    rows = Application.objects.filter(programme__base__in=bases, state__in=waiting)
    return rows.select_related("programme__base").order_by("-pk")


def decisions(application: Application) -> QuerySet[ApplicationDecision]:
    """Return what was decided about `application`, oldest first."""
    return application.decisions.select_related("organisation", "decided_by").order_by("pk")


def versions(programme: Programme) -> QuerySet[ProgrammeVersion]:
    """Return the approved versions of `programme`, newest first."""
    return programme.versions.select_related("approved_by", "guidance_item").order_by("-number")


def changes(application: Application) -> list[Change]:
    """Return what `application` would change in the version in force; nothing for a new programme."""
    current = application.programme.current
    if current is None:
        return []
    pairs = [(name, getattr(current, name), getattr(application, name)) for name in COPIED]
    return [
        Change(field=name, label=Application._meta.get_field(name).verbose_name, before=before, after=after)  # type: ignore[union-attr]
        for name, before, after in pairs
        if before != after
    ]
