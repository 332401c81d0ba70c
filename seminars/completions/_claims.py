"""What a completion claims, and what is claimed already."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext, override

from credits import hours, ledger, posting
from credits.enums import Activity, ClaimState
from learning.accounts import people
from seminars import bases
from seminars.enums import Category, Mode, ProgrammeKind
from seminars.models import CompletionRow, ProgrammeVersion


@dataclass(frozen=True, kw_only=True)
class Known:
    """A completion that the ledger has: when it was completed, and whether it still counts."""

    claim_id: int
    completed_on: date | None
    is_live: bool


def claim_key(programme_id: int, person_id: int, year: int) -> str:
    """Return the key of somebody's completion for a learning year."""
    return f"self:{programme_id}:{person_id}:{year}"


def known_of(programme_id: int, person_ids: Collection[int]) -> Mapping[tuple[int, int], Known]:
    """Return what the ledger has of the programme, by record asked for and learning year; joined records are one human's."""
    joined = people.joined(person_ids)
    askers: dict[int, list[int]] = {}
    for asked, records in joined.items():
        for record in {asked, *records}:
            askers.setdefault(record, []).append(asked)
    mine = f"self:{programme_id}:"
    live = ledger.claims_of(list(askers), state=ClaimState.LIVE).filter(key__startswith=mine)
    counting = set(live.values_list("pk", flat=True))
    claims = ledger.claims_of(list(askers)).filter(key__startswith=mine).order_by("pk")
    found: dict[tuple[int, int], Known] = {}
    for pk, person, key, passed_on in claims.values_list("pk", "person_id", "key", "passed_on"):
        known = Known(claim_id=pk, completed_on=passed_on, is_live=pk in counting)
        for asked in askers[person]:
            found[asked, int(key.rpartition(":")[2])] = known
    return found


def claims_of(
    rows: Collection[CompletionRow], version: ProgrammeVersion, *, declared_on: date
) -> dict[int, posting.ClaimFacts]:
    """Return what each of `rows` claims under `version`, by its id; `declared_on` is the day on which the base handed them in."""
    base = version.programme.base
    spans = {day: bases.span_around(base, day) for day in {row.completed_on for row in rows} if day}
    return {
        row.pk: _recognised(_claim(row, version, declared_on=declared_on), spans[row.completed_on])
        for row in rows
        if row.completed_on
    }


def _recognised(claim: posting.ClaimFacts, span: bases.Span | None) -> posting.ClaimFacts:
    if span is None:
        return claim
    return replace(claim, provider_since=span.since, provider_until=span.last_on)


def claims_if_completed(versions: Iterable[ProgrammeVersion], *, person_id: int, on: date) -> list[posting.ClaimFacts]:
    """Return what each of `versions` would claim for somebody who completed it on a day, examination passed, handed in that day."""
    row = CompletionRow(person_id=person_id, year=on.year, completed_on=on)
    return [_claim(row, version, declared_on=on) for version in versions]


def _claim(row: CompletionRow, version: ProgrammeVersion, *, declared_on: date) -> posting.ClaimFacts:
    assert row.person_id
    assert row.year
    assert row.completed_on
    first, last = span(row.year, row.completed_on)
    base = version.programme.base
    return posting.ClaimFacts(
        person_id=row.person_id,
        key=claim_key(version.programme_id, row.person_id, row.year),
        # A programme counts once in a cycle where the rulebook says so.
        item=f"programme:{version.programme.code}",
        title=title(version, row.year, row.completed_on),
        provider=base.name,
        provider_organisation_id=base.pk,
        provider_region=base.region_id,
        declared_on=declared_on,
        organiser="base",
        approval_number=version.approval_number,
        approved_on=version.approved_on,
        activity=str(_activity(version)),
        category=version.category,
        level=version.level,
        mode=str(Mode.RECORDED),
        starts_on=first,
        ends_on=last,
        hours=hours.to_decimal(version.hours),
        minutes=version.minutes,
        attended_minutes=version.minutes,
        # Where no examination is held nobody has passed one: a rule that asks for it then counts nothing, and says so.
        passed=version.has_exam,
        passed_on=row.completed_on,
    )


def span(year: int, completed_on: date) -> tuple[date, date]:
    """Return the days that a completion counts for: those of its learning year, up to the completion."""
    # Nobody knows on which days somebody learnt. A rule that caps the hours of a day draws on the first days of a span: from the
    # beginning of the window that would be working days, and a class on them that is registered later would lose its hours.
    return date(year, 1, 1), min(completed_on, date(year, 12, 31))


def title(version: ProgrammeVersion, year: int, completed_on: date) -> str:
    """Return what the claim is called: the programme, and where it makes up an earlier year, which one and when."""
    if year == completed_on.year:
        return version.title
    # The ledger keeps one wording, whoever happens to hand the table in.
    with override("zh-hans"):
        ending = gettext("(making up %(year)d, completed on %(day)s)") % {"year": year, "day": completed_on.isoformat()}
    return f"{version.title}{ending}"


def _activity(version: ProgrammeVersion) -> Activity:
    is_public = version.kind == ProgrammeKind.PUBLIC_COURSE or version.category == Category.PUBLIC
    return Activity.PUBLIC_COURSE if is_public else Activity.ONLINE_COURSE
