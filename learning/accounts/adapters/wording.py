"""allauth's forms in the words of this product. `ACCOUNT_FORMS` and `MFA_FORMS` name them by way of `forms`."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django.utils.translation import gettext_lazy as _

LABELS = {
    "email": _("E-mail address"),
    "code": _("Code"),
    "oldpassword": _("Present password"),
    "password": _("Password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "name": _("Name of the passkey"),
    "passwordless": _("Sign in with it alone, without a password"),
}
HINTS = {
    "password1": _("At least 10 characters, not digits only."),
    "passwordless": _("Without this it is asked for after the password."),
}


class Worded:
    """A form whose fields bear our labels, and no placeholders that repeat them."""

    fields: Any
    words: ClassVar[dict[str, Any]] = LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.words.get(name, field.label)
            field.help_text = HINTS.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)


class AddEmailForm(Worded, account.AddEmailForm):
    """A further e-mail address."""


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    """Another password."""


class SetPasswordForm(Worded, account.SetPasswordForm):
    """The first password."""


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    """Where a link for a new password goes."""


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    """A new password, by a link."""


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    """The password once more."""


class ConfirmLoginCodeForm(Worded, account.ConfirmLoginCodeForm):
    """The code for signing in."""


class VerifyPhoneForm(Worded, account.VerifyPhoneForm):
    """The code that proves a mobile number."""


class ChangePhoneForm(Worded, account.ChangePhoneForm):
    """Another mobile number."""

    words = LABELS | {"phone": _("New mobile number")}


class AuthenticateForm(Worded, factors.AuthenticateForm):
    """The code of the second factor."""


class ReauthenticateFactorForm(Worded, factors.ReauthenticateForm):
    """The code of the second factor once more."""


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""


class AddPasskeyForm(Worded, passkeys.AddWebAuthnForm):
    """A new passkey."""


class EditPasskeyForm(Worded, passkeys.EditWebAuthnForm):
    """Another name of a passkey."""
