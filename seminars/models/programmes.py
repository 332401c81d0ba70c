"""Programmes: what is taught, as applied for and as approved."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.accounts.enums import Sector
from seminars.enums import ApplicationState, Category, Cluster, Level, Mode, ProgrammeKind


class ProgrammeFacts(models.Model):
    """What is approved. The columns that an application proposes and that a version fixes are the same ones."""

    kind = models.CharField(_("kind"), max_length=20, choices=ProgrammeKind.choices)
    title = models.CharField(_("title"), max_length=100)
    summary = models.TextField(_("content"), max_length=4000, blank=True)
    category = models.CharField(_("category"), max_length=30, choices=Category.choices)
    hours = models.BigIntegerField(_("hundredths of an hour"))
    minutes = models.PositiveIntegerField(_("minutes of instruction"))
    sector = models.CharField(_("sector"), max_length=25, choices=Sector.choices)
    cluster = models.CharField(_("cluster"), max_length=25, choices=Cluster.choices, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.ON_SITE)
    audience = models.CharField(_("audience"), max_length=300, blank=True)
    # Who may enrol; empty lists: everybody. Codes of accounts.enums.Series and TitleLevel (the level held).
    eligible_series = models.JSONField(_("eligible series"), default=list, blank=True)
    eligible_levels = models.JSONField(_("eligible title levels"), default=list, blank=True)
    teachers = models.JSONField(_("teachers"), default=list, blank=True)  # [{name, title, employer}]
    host = models.CharField(_("host"), max_length=100, blank=True)  # 主办单位
    organiser = models.CharField(_("organiser"), max_length=100, blank=True)  # 承办单位
    fee = models.PositiveIntegerField(_("fee in yuan"), default=0)
    viewers_earn_hours = models.BooleanField(_("live-stream viewers earn hours"), default=False)
    guidance_item = models.ForeignKey(
        "seminars.GuidanceItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("guidance item"),
    )
    # The row of the yearly plan that an advanced seminar carries out.
    plan_row = models.ForeignKey(
        "seminars.PlannedSeminar",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("row of the yearly plan"),
    )
    # Of a self-paced programme alone (mode): when, where, with what examination, for which earlier years.
    window_from = models.DateField(_("can be learnt from"), null=True, blank=True)
    window_until = models.DateField(_("can be learnt until"), null=True, blank=True)  # that day included
    has_exam = models.BooleanField(_("ends with an examination"), default=False)
    passing_score = models.PositiveSmallIntegerField(_("passing score"), null=True, blank=True)
    learning_years = models.JSONField(_("earlier years that it may make up"), default=list, blank=True)  # [2024, 2025]
    outside_address = models.CharField(_("address where it is learnt"), max_length=300, blank=True)
    # What everybody hands in before there is a certificate (结业论文): its name, what is expected, so many days after the last day.
    deliverable = models.CharField(_("what is to be handed in"), max_length=40, blank=True)
    deliverable_expected = models.CharField(_("what is expected of it"), max_length=500, blank=True)
    deliverable_days = models.PositiveSmallIntegerField(_("days after the end to hand it in"), null=True, blank=True)
    # Empty: for good.
    certificate_years = models.PositiveSmallIntegerField(_("years that the certificate holds"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_self_paced(self) -> bool:
        """Return whether everybody learns on their own: no runs, no sessions, no places."""
        return self.mode == Mode.SELF_PACED


class Programme(models.Model):
    """A seminar or course of a base, whatever its versions say."""

    base = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="programmes", verbose_name=_("base"))
    code = models.CharField(_("code"), max_length=30, unique=True)  # in addresses; never changes
    # The version in force; its row is immutable, this pointer moves with an approved amendment.
    current = models.ForeignKey("seminars.ProgrammeVersion", models.PROTECT, null=True, related_name="+")
    withdrawn_on = models.DateField(_("approval withdrawn on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.CharField(_("why the approval was withdrawn"), max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def approved_on(day: date) -> Q:
        """Return what holds of programmes whose approval is in force on a day."""
        return Q(current__isnull=False) & (Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))

    def is_approved_on(self, day: date) -> bool:
        """Say whether the approval is in force on a day."""
        return self.current_id is not None and not self.is_withdrawn_on(day)

    def is_withdrawn_on(self, day: date) -> bool:
        """Say whether the approval was withdrawn, with effect on a day."""
        return self.withdrawn_on is not None and self.withdrawn_on <= day


class Application(ProgrammeFacts):
    """A base asks for a programme, or for an amendment of one. Saves itself while it is a draft."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="applications")
    state = models.CharField(
        _("state"), max_length=10, choices=ApplicationState.choices, default=ApplicationState.DRAFT
    )
    reason = models.CharField(_("why"), max_length=500, blank=True)  # of an amendment
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(_("last saved at"), null=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    submitted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(
                name="one_open_application_a_programme",
                fields=["programme"],
                condition=Q(state__in=["DRAFT", "SUBMITTED", "RETURNED"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"


class ApplicationDecision(models.Model):
    """A regulator approved, returned or refused an application. Append-only. Blind review adds its marks as rows beside this one."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    state = models.CharField(_("decision"), max_length=10, choices=ApplicationState.choices)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("decision on an application")
        verbose_name_plural = _("decisions on applications")

    def __str__(self) -> str:
        return f"{self.state} {self.decided_at:%Y-%m-%d}"


class ProgrammeVersion(ProgrammeFacts):
    """What was approved: never changed; a run names the version it was opened under. Append-only."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    application = models.OneToOneField(Application, models.PROTECT, related_name="version")
    approval_number = models.CharField(_("approval number"), max_length=60)  # 文号
    approved_on = models.DateField(_("approved on"))
    approved_by = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("approved version of a programme")
        verbose_name_plural = _("approved versions of programmes")
        constraints = [models.UniqueConstraint(name="one_version_a_number", fields=["programme", "number"])]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"
