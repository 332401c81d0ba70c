"""Notices, and those among them that ask for objections before something takes effect (公示)."""

# Wagtail's Page is untyped, so nobody tells mypy what a field gives.
# mypy: disable-error-code="var-annotated"

from datetime import date, timedelta
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel

from cms.models._forms import NoticePageForm
from cms.models._parts import Section, Worded, named
from learning.workdays import working_days_after


class NoticeKind(models.TextChoices):
    """Kinds of notices."""

    NOTICE = "NOTICE", _("Notice")
    PUBLICITY = "PUBLICITY", _("Public notice before a decision")


class NoticeIndex(Section):
    """The list of notices, newest first."""

    subpage_types = ["cms.NoticePage"]
    template = "cms/notice_index.html"

    class Meta:
        verbose_name = _("list of notices")


class NoticePage(Worded):
    """A notice: what changed, and from when. A 公示 says until when and where to object, and later what came of it."""

    issued_on = models.DateField(_("issued on"))
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=NoticeKind.choices, default=NoticeKind.NOTICE)
    shown_from = models.DateField(_("objections from"), null=True, blank=True)
    shown_days = models.PositiveSmallIntegerField(
        _("for how many working days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("The first day counts if it is a working day. The last day follows from the state's calendar."),
    )
    objections_to = models.CharField(
        _("where to object"), max_length=300, blank=True, help_text=_("Office, telephone, e-mail or address.")
    )
    outcome = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("outcome"),
        help_text=_("The notice that says what came of it. It is linked once it is published."),
    )

    base_form_class = NoticePageForm
    content_panels = [
        named(),
        FieldPanel("kind"),
        FieldPanel("issued_on"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("shown_from"),
                FieldPanel("shown_days"),
                FieldPanel("objections_to"),
                PageChooserPanel("outcome", "cms.NoticePage"),
            ],
            heading=_("Only for a public notice before a decision"),
        ),
        FieldPanel("words"),
    ]
    parent_page_types = ["cms.NoticeIndex"]
    subpage_types: list[str] = []
    template = "cms/notice.html"

    class Meta:
        verbose_name = _("notice")
        constraints = [
            models.CheckConstraint(
                name="public_notice_says_when_and_where",
                condition=~Q(kind="PUBLICITY")
                | (
                    Q(shown_from__isnull=False)
                    & Q(shown_days__isnull=False)
                    & Q(shown_days__gte=1)
                    & ~Q(objections_to="")
                ),
            ),
        ]

    @property
    def shown_until(self) -> date | None:
        """Return the last day on which objections are taken; None where it is no 公示."""
        if self.kind != NoticeKind.PUBLICITY or not self.shown_from or not self.shown_days:
            return None
        eve: Any = self.shown_from - timedelta(days=1)
        return working_days_after(eve, count=self.shown_days)
