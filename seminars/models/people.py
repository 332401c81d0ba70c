"""Who holds a place, whom an employer recommends, and who was there how long."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seminars.enums import EnrolmentKind, EnrolmentState, RecommendationState


class Enrolment(models.Model):
    """A person's place in a run, or wait for one."""

    run = models.ForeignKey("seminars.Run", models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="enrolments")
    kind = models.CharField(_("kind"), max_length=12, choices=EnrolmentKind.choices, default=EnrolmentKind.PARTICIPANT)
    state = models.CharField(_("state"), max_length=10, choices=EnrolmentState.choices)
    rank = models.PositiveIntegerField(_("order of enrolment"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # The employer that has confirmed its recommendation; what was asked and answered lies in `Recommendation`.
    recommended_by = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    enrolled_at = models.DateTimeField(_("enrolled at"))
    enrolled_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    # Nobody: the order of enrolment decided, or a place became free.
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(name="one_enrolment_a_person_and_run", fields=["run", "person", "kind"]),
            models.UniqueConstraint(name="one_rank_a_run", fields=["run", "rank"]),
        ]
        indexes = [models.Index(name="enrolments_of_a_person", fields=["person", "state"])]

    def __str__(self) -> str:
        return f"{self.run_id} #{self.person_id} {self.state}"


class Recommendation(models.Model):
    """An applicant names the employer as recommending; the employer's staff confirm or decline."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="recommendations")
    employer = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("employer"))
    state = models.CharField(
        _("state"), max_length=10, choices=RecommendationState.choices, default=RecommendationState.ASKED
    )
    asked_at = models.DateTimeField(_("asked at"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        constraints = [
            models.UniqueConstraint(
                name="one_open_recommendation_an_enrolment", fields=["enrolment"], condition=Q(state="ASKED")
            )
        ]
        indexes = [models.Index(name="recommendations_of_an_employer", fields=["employer", "state"])]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.employer_id} {self.state}"


class Attendance(models.Model):
    """How many minutes of a session somebody was there. Confirmed with the session; corrected by an `AttendanceCorrection`."""

    session = models.ForeignKey("seminars.Session", models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendances")
    minutes = models.PositiveIntegerField(_("minutes present"))
    note = models.CharField(_("note"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(name="one_attendance_a_session_and_person", fields=["session", "enrolment"])
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.enrolment_id} {self.minutes}"


class AttendanceCorrection(models.Model):
    """Confirmed minutes were wrong: what stood there, what stands there now, and why. Append-only."""

    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="corrections")
    before = models.PositiveIntegerField(_("minutes before"))
    after = models.PositiveIntegerField(_("minutes after"))
    reason = models.CharField(_("reason"), max_length=300)
    corrected_at = models.DateTimeField(_("corrected at"))
    corrected_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    # After closing: what was asked for and approved.
    follows = models.ForeignKey("seminars.HoursCorrection", models.PROTECT, null=True, related_name="figures")

    class Meta:
        verbose_name = _("correction of attendance")
        verbose_name_plural = _("corrections of attendance")

    def __str__(self) -> str:
        return f"{self.attendance_id} {self.before} → {self.after}"
