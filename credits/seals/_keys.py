"""Keys of organisations: the present one, another one, and what is trusted to have certified them."""

from datetime import datetime, timedelta
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from credits.models import SealKey
from credits.seals import _authority, _x509
from learning.accounts.models import Organisation
from learning.errors import Refusal

YEARS = timedelta(days=5 * 365)
# A certificate is good a little before the moment at which it was made: clocks differ.
EARLIER = timedelta(days=1)


class KeyAway(Refusal):
    """An organisation has no key that could seal."""

    sentence = _("%(organisation)s has no key for seals here. Make one: manage.py seal_key %(id)s.")


class Store(Protocol):
    """Where private halves of keys are, and what may be asked of them."""

    def make(self, name: str) -> CertificateIssuerPrivateKeyTypes:
        """Make a key and keep it as `name`."""
        ...

    def has(self, name: str) -> bool:
        """Say whether there is a key called `name`."""
        ...

    def sign(self, name: str, content: bytes) -> bytes:
        """Return the signature of `content` by the key called `name`."""
        ...


def store() -> Store:
    """Return the store that the settings name."""
    made: Store = import_string(settings.SEAL_STORE)()
    return made


def present_key(organisation_id: int, *, at: datetime) -> SealKey:
    """
    Return the key that seals for an organisation at a moment.

    :raises KeyAway: if it has none here, and none is made as it is needed
    """
    good = SealKey.objects.filter(organisation=organisation_id, since__lte=at, until__gt=at, end=None)
    newest = good.order_by("-pk").first()
    if newest is not None and store().has(newest.serial):
        return newest
    organisation = Organisation.objects.get(pk=organisation_id)
    if not settings.SEALS_MADE_HERE:
        raise KeyAway(organisation=organisation.name, id=organisation_id)
    return renew(organisation=organisation, at=at)


@transaction.atomic
def renew(*, organisation: Organisation, at: datetime) -> SealKey:
    """
    Give `organisation` another key, which seals from now on; what earlier ones sealed stays good.

    :raises AuthorityAway: if nobody here can certify it
    """
    above = _authority.authority()
    # Its name is known before its certificate is: the store keeps it under the number that the certificate will bear.
    serial = x509.random_serial_number()
    key = store().make(f"{serial:x}")
    certificate = _x509.key_certificate(
        _x509.named(organisation.name, organisation.uscc or ""),
        key.public_key(),
        serial=serial,
        authority=above.certificate,
        key=above.key,
        since=at - EARLIER,
        until=at + YEARS,
    )
    return SealKey.objects.create(
        organisation=organisation,
        serial=f"{serial:x}",
        certificate=_x509.der(certificate),
        authority=_x509.der(above.certificate),
        since=certificate.not_valid_before_utc,
        until=certificate.not_valid_after_utc,
        made_at=at,
    )


def roots() -> list[x509.Certificate]:
    """Return the certificates that are trusted: those of the authorities that ever certified a key here, and those in the folder."""
    known = SealKey.objects.order_by().values_list("authority", flat=True).distinct()
    found = [*(x509.load_der_x509_certificate(bytes(one)) for one in known), *_authority.trusted()]
    return list(dict.fromkeys(found))
