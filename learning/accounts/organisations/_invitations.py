"""
Invitations: somebody shall act for an organisation, named by a mobile number.

Whether the number has a login is not told: an invitation is written either way, and becomes a membership when whoever proved the
number signs in within a fortnight, if whoever invited them manages the organisation still.
"""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning import tags
from learning.accounts import access, identity, texts
from learning.accounts.enums import Role
from learning.accounts.models import INVITATION_LASTS, Invitation, Membership, Organisation, User
from learning.accounts.organisations._operations import ROLES_OF_KIND, AlreadyAppointed, RoleDoesNotFit, appoint
from learning.errors import Refusal

LANGUAGE = "zh-hans"  # of people of whom no login says another
# Whoever invites has texts sent at the province's cost to numbers that they choose.
A_DAY = timedelta(days=1)
TEXTS_OF_ORGANISATION = 50
TEXTS_TO_NUMBER = 3
# Two parts of a text message in Chinese; a longer name is cut.
TEXT_LONGEST = 134


class InvitesOneself(Refusal):
    """Nobody takes a role without somebody else's say."""

    field = "mobile"
    sentence = _("This is your own login. Ask somebody else who manages the organisation to appoint you.")


class AlreadyInvited(Refusal):
    """The invitation is there, or the membership that came of it."""

    field = "mobile"
    sentence = _("This mobile number has been invited to this role already.")


class TooManyInvitations(Refusal):
    """Text messages cost, and annoy."""

    sentence = _(
        "Your organisation has invited %(most)d people within a day. Invite the others tomorrow, or call the help line."
    )


class TooManyToNumber(Refusal):
    """Somebody's telephone would ring again and again."""

    field = "mobile"
    sentence = _("This mobile number has been invited %(most)d times within a day. Try again tomorrow.")


@transaction.atomic
def invite(*, mobile: str, organisation: Organisation, role: str, since: date, by: User, at: datetime) -> Invitation:
    """
    Invite whoever proved `mobile`, or will, to act for `organisation` from a day on, and tell them by text message.

    :raises identity.WrongMobile: if this is no mobile number
    :raises InvitesOneself: if it is the own one
    :raises RoleDoesNotFit: if this kind of organisation has no such role
    :raises AlreadyInvited: if an invitation is open, or a member who was shown in the list has this number
    :raises TooManyInvitations: if the organisation, or TooManyToNumber: if anybody invited this number too often within a day
    """
    mobile = identity.normalised_mobile(mobile)
    if mobile == by.mobile:
        raise InvitesOneself
    if role not in ROLES_OF_KIND[organisation.kind]:
        raise RoleDoesNotFit(role=Role(role).label, organisation=organisation)
    held = Membership.objects.filter(
        Q(ends_before=None) | Q(ends_before__gt=since), organisation=organisation, role=role, user__mobile=mobile
    )
    if held.filter(user__mobile_verified=True).exists():
        raise AlreadyInvited
    _check_how_often(organisation, mobile, at)
    # One that nobody took up in time makes room for a new one.
    ended = Invitation.objects.filter(mobile=mobile, organisation=organisation, role=role, closed_at=None)
    ended.filter(invited_at__lte=at - INVITATION_LASTS).update(closed_at=at)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                mobile=mobile, organisation=organisation, role=role, since=since, invited_by=by, invited_at=at
            )
    except IntegrityError:
        raise AlreadyInvited from None
    _tell(invitation, at)
    return invitation


@transaction.atomic
def take_up_invitations(*, user: User, at: datetime) -> list[Membership]:
    """Make memberships of the invitations of the number that `user` proved; called when they sign in."""
    if not user.mobile or not user.mobile_verified:
        return []
    waiting = Invitation.objects.select_for_update(of=("self",)).filter(
        mobile=user.mobile, closed_at=None, invited_at__gt=at - INVITATION_LASTS
    )
    return [
        membership
        for invitation in waiting.select_related("organisation", "invited_by").order_by("pk")
        if (membership := _take_up(invitation, user, at))
    ]


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, at: datetime) -> None:
    """Take an invitation back that nobody took up."""
    Invitation.objects.filter(pk=invitation.pk, closed_at=None).update(closed_at=at)


def invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """Return the open invitations of `organisation`, the oldest first."""
    rows = Invitation.objects.filter(organisation=organisation, closed_at=None).select_related("invited_by")
    return rows.order_by("pk")


def _check_how_often(organisation: Organisation, mobile: str, at: datetime) -> None:
    # Taken back or not: each was a text.
    lately = Invitation.objects.filter(invited_at__gt=at - A_DAY)
    if lately.filter(organisation=organisation).count() >= TEXTS_OF_ORGANISATION:
        raise TooManyInvitations(most=TEXTS_OF_ORGANISATION)
    if lately.filter(mobile=mobile).count() >= TEXTS_TO_NUMBER:
        raise TooManyToNumber(most=TEXTS_TO_NUMBER)


def _take_up(invitation: Invitation, user: User, at: datetime) -> Membership | None:
    try:
        # It counts as long as whoever gave it could give it still: nobody who was dismissed leaves a door open.
        access.organisation_to_manage(invitation.invited_by, invitation.organisation_id, localdate(at))
        membership = appoint(
            user=user,
            organisation=invitation.organisation,
            role=invitation.role,
            since=max(invitation.since, localdate(at)),
            by=invitation.invited_by,
            at=at,
        )
    except (AlreadyAppointed, Http404):
        membership = None
    invitation.closed_at, invitation.membership = at, membership
    invitation.save(update_fields=["closed_at", "membership"])
    return membership


def _tell(invitation: Invitation, at: datetime) -> None:
    with translation.override(LANGUAGE):
        body = gettext(
            "Xueshi: “%(organisation)s” invites you to act for it (%(role)s). Sign in or sign up with this mobile number by %(day)s; it takes effect then."
        )
        said = {"role": invitation.get_role_display(), "day": tags.short_day(invitation.expires_at)}
        room = TEXT_LONGEST - len(body % {"organisation": "", **said})
        name = invitation.organisation.name
        said["organisation"] = name if len(name) <= room else f"{name[: room - 1]}…"
        texts.write(to=invitation.mobile, body=body % said, at=at, expires_at=invitation.expires_at)
