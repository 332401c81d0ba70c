"""What no single rule can see: names that do not exist, rules that contradict themselves, rows that are never reached."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from credits.policy._codes import ACTIVITIES
from credits.policy._schema_base import Rule
from credits.policy._schema_checks_further import further
from credits.policy._schema_earning import Activity, Gate

if TYPE_CHECKING:
    from credits.policy._schema import Version

CONDITIONS = (
    "levels",
    "modes",
    "organisers",
    "roles",
    "rank_up_to",
    "chars_over",
    "chars_up_to",
    "with_chars",
    "months_from",
)
TOTAL = "total"


def faults(version: "Version") -> Iterator[str]:
    """Return what is wrong with `version`, each with its key path and what is allowed."""
    for check in (
        _sources,
        _category_names,
        _spans,
        _gates,
        _exemptions,
        _entry,
        _shares,
        _fills,
        _unreached,
        _totals,
        further,
    ):
        yield from check(version)


def _sources(version: "Version") -> Iterator[str]:
    for path, rule in _rules(version):
        if rule.source not in version.sources:
            yield f"{path}.source: source “{rule.source}” is not listed; listed are {_listed(version.sources)}"


def _category_names(version: "Version") -> Iterator[str]:
    for path, code in _categories_named(version):
        if code not in version.category_codes:
            yield f"{path}: category “{code}” is not listed; listed are {_listed(version.category_codes)}"
    named = {
        "categories": version.category_codes,
        "floors": [floor.category for floor in version.floors],
        "category_caps": [cap.category for cap in version.category_caps],
    }
    for table, codes in named.items():
        for code, times in Counter(codes).items():
            if times > 1:
                yield f"{table}: category “{code}” is stated {times} times; allowed: once"
    yield from _parents(version)


def _parents(version: "Version") -> Iterator[str]:
    parts = {category.code for category in version.categories if category.parent}
    for number, category in enumerate(version.categories, 1):
        if category.parent in parts:
            yield f"categories[{number}].parent: “{category.parent}” is a part itself; allowed: a category without parent"


def _spans(version: "Version") -> Iterator[str]:
    cycle = version.cycle
    if version.before is not None and version.before <= version.since:
        yield f"before: {version.before} is not after since: {version.since}; allowed: a later day"
    if cycle.kind != "window":
        return
    if not (cycle.starts_on and cycle.ends_on):
        yield "cycle: a window states starts_on and ends_on; allowed: two days, such as 2024-05-01"
    elif cycle.ends_on < cycle.starts_on:
        yield f"cycle.ends_on: {cycle.ends_on} is before starts_on, {cycle.starts_on}; allowed: that day or a later one"


def _gates(version: "Version") -> Iterator[str]:
    for number, gate in enumerate(version.gates, 1):
        yield from _of_gate(f"gates[{number}]", gate)


def _of_gate(path: str, gate: Gate) -> Iterator[str]:
    limits = {"attendance": "share", "absences": "half_days", "passed": "within_days", "late": "late_minutes"}
    own = limits.get(gate.kind)
    for name in limits.values():
        if name != own and getattr(gate, name) is not None:
            yield f"{path}.{name}: says nothing of a gate “{gate.kind}”; allowed: {own or 'nothing'}"
    if own and gate.kind != "passed" and getattr(gate, own) is None:
        yield f"{path}.{own}: must be stated for a gate “{gate.kind}”"


def _exemptions(version: "Version") -> Iterator[str]:
    for number, rule in enumerate(version.exemptions, 1):
        if (rule.status is None) == (rule.age is None):
            yield f"exemptions[{number}]: states a status or an age; allowed: one of both"
        if rule.age is not None and rule.reduce is not None:
            yield f"exemptions[{number}].reduce: says nothing of an age; allowed: with a status"


def _entry(version: "Version") -> Iterator[str]:
    if version.entry and (version.entry.kind == "bands") != bool(version.entry.bands):
        yield f"entry.bands: stated for kind “{version.entry.kind}”; allowed: with kind “bands”, and there at least one"


def _shares(version: "Version") -> Iterator[str]:
    for number, row in enumerate(version.activities, 1):
        share = row.author_share
        if share and (share.kind == "table") != bool(share.shares):
            yield f'activities[{number}].author_share.shares: belongs to kind “table”; allowed: there at least one, such as "1/2"'
    by_share = any(
        [
            *(floor.share for floor in version.floors),
            *(cap.share for cap in version.caps),
            *(cap.share for cap in version.category_caps),
        ]
    )
    if by_share and not version.totals:
        yield "totals: a share is of the total that is asked, and none is; allowed: at least one [[versions.totals]]"


def _fills(version: "Version") -> Iterator[str]:
    by_share = {floor.category for floor in version.floors if floor.share}
    for number, row in enumerate(version.activities, 1):
        if row.fill and row.fill[0] in by_share:
            yield f"activities[{number}].fill[1]: the floor of “{row.fill[0]}” is a share; allowed: a category whose floor is in hours"


def _unreached(version: "Version") -> Iterator[str]:
    """Say which rows of the table stand behind one that takes all their claims."""
    closed: set[str] = set()
    for number, row in enumerate(version.activities, 1):
        codes = set(ACTIVITIES if "*" in row.codes else row.codes)
        if codes <= closed:
            yield f"activities[{number}].codes: earlier rows take all of {_listed(sorted(codes))}; allowed: a place before them"
        if _takes_all(row):
            closed |= codes


def _totals(version: "Version") -> Iterator[str]:
    """Say which totals stand behind one that is everybody's."""
    everybody = next((number for number, total in enumerate(version.totals) if not total.target_levels), None)
    if everybody is not None and everybody < len(version.totals) - 1:
        yield f"totals[{everybody + 2}]: the one before is everybody's; allowed: a place before it"


