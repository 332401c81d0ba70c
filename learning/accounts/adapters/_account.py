"""Logins: mobile numbers, codes by text message, who is cooled down."""

import logging
import secrets
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.accounts import identity, texts
from learning.accounts.adapters._arrival import arrive, note_consent
from learning.accounts.adapters._fields import MobileField
from learning.accounts.models import User

# Wrong passwords of one login, from all addresses together: an attack from many may shut the door for minutes, not for longer.
WRONG_PASSWORDS = {"login_failed_anywhere": "100/10m/key"}
CODE_MINUTES = 15

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Logins by mobile number. A number belongs to the login that proved it; until then it is only claimed."""

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Lead from signing up to joining the own record, unless something else was asked for."""
        return reverse("accounts:join")

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002  (allauth's)
        """Keep the language that the login was made in."""
        user.language = translation.get_language() or user.language
        note_consent(request, at=timezone.now())  # noqa: TID251  (an edge: allauth hands down no clock)
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """Let what waited for this sign-in take effect: consents, invitations."""
        response = super().post_login(request, user, **how)
        return arrive(request, user, response, at=timezone.now())  # noqa: TID251  (an edge)

    # allauth's own Chinese is stiff, and speaks of telephones.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This is not the code that was sent. Look at the newest message."),
        "phone_password_mismatch": _("Mobile number and password do not belong together."),
        "email_password_mismatch": _("E-mail address and password do not belong together."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "phone_taken": _("Another login has this mobile number."),
        "same_as_current": _("This is the number that you have already."),
        "too_many_login_attempts": _("Too many wrong tries. Wait five minutes, or sign in by a code."),
        "account_inactive": _("This login is closed."),
        "cannot_remove_primary_email": _("Mail goes to this address. Have it sent to another one first."),
        "duplicate_email": _("This address is among yours already."),
        "email_taken": _("Another login has this e-mail address."),
        "invalid_or_expired_key": _("This link was used already, has expired, or part of it is missing."),
        "invalid_login": _("This is no login."),
        "invalid_password_reset": _("This link was used already, has expired, or part of it is missing."),
        "max_email_addresses": _("You can have %d e-mail addresses, not more."),
        "unknown_email": _("No login has this e-mail address."),
        "unknown_phone": _("No login has this mobile number."),
        "unverified_primary_email": _("Confirm the address first; then mail can go there."),
        "select_only_one": _("Choose one only."),
        "rate_limited": _("Too many tries. Wait a minute and try again."),
    }

    # Mobile numbers

    def phone_form_field(self, **kwargs: Any) -> MobileField:
        """Ask for a mobile number, +86 unless another code is typed."""
        return MobileField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """Return the number and whether it was proved."""
        return (user.mobile, user.mobile_verified) if user.mobile else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:  # noqa: FBT001  (allauth's)
        """Store a number."""
        user.mobile, user.mobile_verified = phone, verified
        user.save(update_fields=["mobile", "mobile_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Store a number as proved, and drop sign-ups with it that nobody finished."""
        unfinished = User.objects.filter(
            mobile=phone, mobile_verified=False, last_login=None, person_logins=None, memberships=None
        )
        unfinished.exclude(pk=user.pk).delete()
        self.set_phone(user, phone, verified=True)

    def get_user_by_phone(self, phone: str) -> User | None:
        """Return the login that proved this number."""
        try:
            number = identity.normalised_mobile(phone)
        except identity.WrongMobile:
            return None
        return User.objects.filter(mobile=number, mobile_verified=True).first()

    # Codes

    def generate_phone_verification_code(self, *, user: User, phone: str) -> str:
        """Return six digits, as people are used to."""
        return f"{secrets.randbelow(10**6):06d}"

    def generate_login_code(self) -> str:
        """Return six digits."""
        return f"{secrets.randbelow(10**6):06d}"

    def send_verification_code_sms(self, user: User, phone: str, code: str, **_more: Any) -> None:
        """Send a code."""
        body = gettext("Xueshi: your code is %(code)s, valid for %(minutes)d minutes. Tell it to nobody.")
        self._text(phone, body % {"code": code, "minutes": CODE_MINUTES})

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Tell the owner of a number, and only them, that it has a login."""
        self._text(
            phone,
            gettext(
                "Xueshi: this mobile number, or the e-mail address typed with it, has a login already. Please sign in, or get a code if you forgot the password."
            ),
        )

    def send_unknown_account_sms(self, phone: str, **_more: Any) -> None:
        """Tell the owner of a number, and only them, that it has no login."""
        self._text(phone, gettext("Xueshi: this mobile number has no login yet. Please sign up first."))

    def _text(self, phone: str, body: str) -> None:
        at = timezone.now()  # noqa: TID251  (an edge: allauth hands down no clock)
        texts.write(to=phone, body=body, at=at, expires_at=at + timedelta(minutes=CODE_MINUTES))

    # Limits

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth's own leaves out mobile numbers (all would share one limit) and the address (anybody could lock the owner out).
        return f"{self.get_client_ip(request)}:{_login(credentials)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this try twice: for login and address together, tightly, and for the login from everywhere, loosely."""
        super().pre_authenticate(request, **credentials)
        anywhere = ratelimit.consume(
            request,
            action="login_failed_anywhere",
            app="allauth.account",
            config=WRONG_PASSWORDS,
            key=_login(credentials),
        )
        if not anywhere:
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage.usage += anywhere.usage

    # Mail

    def format_email_subject(self, subject: str) -> str:
        """Begin with the product's name."""
        return gettext("Xueshi: %(subject)s") % {"subject": subject}

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send; a mail server that is away must not stop somebody who needs no mail."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            logger.exception("mail %s not sent", template_prefix)


def _login(credentials: dict[str, Any]) -> str:
    return str(credentials.get("phone") or credentials.get("email") or credentials.get("username") or "").casefold()
