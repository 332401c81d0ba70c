"""What an order of a register asks for: the transcript as the ledger has it now, with its proofs, and which office states it."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits import access, ledger, transcripts
from credits.certificates._kinds import _register
from credits.enums import StandingState
from credits.models import Standing
from learning.accounts.enums import OrganisationKind, Sector
from learning.accounts.models import Organisation, Region
from learning.errors import Refusal

LINES_MOST = 400
# Of a file that is read by whoever checks it (`_checking.FILE_MOST`): so much are tables as texts, and what proves them, before both are packed.
TABLES_MOST, PROOFS_MOST = 1_000_000, 2_500_000


class NothingRegistered(Refusal):
    """An empty register would prove nothing."""

    sentence = _("No hours are registered for learning in these years. Choose other years.")


class TooManyLines(Refusal):
    """Nobody reads so many on paper."""

    sentence = _(
        "These years hold %(count)d lines, more than one register can state (up to %(most)d, fewer where their words are long). Choose fewer years and fetch several."
    )


class NoOffice(Refusal):
    """Nobody is there to state it."""

    sentence = _(
        "No office of your region can issue it yet. Your hours are not touched by that; print the page instead."
    )


def gathered(record: access.Record, *, since: int, until: int, at: datetime) -> tuple[dict[str, Any], bytes]:
    """
    Return the facts of an order of the register of `record` over years of learning, as they are now, and what proves them.

    Whoever writes the order down keeps the proofs first: `_leftovers.keep(…, ending="json")`; the facts name their digest.

    :raises NothingRegistered: if there are no lines
    :raises TooManyLines: if there are more than a paper holds
    :raises NoOffice: if no office could issue it
    """
    proved = transcripts.make(record, since=since, until=until, at=at)
    tables, proofs = _register.tables(proved), ledger.encoding(proved)
    _require_size(len(proved["lines"]), tables, proofs)
    owed = list(access.standings(record))
    shown = [row for row in owed if transcripts.is_shown(row, since=since, until=until)]
    office = _office(owed)
    records = [
        [one["person"], len(one["chain"]), _register.total_of(proved, one["person"])] for one in proved["records"]
    ]
    facts = {
        "organisation_id": office.pk,
        "issuer": office.name,
        "title": title(since, until),
        "years": [since, until],
        "starts_on": date(since, 1, 1).isoformat(),
        "ends_on": date(until, 12, 31).isoformat(),
        "as_of": timezone.localdate(at).isoformat(),
        # Two orders of the same content are one.
        "content": sha256(ledger.encoding(tables)).hexdigest(),
        "counted": sum(amount for _person, _lines, amount in records),
        # By which it is found that hours fell: what each chain came to, and which cycles were met.
        "records": records,
        "met": [_cycle(row) for row in shown if row.state == StandingState.MET],
        "proofs": sha256(proofs).hexdigest(),
    }
    return facts, proofs


def title(since: int, until: int) -> str:
    """Return what a register over these years is called in lists."""
    return f"{since}年继续教育学时登记" if since == until else f"{since}年至{until}年继续教育学时登记"


def _require_size(count: int, tables: dict[str, Any], proofs: bytes) -> None:
    if not count:
        raise NothingRegistered
    if count > LINES_MOST or len(ledger.encoding(tables)) > TABLES_MOST or len(proofs) > PROOFS_MOST:
        raise TooManyLines(count=count, most=LINES_MOST)


def _office(owed: list[Standing]) -> Organisation:
    """Return the office of the general regulator that is nearest to the person: the city's before the province's."""
    region = next((row.region for row in owed if row.region), None) or Region.objects.get(depth=1)
    offices = Organisation.objects.alias(place=Value(region.path)).filter(
        Q(place__startswith=F("region__path")), kind=OrganisationKind.REGULATOR, sector=Sector.GENERAL
    )
    found = offices.order_by("-region__depth", "pk").first()
    if found is None:
        raise NoOffice
    return found


def _cycle(row: Standing) -> list[str]:
    return [row.family, row.cycle_starts_on.isoformat()]
