"""Choices of what is taught."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammeKind(TextChoices):
    """Kind of a programme; the activity that its claims name follows from it."""

    ADVANCED_SEMINAR = "ADVANCED_SEMINAR", _("Advanced seminar")
    BASE_COURSE = "BASE_COURSE", _("Base course")
    PUBLIC_COURSE = "PUBLIC_COURSE", _("Public course")


class Category(TextChoices):
    """Category of hours, in the words of rulebooks."""

    PUBLIC = "public", _("Public subject")
    PROFESSIONAL = "professional", _("Professional subject")
    ELECTIVE = "elective", _("Elective")


class Level(TextChoices):
    """Level of a programme or of a base."""

    NATIONAL = "national", _("National")
    PROVINCIAL = "provincial", _("Provincial")
    CITY = "city", pgettext_lazy("level", "City")


class Cluster(TextChoices):
    """The thirteen advanced manufacturing clusters of the province."""

    NEW_POWER = "NEW_POWER", _("New power (new energy) equipment")
    CONSTRUCTION_MACHINERY = "CONSTRUCTION_MACHINERY", _("Construction machinery")
    INTERNET_OF_THINGS = "INTERNET_OF_THINGS", _("Internet of Things")
    NEW_MATERIALS = "NEW_MATERIALS", _("Frontier new materials")
    BIOMEDICINE = "BIOMEDICINE", _("Biomedicine and new medical devices")
    TEXTILES = "TEXTILES", _("High-end textiles")
    INTEGRATED_CIRCUITS = "INTEGRATED_CIRCUITS", _("Integrated circuits")
    MARINE = "MARINE", _("Marine engineering equipment and high-tech ships")
    HIGH_END_EQUIPMENT = "HIGH_END_EQUIPMENT", _("High-end equipment")
    ENVIRONMENTAL = "ENVIRONMENTAL", _("Energy saving and environmental protection")
    CORE_IT = "CORE_IT", _("Core information technology")
    AUTOMOTIVE = "AUTOMOTIVE", _("Automobiles and parts (with new-energy vehicles)")
    NEW_DISPLAY = "NEW_DISPLAY", _("New displays")


class ApplicationState(TextChoices):
    """Where an application stands."""

    DRAFT = "DRAFT", pgettext_lazy("application", "Draft")
    SUBMITTED = "SUBMITTED", pgettext_lazy("application", "Submitted")
    RETURNED = "RETURNED", _("Returned")
    APPROVED = "APPROVED", _("Approved")
    REFUSED = "REFUSED", _("Refused")


class Mode(TextChoices):
    """How a run is held, in the words of policy."""

    ON_SITE = "on_site", _("On site")
    LIVE = "live", _("Live online")
    RECORDED = "recorded", pgettext_lazy("mode", "Recorded")
    # No runs: whoever wants to learns at an outside address, within a window. Claims of it say `recorded`.
    SELF_PACED = "self_paced", _("Self-paced")


class CatalogueState(TextChoices):
    """Life of a version of the guidance catalogue."""

    DRAFT = "DRAFT", pgettext_lazy("guidance catalogue", "Draft")
    PUBLISHED = "PUBLISHED", pgettext_lazy("guidance catalogue", "Published")


class CompletionOutcome(TextChoices):
    """What became of a row of a table of completions."""

    ACCEPTED = "ACCEPTED", pgettext_lazy("row of a sheet", "Can be registered")
    CREDITED = "CREDITED", pgettext_lazy("row of a sheet", "Registered")
    KNOWN = "KNOWN", pgettext_lazy("row of a sheet", "There already")
    REFUSED = "REFUSED", pgettext_lazy("row of a sheet", "Refused")


class PlanOutcome(TextChoices):
    """What a row of a sheet of the yearly plan would change."""

    NEW = "NEW", pgettext_lazy("row of the plan", "New")
    CHANGED = "CHANGED", pgettext_lazy("row of the plan", "Changed")
    SAME = "SAME", pgettext_lazy("row of the plan", "Unchanged")
    VANISHED = "VANISHED", pgettext_lazy("row of the plan", "Vanished")
    REFUSED = "REFUSED", pgettext_lazy("row of the plan", "Refused")


class PlanSheetState(TextChoices):
    """Where a sheet of the yearly plan stands."""

    CHECKED = "CHECKED", _("Checked, not applied yet")
    APPLIED = "APPLIED", _("Applied")


class RunState(TextChoices):
    """Life of a run. Whether it is under way follows from its sessions."""

    OPEN = "OPEN", pgettext_lazy("run", "Open")
    CLOSED = "CLOSED", pgettext_lazy("run", "Closed")
    CANCELLED = "CANCELLED", pgettext_lazy("run", "Cancelled")


class Admission(TextChoices):
    """How places are given."""

    IN_ORDER = "IN_ORDER", _("In order of enrolment")
    SELECTION = "SELECTION", _("After a selection")


class EnrolmentKind(TextChoices):
    """What an enrolment is for."""

    PARTICIPANT = "PARTICIPANT", _("Participant")
    VIEWER = "VIEWER", _("Live-stream viewer, without hours")


class EnrolmentState(TextChoices):
    """What became of an enrolment."""

    APPLIED = "APPLIED", _("Applied")
    ADMITTED = "ADMITTED", _("Admitted")
    WAITING = "WAITING", _("On the waiting list")
    REFUSED = "REFUSED", _("Not admitted")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


# Of somebody who has a place in a run, or may still get one.
HELD = (EnrolmentState.APPLIED, EnrolmentState.ADMITTED, EnrolmentState.WAITING)
# Of somebody of whom nobody has decided yet.
UNDECIDED = (EnrolmentState.APPLIED, EnrolmentState.WAITING)


class QuestionKind(TextChoices):
    """How a question of a base is answered."""

    TEXT = "TEXT", _("A few words")
    CHOICE = "CHOICE", _("One of several choices")
    YES_NO = "YES_NO", _("Yes or no")


class HandedInState(TextChoices):
    """What became of something that was handed in."""

    WAITING = "WAITING", pgettext_lazy("deliverable", "Handed in")
    RETURNED = "RETURNED", pgettext_lazy("deliverable", "Returned")
    ACCEPTED = "ACCEPTED", pgettext_lazy("deliverable", "Accepted")


class CorrectionKind(TextChoices):
    """What is wrong about the hours of somebody in a closed run."""

    MINUTES = "MINUTES", _("The minutes are others")
    NOT_PRESENT = "NOT_PRESENT", _("The person was not there at all")
    WRONG_PERSON = "WRONG_PERSON", _("Somebody else was there")
    LATE_ADDITION = "LATE_ADDITION", _("The person was there and is missing")


class CorrectionState(TextChoices):
    """What became of asking for a correction."""

    WAITING = "WAITING", pgettext_lazy("correction", "Waits for the decision")
    RETURNED = "RETURNED", pgettext_lazy("correction", "Returned")
    REFUSED = "REFUSED", pgettext_lazy("correction", "Refused")
    APPROVED = "APPROVED", pgettext_lazy("correction", "Corrected")


class RecommendationState(TextChoices):
    """What became of asking an employer to recommend somebody."""

    ASKED = "ASKED", pgettext_lazy("recommendation", "To be confirmed by the employer")
    CONFIRMED = "CONFIRMED", pgettext_lazy("recommendation", "Recommended")
    DECLINED = "DECLINED", pgettext_lazy("recommendation", "Not recommended")
    ENDED = "ENDED", pgettext_lazy("recommendation", "No longer asked for")


class Indicator(TextChoices):
    """What a plan of the province asks for."""

    ADVANCED_SEMINARS = "ADVANCED_SEMINARS", _("Provincial advanced seminars held")
    SENIOR_SPECIALISTS = "SENIOR_SPECIALISTS", _("Senior specialists trained in them (persons)")
    PERSON_TIMES = "PERSON_TIMES", _("Training in person-times")
    PERSONS = "PERSONS", _("Training in persons, each once")
    BASES = "BASES", _("Provincial bases newly recognised")
    SERVICE_EVENTS = "SERVICE_EVENTS", _("Expert-service events")
    EXPERT_TIMES = "EXPERT_TIMES", _("Experts sent (person-times)")
    LECTURES = "LECTURES", _("Lectures and trainings by experts")
    GRASSROOTS_TRAINEES = "GRASSROOTS_TRAINEES", _("Trainees at the grass roots (person-times)")
