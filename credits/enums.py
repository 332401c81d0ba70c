"""Choices of hours: what a row of the ledger, a rulebook, a standing, a certificate, a reminder can be."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Activity(TextChoices):
    """What was done, in the words of `policy`."""

    CLASS = "class", _("Training class")
    SEMINAR = "seminar", _("Advanced seminar")
    PUBLIC_COURSE = "public_course", _("Public course")
    ONLINE_COURSE = "online_course", _("Online course")
    CONFERENCE = "conference", _("Academic conference")
    LECTURE_GIVEN = "lecture_given", _("Lecture given")
    TEACHING = "teaching", _("Teaching")
    OVERSEAS = "overseas", _("Training abroad")
    EXAM_PASSED = "exam_passed", _("Examination passed")
    DEGREE_STUDY = "degree_study", _("Degree study")
    FURTHER_STUDY = "further_study", _("Further study")
    PAPER = "paper", _("Paper")
    BOOK = "book", _("Book")
    TEXTBOOK = "textbook", _("Textbook")
    EXAM_DRAFTING = "exam_drafting", _("Examination drafting")
    PROJECT = "project", _("Project")
    SELF_STUDY = "self_study", _("Self-study")
    OTHER = "other", _("Other")


class ActKind(TextChoices):
    """What somebody did to the ledger; every line names the act that caused it."""

    CREDIT = "CREDIT", _("Hours registered")
    REVERSAL = "REVERSAL", _("Registration reversed")
    CORRECTION = "CORRECTION", _("Registration corrected")
    REINSTATEMENT = "REINSTATEMENT", _("Registration reinstated")
    REDECISION = "REDECISION", _("Decided again under another rule")
    OPENING = "OPENING", _("Opening balances")


class EntryKind(TextChoices):
    """What a line of the ledger says of its claim; the act that caused it may be of another kind."""

    CREDIT = "CREDIT", _("Hours registered")
    REVERSAL = "REVERSAL", _("Registration reversed")
    CORRECTION = "CORRECTION", _("Registration corrected")
    REINSTATEMENT = "REINSTATEMENT", _("Registration reinstated")
    REDECISION = "REDECISION", _("Decided again under another rule")
    ADJUSTMENT = "ADJUSTMENT", _("Decided again because another registration changed")


class ClaimState(TextChoices):
    """Whether a claim counts now."""

    LIVE = "LIVE", _("Counts")
    REVERSED = "REVERSED", _("Reversed")
    REPLACED = "REPLACED", _("Replaced by a correction")


class RulebookStatus(TextChoices):
    """Life of a version of a rulebook."""

    DRAFT = "DRAFT", _("Draft")
    PUBLISHED = "PUBLISHED", _("Published")
    RETIRED = "RETIRED", _("Retired")


class Basis(TextChoices):
    """How firm a pack stands: see cases.md."""

    SOURCED = "sourced", _("Sourced")
    PROVISIONAL = "provisional", _("Provisional, not published by the regulator")
    REFERENCE = "reference", _("Reference only")


class StandingState(TextChoices):
    """What is known of a duty."""

    MET = "MET", _("Met")
    SHORT = "SHORT", _("Short")
    UNKNOWN = "UNKNOWN", _("No data yet")


class CertificateKind(TextChoices):
    """What a certificate states."""

    COMPLETION = "COMPLETION", _("Certificate of completion")
    YEAR = "YEAR", _("Proof of the hours of a year")
    TEACHING = "TEACHING", _("Proof of hours taught")
    TRANSCRIPT = "TRANSCRIPT", _("Register of hours")


class CompletionResult(TextChoices):
    """How a programme was completed, as its certificate states it (结业结论)."""

    PASSED = "PASSED", pgettext_lazy("result of a programme", "passed")
    COMPLETED = "COMPLETED", pgettext_lazy("result of a programme", "completed")


class DesignStatus(TextChoices):
    """Life of a design of certificates."""

    DRAFT = "DRAFT", pgettext_lazy("design of certificates", "Draft")
    PUBLISHED = "PUBLISHED", _("Published")


class ProposalOutcome(TextChoices):
    """What became of a certificate of which the register counts less than it states."""

    REVOKED = "REVOKED", _("Revoked")
    KEPT = "KEPT", _("Kept valid")
    REPLACED = "REPLACED", _("Replaced by one that states less")
    OVERTAKEN = "OVERTAKEN", _("Settled otherwise")


class OpeningOf(TextChoices):
    """What was opened of a shared certificate."""

    PAGE = "PAGE", _("Page")
    PICTURE = "PICTURE", _("Picture")
    FILE = "FILE", _("File")


class ChangeRight(TextChoices):
    """By what right a certificate was changed."""

    DECISION = "DECISION", _("Decision of the regulator")
    HOURS = "HOURS", _("Hours were corrected or reversed")
    NAME = "NAME", _("The holder's name has changed")
    SEAL = "SEAL", _("The key of its seal has ended")


class CertificateState(TextChoices):
    """What a certificate is worth today."""

    ISSUED = "ISSUED", _("Valid")
    REVOKED = "REVOKED", _("Revoked")
    SUPERSEDED = "SUPERSEDED", _("Replaced by a new one")


class Weight(TextChoices):
    """How much a kind of reminder matters. What the law requires cannot be switched off."""

    REQUIRED = "REQUIRED", _("Required by law")
    IMPORTANT = "IMPORTANT", _("Important")
    OTHER = "OTHER", _("Other")


class Channel(TextChoices):
    """How a reminder travels."""

    INBOX = "INBOX", _("In-site inbox")
    SMS = "SMS", _("Text message")
    EMAIL = "EMAIL", _("E-mail")


class ExportKind(TextChoices):
    """What a list is exported as."""

    CSV = "CSV", _("CSV (any size)")
    XLSX = "XLSX", _("Excel (up to 100,000 rows)")


class ExportState(TextChoices):
    """What became of an export."""

    WAITING = "WAITING", _("Being made")
    DONE = "DONE", _("Ready")
    FAILED = "FAILED", _("Failed")
    EXPIRED = "EXPIRED", _("Expired")


class WorkState(TextChoices):
    """What became of long work that a sweep does in parts."""

    WAITING = "WAITING", _("Under way")
    DONE = "DONE", _("Finished")
    FAILED = "FAILED", _("Failed")


class SheetState(TextChoices):
    """How far a sheet of opening balances is."""

    CHECKED = "CHECKED", pgettext_lazy("sheet", "Checked, nothing registered yet")
    APPLYING = "APPLYING", pgettext_lazy("sheet", "Being registered")
    DONE = "DONE", pgettext_lazy("sheet", "Registered")


class OpeningOutcome(TextChoices):
    """What became of one row of such a sheet."""

    ACCEPTED = "ACCEPTED", pgettext_lazy("row of a sheet", "Can be registered")
    OPENED = "OPENED", pgettext_lazy("row of a sheet", "Registered")
    KNOWN = "KNOWN", pgettext_lazy("row of a sheet", "There already")
    REFUSED = "REFUSED", pgettext_lazy("row of a sheet", "Refused")
