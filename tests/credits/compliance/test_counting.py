"""What moved is counted again; figures read the counts alone."""

import pytest

from credits import compliance
from credits.enums import StandingState
from credits.models import ComplianceCell, ComplianceChange, Standing
from learning.accounts import people
from learning.accounts.enums import EmployerKind, FactKind
from learning.accounts.models import Region
from tests.credits.compliance.builders import choice
from tests.credits.web import builders

pytestmark = pytest.mark.django_db


def figures(by, **asked):
    return {row.code: (row.met, row.short, row.unknown) for row in compliance.breakdown(choice(**asked), by=by)}


def test_a_standing_that_changes_its_state_is_counted_once():
    row = builders.standing(builders.person())
    compliance.roll_up_due(at=builders.NOW)

    Standing.objects.filter(pk=row.pk).update(state=StandingState.MET, missing=0)
    counted = compliance.roll_up_due(at=builders.NOW)

    totals = compliance.totals(choice())
    assert counted == 1
    assert (totals.met, totals.short, totals.missing) == (1, 0, 0)


def test_a_standing_that_moves_away_or_vanishes_leaves_no_count_behind():
    moved, gone = builders.standing(builders.person()), builders.standing(builders.person(number="G20001234"))
    compliance.roll_up_due(at=builders.NOW)

    Standing.objects.filter(pk=moved.pk).update(region=Region.objects.get(code="320500"))
    Standing.objects.filter(pk=gone.pk).delete()
    compliance.roll_up_due(at=builders.NOW)

    assert figures("city") == {"320500": (0, 1, 0)}


def test_nothing_that_did_not_move_is_counted_again():
    builders.standing(builders.person())
    compliance.roll_up_due(at=builders.YESTERDAY)
    builders.standing(builders.person(number="G20001234", region="320500"), region="320500")

    counted = compliance.roll_up_due(at=builders.NOW)

    assert counted == 1
    assert ComplianceCell.objects.get(place="320100").counted_at == builders.YESTERDAY
    assert not ComplianceChange.objects.exists()


def test_figures_are_told_by_what_statistics_ask_for():
    zhang = builders.person()
    people.state_fact(
        person=zhang, kind=FactKind.TITLE, code="senior", since=builders.YESTERDAY.date(), by=None, at=builders.NOW
    )
    people.state_fact(
        person=zhang,
        kind=FactKind.EMPLOYER,
        code=EmployerKind.PRIVATE_ENTERPRISE,
        since=builders.YESTERDAY.date(),
        by=None,
        at=builders.NOW,
    )
    builders.standing(zhang)
    county = Region.objects.filter(depth=3, name__endswith="县", path__startswith="/320000/320300/").order_by("pk")[0]
    builders.standing(builders.person(number="G20001234"), region=county.pk, state=StandingState.UNKNOWN)
    builders.standing(builders.person(number="G30001234", region=None), region=None, state=StandingState.MET)
    compliance.roll_up_due(at=builders.NOW)

    assert figures("title_level") == {"senior": (0, 1, 0), "": (1, 0, 1)}
    assert figures("ownership") == {"private_enterprise": (0, 1, 0), "": (1, 0, 1)}
    assert figures("area") == {"north": (0, 0, 1), "south": (0, 1, 0), "": (1, 0, 0)}
    assert figures("city") == {"320100": (0, 1, 0), "320300": (0, 0, 1), "": (1, 0, 0)}
    assert figures("tier") == {"city": (0, 1, 0), "county": (0, 0, 1), "": (1, 0, 0)}
    assert figures("county") == {county.pk: (0, 0, 1), "": (1, 1, 0)}


@pytest.mark.parametrize("by", compliance.DIMENSIONS)
def test_figures_of_a_city_hold_nobody_elses(by):
    builders.standing(builders.person())
    builders.standing(builders.person(number="G20001234", region="320500"), region="320500")
    builders.standing(builders.person(number="G30001234", region=None), region=None)
    compliance.roll_up_due(at=builders.NOW)

    rows = compliance.breakdown(choice(path="/320000/320100/"), by=by)

    assert sum(row.short for row in rows) == 1


def test_figures_of_a_sector_hold_its_series_only():
    builders.standing(builders.person())
    builders.standing(builders.person(number="G20001234", series="cme"), series="cme", state=StandingState.MET)
    compliance.roll_up_due(at=builders.NOW)

    totals = compliance.totals(choice(series=("cme",)))

    assert (totals.met, totals.short) == (1, 0)


def test_unknown_stands_outside_the_rate():
    builders.standing(builders.person(), state=StandingState.UNKNOWN)
    compliance.roll_up_due(at=builders.NOW)

    assert compliance.totals(choice()).rate == ""
