"""
Seals: digital signatures of organisations in PDF files (PAdES), the keys that make them, and the platform's own authority.

`seal` signs a file with the organisation's present key; `examine` says who sealed a file, or why its seal is worth nothing. A seal covers
the file to its last byte. `examine` parses nothing that it has not proved: it finds the signature by a pattern, checks it over the bytes,
and leaves everything else in the file alone; so what somebody built into a file of his own does nothing here.

Each organisation has keys of its own (`SealKey`), certified by an authority. The platform's own one is made by `manage.py
seal_authority`; on a developer's machine, in the demo and in tests it and the keys are made where they are missing. `renew` gives an
organisation another key: the newest one seals, and what an older one sealed stays good, because a seal is judged as of the moment
when it was made: the one that a timestamp authority (`TSA_URL`) vouches for, else the one that the sealed paper states.

A key in wrong hands is ended (`end`): it seals nothing any more, and what it sealed is trusted only where something proves that it was
sealed before: a timestamp, or whoever asks had the very file already. Who has a key can write any day into a paper.

Private halves are in a store (`SEAL_STORE`): `FileStore` keeps encrypted files; `Pkcs11Store` asks a device (`PKCS11_MODULE`), through
pyHanko's signer; one for a licensed e-seal service implements `Store`.
"""

from credits.seals._authority import AuthorityAway, authority, make_authority, read_roots
from credits.seals._ends import (
    NOBODY,
    EndReasonMissing,
    Ends,
    EndToCome,
    KeyEnd,
    KeyEndedBefore,
    KeyUnknown,
    SealedLate,
    SealStolen,
    end,
    ends,
    read_ends,
)
from credits.seals._ends import told as told_ends
from credits.seals._examining import BytesAdded, BytesChanged, NoSeal, Seal, SealUnknown, examine
from credits.seals._files import FileStore
from credits.seals._keys import KeyAway, Store, renew, roots
from credits.seals._pkcs11 import DeviceAway, MadeByDevice, Pkcs11Store
from credits.seals._sealing import Sealed, seal

__all__ = [
    "NOBODY",
    "AuthorityAway",
    "BytesAdded",
    "BytesChanged",
    "DeviceAway",
    "EndReasonMissing",
    "EndToCome",
    "Ends",
    "FileStore",
    "KeyAway",
    "KeyEnd",
    "KeyEndedBefore",
    "KeyUnknown",
    "MadeByDevice",
    "NoSeal",
    "Pkcs11Store",
    "Seal",
    "SealStolen",
    "SealUnknown",
    "Sealed",
    "SealedLate",
    "Store",
    "authority",
    "end",
    "ends",
    "examine",
    "make_authority",
    "read_ends",
    "read_roots",
    "renew",
    "roots",
    "seal",
    "told_ends",
]
