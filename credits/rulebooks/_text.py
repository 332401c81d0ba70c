"""The text of a draft: one pack with one version, in TOML."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import tomlkit
from django.utils.translation import gettext_lazy
from pydantic import BaseModel
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, InlineTable, Item, Table

from credits import policy
from learning.errors import Refusal

HEAD = ("family", "title", "basis")
# Where a rule stands, behind what it says.
TAIL = ("strength", "source", "confidence", "article", "note")
Plain = str | int | Decimal | date | None


class NotInText(Refusal):
    """A value stands in the text in a way that only a person can change."""

    sentence = gettext_lazy("“%(path)s” cannot be changed from here. Change it in the whole text.")


def written(version: policy.Version) -> str:
    """Return `version` as the text of a pack, without what the schema supplies itself."""
    text, body = tomlkit.document(), _stated(version)
    for name in HEAD:
        if name in body:
            text[name] = _line(body.pop(name))
    text["sources"] = _of_tables(body.pop("sources"))
    text.add(tomlkit.nl())
    text["versions"] = versions = tomlkit.aot()
    versions.append(_table(body))
    return tomlkit.dumps(text).strip() + "\n"


def with_values(text: str, changes: Mapping[str, Plain]) -> str:
    """
    Return `text` with other values at some paths, such as `totals.0.hours`; everything else stays as it was typed.

    A path begins in the version or in what versions share. One that does not exist is added to its table; None takes one away.

    :raises NotInText: if the text has no such table
    """
    for path, value in changes.items():
        try:
            document = tomlkit.parse(text)
            _put(document, path.split("."), value)
        except (TOMLKitError, LookupError, TypeError) as error:
            raise NotInText(path=path) from error
        text = tomlkit.dumps(document)
    return text


def starting(text: str, since: date) -> str:
    """Return `text` with its version beginning on another day."""
    return with_values(text, {"since": since})


def _put(document: Any, path: Sequence[str], value: Plain) -> None:
    *parents, last = path
    place: Any = document if path[0] in HEAD else _of_version(document, path[0])
    for part in parents:
        place = place[int(part) if part.isdigit() else part]
    if value is None:
        place.pop(last, None)
    else:
        place[last] = _line(value)


def _of_version(document: Any, name: str) -> Any:
    version = document["versions"][0]
    shared = document.get("common", {})
    return shared if name in shared and name not in version else version


def _stated(model: BaseModel) -> dict[str, Any]:
    """Return the fields of `model` that are not what the schema supplies, as they are."""
    fields = type(model).model_fields
    values = {name: getattr(model, name) for name in fields}
    return {name: value for name, value in values.items() if value != fields[name].default}


def _table(body: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for name, value in sorted(body.items(), key=_place):
        table[name] = _below(value) if _stands_alone(value) else _line(value)
    return table


def _place(item: tuple[str, Any]) -> tuple[bool, int]:
    name, value = item
    return _stands_alone(value), TAIL.index(name) + 1 if name in TAIL else 0


def _stands_alone(value: Any) -> bool:
    first = value[0] if isinstance(value, tuple) and value else value
    return isinstance(first, BaseModel) and _is_rule(first)


def _is_rule(model: BaseModel) -> bool:
    names = set(type(model).model_fields)
    return "source" in names or "regions" in names or {"code", "zh"} <= names


def _below(value: Any) -> AoT | Table:
    if not isinstance(value, tuple):
        return _table(_stated(value))
    rows = tomlkit.aot()
    for row in value:
        rows.append(_table(_stated(row)))
    return rows


def _of_tables(models: Mapping[str, BaseModel]) -> Table:
    whole = tomlkit.table(is_super_table=True)
    for name, model in models.items():
        whole[name] = _table(_stated(model))
    return whole


def _line(value: Any) -> Item:
    """Return `value` as it stands in one line."""
    if isinstance(value, Decimal):
        return tomlkit.value(f"{value:f}")
    if isinstance(value, BaseModel):
        return _inline(_stated(value))
    if isinstance(value, Mapping):
        return _inline(value)
    if isinstance(value, tuple):
        return _array(value)
    item: Item = tomlkit.item(value)
    return item


def _inline(body: Mapping[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    for name, value in body.items():
        table[name] = _line(value)
    return table


def _array(values: Iterable[Any]) -> Array:
    array = tomlkit.array()
    for value in values:
        array.append(_line(value))
    return array
