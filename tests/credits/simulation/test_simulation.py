"""A draft is tried on the ledger: who flips, and nothing else moves."""

import json
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from credits import posting, recount, simulation, standing
from credits.models import Entry, Simulation, SimulationCell, SimulationChunk, SimulationFlip, Standing
from credits.simulation import _running
from learning.accounts.models import Region
from tests.credits.builders import connect, credit, enact, facts, person
from tests.credits.simulation.builders import CAPPED, LATER, TODAY, ask, draft, run

pytestmark = pytest.mark.django_db


def learned(somebody, professional, public=30):
    claims = [facts(somebody, "public", category="public", hours=Decimal(public), ends_on=date(2025, 5, 30))]
    if professional:
        claims.append(facts(somebody, "own", hours=Decimal(professional), ends_on=date(2025, 5, 30)))
    credit(*claims)


def flipped(made):
    return [
        (flip.person_id, flip.before, flip.after, flip.missing_before, flip.missing_after)
        for flip in SimulationFlip.objects.filter(simulation=made).order_by("person_id")
    ]


def test_a_higher_total_makes_people_short_who_were_met():
    connect()
    met, short, idle = person(), person(name="李四"), person(name="王五")
    learned(met, 62)
    learned(short, 40)

    made = run(draft(totals=ask(100)))

    flows = simulation.flows(made)
    assert flipped(made) == [(met.pk, "MET", "SHORT", 0, 800)]
    assert (flows.to_short, flows.to_met, flows.stay_short, flows.stay_met, flows.unknown) == (1, 0, 2, 0, 0)
    assert (made.state, made.done, made.total) == ("DONE", 3, 3)
    assert idle.pk not in {flip[0] for flip in flipped(made)}


def test_nothing_that_is_posted_or_owed_moves():
    connect()
    somebody = person()
    learned(somebody, 62)
    lines, owed = list(Entry.objects.values()), list(Standing.objects.values())

    run(draft(totals=ask(100), daily_cap=CAPPED))

    assert list(Entry.objects.values()) == lines
    assert list(Standing.objects.values()) == owed


def test_what_it_shows_is_what_publishing_and_deciding_again_brings():
    connect()
    first, second = person(), person(name="李四")
    learned(first, 62)
    learned(second, 58)

    made = run(draft(totals=ask(90), daily_cap=CAPPED))
    enact("nanjing-general", since=date(2025, 1, 1), totals=ask(90), daily_cap=CAPPED)
    posting.redecide(person_ids=[first.pk, second.pk], families={"nanjing-general"}, reason="新办法", by=None, at=LATER)

    shown = {
        flip.person_id: (flip.after, flip.counted_after) for flip in SimulationFlip.objects.filter(simulation=made)
    }
    now = {row.person_id: (row.state, row.counted) for row in Standing.objects.filter(cycle_starts_on=date(2025, 1, 1))}
    assert shown == {first.pk: now[first.pk]}
    assert recount.recount(scope=recount.Scope(today=TODAY)).drifts == []


def test_what_is_unknown_stays_unknown_and_is_counted_apart():
    somebody = person()
    learned(somebody, 20)

    made = run(draft(totals=ask(100)))

    flows = simulation.flows(made)
    assert (flows.unknown, flows.to_short, flows.stay_short) == (1, 0, 0)
    assert (flows.missing_before, flows.missing_after) == (0, 0)
    assert flipped(made) == []


def test_a_region_leaves_others_out():
    connect()
    connect(region="320500", family="nanjing-general")
    here, there = person(region="320102"), person(region="320500")
    learned(here, 62)
    learned(there, 62)

    made = run(draft(totals=ask(100)), region=Region.objects.get(pk="320100"))

    assert (made.done, [flip[0] for flip in flipped(made)]) == (1, [here.pk])


def test_people_whom_the_draft_takes_from_another_rulebook_are_one_change_not_two():
    connect(family="cn-general", region="320000")
    connect(family="jiangsu-general", region="320000")
    somebody = person(region="320500")
    learned(somebody, 62)
    before = standing.of_person(somebody, TODAY)

    made = run(draft("jiangsu-general", since=date(2025, 1, 1), totals=ask(100)))

    (cell,) = SimulationCell.objects.filter(simulation=made)
    assert [row.family for row in before] == ["cn-general"]
    assert (cell.before, cell.after, cell.city, cell.standings) == ("MET", "SHORT", "320500", 1)
    assert SimulationFlip.objects.get().family_before == "cn-general"


