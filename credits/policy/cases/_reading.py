"""Read a case file, or say which key is wrong and what is allowed there."""

import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import get_args

from pydantic import ValidationError

from credits.policy._codes import TargetLevel
from credits.policy._complaints import complaints
from credits.policy._syntax import complaint
from credits.policy.cases._schema import Case, Claim, ExpectedAward, ExpectedLookBack, ExpectedStanding, Opening, Person

Naming = Opening | ExpectedAward | ExpectedStanding | ExpectedLookBack


class NotACase(ValueError):
    """A file cannot be understood; the text names file, key and what is allowed, a line a mistake."""


def read(text: str, *, name: str, families: Collection[str]) -> Case:
    """
    Return the case written in `text`, which may name rulebooks of `families`.

    :raises NotACase: if it is no TOML, or says something that is not allowed
    """
    try:
        case = Case.model_validate(tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise NotACase(f"{name}: {complaint(text, error)}") from error
    except ValidationError as error:
        raise NotACase("\n".join(f"{name}: {complaint}" for complaint in complaints(error, Case))) from error
    mistakes = [
        *_of_rulebooks(case, families),
        *_of_person(case.person),
        *_of_claims(case),
        *_of_openings(case.openings),
    ]
    if mistakes:
        raise NotACase("\n".join(f"{name}: {mistake}" for mistake in mistakes))
    return case


def _of_rulebooks(case: Case, families: Collection[str]) -> Iterator[str]:
    for number, family in enumerate(case.rulebooks, 1):
        if family not in families:
            yield f"rulebooks[{number}]: unknown rulebook “{family}”; allowed: {', '.join(sorted(families))}"
    if len(set(case.rulebooks)) < len(case.rulebooks):
        yield "rulebooks: a rulebook is named twice; each is named once"
    naming: dict[str, Sequence[Naming]] = {
        "openings": case.openings,
        "expect.awards": case.expect.awards,
        "expect.standings": case.expect.standings,
        "expect.look_backs": case.expect.look_backs,
    }
    for path, rows in naming.items():
        for number, row in enumerate(rows, 1):
            yield from _of_naming(f"{path}[{number}].rulebook", row.rulebook, case.rulebooks)


def _of_naming(path: str, named: str | None, rulebooks: list[str]) -> Iterator[str]:
    allowed = ", ".join(rulebooks)
    if named is None and len(rulebooks) > 1:
        yield f"{path}: must be stated where a case names several rulebooks; allowed: {allowed}"
    if named is not None and named not in rulebooks:
        yield f"{path}: “{named}” is not among the rulebooks of this case; allowed: {allowed}"


def _of_person(person: Person) -> Iterator[str]:
    spans = [
        ("person.obliged_until", person.obliged_since, person.obliged_until),
        ("person.appointed_until", person.appointed_since, person.appointed_until),
    ]
    spans += [
        (f"person.statuses[{number}].until", status.since, status.until)
        for number, status in enumerate(person.statuses, 1)
    ]
    for path, since, until in spans:
        yield from _of_span(path, since, until)


def _of_span(path: str, since: date | None, until: date | None) -> Iterator[str]:
    if since and until and until < since:
        yield f"{path}: {until} is before the first day, {since}; allowed: that day or a later one"


def _of_claims(case: Case) -> Iterator[str]:
    counted = Counter(claim.id for claim in case.claims)
    yield from (
        f"claims: the id “{name}” is used {times} times; each claim has its own"
        for name, times in counted.items()
        if times > 1
    )
    for number, claim in enumerate(case.claims, 1):
        yield from _of_claim(f"claims[{number}]", claim)
    for number, award in enumerate(case.expect.awards, 1):
        if award.claim not in counted:
            yield f"expect.awards[{number}].claim: no claim has the id “{award.claim}”; allowed: {', '.join(counted) or 'none'}"


def _of_claim(path: str, claim: Claim) -> Iterator[str]:
    if claim.first_day is None:
        yield f"{path}.starts_on: must be stated, or starts_at; allowed: a day, such as 2024-05-31"
    yield from _of_span(f"{path}.ends_on", claim.first_day, claim.last_day)
    yield from _of_span(f"{path}.provider_until", claim.provider_since, claim.provider_until)
    if claim.ends_at and claim.starts_at and claim.ends_at <= claim.starts_at:
        yield f"{path}.ends_at: {claim.ends_at} is not after starts_at, {claim.starts_at}; allowed: a later moment"
    if claim.starts_at and claim.starts_on and claim.starts_at.date() != claim.starts_on:
        yield f"{path}.starts_on: {claim.starts_on} is not the day of starts_at; allowed: {claim.starts_at.date()}"
    if claim.ends_at and claim.ends_on and claim.ends_at.date() != claim.ends_on:
        yield f"{path}.ends_on: {claim.ends_on} is not the day of ends_at; allowed: {claim.ends_at.date()}"


def _of_openings(openings: list[Opening]) -> Iterator[str]:
    for number, opening in enumerate(openings, 1):
        path = f"openings[{number}]"
        stated = [amount for amount in (opening.carried_in, opening.shortfall) if amount is not None]
        if opening.categories and len(stated) != 1:
            yield f"{path}.categories: splits one amount; allowed: with carried_in or with shortfall, not both"
        elif opening.categories and sum(opening.categories.values()) > stated[0]:
            yield f"{path}.categories: adds up to more than the amount that it splits; allowed: at most {stated[0]}"


def _of_look_backs(case: Case) -> Iterator[str]:
    for number, row in enumerate(case.expect.look_backs, 1):
        if row.level is None and case.person.target_level is None:
            yield f"expect.look_backs[{number}].level: must be stated, or person.target_level; allowed: {', '.join(get_args(TargetLevel))}"
