"""Forms of people and organisations. What is right or wrong is said by the operations; forms only know what may be left empty."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.accounts import organisations
from learning.accounts.enums import DocumentKind
from learning.accounts.joining import Found
from learning.accounts.models import Organisation


class DocumentForm(forms.Form):
    """Who somebody is, as it stands on the document."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As printed on the document."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    document_kind = forms.ChoiceField(
        label=_("Kind of document"), choices=DocumentKind.choices, initial=DocumentKind.RESIDENT_ID
    )
    number = forms.CharField(
        label=_("Number on the document"),
        max_length=60,
        help_text=_("It is stored encrypted and shown with its last four characters only."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text", "spellcheck": "false"}),
    )


class InPersonForm(DocumentForm):
    """Somebody stands before staff with the document."""

    mobile = forms.CharField(
        label=_("Mobile number of the login"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    has_seen = forms.BooleanField(
        label=_("I have the person and the document before me, and both agree"),
        error_messages={"required": _("Tick this only with the person and the document before you.")},
    )


class CorrectNameForm(DocumentForm):
    """The name on the document, where a stranger stated another one."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept with the record."),
    )
    has_seen = forms.BooleanField(
        label=_("I have the person and the document before me, and both agree"),
        error_messages={"required": _("Tick this only with the person and the document before you.")},
    )


class JoinForm(DocumentForm):
    """Who somebody is, and the separate consent that the document number needs."""

    agrees = forms.BooleanField(
        label=_(
            "I agree separately that this system handles my document number, to find my record and for no other purpose"
        ),
        error_messages={
            "required": _(
                "Without this consent the number cannot be handled. Staff of a base can record your hours by roster instead."
            )
        },
    )


class ContactForm(forms.Form):
    """Where the code shall go."""

    contact = forms.ChoiceField(label=_("Send a code to"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, found: Found, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(contact.pk), contact.masked) for contact in found.contacts]
        self.fields["contact"] = forms.ChoiceField(
            label=_("Send a code to"),
            widget=forms.RadioSelect,
            choices=choices,
            initial=choices[0][0] if choices else None,
        )


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ContestForm(forms.Form):
    """Why the record is somebody else's."""

    reason = forms.CharField(label=_("Why is it yours?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AppointForm(forms.Form):
    """Somebody shall act for an organisation."""

    mobile = forms.CharField(
        label=_("Mobile number of the login"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"))
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in organisations.ROLES_OF_KIND[organisation.kind]]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=roles)
