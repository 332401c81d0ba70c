"""Identity: what is written on a document, brought to one form, kept secret, found again. Knows no table."""

from learning.accounts.identity._mobiles import WrongMobile, masked_address, normalised_mobile
from learning.accounts.identity._names import WrongName, checked_name, folded_name
from learning.accounts.identity._numbers import (
    WrongBeginning,
    WrongCharacter,
    WrongCheckCharacter,
    WrongDate,
    WrongLength,
    WrongNumber,
    birth_date,
    kind_by_number,
    masked,
    normalised,
)
from learning.accounts.identity._secrets import decrypted, encrypted, number_index, number_indexes, reencrypted

__all__ = [
    "WrongBeginning",
    "WrongCharacter",
    "WrongCheckCharacter",
    "WrongDate",
    "WrongLength",
    "WrongMobile",
    "WrongName",
    "WrongNumber",
    "birth_date",
    "checked_name",
    "decrypted",
    "encrypted",
    "folded_name",
    "kind_by_number",
    "masked",
    "masked_address",
    "normalised",
    "normalised_mobile",
    "number_index",
    "number_indexes",
    "reencrypted",
]
