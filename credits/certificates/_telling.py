"""The tables of a register row by row, as texts: to be printed, and to be compared side by side with what a file says."""

from collections.abc import Iterator, Mapping
from typing import Any

DUTY = ("rulebook", "cycle", "starts_on", "ends_on", "required", "counted", "missing", "state", "hours")
ENTRY = (
    *("title", "activity", "provider", "category", "starts_on", "ends_on"),
    *("cycle", "recorded_on", "act", "note", "hours"),
)
SUM = ("year", "hours", "total")


def table_rows(stated: Mapping[str, Any]) -> list[str]:
    """Return every row of the tables of a statement, from above; whatever somebody else's file holds in their place comes out as text."""
    duties, registers = stated.get("duties"), stated.get("registers")
    return [*_of_duties(duties), *(row for one in _listed(registers) for row in _of_register(one))]


def _of_duties(duties: Any) -> Iterator[str]:
    for one in _listed(duties):
        yield _row(one, DUTY)


def _of_register(register: Any) -> Iterator[str]:
    if not isinstance(register, Mapping):
        yield _text(register)
        return
    for entry in _listed(register.get("entries")):
        yield f"{_text(register.get('rulebook'))}：{_row(entry, ENTRY)}"
    for one in (*_listed(register.get("sums")), register):
        yield f"{_text(register.get('rulebook'))}：{_row(one, SUM)}"


def _row(one: Any, names: tuple[str, ...]) -> str:
    if not isinstance(one, Mapping):
        return _text(one)
    # Names that ours do not have are told as well: nothing in a file goes unseen.
    others = sorted(set(one) - set(names) - {"entries", "sums", "rulebook"})
    return "；".join(text for name in (*names, *others) if (text := _text(one.get(name))))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "，".join(map(_text, value))
    if isinstance(value, Mapping):
        return "，".join(f"{name} {_text(value[name])}" for name in sorted(value))
    return "" if value is None else str(value)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
