"""Choices of people and organisations. The stored value is upper case; what people read is translated."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentKind(TextChoices):
    """What proves who somebody is."""

    RESIDENT_ID = "RESIDENT_ID", _("Resident identity card")
    RESIDENCE_PERMIT = "RESIDENCE_PERMIT", _("Residence permit for Hong Kong, Macao or Taiwan residents")
    FOREIGN_RESIDENT_ID = "FOREIGN_RESIDENT_ID", _("Foreign permanent resident identity card")
    PASSPORT = "PASSPORT", _("Passport")


class OrganisationKind(TextChoices):
    """What an organisation is in this system."""

    REGULATOR = "REGULATOR", _("Regulator")
    BASE = "BASE", _("Continuing-education base")
    EMPLOYER = "EMPLOYER", _("Employer")


class Role(TextChoices):
    """What a member may do for an organisation. What follows from it lies in `access`."""

    BASE_MANAGER = "BASE_MANAGER", _("Base manager")  # applies for programmes, opens and closes runs
    BASE_STAFF = "BASE_STAFF", _("Base staff")  # enrolment and attendance
    REGULATOR_OFFICER = "REGULATOR_OFFICER", _("Officer")  # decides
    REGULATOR_VIEWER = "REGULATOR_VIEWER", _("Viewer")  # looks
    EMPLOYER_STAFF = "EMPLOYER_STAFF", _("Employer staff")


class FactKind(TextChoices):
    """A fact about a person that policy reads."""

    SERIES = "SERIES", _("Series")  # code: general, accounting, cme …
    TARGET_LEVEL = "TARGET_LEVEL", _("Target level")  # code: junior, intermediate, senior
    TITLE = (
        "TITLE",
        pgettext_lazy("fact about a person", "Title"),
    )  # code: level; label: name of the title; since: published on
    REGION = "REGION", _("Region")  # region
    EMPLOYER = "EMPLOYER", _("Employer")  # organisation; code: employer kind
    STATUS = "STATUS", _("Status")  # code: degree_study, maternity_leave, sick_leave, abroad, secondment
    OBLIGED = "OBLIGED", _("Under the duty")  # span of the duty
    TRANSFERRED = "TRANSFERRED", _("Transferred from outside")  # since: day of arrival
    APPOINTED = "APPOINTED", _("Appointment term")  # span of the term
    SPECIALTY = "SPECIALTY", _("Registered specialty")  # label: name of the specialty
    INFO_COLLECTED = "INFO_COLLECTED", _("Information collected")  # precondition of the accounting rules


class TitleLevel(TextChoices):
    """Level of a title, in the words that packs use."""

    JUNIOR = "junior", _("Junior")
    INTERMEDIATE = "intermediate", _("Intermediate")
    SENIOR = "senior", _("Senior")


class Series(TextChoices):
    """Series of titles or qualifications; which families of rules apply follows from it."""

    GENERAL = "general", _("General professional and technical")
    ACCOUNTING = "accounting", _("Accounting")
    CME = "cme", _("Health professions")
    CONSTRUCTOR = "engineer-constructor", _("Registered constructors")
    PHARMACIST = "pharmacist", _("Licensed pharmacists")
    TEACHER = "teacher", pgettext_lazy("series", "Teachers")


class EmployerKind(TextChoices):
    """Kind of an employer, as far as rules or statistics ask for it."""

    PUBLIC_INSTITUTION = "public_institution", _("Public institution")
    STATE_ENTERPRISE = "state_enterprise", _("State-owned enterprise")
    PRIVATE_ENTERPRISE = "private_enterprise", _("Private enterprise")
    SELF_EMPLOYED = "self_employed", _("Self-employed")
    OTHER = "other", _("Other")


class StatusCode(TextChoices):
    """A status that may lower a requirement, where a rulebook says so."""

    DEGREE_STUDY = "degree_study", _("Degree study")
    MATERNITY_LEAVE = "maternity_leave", _("Maternity leave")
    SICK_LEAVE = "sick_leave", _("Sick leave")
    ABROAD = "abroad", _("Abroad")
    SECONDMENT = "secondment", _("Secondment")
    DECEASED = "deceased", _("Deceased")


class Sector(TextChoices):
    """Sector of the province's professional staff, after 五(三) of the plan."""

    GENERAL = "GENERAL", pgettext_lazy("sector", "General")
    EDUCATION = "EDUCATION", _("Education")
    HEALTH = "HEALTH", _("Health")
    ACCOUNTING = "ACCOUNTING", _("Accounting")
    INDUSTRY = "INDUSTRY", _("Industry and information technology")
    TRANSPORT = "TRANSPORT", _("Transport")
    HOUSING = "HOUSING", _("Housing and construction")
    AGRICULTURE = "AGRICULTURE", _("Agriculture")
    ENVIRONMENT = "ENVIRONMENT", _("Environment")
    SOCIAL_WORK = "SOCIAL_WORK", _("Social work")
    SPORT = "SPORT", _("Sport")
    INTELLECTUAL_PROPERTY = "INTELLECTUAL_PROPERTY", _("Intellectual property")


class JoinKind(TextChoices):
    """What a row says about two records of one person."""

    JOIN = "JOIN", _("Joined")
    UNJOIN = "UNJOIN", _("Parted again")


class LoginProof(TextChoices):
    """What proved that a login belongs to a record."""

    CONTACT_CODE = "CONTACT_CODE", _("Code sent to a recorded contact")
    IN_PERSON = "IN_PERSON", _("Confirmed by staff in person")
    NEW_RECORD = "NEW_RECORD", _("Record made at sign-up, not verified")


class ContactKind(TextChoices):
    """How a person can be reached."""

    MOBILE = "MOBILE", _("Mobile")
    EMAIL = "EMAIL", _("E-mail")


class ConsentKind(TextChoices):
    """What somebody agreed to."""

    NOTICE = "NOTICE", _("Notice on handling personal information")
    DOCUMENT_NUMBER = "DOCUMENT_NUMBER", _("Separate consent to handling the document number")


class ChangeKind(TextChoices):
    """What somebody may tell about themselves."""

    TRANSFER = "TRANSFER", _("New employer or place of work")
    LEAVING = "LEAVING", _("Left the employer")
    LEAVE = "LEAVE", _("Leave, stay abroad or secondment")
    DEGREE_STUDY = "DEGREE_STUDY", _("Study for a degree")
    RETIREMENT = "RETIREMENT", _("Retirement")


class ChangeState(TextChoices):
    """How far a stated change has come."""

    WAITING = "WAITING", _("Waiting for a decision")
    RECORDED = "RECORDED", _("Entered in the record")
    RETURNED = "RETURNED", _("Returned")
