"""Groups of editors and moderators, their rights, and their members."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Workflow, WorkflowTask

from cms.models import BasePage, EditorialGroup, RegulatorApproval
from learning.accounts.enums import OrganisationKind, Role, Sector
from learning.accounts.models import Membership, Organisation, User

# Publishing is no right of an editor: what they write goes through moderation.
EDITOR_ON_PAGES = ("add_page", "change_page")
MODERATOR_ON_PAGES = ("publish_page", "unlock_page")
SITE_EDITOR_ON_PAGES = ("add_page", "change_page", "publish_page")
EDITOR_ON_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
MODERATOR_ON_FILES = ("choose_image", "choose_document")
_EDITING_ROLES = {OrganisationKind.BASE: Role.BASE_MANAGER, OrganisationKind.REGULATOR: Role.REGULATOR_OFFICER}

# Names of groups are stored once, in the language of the site, whoever asks.
_in_the_site_language = translation.override(settings.LANGUAGE_CODE)


def named_group(name: str) -> Group:
    """Return the group called `name`, which may open Wagtail's admin, made if it is not there."""
    group, _made = Group.objects.get_or_create(name=name[:150])
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group


def allow_on_pages(group: Group, page: Page, codenames: Iterable[str]) -> None:
    """Give `group` rights on `page` and what lies below it."""
    for permission in _permissions(codenames, "wagtailcore"):
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def allow_on_files(group: Group, collection: Collection, codenames: Iterable[str]) -> None:
    """Give `group` rights on the pictures and documents of `collection`."""
    for permission in _permissions(codenames, "wagtailimages", "wagtaildocs"):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


@_in_the_site_language
def editors_of(base: Organisation, page: BasePage) -> EditorialGroup:
    """Return the group of editors of `base`, made with its collection and rights if it is not there."""
    if known := EditorialGroup.objects.filter(organisation=base).select_related("group", "collection").first():
        return known
    group = named_group(_("Editors of %(base)s") % {"base": base.name})
    collection = Collection.get_first_root_node().add_child(name=base.name)
    allow_on_pages(group, page, EDITOR_ON_PAGES)
    allow_on_files(group, collection, EDITOR_ON_FILES)

    return EditorialGroup.objects.create(organisation=base, group=group, collection=collection)


def moderators_of(base: Organisation) -> EditorialGroup | None:
    """Return the moderators of the regulator nearest to `base`, made with their workflow if need be; None if no regulator is near."""
    regulator = _regulators_near(base).first()
    return _moderators(regulator) if regulator else None


def moderators_above(moderators: EditorialGroup, base: Organisation) -> EditorialGroup | None:
    """Return the moderators one level above those of `base`, made if need be; None where nobody stands above."""
    here = moderators.organisation.region.depth
    regulator = _regulators_near(base).filter(region__depth__lt=here).first()
    return _moderators(regulator) if regulator else None


def moderation_by(group: Group, *, name: str) -> Workflow:
    """Return a new workflow of one step: `group` approves or sends back."""
    task = RegulatorApproval.objects.create(name=name)
    task.groups.add(group)
    workflow = Workflow.objects.create(name=name)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)

    return workflow


@_in_the_site_language
def _moderators(regulator: Organisation) -> EditorialGroup:
    if known := EditorialGroup.objects.filter(organisation=regulator).select_related("group", "workflow").first():
        return known
    group = named_group(_("Moderators of %(regulator)s") % {"regulator": regulator.name})
    workflow = moderation_by(group, name=_("Moderation by %(regulator)s") % {"regulator": regulator.name})

    return EditorialGroup.objects.create(organisation=regulator, group=group, workflow=workflow)


@transaction.atomic
def sync_editors(*, at: datetime) -> int:
    """Bring the members of the groups in line with the memberships of the day; return how many came or went."""
    day = timezone.localdate(at)
    in_force = Membership.objects.filter(
        Q(ends_before=None) | Q(ends_before__gt=day), since__lte=day, user__is_active=True
    )
    should = {
        pair
        for kind, role in _EDITING_ROLES.items()
        for pair in in_force.filter(role=role, organisation__kind=kind)
        .exclude(organisation__editorial_group=None)
        .values_list("user_id", "organisation__editorial_group__group_id")
    }
    site = site_editors()
    should |= {(user_id, site.pk) for user_id in _officers_of_the_province(in_force)}
    managed = Q(group__editorial_group__isnull=False) | Q(group=site)
    are = set(User.groups.through.objects.filter(managed).values_list("user_id", "group_id"))
    for user_id, group_id in are - should:
        User.groups.through.objects.filter(user_id=user_id, group_id=group_id).delete()
    User.groups.through.objects.bulk_create(
        [User.groups.through(user_id=user_id, group_id=group_id) for user_id, group_id in should - are],
        ignore_conflicts=True,
    )

    return len(are ^ should)


@_in_the_site_language
def site_editors() -> Group:
    """Return the group that writes notices, policy and help and stands in where no regulator is near a base, made if it is not there."""
    return named_group(_("Editors of the site"))


def _officers_of_the_province(in_force: QuerySet[Membership]) -> QuerySet[Membership, int]:
    officers = in_force.filter(
        role=Role.REGULATOR_OFFICER, organisation__sector=Sector.GENERAL, organisation__region__depth=1
    )
    return officers.values_list("user_id", flat=True)


def _regulators_near(base: Organisation) -> QuerySet[Organisation]:
    """Return regulators of the base's region or one above it: the nearest first, at one place that of its sector before the general one."""
    around = Organisation.objects.filter(kind=OrganisationKind.REGULATOR, sector__in={base.sector, Sector.GENERAL})
    near = around.annotate(of_base=Value(base.region.path)).filter(of_base__startswith=F("region__path"))
    is_general = Case(When(sector=Sector.GENERAL, then=1), default=0)

    return near.order_by("-region__depth", is_general, "pk")


def _permissions(codenames: Iterable[str], *apps: str) -> QuerySet[Permission]:
    return Permission.objects.filter(codename__in=codenames, content_type__app_label__in=apps)
