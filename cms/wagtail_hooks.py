"""Hooks into Wagtail's admin: an editor meets own pages, pictures and documents, also in choosers and in the admin's API."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page

from cms import documents, publishing
from cms.models import address_below_home, files_within_reach, pages_within_reach
from learning.accounts.models import User


@hooks.register("before_serve_page")
def text_of_the_day(page: Page, request: HttpRequest, serve_args: Any, serve_kwargs: Any) -> HttpResponse | None:
    """Lead from a document to the version that was in force on the day that the address asks for."""
    held = documents.version_asked(page, request.GET.get("on", ""))
    if held is None or held.pk == page.pk:
        return None
    return redirect(f"{address_below_home(held.url_path)}?{request.GET.urlencode()}")


@hooks.register("construct_page_chooser_queryset")
def only_own_pages(pages: Any, request: HttpRequest) -> Any:
    """Show in choosers what the user edits or moderates; a foreign folder does not exist."""
    match = request.resolver_match
    parent_id = match.kwargs.get("parent_page_id") if match else None
    if parent_id and not pages_within_reach(Page.objects.filter(pk=parent_id), user=request.user).exists():
        raise Http404

    return pages_within_reach(pages, user=request.user)


class OwnImages(ImagesAdminAPIViewSet):
    """Pictures of the user's own collections."""

    def get_queryset(self) -> Any:
        """Return the pictures that the user may choose."""
        return files_within_reach(super().get_queryset(), user=self.request.user)


class OwnDocuments(DocumentsAdminAPIViewSet):
    """Documents of the user's own collections."""

    def get_queryset(self) -> Any:
        """Return the documents that the user may choose."""
        return files_within_reach(super().get_queryset(), user=self.request.user)


@hooks.register("construct_admin_api", order=100)  # after Wagtail's own, which show every collection
def only_own_files(router: Any) -> None:
    """Let the admin's API answer with the user's own pictures and documents."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)


@hooks.register("insert_global_admin_css")
def own_colours() -> str:
    """Show the admin in the colours of the site."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))


class OwnPages(Component):
    """What an editor comes for: the pages of the own base, and what to do with each."""

    name = "own-pages"
    template_name = "cms/admin/own_pages.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return what the panel shows."""
        user = parent_context["request"].user
        pages, moderates = publishing.pages_of(user), publishing.moderates(user)
        waiting = len(publishing.waiting_for(user)) if moderates else 0

        return {"pages": pages, "moderates": moderates, "waiting": waiting, "is_idle": not pages and not moderates}


@hooks.register("construct_homepage_panels")
def show_own_pages(request: HttpRequest, panels: list[Any]) -> None:
    """Begin the first page with the own pages; Wagtail's panel of them lists those in moderation only."""
    panels.insert(0, OwnPages())


@hooks.register("construct_homepage_summary_items", order=1000)  # after Wagtail has filled them
def hide_counts(request: HttpRequest, items: list[Any]) -> None:
    """Take the counts of pages, pictures and documents away: they lead to no deed."""
    items.clear()


@hooks.register("construct_page_action_menu")
def decide_first(menu_items: list[Any], request: HttpRequest, context: Any) -> None:
    """Let a moderator's first button be the decision; saving a draft comes after it."""
    menu_items.sort(key=lambda item: not (item.name == "approve" and not item.launch_modal))


# Wagtail says these in English only; what stands here stands in our translations, which are asked before its own.
UNSAID = (_("By task"), _("By workflow"))


@hooks.register("construct_main_menu")
def hide_help_of_wagtail(request: HttpRequest, menu_items: list[Any]) -> None:
    """Take away what leads out of the site: Wagtail's own news and guide."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]


@hooks.register("register_admin_menu_item")
def way_back() -> MenuItem:
    """Lead back to the desk."""
    return MenuItem(_("Back to my work"), reverse_lazy("home"), name="back", icon_name="home", order=1)


# Their filters name people of every base; see `cms.web.admin`.
_FOR_SUPERUSERS = {"site-history", "workflows", "workflow-tasks", "locked-pages"}


@hooks.register("construct_reports_menu")
def hide_reports_on_everybody(request: HttpRequest, menu_items: list[Any]) -> None:
    """Take from the menu what tells of every base: the page edited last, whoever's it is, and who edits what."""
    hidden = {"page-types-usage", *(() if request.user.is_superuser else _FOR_SUPERUSERS)}
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


def colleagues(request: HttpRequest) -> Any:
    """Return whom a list of pages may offer as owner or editor: those who edit or moderate beside the user."""
    if request.user.is_superuser:
        return User.objects.exclude(groups=None).distinct().order_by("name", "pk")
    return User.objects.filter(groups__in=request.user.groups.values("pk")).distinct().order_by("name", "pk")


# Wagtail offers everybody who ever owned or edited a page, at whatever base, and has no hook for it.
for _filters in (PageFilterSet, GenericPageFilterSet):
    for _name in ("owner", "edited_by"):
        _filters.base_filters[_name].queryset = colleagues
