"""What a simulation showed, as its pages show it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from credits import access, simulation
from credits.enums import RulebookStatus, StandingState, WorkState
from credits.models import RulebookVersion, Simulation, SimulationFlip
from credits.web import explaining, wording
from learning import places
from learning.accounts import people
from learning.accounts.enums import EmployerKind, Series
from learning.accounts.models import Region
from learning.tags import short_day

TONES = {WorkState.DONE: "good", WorkState.WAITING: "calm", WorkState.FAILED: "bad"}


def row(one: Simulation) -> dict[str, Any]:
    """Return a simulation as a list shows it."""
    order = getattr(one, "redecision", None)
    return {"simulation": one, "tone": TONES[WorkState(one.state)], "redecision": order}


def tables(one: Simulation) -> list[dict[str, Any]]:
    """Return what a simulation showed by each dimension, with the way to the persons of each group."""
    groups = {by: simulation.groups(one, by) for by in _headings()}
    cities = _cities({group.value for group in groups["city"]})
    return [
        {"heading": heading, "rows": [_group_row(one, by, group, cities) for group in groups[by]]}
        for by, heading in _headings().items()
    ]


def names_of(chosen: Mapping[str, str]) -> list[str]:
    """Return how the values of some dimensions are called."""
    cities = _cities({value for by, value in chosen.items() if by == "city"})
    return [_value_name(by, value, cities) for by, value in chosen.items()]


def _value_name(by: str, value: str, cities: Mapping[str, str]) -> str:
    names = {
        "city": lambda: cities.get(value) or _("Not known"),
        "series": lambda: _label(Series, value),
        "career": lambda: _careers().get(value) or _("Not known"),
        "employer_kind": lambda: _label(EmployerKind, value),
        "cycle_starts_on": lambda: _cycle(value),
    }
    return str(names[by]())


def is_possible(chosen: Mapping[str, str]) -> bool:
    """Return whether what an address asks for can be looked for."""
    try:
        return "cycle_starts_on" not in chosen or bool(date.fromisoformat(chosen["cycle_starts_on"]))
    except ValueError:
        return False


def flips(rows: list[SimulationFlip]) -> list[dict[str, Any]]:
    """Return the persons who flip as a table shows them."""
    keys = [one.person_id for one in rows]
    names, numbers = people.current_names(keys), people.masked_numbers(keys)
    titles = _titles(one.family_after for one in rows)
    cities = _cities({one.city for one in rows})
    return [
        {
            "flip": one,
            "name": names.get(one.person_id, ""),
            "number": numbers[one.person_id],
            "city": cities.get(one.city, ""),
            "cycle": wording.cycle(one.cycle_starts_on, one.cycle_ends_before),
            "tone": wording.TONES[StandingState(one.after)],
            "title": titles.get(one.family_after, one.family_after),
        }
        for one in rows
    ]


def person(one: Simulation, found: simulation.Explained) -> dict[str, Any]:
    """Return what a simulation says of one person: standings and claims before and after, reasons in words."""
    sides = [*found.before, *found.after]
    books = _books(one, {side.version for side in sides})
    names: dict[str, str] = {}
    for book in books.values():
        names |= wording.labels(book["categories"])
    return {
        "pairs": [
            {"cycle": wording.cycle(*span), "before": before, "after": after}
            for span, before, after in _pairs(found, books)
        ],
        "claims": [
            {
                "sides": claim,
                "is_changed": claim.before != claim.after,
                "before": explaining.reasons(claim.reasons_before, names),
                "after": explaining.reasons(claim.reasons_after, names),
            }
            for claim in found.claims
        ],
    }


def _pairs(
    found: simulation.Explained, books: Mapping[str, dict[str, Any]]
) -> Iterable[tuple[tuple[date, date], list[dict[str, Any]], list[dict[str, Any]]]]:
    spans = sorted(
        {(side.cycle_starts_on, side.cycle_ends_before) for side in (*found.before, *found.after)}, reverse=True
    )
    for span in spans:
        before, after = (
            [
                _side(side, books[side.version])
                for side in sides
                if (side.cycle_starts_on, side.cycle_ends_before) == span
            ]
            for sides in (found.before, found.after)
        )
        yield span, before, after


def _side(side: simulation.Side, book: Mapping[str, Any]) -> dict[str, Any]:
    names = wording.labels(book["categories"])
    state = StandingState(side.state)
    return {
        "side": side,
        "state": state.label,
        "tone": wording.TONES[state],
        "is_known": state != StandingState.UNKNOWN,
        "title": book["title"],
        "categories": [{**part, "name": wording.category(part["code"], names)} for part in side.categories],
        "reasons": explaining.reasons(side.reasons, names),
    }


def _books(one: Simulation, digests: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return title and categories of the versions with these digests: the one that was tried, and those in the database."""
    rows = RulebookVersion.objects.filter(digest__in=digests).exclude(status=RulebookStatus.DRAFT)
    kept = {digest: (pk, title) for digest, pk, title in rows.values_list("digest", "pk", "title")}
    categories = access.category_names([pk for pk, _title in kept.values()])
    books = {digest: {"title": title, "categories": categories[pk]} for digest, (pk, title) in kept.items()}
    tried = {one.digest: {"title": one.version.title, "categories": one.body.get("categories") or []}}
    return {digest: {"title": "", "categories": []} for digest in digests} | books | tried


def _group_row(one: Simulation, by: str, group: simulation.Group, cities: Mapping[str, str]) -> dict[str, Any]:
    def address(after: str) -> str:
        chosen = urlencode({by: group.value, "after_state": after})
        return f"{reverse('credits:simulation-persons', args=[one.pk])}?{chosen}"

    return {
        "name": _value_name(by, group.value, cities),
        "flows": group.flows,
        "to_short": address(StandingState.SHORT),
        "to_met": address(StandingState.MET),
    }


def _headings() -> dict[str, str]:
    return {
        "city": _("By city"),
        "series": _("By series"),
        "career": _("By years under the duty"),
        "employer_kind": _("By kind of employer"),
        "cycle_starts_on": _("By cycle"),
    }


def _careers() -> dict[str, str]:
    return {
        "0-4": _("Less than 5 years"),
        "5-9": _("5 to 9 years"),
        "10-19": _("10 to 19 years"),
        "20-": _("20 years and more"),
    }


def _label(choices: type[Series] | type[EmployerKind], value: str) -> str:
    return str(choices(value).label) if value in choices.values else value or _("Not known")


def _cycle(value: str) -> str:
    first = date.fromisoformat(value)
    if (first.month, first.day) == (1, 1):
        return wording.cycle(first, first.replace(year=first.year + 1))
    return _("Cycles from %(day)s") % {"day": short_day(first)}


def _cities(codes: Collection[str]) -> dict[str, str]:
    rows = Region.objects.filter(pk__in=codes)
    return {code: places.said(name) for code, name in rows.values_list("pk", "name")}


def _titles(families: Iterable[str]) -> dict[str, str]:
    rows = RulebookVersion.objects.filter(family__in=set(families)).order_by("family", "-pk").distinct("family")
    return dict(rows.values_list("family", "title"))
