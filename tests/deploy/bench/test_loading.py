"""A generated province: the same for a seed, and as the ledger, the sweeps and the rules would have it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
from django.db import transaction

from credits import ledger, rulebooks, standing
from credits.models import Chain, Claim, Entry, Seen, Standing
from deploy.bench.tools import claims, loading, people

UNTIL = date(2026, 6, 30)
OF_STANDINGS = [field.attname for field in Standing._meta.concrete_fields if field.attname != "id"]


def taken(crowd: pl.DataFrame) -> pl.DataFrame:
    return claims.claims(crowd, years=range(2023, 2027), until=UNTIL, mean=8)


def owed(ids: Sequence[int]) -> list[list[Any]]:
    standings = Standing.objects.filter(person_id__in=ids).order_by("person_id", "family", "cycle_starts_on")
    return [list(standings.values(*OF_STANDINGS)), list(Seen.objects.filter(pk__in=ids).order_by("pk").values())]


def test_people_and_claims_are_the_same_however_they_are_sliced():
    whole, part = people.people(count=300), people.people(first=100, count=50)

    assert part.equals(whole[100:150])
    assert taken(part).equals(taken(whole).filter(pl.col("person").is_between(101, 150)))


def test_some_learn_much_and_most_in_november_and_december():
    table = taken(people.people(count=3000))

    each = table.group_by("person").len()["len"]
    late = table.filter(pl.col("starts_on").dt.month() >= 11)
    assert each.quantile(0.95) > 2 * each.median()
    assert 0.35 < late.height / table.height < 0.65
    assert table["ends_on"].max() <= UNTIL


def test_exactly_so_many_claims_where_that_is_asked():
    crowd = people.people(count=100)

    table = claims.claims(crowd, years=range(2025, 2027), until=UNTIL, mean=6, exactly=True)

    assert table.group_by("person").len()["len"].unique().to_list() == [6]


def test_what_is_loaded_is_what_ledger_and_sweeps_would_have_written(own_database: dict[str, str]):
    loaded = loading.load(own_database, people=300)
    before = owed(loaded.ids)

    assert ledger.verify(loaded.ids) == []
    assert standing.refresh_due(at=loading.AT) == standing.open_due(at=loading.AT) == 0
    decide_again(loaded.ids)
    assert owed(loaded.ids) == before
    assert (loaded.claims, loaded.lines) == (Claim.objects.count(), Entry.objects.count())


def test_rows_that_come_later_follow_those_that_were_loaded(own_database: dict[str, str]):
    first = loading.load(own_database, people=20)

    second = loading.load(own_database, people=20, seed=2)

    assert first.ids[-1] < second.ids[0]
    assert ledger.verify([*first.ids, *second.ids]) == []


@transaction.atomic
def decide_again(ids: Sequence[int]) -> None:
    who = rulebooks.humans(ids)
    heads = dict(Chain.objects.filter(pk__in=ids).values_list("pk", "lines"))
    case = standing.Case(
        who=who,
        facts=rulebooks.read_facts(who),
        held=rulebooks.books(),
        openings=standing.openings_of(who),
        lines=standing.lines_in(who, heads),
    )
    standing.keep(case=case, at=loading.AT)
