"""Mobile numbers and how addresses are shown to those who only may recognise them."""

import unicodedata

import phonenumbers
from django.utils.translation import gettext_lazy as _

from learning.errors import Refusal

REGION = "CN"  # a number without a country code is one of +86
_MAY_RECEIVE = {
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    phonenumbers.PhoneNumberType.UNKNOWN,
}


class WrongMobile(Refusal):
    """This is no number that can receive text messages."""

    field = "mobile"
    sentence = _("This is not a mobile number. Type 11 digits, or a number of another country with + and its code.")


def normalised_mobile(text: str) -> str:
    """
    Return a mobile number as `+8613800000000`, whatever width, spaces or code it was typed with.

    :raises WrongMobile: if it cannot be one
    """
    if len(text) > 40:
        raise WrongMobile
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", text), REGION)
    except phonenumbers.NumberParseException:
        raise WrongMobile from None
    if (
        number.extension
        or not phonenumbers.is_possible_number(number)
        or phonenumbers.number_type(number) not in _MAY_RECEIVE
    ):
        raise WrongMobile
    if number.country_code == 86 and not phonenumbers.is_valid_number(number):
        raise WrongMobile

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def masked_address(value: str) -> str:
    """Return a mobile number or e-mail address so that its owner recognises it and nobody else learns it."""
    if "@" in value:
        local, _at, host = value.partition("@")
        return f"{local[:1]}***@{host}"
    local = value.removeprefix("+86")
    return f"{local[:3]}****{local[-4:]}" if len(local) > 7 else f"***{local[-2:]}"
