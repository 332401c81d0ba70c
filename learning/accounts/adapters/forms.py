"""
Forms of signing up and in, in the words of this product. `ACCOUNT_FORMS` names them.

Whoever signs in types a mobile number or an e-mail address into one field; no step needs an e-mail address.
"""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.accounts import identity
from learning.accounts.adapters.wording import HINTS, Worded
from learning.accounts.models import User


def _login_field() -> forms.CharField:
    return forms.CharField(
        label=_("Mobile number or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


def _mobile_or_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        try:
            return identity.normalised_mobile(text)
        except identity.WrongMobile:
            raise forms.ValidationError(_("Type a mobile number of 11 digits or an e-mail address.")) from None
    return text.lower()


def _consent() -> str:
    link = format_html(
        '<a href="{}" target="_blank">{}</a>',
        reverse_lazy("accounts:privacy"),
        gettext("how this system handles personal information"),
    )
    return format_html(gettext("I have read {} and agree"), link)


class SignupForm(allauth_forms.SignupForm):
    """Mobile number and password; an e-mail address if somebody likes."""

    field_order = ("phone", "password1", "email", "consent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = _("A code will be sent there.")
        password = self.fields["password1"]
        password.label, password.help_text = _("Password"), HINTS["password1"]
        password.widget.attrs.pop("placeholder", None)
        self.fields["email"] = forms.EmailField(
            label=_("E-mail (if you like)"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
        )
        self.fields["consent"] = forms.BooleanField(
            label=lazy(_consent, str)(),
            error_messages={
                "required": _("Please read the notice and agree to it, or ask your base to enrol you without a login.")
            },
        )
        self.order_fields(self.field_order)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Take as long for a number that has a login as for one that has none: both hash a password."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved


class LoginForm(Worded, allauth_forms.LoginForm):
    """Mobile number or e-mail, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _login_field()
        self.fields["remember"].label = _("Stay signed in on this device")
        self.order_fields(("login", "password", "remember"))

    def clean_login(self) -> str:
        """Return the number or address in the form in which logins are found."""
        return _mobile_or_email(self.cleaned_data["login"].strip())


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):
    """One field instead of two."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = None
        self.fields.clear()
        self.fields["login"] = _login_field()

    def clean_login(self) -> str:
        """Find out which of the two was typed, and let allauth look for it."""
        login = _mobile_or_email(self.cleaned_data["login"].strip())
        kind = "email" if "@" in login else "phone"
        self.cleaned_data[kind] = login
        self.cleaned_data[kind] = self.clean_email() if kind == "email" else self.clean_phone()
        return login
