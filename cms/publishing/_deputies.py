"""Deputies of moderators (AB角): who stands in for whom."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.models import Deputy, EditorialGroup
from learning.accounts.models import Organisation, User
from learning.errors import Refusal


class NotAModerator(Refusal):
    """Somebody is named who does not moderate for this regulator."""

    sentence = _("%(name)s does not moderate pages for %(organisation)s. Choose another person.")


class OwnDeputy(Refusal):
    """A moderator is named as their own deputy."""

    sentence = _("%(name)s cannot be their own deputy. Choose another person.")


def moderates_for(user: User) -> list[Organisation]:
    """Return the regulators for which `user` moderates pages."""
    groups = EditorialGroup.objects.filter(group__user=user).exclude(workflow=None).select_related("organisation")
    return [row.organisation for row in groups.order_by("organisation__name", "pk")]


def moderators(organisation: Organisation) -> QuerySet[User]:
    """Return who moderates pages for `organisation`, deputies among them."""
    return User.objects.filter(groups__editorial_group__organisation=organisation).order_by("name", "pk")


def deputies(organisation: Organisation) -> dict[int, Deputy]:
    """Return who stands in, by the key of the moderator."""
    rows = Deputy.objects.filter(organisation=organisation).select_related("moderator", "deputy").order_by("pk")
    return {row.moderator_id: row for row in rows}


@transaction.atomic
def name_deputy(
    *, organisation: Organisation, moderator: User, deputy: User | None, by: User, at: datetime
) -> Deputy | None:
    """
    Name who stands in for `moderator`, or nobody.

    :raises NotAModerator: if one of the three does not moderate for `organisation`
    :raises OwnDeputy: if both are the same person
    """
    known = set(moderators(organisation).values_list("pk", flat=True))
    for one in filter(None, (by, moderator, deputy)):
        if one.pk not in known:
            raise NotAModerator(name=one.name, organisation=organisation.name)
    if deputy == moderator:
        raise OwnDeputy(name=moderator.name)
    Deputy.objects.filter(organisation=organisation, moderator=moderator).delete()
    if deputy is None:
        return None
    return Deputy.objects.create(
        organisation=organisation, moderator=moderator, deputy=deputy, named_by=by, named_at=at
    )


def stands_in_only(user: User) -> set[int]:
    """Return the groups in which `user` is somebody's deputy and nobody's moderator: what is new there waits for the others first."""
    rows = Deputy.objects.filter(Q(deputy=user) | Q(moderator=user))
    named = list(rows.values_list("organisation_id", "moderator_id"))
    own = {organisation for organisation, moderator in named if moderator == user.pk}
    groups = EditorialGroup.objects.filter(organisation__in={organisation for organisation, _moderator in named} - own)
    return set(groups.values_list("group_id", flat=True))
