"""A slice of a province as rows of the database, table by table, ready for COPY."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from credits import rulebooks
from deploy.bench.tools import claims, deciding, people, rows
from deploy.bench.tools.people import Known

FACTS_MOST, LINES_MOST, STANDINGS_MOST = 12, 4 * claims.MOST, 60
FACTS_OF_CLAIM = (
    *("title", "provider", "provider_organisation_id", "approval_number", "activity", "category", "starts_on"),
    *("ends_on", "hours", "minutes", "attended_minutes", "absent_half_days", "mode", "provider_since", "approved_on"),
    *("passed", "passed_on", "item", "declared_on", "provider_region"),
)


@dataclass(frozen=True, kw_only=True)
class Scale:
    """What is made: so many people, so many claims each on average (or exactly), of these years, known at this moment."""

    people: int
    claims: float = 8
    exactly: bool = False
    years: range
    at: datetime
    today: date
    seed: int = 1


@dataclass(frozen=True, kw_only=True)
class Bases:
    """The first ids that are free, and what slices refer to: organisations in their order, acts by month and base."""

    person: int
    fact: int
    claim: int
    entry: int
    standing: int
    employers: int
    providers: int
    acts: pl.DataFrame


def of_slice(scale: Scale, bases: Bases, books: rulebooks.Books, *, first: int, count: int) -> dict[str, pl.DataFrame]:
    """Return the rows of each table for the people numbered from `first` on, in the order in which they are loaded."""
    crowd = people.people(count=count, first=first, base=bases.person, seed=scale.seed)
    stated = people.facts(crowd).with_columns(organisation=pl.col("organisation") + bases.employers)
    numbers = crowd.select("person", "number")
    facts = stated.join(numbers, on="person", maintain_order="left").with_columns(
        place=pl.col("number") * FACTS_MOST + pl.col("place") + bases.fact
    )
    known = people.as_policy_reads(facts)
    taken = _claims(scale, bases, crowd)
    decided = deciding.decide(taken, known, books=books, since=date(scale.years.start, 1, 1), today=scale.today)
    entries = rows.entries(decided.lines, decided.reasons, taken, bases.acts).join(numbers, on="person")
    chains = _chains(entries)
    seen = _seen(facts, decided.standings, chains, known, scale)

    return {
        "accounts_person": _people(crowd, scale),
        "accounts_personname": _names(crowd, scale),
        "accounts_personfact": _facts(facts, scale),
        "credits_claim": _stated(taken, bases),
        "credits_entry": _entries(entries, bases, books),
        "credits_chain": chains,
        "credits_standing": _standings(decided.standings, seen, numbers, bases, books),
        "credits_seen": seen,
    }


def _claims(scale: Scale, bases: Bases, crowd: pl.DataFrame) -> pl.DataFrame:
    table = claims.claims(
        crowd,
        years=scale.years,
        until=scale.today,
        mean=scale.claims,
        exactly=scale.exactly,
        base=bases.claim,
        seed=scale.seed,
    )
    stated = table.with_columns(provider_organisation_id=pl.col("base") + bases.providers, approval_number=pl.lit(""))
    return rows.with_digests(stated)


def _people(crowd: pl.DataFrame, scale: Scale) -> pl.DataFrame:
    # Nobody signs in here: numbers that no document bears.
    text = pl.col("person").cast(pl.String)
    return crowd.select(
        id="person",
        document_kind=pl.lit("PASSPORT"),
        number_encrypted=pl.lit("\\x00"),
        number_index=pl.format("bench:{}", text.str.zfill(58)),
        number_last_four=text.str.zfill(4).str.tail(4),
        is_verified=pl.lit(value=True),
        created_at=pl.lit(rows.moment(scale.at)),
    )


def _names(crowd: pl.DataFrame, scale: Scale) -> pl.DataFrame:
    head = crowd.select(person_id="person", name="name", folded="name", since=pl.lit(people.SINCE), reason=pl.lit(""))
    return head.with_columns(recorded_at=pl.lit(rows.moment(scale.at)))


def _facts(facts: pl.DataFrame, scale: Scale) -> pl.DataFrame:
    return facts.select(
        "kind",
        "code",
        "since",
        "ends_before",
        id="place",
        person_id="person",
        region_id="region",
        organisation_id="organisation",
        label=pl.lit(""),
        source=pl.lit(""),
        is_void=pl.lit(value=False),
        # What a decision used was known when it was made: a recount asks.
        recorded_at=pl.lit(rows.moment(datetime(scale.years.start, 1, 1, tzinfo=UTC))),
    )


def _stated(taken: pl.DataFrame, bases: Bases) -> pl.DataFrame:
    handed = taken.join(bases.acts, on=["month", "base"], maintain_order="left")
    return handed.select(
        "key",
        "digest",
        "position",
        "recorded_at",
        *FACTS_OF_CLAIM,
        id="claim",
        person_id="person",
        act_id="act",
        revision=pl.lit(1),
    )


def _entries(entries: pl.DataFrame, bases: Bases, books: rulebooks.Books) -> pl.DataFrame:
    return entries.select(
        "number_in_chain",
        "family",
        "version_digest",
        "cycle_starts_on",
        "cycle_ends_before",
        "category",
        "hours",
        "reasons",
        "recorded_at",
        id=pl.col("number") * LINES_MOST + pl.col("number_in_chain") + bases.entry - 1,
        person_id="person",
        claim_id="claim",
        act_id="act",
        kind=pl.lit("CREDIT"),
        version_id=_version(books),
        prev_digest=pl.format("\\x{}", "prev_digest"),
        digest=pl.format("\\x{}", "digest"),
    ).rename({"number_in_chain": "number"})


def _chains(entries: pl.DataFrame) -> pl.DataFrame:
    return (
        entries.group_by("person", maintain_order=True)
        .agg(
            next_position=pl.col("position").max() + 1,
            lines=pl.len(),
            last_digest=pl.format("\\x{}", pl.col("digest").last()),
            last_recorded_at=pl.col("recorded_at").last(),
        )
        .rename({"person": "person_id"})
    )


def _standings(
    stood: pl.DataFrame, seen: pl.DataFrame, numbers: pl.DataFrame, bases: Bases, books: rulebooks.Books
) -> pl.DataFrame:
    ordinal = pl.int_range(pl.len(), dtype=pl.Int64).over("person")
    told = (
        stood.with_columns(ordinal=ordinal)
        .join(numbers, on="person")
        .join(seen, left_on="person", right_on="person_id", maintain_order="left")
    )
    series = {row.digest: row.scope_series for row in books.holding}
    return told.select(
        "family",
        "cycle_starts_on",
        "cycle_ends_before",
        "state",
        "required",
        "counted",
        "missing",
        "deadline",
        "records",
        "last_fact",
        "openings",
        "decided_at",
        id=pl.col("number") * STANDINGS_MOST + pl.col("ordinal") + bases.standing,
        person_id="person",
        version_id=_version(books),
        categories=rows.listed(stood.schema, "categories"),
        unmet=rows.listed(stood.schema, "unmet"),
        reasons=rows.listed(stood.schema, "reasons"),
        region_id="region",
        employer_id="employer",
        series=pl.col("version_digest").replace_strict(series, return_dtype=pl.String),
        last_entry="lines",
    )


def _seen(facts: pl.DataFrame, stood: pl.DataFrame, chains: pl.DataFrame, known: Known, scale: Scale) -> pl.DataFrame:
    days = [
        stood.select("person", day="cycle_ends_before"),
        *(
            table.select("person", day=name)
            for table in (known.spans, known.dated)
            for name in ("since", "ends_before")
        ),
    ]
    due = pl.concat(days).filter(pl.col("day") > scale.today).group_by("person").agg(due_on=pl.col("day").min())
    last = facts.group_by("person", maintain_order=True).agg(last_fact=pl.col("place").max())
    counted = chains.select(person="person_id", lines="lines")
    whole = last.join(counted, on="person", how="left", maintain_order="left").join(
        due, on="person", how="left", maintain_order="left"
    )
    return whole.select(
        "last_fact",
        "due_on",
        person_id="person",
        lines=pl.col("lines").fill_null(0),
        records=pl.format("[{}]", "person"),
        openings=pl.lit(0),
        decided_at=pl.lit(rows.moment(scale.at)),
    )


def _version(books: rulebooks.Books) -> pl.Expr:
    ids: Mapping[str, int] = {row.digest: row.pk for row in books.holding}
    return pl.col("version_digest").replace_strict(ids, default=None, return_dtype=pl.Int64)
