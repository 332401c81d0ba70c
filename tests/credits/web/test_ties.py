"""A tie is told to the person and to whoever looks at the record: both results, side by side."""

from datetime import date, timedelta

import pytest

from credits import policy, rulebooks
from credits.models import ConnectedSource, Standing
from credits.standing import open_due, refresh_due
from learning.accounts import people
from learning.accounts.enums import FactKind
from tests.credits.rulebooks.drafts import in_nanjing
from tests.credits.web import builders

pytestmark = pytest.mark.django_db

LATER = builders.NOW + timedelta(minutes=1)


@pytest.fixture
def zhang():
    """Return somebody in Nanjing who is under the duty, with a standing under whatever decides."""
    made = builders.person()
    people.state_fact(person=made, kind=FactKind.OBLIGED, since=date(2020, 1, 1), by=None, at=builders.YESTERDAY)
    ConnectedSource.objects.create(
        family="nanjing-general", region_id="320100", since=date(builders.YEAR, 1, 1), name="南京平台"
    )
    return made


def enact_second() -> None:
    """Put a second rulebook for the same people into force."""
    body = {**in_nanjing().body, "family": "nanjing-second", "title": "第二办法"}
    body["totals"] = [{**body["totals"][0], "hours": "96"}]
    draft = rulebooks.draft(version=policy.read_version(body, name="test"), at=LATER)
    rulebooks.publish(version=draft, by=None, at=LATER, reference="宁人社〔2026〕2号")


def of_this_year(family: str) -> Standing:
    return Standing.objects.get(family=family, cycle_starts_on=date(builders.YEAR, 1, 1))


def test_the_person_reads_both_results(zhang):
    client = builders.signed_in(builders.login(zhang))
    open_due(at=builders.NOW)
    alone = client.get(f"/hours/standings/{of_this_year('nanjing-general').pk}/").content.decode()
    enact_second()
    refresh_due(at=LATER)

    first, second = of_this_year("nanjing-general"), of_this_year("nanjing-second")
    page = client.get(f"/hours/standings/{first.pk}/").content.decode()
    other = client.get(f"/hours/standings/{second.pk}/").content.decode()

    assert "Another rulebook decides as well" not in alone
    assert "Another rulebook decides as well" in page
    assert "第二办法" in page
    assert "Required 96" in page
    assert "Required 90" in other
    assert (first.required, second.required) == (9000, 9600)


def test_a_regulator_reads_both_results(zhang):
    enact_second()
    open_due(at=LATER)
    client = builders.opened(builders.regulator(), zhang)

    page = client.get(f"/register/{zhang.pk}/standings/{of_this_year('nanjing-general').pk}/").content.decode()

    assert "Another rulebook decides as well" in page
    assert "Required 96" in page
