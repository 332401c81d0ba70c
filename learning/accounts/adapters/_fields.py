"""A field for mobile numbers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.accounts import identity


class MobileField(forms.CharField):
    """Takes a mobile number however it is typed, and gives it as `+8613800000000`."""

    def __init__(self, **kwargs: Any) -> None:
        # allauth's own label says "Phone"; nobody can receive a code at a telephone on the desk.
        kwargs["label"] = _("Mobile number")
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}))
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return the number in one form, or say what is wrong with it."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            return identity.normalised_mobile(text)
        except identity.WrongMobile as refusal:
            raise forms.ValidationError(str(refusal)) from None
