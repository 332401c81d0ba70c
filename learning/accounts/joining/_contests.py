"""A record taken wrongly: contested by its owner, decided by a regulator."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from learning.accounts.joining._logins import part
from learning.accounts.joining._telling import tell, tell_contacts
from learning.accounts.models import JoinAttempt, PersonLogin, User
from learning.errors import Refusal


class ReasonMissing(Refusal):
    """A reason must be given."""

    field = "reason"
    sentence = _("Say in one sentence why.")


class NotTaken(Refusal):
    """No login is joined to the record any more."""

    field = "reason"
    sentence = _("No other login is joined to this record any more. Begin again and prove that it is yours.")


@transaction.atomic
def contest(*, attempt: JoinAttempt, reason: str, at: datetime) -> PersonLogin:
    """
    Say that the login joined to the record that `attempt` found is not its owner's. Nothing changes until a regulator decides.

    :raises ReasonMissing: without a reason
    :raises NotTaken: if the other login was parted meanwhile
    """
    if not reason.strip():
        raise ReasonMissing
    login = PersonLogin.objects.select_for_update().filter(person=attempt.person_id, ended_at=None).first()
    if login is None:
        raise NotTaken
    if login.contested_at is None:
        login.contested_at, login.contested_by, login.contested_reason = at, attempt.user, reason.strip()[:500]
        login.save(update_fields=["contested_at", "contested_by", "contested_reason"])
        body = _(
            "Xueshi: somebody says that the login joined to your record is not yours. A regulator will decide. If it was not you, tell your regulator."
        )
        tell_contacts(login.person, body, at=at)
    return login


@transaction.atomic
def decide_contest(*, login: PersonLogin, is_upheld: bool, by: User, at: datetime) -> PersonLogin:
    """Decide a contest: part the login from the record if it `is_upheld`, else leave both as they were. Whoever contested is told."""
    login = PersonLogin.objects.select_for_update().get(pk=login.pk)
    contester = login.contested_by
    if login.ended_at or contester is None:
        return login
    if is_upheld:
        part(login, by=by, at=at)
    else:
        login.contested_at, login.contested_by = None, None
        login.save(update_fields=["contested_at", "contested_by"])
    if contester.mobile:
        upheld = _("Xueshi: the other login was parted from your record. Sign in and join your record now.")
        refused = _("Xueshi: the login joined to the record stays. Ask your regulator if you do not agree.")
        tell(contester.mobile, upheld if is_upheld else refused, contester.language, at=at)
    return login
