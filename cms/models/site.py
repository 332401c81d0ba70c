"""Pages of the site itself: home, policy, help."""

# Wagtail's Page is untyped, so nobody tells mypy what a field gives.
# mypy: disable-error-code="var-annotated"

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.models._forms import NamedPageForm
from cms.models._parts import Introduced, Section, Worded, named


class HomePage(Introduced):
    """What this is, what is on soon, where to check a certificate."""

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.CatalogueIndex", "cms.NoticeIndex", "cms.PolicyIndex", "cms.HelpPage"]
    max_count = 1
    template = "cms/home.html"

    class Meta:
        verbose_name = _("home page")


class PolicyIndex(Section):
    """The documents that the rules come from."""

    subpage_types = ["cms.PolicyPage"]
    template = "cms/policy_index.html"

    class Meta:
        verbose_name = _("list of policy documents")


class PolicyPage(Worded):
    """A document that rules come from: its number, who issued it, since when it holds, what it says."""

    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    issued_by = models.CharField(_("issued by"), max_length=100)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_before = models.DateField(_("in force until before"), null=True, blank=True)
    # The version before this one; it ends where this one begins.
    replaces = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
        help_text=_("The version before this one. It ends on the day on which this one begins."),
    )

    base_form_class = NamedPageForm
    content_panels = [
        named(),
        FieldPanel("document_number"),
        FieldPanel("issued_by"),
        FieldPanel("in_force_from"),
        FieldPanel("in_force_before"),
        FieldPanel("replaces"),
        FieldPanel("words"),
    ]
    parent_page_types = ["cms.PolicyIndex"]
    subpage_types: list[str] = []
    template = "cms/policy.html"

    class Meta:
        verbose_name = _("policy document")
        constraints = [
            models.CheckConstraint(
                name="policy_starts_before_it_ends",
                condition=Q(in_force_before=None) | Q(in_force_from__lt=F("in_force_before")),
            ),
        ]


class HelpPage(Worded):
    """Help in plain words, with the number to call."""

    phone = models.CharField(_("help line"), max_length=40, default="96178")

    content_panels = [*Page.content_panels, FieldPanel("phone"), FieldPanel("words")]
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    template = "cms/help.html"

    class Meta:
        verbose_name = _("help page")
