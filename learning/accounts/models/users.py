"""The login."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from learning.accounts.enums import ConsentKind


class OptionalEmailField(models.EmailField):  # type: ignore[type-arg]
    """An address or none: allauth and forms write an empty text where there is none, which two logins could not share."""

    def get_prep_value(self, value: Any) -> Any:
        """Store an empty text as NULL."""
        return super().get_prep_value(value) or None


class UserManager(BaseUserManager["User"]):
    """Makes logins by mobile number or e-mail."""

    def create_user(
        self, *, mobile: str | None = None, email: str | None = None, password: str | None = None, name: str = ""
    ) -> "User":
        """Create a login that is found by `mobile` (E.164) or `email`."""
        user = self.model(
            mobile=mobile, email=email.lower() if email else None, name=name, mobile_verified=bool(mobile)
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, *, mobile: str | None = None, email: str | None = None, password: str | None = None, name: str = ""
    ) -> "User":
        """Create a login that may do everything; for the operator, not for a role of this system."""
        user = self.create_user(mobile=mobile, email=email, password=password, name=name)
        user.is_staff = user.is_superuser = True
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A login: somebody who can sign in, by mobile number or e-mail. Not a person of the register."""

    handle = models.UUIDField(_("handle"), unique=True, default=uuid.uuid4)
    mobile = models.CharField(
        _("mobile number"),
        max_length=20,
        null=True,
        blank=True,
        help_text=_("With country code, such as +8613800000000."),
    )
    mobile_verified = models.BooleanField(_("mobile number verified"), default=False)
    email = OptionalEmailField(_("e-mail"), unique=True, null=True, blank=True)
    name = models.CharField(_("name shown"), max_length=50, blank=True)
    # Wagtail's user screens ask for these two; the product shows `name`.
    first_name = models.CharField(_("given name"), max_length=50, blank=True)
    last_name = models.CharField(_("family name"), max_length=50, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_staff = models.BooleanField(_("may open the technical administration"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("made at"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("login")
        verbose_name_plural = _("logins")
        constraints = [
            models.CheckConstraint(name="email_is_lower_case", condition=Q(email=None) | Q(email=Lower(F("email")))),
            # Only who proved a number has it: a sign-up that was never finished must not keep the number from its owner.
            models.UniqueConstraint(name="one_login_a_mobile", fields=["mobile"], condition=Q(mobile_verified=True)),
        ]

    def __str__(self) -> str:
        return self.name or (self.mobile or "").removeprefix("+86") or self.email or str(self.handle)

    # Wagtail and Django's admin ask a login for these two.
    def get_full_name(self) -> str:
        """Return the name shown."""
        return str(self)

    def get_short_name(self) -> str:
        """Return the name shown."""
        return str(self)

    def get_username(self) -> str:
        """Return how the login is shown; nobody types the handle."""
        return str(self)


class Consent(models.Model):
    """Somebody agreed to a version of a notice, at a moment. Append-only; a new version is agreed to anew."""

    user = models.ForeignKey(User, models.PROTECT, related_name="consents")
    kind = models.CharField(_("kind"), max_length=20, choices=ConsentKind.choices)
    version = models.CharField(_("version"), max_length=10)
    agreed_at = models.DateTimeField(_("agreed at"))

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [models.UniqueConstraint(name="one_consent_a_version", fields=["user", "kind", "version"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.version}"
