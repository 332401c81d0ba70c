"""The pages and groups that every installation needs."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page, Site, Workflow, WorkflowPage

from cms.models import CatalogueIndex, HelpPage, HomePage, NoticeIndex, PolicyIndex, PolicyPage
from cms.publishing import _groups, _texts


@transaction.atomic
def prepare_site() -> int:
    """Make the site's fixed pages, its Wagtail site and the group of its editors; what is there stays. Return how many pages were made."""
    with translation.override(settings.LANGUAGE_CODE):
        before = Page.objects.count()
        home = _home()
        _address(home)
        _remove_what_wagtail_ships()
        _child(home, CatalogueIndex, slug="catalogue", title=_("Catalogue"))
        notices = _child(home, NoticeIndex, slug="notices", title=_("Notices"))
        policy = _child(home, PolicyIndex, slug="policy", title=_("Policy documents"))
        for document in _texts.POLICY:
            former = policy.get_children().filter(slug=document.get("replaces")).first()
            stated = {name: value for name, value in document.items() if name != "replaces"}
            _child(policy, PolicyPage, **stated, replaces_id=former and former.pk)
        help_page = _child(home, HelpPage, **_texts.HELP)
        _rights(home, notices, policy, help_page)

        return int(Page.objects.count() - before)


def _home() -> Page:
    if home := HomePage.objects.first():
        return home
    home = Page.get_first_root_node().add_child(instance=HomePage(slug="xueshi", **_texts.HOME))
    home.save_revision().publish()
    return home


def _address(home: Page) -> None:
    """Let the one site begin at `home`. Pages name no host among themselves; only their full addresses do."""
    public = urlsplit(settings.PUBLIC_URL)
    port = public.port or (443 if public.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": public.hostname,
            "port": port,
            "root_page_id": home.pk,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )


def _remove_what_wagtail_ships() -> None:
    """Take away the welcome page, and the groups and the workflow that may touch the whole tree."""
    for welcome in Page.objects.filter(depth=2, content_type__app_label="wagtailcore"):
        welcome.delete()
    Group.objects.filter(name__in=("Editors", "Moderators"), user=None).delete()
    Workflow.objects.filter(name="Moderators approval").delete()


def _child(parent: Page, model: Any, *, slug: str, **fields: Any) -> Page:
    if page := model.objects.child_of(parent).filter(slug=slug).first():
        return page
    parent.refresh_from_db()
    page = parent.add_child(instance=model(slug=slug, **fields))
    page.save_revision().publish()
    return page


def _rights(home: Page, *written: Page) -> None:
    """Let the site's editors write its pages, and moderate where no regulator is near."""
    group = _groups.site_editors()
    for page in written:
        _groups.allow_on_pages(group, page, _groups.SITE_EDITOR_ON_PAGES)
    if not WorkflowPage.objects.filter(page_id=home.pk).exists():
        WorkflowPage.objects.create(
            page_id=home.pk, workflow=_groups.moderation_by(group, name=_("Moderation by the editors of the site"))
        )