def _takes_all(row: Activity) -> bool:
    return not any(getattr(row, name) not in (None, ()) for name in CONDITIONS)


def _rules(version: "Version") -> Iterator[tuple[str, Rule]]:
    for name in type(version).model_fields:
        value = getattr(version, name)
        if isinstance(value, Rule):
            yield name, value
        elif isinstance(value, tuple):
            yield from ((f"{name}[{number}]", rule) for number, rule in enumerate(value, 1) if isinstance(rule, Rule))


def _categories_named(version: "Version") -> Iterator[tuple[str, str]]:
    yield from _in_tables(version)
    for number, row in enumerate(version.activities, 1):
        yield from ((f"activities[{number}].fill[{place}]", code) for place, code in enumerate(row.fill, 1))
        if row.category:
            yield f"activities[{number}].category", row.category
    yield from _in_lists(version)


def _in_tables(version: "Version") -> Iterator[tuple[str, str]]:
    named: dict[str, list[str | None]] = {
        "floors": [rule.category for rule in version.floors],
        "category_caps": [rule.category for rule in version.category_caps],
        "modes": [rule.category for rule in version.modes],
    }
    for table, codes in named.items():
        yield from ((f"{table}[{number}].category", code) for number, code in enumerate(codes, 1) if code)
    for number, category in enumerate(version.categories, 1):
        if category.parent:
            yield f"categories[{number}].parent", category.parent


def _in_lists(version: "Version") -> Iterator[tuple[str, str]]:
    bands = version.entry.bands if version.entry else ()
    lists: dict[str, Iterable[str]] = {
        "carry.categories": version.carry.categories if version.carry else (),
        "lesson.by_category": version.lesson.by_category if version.lesson else (),
        "specialties.floors": version.specialties.floors if version.specialties else (),
        "look_back.sums": [code for code in version.look_back.sums if code != TOTAL] if version.look_back else (),
        **{f"entry.bands[{number}].floors": band.floors for number, band in enumerate(bands, 1)},
        **{f"rolling[{number}].categories": rule.categories for number, rule in enumerate(version.rolling, 1)},
    }
    for path, codes in lists.items():
        yield from ((path, code) for code in codes)


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(codes) or "none"
