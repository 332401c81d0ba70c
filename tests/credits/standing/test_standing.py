"""What is owed: opened for everybody under the duty, decided again where an input moved, unknown instead of short."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest

from credits import posting, rulebooks, standing
from credits.models import RulebookVersion, Seen, Standing
from credits.standing._states import asks_for_a_fact
from learning.accounts import people
from learning.accounts.enums import FactKind, OrganisationKind
from learning.accounts.models import Organisation, PersonFact, Region
from tests.credits.builders import NOON, connect, credit, enact, facts, person, user

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)
LATER = NOON + timedelta(days=3)


def of(somebody, on=TODAY):
    (found,) = standing.of_person(somebody, on)
    return found


def move(somebody, region: str, since: date) -> PersonFact:
    place = Region.objects.get(pk=region)
    return people.state_fact(person=somebody, kind=FactKind.REGION, region=place, since=since, by=None, at=LATER)


def test_everybody_under_the_duty_has_a_standing_posted_or_not():
    connect()
    under_duty, not_under_duty = person(), person(obliged_since=None)

    assert standing.open_due(at=NOON) == 1

    owed = of(under_duty)
    assert (owed.state, owed.required, owed.counted, owed.missing) == ("SHORT", 9000, 0, 9000)
    assert (owed.cycle_starts_on, owed.cycle_ends_before, owed.deadline) == (
        date(2025, 1, 1),
        date(2026, 1, 1),
        date(2025, 12, 31),
    )
    assert {row["code"]: row["missing"] for row in owed.categories}["professional"] == 6000
    assert standing.of_person(not_under_duty, TODAY) == []
    assert standing.open_due(at=NOON) == 0


def test_a_new_year_opens_on_its_first_day_in_nanjing():
    connect()
    somebody = person()
    standing.open_due(at=NOON)

    # 2026-01-01 00:30 in Nanjing is still 2025 in UTC.
    assert standing.open_due(at=datetime(2025, 12, 31, 15, 30, tzinfo=UTC)) == 0
    assert standing.open_due(at=datetime(2025, 12, 31, 16, 30, tzinfo=UTC)) == 1

    assert [row.cycle_starts_on.year for row in standing.history_of(somebody)] == [2026, 2025]


def test_open_due_serves_more_people_than_a_transaction_takes(monkeypatch):
    monkeypatch.setattr("credits.standing._sweeps.PEOPLE_A_TRANSACTION", 2)
    connect()
    everybody = [person() for _ in range(5)]

    assert standing.open_due(at=NOON) == 5
    assert {row.person_id for row in Standing.objects.all()} == {somebody.pk for somebody in everybody}


def test_years_since_a_source_is_connected_are_opened_too():
    connect(since=date(2023, 1, 1))
    somebody = person(obliged_since=date(2024, 3, 1))

    standing.open_due(at=NOON)

    assert [(row.cycle_starts_on.year, row.state) for row in standing.history_of(somebody)] == [
        (2025, "SHORT"),
        (2024, "SHORT"),
    ]


def test_a_year_elsewhere_is_unknown_not_missing():
    connect(since=date(2023, 1, 1))
    somebody = person(region="320500")
    move(somebody, "320100", date(2025, 1, 1))

    standing.open_due(at=NOON)

    assert [(row.cycle_starts_on.year, row.family, row.state) for row in standing.history_of(somebody)] == [
        (2025, "nanjing-general", "SHORT"),
        (2024, "cn-general", "UNKNOWN"),
        (2023, "cn-general", "UNKNOWN"),
    ]


def test_without_a_source_it_is_unknown_not_short():
    connect(since=date(2025, 3, 1))
    somebody = person()

    standing.open_due(at=NOON)

    assert of(somebody).state == "UNKNOWN"


@pytest.mark.parametrize(
    ("family", "region"), [("cn-general", "320000"), ("nanjing-general", "320500"), ("nanjing-general", "320102")]
)
def test_a_source_of_another_family_or_region_makes_nothing_known(family, region):
    connect(family=family, region=region)
    somebody = person()

    standing.open_due(at=NOON)

    assert of(somebody).state == "UNKNOWN"


def test_a_source_of_a_larger_region_makes_it_known():
    connect(region="320000")
    somebody = person(region="320102")

    standing.open_due(at=NOON)

    assert of(somebody).state == "SHORT"


def test_enough_hours_are_enough_even_where_not_all_is_known():
    somebody = person()

    credit(facts(somebody, "a", hours=Decimal(90)))

    assert of(somebody).state == "MET"


def test_a_source_connected_later_is_noticed():
    somebody = person()
    standing.open_due(at=NOON)
    before = of(somebody).state
    connect()

    assert standing.refresh_due(at=LATER) == 1

    assert (before, of(somebody).state) == ("UNKNOWN", "SHORT")
    assert standing.refresh_due(at=LATER) == 0


def test_a_standing_names_what_it_was_decided_from():
    connect()
    somebody = person()

    credit(facts(somebody, "a"), facts(somebody, "b", category="public"))

    owed = of(somebody)
    assert (owed.records, owed.last_fact, owed.last_entry, owed.version.code) == (
        [somebody.pk],
        PersonFact.objects.filter(person=somebody).latest("pk").pk,
        2,
        "nanjing-general@2023-01-01",
    )
    assert (owed.region_id, owed.series, owed.decided_at) == ("320100", "general", NOON)


def test_refresh_decides_nothing_again_where_nothing_moved():
    connect()
    credit(facts(person(), "a"))
    standing.open_due(at=NOON)

    assert standing.refresh_due(at=LATER) == 0


def test_refresh_notices_a_fact():
    connect()
    connect(family="cn-general", region="320000")
    somebody, other = person(), person()
    credit(facts(somebody, "a"), facts(other, "a"))
    move(somebody, "320500", date(2025, 3, 1))

    assert standing.refresh_due(at=LATER) == 1

    owed = of(somebody)
    assert (owed.family, owed.region_id, owed.counted) == ("cn-general", "320500", 0)
    assert of(other).family == "nanjing-general"


def test_refresh_notices_that_the_duty_ended():
    connect()
    somebody = person()
    standing.open_due(at=NOON)
    duty = PersonFact.objects.get(person=somebody, kind=FactKind.OBLIGED)
    people.state_fact(
        person=somebody,
        kind=FactKind.OBLIGED,
        since=duty.since,
        ends_before=date(2024, 6, 1),
        replaces=duty,
        by=None,
        at=LATER,
    )

    assert standing.refresh_due(at=LATER) == 1
    assert not Standing.objects.exists()
    assert (standing.refresh_due(at=LATER), standing.open_due(at=LATER)) == (0, 0)


def test_refresh_notices_the_employer():
    connect()
    somebody = person()
    standing.open_due(at=NOON)
    hospital = Organisation.objects.create(kind=OrganisationKind.EMPLOYER, name="南京某医院", region_id="320100")
    people.state_fact(
        person=somebody, kind=FactKind.EMPLOYER, organisation=hospital, since=date(2020, 1, 1), by=None, at=LATER
    )

    standing.refresh_due(at=LATER)

    assert of(somebody).employer == hospital


def test_refresh_notices_a_new_version():
    connect()
    somebody = person()
    credit(facts(somebody, "a", hours=Decimal(50)))
    version = enact(
        "nanjing-general",
        since=date(2025, 1, 1),
        at=LATER,
        totals=[{"hours": "40", "source": "JS7", "confidence": "A"}],
        floors=[],
    )

    assert standing.refresh_due(at=LATER) == 1

    owed = of(somebody)
    assert (owed.state, owed.required, owed.version) == ("MET", 4000, version)
    assert standing.refresh_due(at=LATER) == 0


def test_refresh_notices_a_new_rulebook():
    connect(family="jiangsu-general", region="320000")
    somebody = person(region="320500")
    standing.open_due(at=NOON)
    before = of(somebody).family
    draft = RulebookVersion.objects.get(family="jiangsu-general")
    rulebooks.publish(version=draft, by=None, at=LATER, reference="演示", is_demo=True)

    assert standing.refresh_due(at=LATER) == 1

    assert (before, of(somebody).family) == ("cn-general", "jiangsu-general")
    assert standing.refresh_due(at=LATER) == 0


def test_refresh_notices_lines_that_it_did_not_see():
    connect()
    somebody = person()
    credit(facts(somebody, "a"))
    Standing.objects.update(counted=0)
    Seen.objects.update(lines=0)

    assert standing.refresh_due(at=LATER) == 1
    assert of(somebody).counted == 1000


def test_posting_keeps_the_standings_of_whom_it_touches():
    connect(since=date(2024, 1, 1))
    somebody = person()

    credit(facts(somebody, "a", on=date(2024, 5, 1)))
    posting.redecide(person_ids=[somebody.pk], families=None, reason="核对", by=user(), at=LATER)

    assert [(row.cycle_starts_on.year, row.counted) for row in standing.history_of(somebody)] == [
        (2025, 0),
        (2024, 1000),
    ]
    assert standing.refresh_due(at=LATER) == 0


NANJING_2022 = {"on": date(2022, 5, 12), "hours": Decimal(40)}


def test_without_the_level_that_a_requirement_hangs_on_it_is_unknown_neither_met_nor_short():
    connect(since=date(2020, 1, 1))
    somebody = person(level=None)

    standing.open_due(at=NOON)
    credit(facts(somebody, "a", **NANJING_2022))

    kept = of(somebody, on=date(2022, 6, 30))
    assert (kept.state, kept.counted, kept.missing) == ("UNKNOWN", 4000, 0)
    assert [reason["text"] for reason in kept.reasons] == ["target_level"]
    assert standing.refresh_due(at=LATER) == 0


def test_the_level_recorded_later_makes_it_known():
    connect(since=date(2020, 1, 1))
    somebody = person(level=None)
    credit(facts(somebody, "a", **NANJING_2022))

    people.state_fact(
        person=somebody, kind=FactKind.TARGET_LEVEL, code="senior", since=date(2014, 1, 1), by=None, at=LATER
    )
    standing.refresh_due(at=LATER)

    kept = of(somebody, on=date(2022, 6, 30))
    assert (kept.state, kept.missing) == ("SHORT", 3200)


@pytest.mark.parametrize(
    ("codes", "asks"),
    [
        ([("precondition_missing", None)], True),
        ([("precondition_missing", None), ("exempt", 6)], True),
        ([("precondition_missing", None), ("exempt", 0)], False),
        ([("precondition_missing", None), ("exempt", None)], False),
        ([("precondition_missing", None), ("before_duty", None)], False),
        ([("exempt", 0)], False),
        ([], False),
    ],
)
def test_who_owes_nothing_is_not_asked_for_a_level(codes, asks):
    reasons = [{"code": code, "fact": owed} for code, owed in codes]
    kind = pl.List(pl.Struct({"code": pl.String, "fact": pl.Int64}))
    stood = pl.DataFrame({"reasons": [reasons]}, schema={"reasons": kind})

    assert stood.select(asks_for_a_fact()).item() is asks


def test_a_tick_goes_on_where_the_last_one_ended(monkeypatch):
    connect()
    everybody = [person() for _ in range(5)]
    standing.open_due(at=NOON)
    standing.refresh_due(at=NOON)
    monkeypatch.setattr("credits.standing._sweeps.PEOPLE_A_SLICE", 2)
    Seen.objects.update(lines=7)

    assert [standing.refresh_due(at=LATER) for _tick in range(4)] == [2, 2, 1, 0]
    assert Seen.objects.filter(person__in=everybody, lines=0).count() == 5


def test_what_became_known_lately_waits_for_no_round(monkeypatch):
    connect()
    everybody = [person() for _ in range(5)]
    standing.open_due(at=NOON)
    standing.refresh_due(at=NOON)
    monkeypatch.setattr("credits.standing._sweeps.PEOPLE_A_SLICE", 1)
    move(everybody[-1], "320500", date(2025, 3, 1))
    newcomer = person()

    assert standing.refresh_due(at=LATER) == 1
    assert of(everybody[-1]).region_id == "320500"
    monkeypatch.setattr("credits.standing._sweeps.PEOPLE_A_SLICE", 4)
    assert standing.open_due(at=LATER) == 1
    assert of(newcomer).state == "SHORT"


def test_a_fact_that_begins_later_is_noticed_on_its_day():
    connect()
    somebody = person()
    move(somebody, "320500", date(2025, 9, 1))
    standing.open_due(at=NOON)
    before = of(somebody).region_id

    assert standing.open_due(at=NOON + timedelta(days=60)) == 0
    assert standing.open_due(at=NOON + timedelta(days=65)) == 1
    assert before == of(somebody).region_id == "320500"
    assert standing.open_due(at=NOON + timedelta(days=65)) == 0


def test_whom_no_rulebook_concerns_is_asked_once():
    RulebookVersion.objects.filter(status="PUBLISHED").update(status="RETIRED", retired_at=NOON)
    somebody = person()

    assert standing.open_due(at=NOON) == 0
    assert Seen.objects.filter(person=somebody).exists()
    assert not Standing.objects.exists()
