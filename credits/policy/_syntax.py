"""What is wrong with a text that is no TOML: the key, what the reader says, what is allowed there."""

import re
import tomllib
from collections.abc import Sequence

PLACE = re.compile(r"\(at line (\d+), column (\d+)\)$")
TABLE = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")
KEY = re.compile(r"(?:^|[{,])\s*([\w.-]+)\s*=")
DAY = "a day that exists, such as 2024-05-31, or with a time, such as 2024-05-31T09:00:00"
VALUE = "text in quotes, a number, true or false, a day such as 2024-05-31, a list in brackets or a table in braces"


def complaint(text: str, error: tomllib.TOMLDecodeError) -> str:
    """Return one sentence that names the key, if there is one, and what is allowed."""
    place = PLACE.search(str(error))
    key = _key(text.split("\n"), int(place[1]), int(place[2])) if place else ""
    is_date = "date" in str(error) or (place is not None and _follows_a_day(text.split("\n"), place))
    return f"{key}{': ' if key else ''}{error}; allowed: {DAY if is_date else VALUE}"


def _key(lines: Sequence[str], line: int, column: int) -> str:
    keys: list[str] = KEY.findall(lines[line - 1][:column])
    return ".".join([*_table(lines[: line - 1]), keys[-1]]) if keys else ""


def _table(lines: Sequence[str]) -> list[str]:
    """Return the path of the last table begun, numbered where it is one of several."""
    begun = [found for found in map(TABLE.match, lines) if found]
    if not begun:
        return []
    kind, path = begun[-1].groups()
    number = sum(found[2] == path for found in begun)
    return [f"{path}[{number}]" if kind == "[[" else path]


def _follows_a_day(lines: Sequence[str], place: re.Match[str]) -> bool:
    # A time that does not exist is read as a day with something behind it; a month that does not, as a number with something behind it.
    line, column = lines[int(place[1]) - 1], int(place[2]) - 1
    read, rest = line[:column], line[column:]
    return bool(re.search(r"\d{4}-\d{2}-\d{2}$", read) or (re.search(r"\d{4}$", read) and rest.startswith("-")))
