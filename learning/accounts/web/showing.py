"""Rows of a person's record, as pages show them."""

from datetime import timedelta
from typing import Any

from learning.accounts import identity, people
from learning.accounts.models import Person, PersonFact, PersonLogin
from learning.accounts.web.fact_forms import CODES


def fact_rows(person: Person) -> list[dict[str, Any]]:
    """Return the facts in force about `person`, in words."""
    return [
        {
            "pk": fact.pk,
            "kind": fact.get_kind_display(),
            "value": value_of(fact),
            "since": fact.since,
            "until": fact.ends_before - timedelta(days=1) if fact.ends_before else None,
            "source": fact.source,
            "recorded_at": fact.recorded_at,
        }
        for fact in sorted(people.facts([person.pk]), key=lambda fact: (fact.kind, fact.since, fact.pk))
    ]


def value_of(fact: PersonFact) -> str:
    """Return what a fact says, in words."""
    codes = CODES.get(fact.kind)
    code = str(codes(fact.code).label) if codes and fact.code in codes.values else ""
    named = fact.label or str(fact.region or fact.organisation or "")
    return " · ".join(part for part in (named, code) if part)


def partner_rows(person: Person) -> list[dict[str, Any]]:
    """Return the records that decisions joined with `person`'s."""
    decisions = {row.first_id + row.second_id - person.pk: row for row in people.partners(person)}
    names, numbers = people.current_names(decisions), people.masked_numbers(decisions)
    return [
        {
            "pk": pk,
            "name": names.get(pk, ""),
            "number": numbers[pk],
            "reason": row.reason,
            "by": row.decided_by,
            "at": row.decided_at,
        }
        for pk, row in decisions.items()
    ]


def login_of(person: Person) -> dict[str, Any] | None:
    """Return the login that is joined to `person`, shown so that only its owner recognises it."""
    login = PersonLogin.objects.filter(person=person, ended_at=None).select_related("user").first()
    if login is None:
        return None
    shown = identity.masked_address(login.user.mobile or login.user.email or "")
    return {"shown": shown, "proof": login.get_proof_display(), "since": login.since}
