"""What the facts of a run and of its sessions must be."""

from datetime import date, datetime
from typing import NotRequired, TypedDict

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.accounts.enums import Sector
from learning.accounts.models import Region
from learning.errors import Refusal
from seminars.enums import Admission, Mode
from seminars.models import ProgrammeVersion


class RunFacts(TypedDict):
    """What a base states about a run. A quota is {"region": code, "places": n} or {"sector": code, "places": n}: at most so many from there."""

    starts_on: date
    ends_on: date
    place: str
    region: Region
    mode: str
    places: int
    admission: str
    enrol_from: datetime
    enrol_until: datetime
    results_by: NotRequired[date | None]
    quotas: NotRequired[list[dict[str, str | int]]]
    wants_recommendation: NotRequired[bool]
    has_stream: NotRequired[bool]
    contact: NotRequired[str]
    telephone: NotRequired[str]
    board: NotRequired[str]
    notice_number: NotRequired[str]
    notice_on: NotRequired[date | None]


class NoticeFacts(TypedDict, total=False):
    """What the notice of a run says beyond its other facts. `contact` is a name, `board` says who pays for board and lodging."""

    contact: str
    telephone: str
    board: str
    notice_number: str
    notice_on: date | None


class DatesReversed(Refusal):
    """The run ends before it starts."""

    sentence = _("The run would end on %(ends_on)s, before it starts on %(starts_on)s. Correct one of the days.")
    field = "ends_on"


class RunInThePast(Refusal):
    """The run would have begun already."""

    sentence = _("The run would start on %(starts_on)s, which is past. A run is opened before it starts.")
    field = "starts_on"


class PlaceMissing(Refusal):
    """Nobody would know where to go."""

    sentence = _("The place is missing. State where the run is held, or by which address people join.")
    field = "place"


class PlacesMissing(Refusal):
    """Nobody could take part."""

    sentence = _("A run has at least one place. State how many.")
    field = "places"


class NoRunsAlone(Refusal):
    """Everybody learns on their own."""

    sentence = _("“%(title)s” is self-paced: it has no runs. Hand in who completed it as a table.")
    field = "mode"


class ModeNotApproved(Refusal):
    """The run would be held in a mode that was not approved."""

    sentence = _(
        "“%(title)s” is approved as “%(approved)s”, not as “%(mode)s”. Choose the approved mode, or apply for an amendment."
    )
    field = "mode"


class EnrolmentDatesReversed(Refusal):
    """Enrolment would end before it opens."""

    sentence = _("Enrolment would end before it opens. Correct one of the two moments.")
    field = "enrol_until"


class EnrolmentEndsTooLate(Refusal):
    """Enrolment would go on after the run."""

    sentence = _("Enrolment would still be open after the run ends on %(ends_on)s. Let it end earlier.")
    field = "enrol_until"


class ResultsDayWrong(Refusal):
    """Nobody would know in time whether they are admitted."""

    sentence = _(
        "Give a day for the result of the selection: not before enrolment ends, and not after the run starts on %(starts_on)s."
    )
    field = "results_by"


class QuotasNeedSelection(Refusal):
    """Quotas, but nobody chooses."""

    sentence = _("Quotas need a selection. Give the places after a selection, or leave the quotas out.")
    field = "quotas"


class UnknownQuota(Refusal):
    """A quota names no region and no sector that there is."""

    sentence = _("A quota names “%(code)s”, which is no region and no sector, or has no places. Correct or remove it.")
    field = "quotas"


class QuotasExceedPlaces(Refusal):
    """A quota promises more places than there are."""

    sentence = _("A quota gives %(quota)s places; the run has %(places)s. Lower the quota, or raise the places.")
    field = "quotas"


def require_dates(facts: RunFacts, *, at: datetime) -> None:
    """Do nothing if days, place, places and enrolment of a run fit each other."""
    if facts["ends_on"] < facts["starts_on"]:
        raise DatesReversed(starts_on=facts["starts_on"], ends_on=facts["ends_on"])
    if facts["starts_on"] < timezone.localdate(at):
        raise RunInThePast(starts_on=facts["starts_on"])
    if not facts["place"].strip():
        raise PlaceMissing
    if facts["places"] < 1:
        raise PlacesMissing
    _require_enrolment(facts)


def require_admission(facts: RunFacts) -> None:
    """Do nothing if the way places are given is complete and its quotas can be kept."""
    quotas = facts.get("quotas") or []
    if facts["admission"] != Admission.SELECTION:
        if quotas:
            raise QuotasNeedSelection
        return
    results_by = facts.get("results_by")
    if results_by is None or not timezone.localdate(facts["enrol_until"]) <= results_by <= facts["starts_on"]:
        raise ResultsDayWrong(starts_on=facts["starts_on"])
    _require_quotas(quotas, places=facts["places"])


def require_mode(facts: RunFacts, version: ProgrammeVersion) -> None:
    """Do nothing if the run is held in the mode that was approved, and that mode has runs."""
    if version.is_self_paced:
        raise NoRunsAlone(title=version.title)
    if facts["mode"] != version.mode:
        raise ModeNotApproved(title=version.title, approved=Mode(version.mode).label, mode=Mode(facts["mode"]).label)


def _require_enrolment(facts: RunFacts) -> None:
    if facts["enrol_until"] <= facts["enrol_from"]:
        raise EnrolmentDatesReversed
    if timezone.localdate(facts["enrol_until"]) > facts["ends_on"]:
        raise EnrolmentEndsTooLate(ends_on=facts["ends_on"])


def _require_quotas(quotas: list[dict[str, str | int]], *, places: int) -> None:
    regions = set(
        Region.objects.filter(pk__in=[quota["region"] for quota in quotas if "region" in quota]).values_list(
            "pk", flat=True
        )
    )
    for quota in quotas:
        code, most = quota.get("region") or quota.get("sector"), quota.get("places")
        if code not in regions | set(Sector.values) or not isinstance(most, int) or most < 1:
            raise UnknownQuota(code=code or "")
        if most > places:
            raise QuotasExceedPlaces(quota=most, places=places)
