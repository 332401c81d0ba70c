"""What several kinds of pages have in common."""

# Wagtail's Page is untyped, so nobody tells mypy what a field gives.
# mypy: disable-error-code="var-annotated"

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, Panel, TitleFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.blocks import TEXT_FEATURES, WordsBlock
from cms.models._permissions import MadeBySystem


class Public(Page):
    """A page that everybody may read once it is published: lists, versions and the catalogue ask for no more than that."""

    private_page_options: list[str] = []

    class Meta:
        abstract = True


class Introduced(Public):
    """A page with a few words at its top."""

    introduction = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)

    class Meta:
        abstract = True


class Worded(Public):
    """A page with words of blocks."""

    words = StreamField(WordsBlock(), verbose_name=_("words"), blank=True)

    class Meta:
        abstract = True


class Section(Public):
    """A list right below home, of which the site has one."""

    parent_page_types = ["cms.HomePage"]
    max_count = 1

    class Meta:
        abstract = True


class PageOfRow(Introduced, Worded):
    """Words round a row elsewhere: made with the row by `publishing`, never copied, moved or deleted by hand."""

    promote_panels: list[Any] = []

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> MadeBySystem:
        """Return what `user` may do to this page."""
        return MadeBySystem(user, self)


def panels_of_row(template: str) -> list[Panel]:
    """Return the panels of such a page: the facts as `template` shows them, and the words that can be typed."""
    return [HelpPanel(heading=_("Facts"), template=template), FieldPanel("introduction"), FieldPanel("words")]


def named() -> Panel:
    """Return the panel of a title that a person types. The address below it is made from it by the server, not by the browser."""
    return TitleFieldPanel("title", targets=[])


def address_below_home(url_path: str) -> str:
    """Return the address of a page by its path in the tree, whose first part is the home page at which the one site begins. No query."""
    return "/" + url_path.split("/", 2)[2]