def test_groups_tell_city_series_career_and_employer_apart():
    connect()
    learned(person(obliged_since=date(2024, 1, 1)), 62)
    learned(person(obliged_since=date(2000, 1, 1)), 62)

    made = run(draft(totals=ask(100)))

    told = {
        by: [(group.value, group.flows.to_short) for group in simulation.groups(made, by)]
        for by in simulation.DIMENSIONS
    }
    assert told == {
        "city": [("320100", 2)],
        "series": [("general", 2)],
        "career": [("0-4", 1), ("20-", 1)],
        "employer_kind": [("", 2)],
        "cycle_starts_on": [("2025-01-01", 2)],
    }


def test_a_sweep_that_is_killed_goes_on_where_it_was_and_counts_nobody_twice(monkeypatch):
    connect()
    people = [person() for _number in range(4)]
    for somebody in people:
        learned(somebody, 62)
    monkeypatch.setattr("credits.recount._reading.IDS_A_SLICE", 2)
    monkeypatch.setattr(_running, "SLICES_A_TICK", 1)
    made = simulation.start(version=draft(totals=ask(100)), by=None, at=LATER)
    real, calls = _running.tried, []

    def killed_once(held, trial):
        calls.append(held)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return real(held, trial)

    monkeypatch.setattr(_running, "tried", killed_once)
    for tick in range(20):
        simulation.run_due(at=LATER + timedelta(minutes=10 * tick))

    made.refresh_from_db()
    assert (made.state, made.done, made.attempts) == ("DONE", 4, 1)
    assert simulation.flows(made).to_short == 4
    assert len(flipped(made)) == 4


def test_a_slice_that_two_workers_did_is_kept_once():
    connect()
    learned(person(), 62)
    made = run(draft(totals=ask(100)))
    stale = Simulation.objects.get(pk=made.pk)
    trial = simulation.trial_of(stale.version, stale.body, today=stale.today)
    (cut,) = recount.slices()

    _running._keep(stale, cut, simulation.tried(recount.read(cut), trial))

    assert len(flipped(made)) == 1
    assert simulation.flows(made).to_short == 1


def test_a_draft_of_the_future_is_tried_from_this_year():
    connect()
    learned(person(), 62)

    made = run(draft(since=date(2026, 1, 1), totals=ask(100)))

    assert (made.body["since"], simulation.flows(made).to_short) == ("2025-01-01", 1)


def test_a_published_version_is_not_tried():
    version = enact("nanjing-general", since=date(2025, 1, 1), note="新")

    with pytest.raises(simulation.NothingToTry):
        simulation.start(version=version, by=None, at=LATER)


def test_a_person_is_explained_on_both_sides():
    connect()
    somebody = person()
    credit(facts(somebody, "own", hours=Decimal(10)))
    made = run(draft(daily_cap=CAPPED))

    found = simulation.explained(made, person_id=somebody.pk)

    (claim,) = found.claims
    assert (claim.before, claim.after) == (1000, 400)
    assert [side.counted for side in (*found.before, *found.after)] == [1000, 400]
    assert "daily_cap" in {reason["code"] for reason in claim.reasons_after} - {
        reason["code"] for reason in claim.reasons_before
    }
    assert SimulationChunk.objects.get(simulation=made).records == [somebody.pk]


def test_the_command_prints_who_flips():
    connect()
    somebody = person()
    learned(somebody, 62)
    version = draft(totals=ask(100))
    out = StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("simulate", str(version.pk), "--json", "--on", "2025-07-03", stdout=out)

    told = json.loads(out.getvalue())
    assert left.value.code == 1
    assert (told["people"], told["flows"]["to_short"], told["flips"][0]["person"]) == (1, 1, somebody.pk)
    assert not Simulation.objects.exists()


@pytest.mark.parametrize(
    "wrong", [("no-such@2025-01-01",), ("nanjing-general@2023-01-01", "--region", "1"), ("/no/pack.toml",)]
)
def test_the_command_refuses_what_it_cannot_understand(wrong):
    with pytest.raises(SystemExit) as left:
        call_command("simulate", *wrong, stdout=StringIO(), stderr=StringIO())

    assert left.value.code == 2
