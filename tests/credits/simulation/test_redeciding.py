"""Hours are decided again for those whom somebody saw in a simulation, and for nobody else."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from credits import ledger, posting, recount, rulebooks, simulation
from credits.models import Entry, SimulationChunk
from credits.simulation import _redeciding
from tests.credits.builders import awarded, connect, credit, facts, person, user
from tests.credits.simulation.builders import CAPPED, LATER, TODAY, ask, draft, run

pytestmark = pytest.mark.django_db
NEXT = LATER + timedelta(hours=1)


def looked_at(version):
    made = run(version)
    simulation.mark_seen(made, by=user("看的人"), at=LATER)
    return made


def publish(version):
    rulebooks.publish(version=version, by=None, at=LATER, reference="宁人社〔2026〕1号")


def order(made, *, by=None, reason="新办法自年初施行"):
    return simulation.redecide(simulation=made, reason=reason, by=by or user(), at=NEXT)


def test_those_whom_the_simulation_showed_are_decided_again_and_the_lines_say_why():
    connect()
    somebody, other = person(), person(name="李四")
    credit(facts(somebody, "a"), facts(other, "a", hours=Decimal(3)))
    version = draft(daily_cap=CAPPED)
    made, who = looked_at(version), user()
    publish(version)

    ordered = order(made, by=who)
    simulation.redecide_due(at=NEXT)

    ordered.refresh_from_db()
    line = Entry.objects.latest("pk")
    assert (awarded(somebody), awarded(other)) == ({"a": 4}, {"a": 3})
    assert (line.person_id, line.act.reason, line.act.by, line.act.origin) == (
        somebody.pk,
        "新办法自年初施行",
        who,
        f"simulation:{made.pk}",
    )
    assert (ordered.state, ordered.done, ordered.moved, ordered.lines) == ("DONE", 1, 1, 1)
    assert Entry.objects.filter(person=other).count() == 1
    assert ledger.verify([somebody.pk, other.pk]) == []
    assert recount.recount(scope=recount.Scope(today=TODAY)).drifts == []


def test_a_result_that_nobody_opened_moves_nothing():
    connect()
    credit(facts(person(), "a"))
    version = draft(daily_cap=CAPPED)
    made = run(version)
    publish(version)

    with pytest.raises(simulation.NotLookedAt):
        order(made)
    assert simulation.redecide_due(at=NEXT) == 0


def test_a_draft_moves_nothing():
    credit(facts(person(), "a"))
    made = looked_at(draft(daily_cap=CAPPED))

    with pytest.raises(simulation.NotPublishedAsTried):
        order(made)


def test_a_version_that_was_tried_from_another_day_moves_nothing():
    credit(facts(person(), "a"))
    version = draft(since=date(2025, 2, 1), daily_cap=CAPPED)
    made = run(version, since=date(2025, 1, 1))
    simulation.mark_seen(made, by=user(), at=LATER)
    publish(version)

    with pytest.raises(simulation.NotPublishedAsTried):
        order(made)


def test_without_a_reason_nothing_moves():
    credit(facts(person(), "a"))
    version = draft(daily_cap=CAPPED)
    made = looked_at(version)
    publish(version)

    with pytest.raises(posting.ReasonMissing):
        order(made, reason=" ")


def test_twice_is_refused():
    credit(facts(person(), "a"))
    version = draft(daily_cap=CAPPED)
    made = looked_at(version)
    publish(version)
    order(made)

    with pytest.raises(simulation.AlreadyRedecided):
        order(made)


def test_a_change_of_the_requirement_alone_decides_nothing_again():
    connect()
    credit(facts(person(), "a"))
    version = draft(totals=ask(100))
    made = looked_at(version)
    publish(version)

    with pytest.raises(simulation.NothingToRedecide):
        order(made)


def test_a_sweep_that_is_killed_goes_on_and_writes_nothing_twice(monkeypatch):
    people = [person() for _number in range(3)]
    credit(*[facts(somebody, "a") for somebody in people])
    version = draft(daily_cap=CAPPED)
    monkeypatch.setattr("credits.simulation._running.PEOPLE_A_CHUNK", 1)
    made = looked_at(version)
    publish(version)
    ordered = order(made)
    real, calls = posting.redecide, []

    def killed_once(**asked):
        calls.append(asked)
        found = real(**asked)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return found

    monkeypatch.setattr(_redeciding.posting, "redecide", killed_once)
    for tick in range(3):
        simulation.redecide_due(at=NEXT + timedelta(minutes=10 * tick))

    ordered.refresh_from_db()
    assert (ordered.state, ordered.done, ordered.lines) == ("DONE", 3, 3)
    assert [awarded(somebody) for somebody in people] == [{"a": 4}] * 3
    assert Entry.objects.count() == 6
    assert not SimulationChunk.objects.filter(lines=None).exists()
