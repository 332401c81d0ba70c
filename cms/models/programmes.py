"""Pages of bases and programmes. They hold words; what is approved, planned and free comes from `seminars`."""

# Wagtail's Page is untyped, so nobody tells mypy what a field gives.
# mypy: disable-error-code="var-annotated"

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.blocks import TEXT_FEATURES, WordsBlock
from cms.models._forms import ProgrammePageForm
from cms.models._permissions import MadeBySystem
from learning.errors import Refusal


class ProgrammeNotApproved(Refusal):
    """A page tells of a programme that nobody approved, or whose approval was withdrawn."""

    sentence = _("“%(title)s” is not approved. The page can be published once the programme is.")


class CatalogueIndex(Page):
    """The root of the bases' pages. Its own address shows the catalogue: see `cms.web.catalogue`."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.BasePage"]
    max_count = 1
    template = "cms/catalogue_index.html"

    class Meta:
        verbose_name = _("catalogue")


class BasePage(Page):
    """A base: who they are and what they teach. The root of the one subtree that its editors may touch."""

    organisation = models.OneToOneField(
        "accounts.Organisation", models.PROTECT, related_name="page", verbose_name=_("base")
    )
    introduction = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)
    words = StreamField(WordsBlock(), verbose_name=_("words"), blank=True)

    content_panels = [
        HelpPanel(heading=_("Facts"), template="cms/admin/base_facts.html"),
        FieldPanel("introduction"),
        FieldPanel("words"),
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    parent_page_types = ["cms.CatalogueIndex"]
    subpage_types = ["cms.ProgrammePage"]
    # Made with the base, by `publishing.make_base_pages`.
    is_creatable = False
    template = "cms/base.html"

    class Meta:
        verbose_name = _("page of a base")

    def permissions_for_user(self, user: Any) -> MadeBySystem:
        """Return what `user` may do to this page."""
        return MadeBySystem(user, self)


class ProgrammePage(Page):
    """The words round a programme's facts. Its title follows the approved version."""

    programme = models.OneToOneField(
        "seminars.Programme", models.PROTECT, related_name="page", verbose_name=_("programme")
    )
    introduction = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)
    words = StreamField(WordsBlock(), verbose_name=_("words"), blank=True)

    base_form_class = ProgrammePageForm
    content_panels = [
        HelpPanel(heading=_("Facts"), template="cms/admin/programme_facts.html"),
        FieldPanel("introduction"),
        FieldPanel("words"),
    ]
    promote_panels: list[Any] = []
    parent_page_types = ["cms.BasePage"]
    subpage_types: list[str] = []
    # Made with the programme, by `publishing.programme_page`.
    is_creatable = False
    template = "cms/programme.html"

    class Meta:
        verbose_name = _("page of a programme")

    def permissions_for_user(self, user: Any) -> MadeBySystem:
        """Return what `user` may do to this page."""
        return MadeBySystem(user, self)

    @property
    def is_approved(self) -> bool:
        """Return whether the programme has an approval that was not withdrawn."""
        return self.programme.current_id is not None and self.programme.withdrawn_on is None

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """
        Publish a revision. Every way to the public (button, workflow, schedule) comes through here, so the guard stands here.

        :raises ProgrammeNotApproved: if the programme is not approved
        """
        if not self.is_approved:
            raise ProgrammeNotApproved(title=self.title)

        return super().publish(*args, **kwargs)
