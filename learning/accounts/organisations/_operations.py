"""Recording organisations, and who acts for them."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc as social_credit_code
from stdnum.exceptions import ValidationError

from learning.accounts.enums import OrganisationKind, Role, Sector
from learning.accounts.models import Membership, Organisation, Region, User
from learning.errors import Refusal

ROLES_OF_KIND: dict[str, tuple[Role, ...]] = {
    OrganisationKind.BASE: (Role.BASE_MANAGER, Role.BASE_STAFF),
    OrganisationKind.REGULATOR: (Role.REGULATOR_OFFICER, Role.REGULATOR_VIEWER),
    OrganisationKind.EMPLOYER: (Role.EMPLOYER_STAFF,),
}


class NameTaken(Refusal):
    """Another organisation of this kind has the name, or the code."""

    field = "name"
    sentence = _("“%(name)s” is there already, or another organisation has its unified social credit code.")


class WrongCreditCode(Refusal):
    """The unified social credit code cannot be right."""

    field = "uscc"
    sentence = _(
        "The unified social credit code has 18 characters and a check character that does not fit here. Compare it with the licence."
    )


class RoleDoesNotFit(Refusal):
    """A regulator has no base managers."""

    field = "role"
    sentence = _("“%(role)s” is no role at “%(organisation)s”. Choose one from the list.")


class AlreadyAppointed(Refusal):
    """The membership is there."""

    sentence = _("%(name)s has this role at “%(organisation)s” already.")


class NoSuchEmployer(Refusal):
    """No employer of this name is recorded."""

    field = "employer"
    sentence = _(
        "No employer is recorded under “%(text)s”. Type the full name or the unified social credit code, or tick that it is not recorded here."
    )


class EndsTooEarly(Refusal):
    """It would end before it began."""

    field = "ends_before"
    sentence = _("The membership began on %(since)s and cannot end before that.")


@transaction.atomic
def create(  # noqa: PLR0913  (the facts of a row, all named)
    *,
    kind: str,
    name: str,
    region: Region,
    by: User | None,
    at: datetime,
    sector: str = Sector.GENERAL,
    parent: Organisation | None = None,
    uscc: str | None = None,
    employer_kind: str = "",
    phone: str = "",
    address: str = "",
) -> Organisation:
    """
    Record an organisation.

    :raises WrongCreditCode: if `uscc` cannot be right
    :raises NameTaken: if the name or code is another's
    """
    organisation = Organisation(
        kind=kind,
        name=" ".join(name.split()),
        region=region,
        sector=sector,
        parent=parent,
        uscc=_credit_code(uscc),
        employer_kind=employer_kind,
        phone=phone,
        address=address,
    )
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError:
        raise NameTaken(name=organisation.name) from None
    return organisation


@transaction.atomic
def appoint(
    *,
    user: User,
    organisation: Organisation,
    role: str,
    since: date,
    by: User | None,
    at: datetime,
    ends_before: date | None = None,
) -> Membership:
    """
    Let `user` act for `organisation` in a role from a day on.

    :raises RoleDoesNotFit: if this kind of organisation has no such role
    :raises AlreadyAppointed: if the role is held on that day
    """
    if role not in ROLES_OF_KIND[organisation.kind]:
        raise RoleDoesNotFit(role=Role(role).label, organisation=organisation)
    # Two appointments of one login wait for each other.
    User.objects.select_for_update().get(pk=user.pk)
    same = Membership.objects.filter(user=user, organisation=organisation, role=role)
    if same.filter(Q(ends_before=None) | Q(ends_before__gt=since)).exists():
        raise AlreadyAppointed(name=user, organisation=organisation)
    return Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        since=since,
        ends_before=ends_before,
        appointed_by=by,
        appointed_at=at,
    )


@transaction.atomic
def dismiss(*, membership: Membership, ends_before: date, by: User) -> Membership:
    """
    End a membership: `ends_before` is the first day without it. One that ends by then anyway is left as it is, never prolonged.

    :raises EndsTooEarly: if it had not begun
    """
    membership = Membership.objects.select_for_update().select_related("organisation", "user").get(pk=membership.pk)
    if ends_before <= membership.since:
        raise EndsTooEarly(since=membership.since.isoformat())
    if membership.ends_before and membership.ends_before <= ends_before:
        return membership
    membership.ends_before, membership.ended_by = ends_before, by
    membership.save(update_fields=["ends_before", "ended_by"])
    return membership


def employer(text: str) -> Organisation:
    """
    Return the employer of this name or unified social credit code.

    :raises NoSuchEmployer: if none is recorded
    """
    text = " ".join(text.split())
    named = Organisation.objects.filter(Q(name=text) | Q(uscc=text.upper()), kind=OrganisationKind.EMPLOYER)
    found = named.order_by("pk").first()
    if found is None:
        raise NoSuchEmployer(text=text)
    return found


def members(organisation: Organisation) -> QuerySet[Membership]:
    """Return everybody who acts or acted for `organisation`, present ones first."""
    rows = Membership.objects.filter(organisation=organisation).select_related("user", "appointed_by", "ended_by")
    return rows.order_by("ends_before", "role", "pk")


def _credit_code(text: str | None) -> str | None:
    if not text:
        return None
    try:
        return str(social_credit_code.validate(text))
    except ValidationError:
        raise WrongCreditCode from None
