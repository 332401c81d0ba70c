"""What somebody taught, and what it counts: a proof is due for each such claim that an organisation of the register confirmed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from credits import ledger
from credits.certificates._orders import Order, order
from credits.enums import Activity, CertificateKind, ClaimState
from credits.hours import to_decimal
from credits.ledger import Award
from credits.models import CertificateOrder, Claim, SweepPlace

CLAIMS_A_SLICE = 2_000
PLACE = "certificates:taught"
# As the index `claims_taught` says it.
TAUGHT = Q(activity__in=[Activity.TEACHING, Activity.LECTURE_GIVEN]) | Q(role="lecturer")


@transaction.atomic
def order_taught_due(*, at: datetime) -> int:
    """Write down the proofs of hours taught that are due for a slice of claims, round and round; return how many were new."""
    place, _is_new = SweepPlace.objects.select_for_update().get_or_create(name=PLACE)
    claims = list(Claim.objects.filter(TAUGHT, pk__gt=place.after).order_by("pk")[:CLAIMS_A_SLICE])
    place.after = claims[-1].pk if len(claims) == CLAIMS_A_SLICE else 0
    place.save(update_fields=["after"])

    return order(orders=_due(_unordered(claims)), at=at)


def _unordered(claims: Sequence[Claim]) -> list[Claim]:
    """Return those of which nothing was ordered: the certificate of a claim that was corrected follows by itself."""
    mine = [claim for claim in claims if claim.provider_organisation_id]
    known = set(CertificateOrder.objects.filter(key__in=map(_key, mine)).values_list("key", flat=True))
    return [claim for claim in mine if _key(claim) not in known]


def _due(claims: Sequence[Claim]) -> list[Order]:
    people = {claim.person_id for claim in claims}
    living = ledger.claims_of(people, state=ClaimState.LIVE).filter(pk__in=[claim.pk for claim in claims])
    awards = ledger.present_awards([claim.pk for claim in claims])
    found = living.select_related("provider_organisation")
    best = {claim.pk: max(awards.get(claim.pk, ()), key=_worth, default=None) for claim in found}
    return [_order(claim, award) for claim in found if (award := best[claim.pk]) and award.hours > 0]


def _order(claim: Claim, award: Award) -> Order:
    organisation = claim.provider_organisation
    assert organisation is not None
    return Order(
        key=_key(claim),
        kind=CertificateKind.TEACHING,
        person_id=claim.person_id,
        claim_id=claim.pk,
        organisation_id=organisation.pk,
        title=claim.title,
        activity=claim.activity,
        approval_number=claim.approval_number,
        starts_on=claim.starts_on,
        ends_on=claim.ends_on,
        hours={code: to_decimal(hours) for code, hours in award.by_category.items()},
        host="",
        organiser=claim.provider or organisation.name,
        issuer=organisation.name,
        more={"taught": claim.hours},
    )


def _worth(award: Award) -> tuple[int, str]:
    return award.hours, award.family


def _key(claim: Claim) -> str:
    # Its revisions share position and key; a key may be a hundred letters long.
    return f"taught:{claim.person_id}:{claim.position}"
