"""What is wrong with a file: key path, what was read, what is allowed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

DAY = "a day, such as 2024-05-31"
MOMENT = "a local moment, such as 2024-05-31T09:00:00"
ALLOWED = {
    "bool_type": "true or false",
    "date_type": DAY,
    "date_from_datetime_inexact": DAY,
    "datetime_type": MOMENT,
    "datetime_from_date_parsing": MOMENT,
    "timezone_naive": MOMENT,
    "decimal_type": "a number",
    "decimal_max_places": "at most {decimal_places} decimal places",
    "dict_type": "a table",
    "finite_number": "a number",
    "greater_than": "more than {gt}",
    "greater_than_equal": "{ge} or more",
    "int_type": "a whole number",
    "less_than_equal": "{le} or less",
    "list_type": "a list",
    "model_type": "a table",
    "string_pattern_mismatch": "text of the form {pattern}",
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "at least {min_length} characters",
    "string_type": "text in quotes",
    "too_short": "at least {min_length}",
}


def complaints(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Return one sentence for each mistake, naming the key and what is allowed there."""
    return [_complaint(mistake, model) for mistake in _once(error.errors())]


def _once(mistakes: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Take together what the alternatives of one key say: the codes of all of them are allowed there."""
    alternatives: dict[tuple[str | int, ...], list[Mapping[str, Any]]] = {}
    for mistake in mistakes:
        place = tuple(part for part in mistake["loc"] if not str(part).startswith("literal["))
        alternatives.setdefault((*place, mistake["type"]), []).append({**mistake, "loc": place})
    for first, *others in alternatives.values():
        if first["type"] != "literal_error":
            yield from (first, *others)
            continue
        expected = (mistake["ctx"]["expected"] for mistake in (first, *others))
        yield {**first, "ctx": {"expected": " or ".join(expected)}}


def _complaint(mistake: Mapping[str, Any], model: type[BaseModel]) -> str:
    path = _path(mistake["loc"])
    if mistake["type"] == "extra_forbidden":
        return f"{path}: unknown key; allowed here: {', '.join(_keys_allowed(model, mistake['loc']))}"
    if mistake["type"] == "missing":
        return f"{path}: this key must be stated"
    if mistake["type"] == "literal_error":
        return f"{path}: unknown code {_shown(mistake['input'])}; allowed: {mistake['ctx']['expected']}"
    message: str = mistake["msg"].removeprefix("Value error, ")
    if mistake["type"] == "value_error" and not mistake["loc"]:
        return message  # What concerns several keys names its own.
    read = f" (read: {_shown(mistake['input'])})" if _is_plain(mistake["input"]) else ""
    return f"{path}: {message}{read}{_allowed(mistake)}"


def _allowed(mistake: Mapping[str, Any]) -> str:
    allowed = ALLOWED.get(mistake["type"])
    return f"; allowed: {allowed.format(**mistake.get('ctx', {}))}" if allowed else ""


def _path(location: tuple[str | int, ...]) -> str:
    path = ""
    for part in location:
        path += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return path.lstrip(".") or "file"


def _is_plain(value: object) -> bool:
    return not isinstance(value, dict | list | tuple | BaseModel)


def _shown(value: object) -> str:
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _keys_allowed(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    for part in location[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            model = next(_models(model.model_fields[part].annotation), model)
    return sorted(model.model_fields)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
