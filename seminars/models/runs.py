"""Runs of a programme and their sessions."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seminars.enums import Admission, Mode, RunState


class Run(models.Model):
    """One execution of a programme: dates, place, mode, places."""

    programme = models.ForeignKey("seminars.Programme", models.PROTECT, related_name="runs")
    version = models.ForeignKey("seminars.ProgrammeVersion", models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField(_("number"))  # 第几期
    region = models.ForeignKey("accounts.Region", models.PROTECT, related_name="+", verbose_name=_("region"))
    place = models.CharField(_("place"), max_length=200)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    places = models.PositiveIntegerField(_("places"))
    # How many places are taken: the counter that is locked while a place is given.
    places_taken = models.PositiveIntegerField(default=0)
    next_rank = models.PositiveIntegerField(default=1)
    admission = models.CharField(_("how places are given"), max_length=10, choices=Admission.choices)
    enrol_from = models.DateTimeField(_("enrolment opens"))
    enrol_until = models.DateTimeField(_("enrolment ends"))
    results_by = models.DateField(_("result of the selection by"), null=True, blank=True)
    quotas = models.JSONField(_("quotas"), default=list, blank=True)  # [{region|sector: code, places: n}]
    wants_recommendation = models.BooleanField(_("asks for the employer's recommendation"), default=False)
    has_stream = models.BooleanField(_("has a live stream"), default=False)
    contact = models.CharField(_("contact"), max_length=100, blank=True)
    # What the notice of the run says beyond its other facts; stated when the base gets to it.
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    board = models.CharField(_("board and lodging"), max_length=300, blank=True)  # 食宿
    notice_number = models.CharField(_("number of the notice"), max_length=60, blank=True)  # 文号
    notice_on = models.DateField(_("day of the notice"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    cancelled_reason = models.CharField(max_length=300, blank=True)
    # What the claims said about the provider when the run was closed: its name and recognition may change later.
    provider = models.CharField(max_length=100, blank=True)
    provider_since = models.DateField(null=True)
    provider_until = models.DateField(null=True)
    # The answers to the base's questions are deleted; that they were stays.
    answers_deleted = models.PositiveIntegerField(default=0)
    answers_deleted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        constraints = [
            models.UniqueConstraint(name="one_run_a_number", fields=["programme", "number"]),
            models.CheckConstraint(name="run_starts_before_it_ends", condition=Q(starts_on__lte=F("ends_on"))),
            models.CheckConstraint(name="never_one_place_too_many", condition=Q(places_taken__lte=F("places"))),
            models.CheckConstraint(name="enrolment_opens_before_it_ends", condition=Q(enrol_from__lt=F("enrol_until"))),
        ]
        indexes = [models.Index(name="runs_by_start", fields=["state", "starts_on"])]

    def __str__(self) -> str:
        return f"{self.programme_id}/{self.number}"

    @property
    def places_free(self) -> int:
        """Return how many places nobody holds."""
        return self.places - self.places_taken


class Session(models.Model):
    """One sitting of a run. Times are local wall-clock times of Asia/Shanghai, stored with their zone."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=100)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    minutes = models.PositiveIntegerField(_("minutes of instruction"))
    room = models.CharField(_("room"), max_length=100, blank=True)
    teacher = models.CharField(_("teacher"), max_length=100, blank=True)
    confirmed_at = models.DateTimeField(_("attendance confirmed at"), null=True)
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.UniqueConstraint(name="one_session_a_number", fields=["run", "number"]),
            models.CheckConstraint(name="session_starts_before_it_ends", condition=Q(starts_at__lt=F("ends_at"))),
        ]

    def __str__(self) -> str:
        return self.title


class FiledChange(models.Model):
    """Time, room or a substitute teacher changed: filed (备案), in effect at once, the enrolled are told. Append-only."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="changes")
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(_("reason"), max_length=300)
    filed_at = models.DateTimeField(_("filed at"))
    filed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("filed change")
        verbose_name_plural = _("filed changes")

    def __str__(self) -> str:
        return f"{self.session_id} {self.filed_at:%Y-%m-%d}"
