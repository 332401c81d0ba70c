"""Pages that the system makes, so that nobody types a fact: one a base, one a programme."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowPage

from cms.models import BasePage, CatalogueIndex, ProgrammePage, free_slug
from cms.publishing import _groups
from learning.accounts.models import Organisation
from learning.errors import Refusal
from learning.work import traced
from seminars import bases, programmes

_log = logging.getLogger(__name__)


class NoCatalogue(Refusal):
    """The site has no catalogue page to put anything under."""

    sentence = _("The site has no catalogue page. Run “manage.py prepare_site” first.")


@transaction.atomic
def make_base_pages(*, base: Organisation) -> BasePage:
    """
    Make the page of `base`, the group and collection of its editors, and the way to its regulator; what is there stays.

    :raises NoCatalogue: if the site was not prepared
    """
    known: BasePage | None = BasePage.objects.filter(organisation=base).first()
    if known is not None:
        _give_rights(base, known)
        return known
    catalogue = CatalogueIndex.objects.first()
    if catalogue is None:
        raise NoCatalogue
    slug = free_slug(catalogue, base.name, otherwise=f"base-{base.pk}")
    page = BasePage(title=base.name, slug=slug, organisation=base)
    catalogue.add_child(instance=page)
    page.save_revision().publish()
    _give_rights(base, page)

    return page


@transaction.atomic
def programme_page(*, programme: Any) -> ProgrammePage:
    """Return the page of `programme` (of `seminars`), made as a draft under the page of its base if it is not there."""
    known: ProgrammePage | None = ProgrammePage.objects.filter(programme=programme).first()
    if known is not None:
        return known
    # With a way to its moderators, the base lacks nothing: its rights need not be gone through for each of its programmes.
    moderated = BasePage.objects.filter(organisation=programme.base, workflowpage__isnull=False)
    parent = moderated.first() or make_base_pages(base=programme.base)
    slug = free_slug(parent, _title(programme), otherwise=programme.code.lower())
    page = ProgrammePage(title=_title(programme), slug=slug, programme=programme, live=False)
    parent.add_child(instance=page)
    page.save_revision()

    return page


def make_due(*, at: datetime) -> int:
    """Make the pages that recognised bases and approved programmes still lack, and let titles follow the approved versions; return how many."""
    day = timezone.localdate(at)
    without = bases.recognised_on(day).filter(page=None).order_by("pk")
    made = sum(_is_made(partial(make_base_pages, base=base), base) for base in without)
    lacking = programmes.catalogue(on=day).filter(page=None).order_by("pk")
    made += sum(_is_made(partial(programme_page, programme=programme), programme) for programme in lacking)

    return made + _retitle()


def _is_made(make: Callable[[], Any], of: Any) -> bool:
    try:
        with transaction.atomic():
            make()
    except NoCatalogue:
        raise
    except Exception as error:
        # It is tried again at the next tick; the others must not wait for it.
        _log.error("The page of %s %s could not be made: %s", type(of).__name__.lower(), of.pk, traced(error))
        return False
    return True


def _give_rights(base: Organisation, page: BasePage) -> None:
    editors, moderators = _groups.editors_of(base, page), _groups.moderators_of(base)
    if moderators is None:
        return  # the workflow of the whole site stands in: see `prepare_site`
    WorkflowPage.objects.update_or_create(page_id=page.pk, defaults={"workflow": moderators.workflow})
    _groups.allow_on_pages(moderators.group, page, _groups.MODERATOR_ON_PAGES)
    if editors.collection is not None:
        _groups.allow_on_files(moderators.group, editors.collection, _groups.MODERATOR_ON_FILES)


def _title(programme: Any) -> str:
    return str(programme.current.title if programme.current else programme.code)


def _retitle() -> int:
    """Let the titles of pages follow the approved versions. Drafts are read under the new title too, since nobody can type it."""
    approved = ProgrammePage.objects.exclude(programme__current=None).select_related("programme__current")
    moved = list(approved.exclude(title=F("programme__current__title")).order_by("pk"))
    for page in moved:
        page.title = page.draft_title = _title(page.programme)
        page.save(update_fields=["title", "draft_title"])

    return len(moved)
