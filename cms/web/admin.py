"""Who finds the admins of Wagtail and Django, and addresses of Wagtail's that must not answer as Wagtail would have them."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView

_ADMINS: dict[str, Callable[[Any], bool]] = {
    "/cms/": lambda user: user.has_perm("wagtailadmin.access_admin"),
    "/django/": lambda user: user.is_staff,
}


class FoundByItsUsers:
    """
    Answer that there is no such page to whoever has nothing to do in an admin.

    A browser that was signed in before is led to the sign-in page as usual: an editor whose sign-in ran out is no stranger.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse or pass on."""
        if request.path.startswith(tuple(_ADMINS)) and not _may_find(request):
            raise Http404

        return self.get_response(request)


def closed(request: HttpRequest, **_parts: Any) -> HttpResponse:
    """Answer that there is no such page: it would tell editors of one base about another."""
    raise Http404


def of_the_whole_site(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return `view` for superusers: its filters name everybody who ever edited, submitted or locked a page, at whatever base."""

    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        if not getattr(request.user, "is_superuser", False):
            raise Http404
        return view(request, **parts)

    return answer


def no_tags(request: HttpRequest, **_parts: Any) -> HttpResponse:
    """Suggest no tags: they would be those of every base."""
    return JsonResponse([], safe=False)


def _may_find(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        return settings.SESSION_COOKIE_NAME in request.COOKIES
    return any(may(request.user) for prefix, may in _ADMINS.items() if request.path.startswith(prefix))


urlpatterns = [
    # There is one way in, with its second factor and its limits.
    path("cms/login/", closed, name="closed-sign-in"),
    path("cms/password_reset/", closed, name="closed-password-reset"),
    path("cms/reports/page-types-usage/", closed, name="closed-report"),
    path("cms/reports/page-types-usage/results/", closed, name="closed-report-results"),
    *(
        path(
            f"cms/reports/{address}/{ending}",
            of_the_whole_site(require_admin_access(view.as_view(results_only=bool(ending)))),
            name=name,
        )
        for address, view, name in (
            ("site-history", LogEntriesView, "report-on-history"),
            ("workflow", WorkflowView, "report-on-workflows"),
            ("workflow_tasks", WorkflowTasksView, "report-on-tasks"),
            ("locked", LockedPagesView, "report-on-locks"),
        )
        for ending in ("", "results/")
    ),
    path("cms/choose-page/chosen-multiple/", closed, name="closed-choice"),
    path("cms/tag-autocomplete/", no_tags, name="no-tags"),
    path("cms/tag-autocomplete/<str:app_name>/<str:model_name>/", no_tags, name="no-tags-of-model"),
]
