"""Pages of bases and programmes. They hold words; what is approved, planned and free comes from `seminars`."""

# Wagtail's Page is untyped, so nobody tells mypy what a field gives.
# mypy: disable-error-code="var-annotated"

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from cms.blocks import PlacedWordsBlock, ProgrammeWordsBlock
from cms.models._forms import PageOfRowForm, ProgrammePageForm
from cms.models._parts import PageOfRow, Section, panels_of_row
from learning.errors import Refusal


class ProgrammeNotApproved(Refusal):
    """A page tells of a programme that nobody approved, or whose approval was withdrawn."""

    sentence = _("“%(title)s” is not approved. The page can be published once the programme is.")


class CatalogueIndex(Section):
    """The root of the bases' pages. Its own address shows the catalogue: see `cms.web.catalogue`."""

    subpage_types = ["cms.BasePage"]
    template = "cms/catalogue_index.html"

    class Meta:
        verbose_name = _("catalogue")


class BasePage(PageOfRow):
    """A base: who they are and what they teach. The root of the one subtree that its editors may touch."""

    organisation = models.OneToOneField(
        "accounts.Organisation", models.PROTECT, related_name="page", verbose_name=_("base")
    )

    words = StreamField(PlacedWordsBlock(), verbose_name=_("words"), blank=True)

    base_form_class = PageOfRowForm
    content_panels = panels_of_row("cms/admin/base_facts.html")
    settings_panels: list[Any] = []
    parent_page_types = ["cms.CatalogueIndex"]
    subpage_types = ["cms.ProgrammePage"]
    template = "cms/base.html"
    # Made with the base, by `publishing.make_base_pages`. Wagtail does not inherit this.
    is_creatable = False

    class Meta:
        verbose_name = _("page of a base")


class ProgrammePage(PageOfRow):
    """The words round a programme's facts. Its title follows the approved version."""

    programme = models.OneToOneField(
        "seminars.Programme", models.PROTECT, related_name="page", verbose_name=_("programme")
    )

    words = StreamField(ProgrammeWordsBlock(), verbose_name=_("words"), blank=True)

    base_form_class = ProgrammePageForm
    content_panels = panels_of_row("cms/admin/programme_facts.html")
    parent_page_types = ["cms.BasePage"]
    subpage_types: list[str] = []
    template = "cms/programme.html"
    is_creatable = False

    class Meta:
        verbose_name = _("page of a programme")

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
