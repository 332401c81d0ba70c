"""学时登记表: every line of the ledger over years of learning, with its sums, and what each cycle asked for and got."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from credits import access
from credits.certificates import _leftovers
from credits.certificates._kinds import _common, _gathering, _lessening, _register
from credits.certificates._kinds._common import EN, PAGES, Kind
from credits.models import CertificateOrder
from learning import papers


def stated(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a register states: the lines of the transcript that was kept when it was ordered, whose digest is `proofs`."""
    proved = json.loads(papers.read(facts["proofs"], ending="json"))
    same = ("title", "years", "starts_on", "ends_on", "as_of", "proofs", "issuer")
    return {**{name: facts[name] for name in same}, **_register.tables(proved)}


def said(stated: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return the words for each placeholder."""
    since, until = stated["years"]
    count = sum(len(one["entries"]) for one in stated["registers"])
    return {
        **_common.everywhere(stated),
        "title": stated["title"],
        "years": _years(since, until, language),
        "as_of": _common.day(stated["as_of"], language),
        "count": f"{count} lines" if language == EN else f"{count}条",
        "hours": _common.hours(stated["hours"], language).replace("-", "−"),
        "issued_on": _common.day(stated["issued_on"], language),
    }


def renewed(order: CertificateOrder, at: datetime) -> dict[str, Any] | None:
    """Return the facts of an order as the ledger has them now; None where it has nothing of these years any more."""
    since, until = order.facts["years"]
    try:
        facts, proofs = _gathering.gathered(access.record_of(order.person), since=since, until=until, at=at)
    except _gathering.NothingRegistered:
        return None
    _leftovers.keep(proofs, ending="json")
    return facts


def _years(since: int, until: int, language: str) -> str:
    if since == until:
        return str(since) if language == EN else f"{since}年"
    return f"{since} to {until}" if language == EN else f"{since}年至{until}年"


KIND = Kind(
    stated=stated,
    said=said,
    rows={
        "years": ("学习年度", "Years of learning"),
        "as_of": ("截至日期", "As of"),
        "count": ("登记条数", "Lines"),
        "hours": ("学时合计", "Hours in all"),
    },
    required=frozenset({"holder", "document", "years", "as_of", "hours"}),
    layouts=(PAGES,),
    renewed=renewed,
    is_lessened=_lessening.is_lessened,
)
