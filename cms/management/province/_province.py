"""The acts of the demo province, in order."""

import random
from collections.abc import Callable
from datetime import date, datetime

from cms.management.province import _cast, _held, _taught, _written
from credits import access, certificates, rulebooks, standing
from learning.accounts.models import Organisation, Region

YEARS = 3
DEMO_FAMILY = "jiangsu-general"
FIRST_CERTIFICATES = 50


def is_built() -> bool:
    """Say whether the database holds the demo province already."""
    return Organisation.objects.filter(name__endswith="（演示）").exists()


def build(*, now: datetime, seed: int, say: Callable[[str], object]) -> None:
    """Build the province as it stands at `now`."""
    chance = random.Random(seed)  # noqa: S311  (the same province for the same seed is the point)
    first_year = now.astimezone(_held.SHANGHAI).year - YEARS + 1
    beginning = _held.moment(date(first_year, 1, 4))
    say("people and organisations")
    cast = _cast.assemble(first_year=first_year, at=beginning, chance=chance)
    _rule(cast, first_year=first_year, at=beginning)
    say("programmes")
    taught = _taught.approve_all(cast, first_year=first_year, at=beginning)
    for year in range(first_year, first_year + YEARS):
        say(f"runs of {year}")
        _held.hold_year(cast, taught, year, now=now, chance=chance)
    _held.announce(cast, taught, now=now, chance=chance)
    _cast.sign_in(cast, at=now)
    _taught.apply_for_more(cast, at=now)
    say("pages")
    _written.publish(cast, taught, at=now)
    say("standings and certificates")
    _sweep(cast, now)


def _rule(cast: _cast.Cast, *, first_year: int, at: datetime) -> None:
    draft = access.rulebooks(user=cast.logins["province"], on=at.date()).get(status="DRAFT", family=DEMO_FAMILY)
    rulebooks.publish(version=draft, by=cast.logins["province"], at=at, reference="演示发布，非正式文件", is_demo=True)
    for family, region in (("nanjing-general", "320100"), (DEMO_FAMILY, "320000")):
        rulebooks.connect_source(
            family=family, region=Region.objects.get(pk=region), since=date(first_year, 1, 1), name="学时平台"
        )


def _sweep(cast: _cast.Cast, now: datetime) -> None:
    # What beat would do within its first minutes: so that the first page shows everything.
    for sweep in (standing.open_due, standing.refresh_due):
        while sweep(at=now):
            pass
    _register(cast, now)
    certificates.order_due(at=now)
    # A few; the worker goes on with the others while the first visitor reads the home page.
    certificates.issue_due(at=now, most=FIRST_CERTIFICATES)


def _register(cast: _cast.Cast, now: datetime) -> None:
    """Let the demo's professional ask for the register of all years."""
    user, this_year = cast.logins["professional"], now.astimezone(_held.SHANGHAI).year
    record = access.own_record(user)
    certificates.ask_for_register(record=record, since=this_year - YEARS + 1, until=this_year, by=user, at=now)
