"""The shipped packs, and one person's claims, for tests of policy."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from credits import policy

PACKS = Path(__file__).parents[3] / "credits" / "rulebooks" / "packs"
CASES = Path(__file__).parents[1] / "cases"


@cache
def packs() -> dict[str, policy.Pack]:
    found = [policy.read_pack(file.read_text(), name=file.name) for file in sorted(PACKS.rglob("*.toml"))]
    return {pack.family: pack for pack in found}


def versions(*families: str) -> list[policy.Version]:
    return [version for family in families for version in packs()[family].versions]


def claim(number: int, **facts: Any) -> dict[str, Any]:
    day = facts.pop("on", date(2024, 5, 6))
    usual = {"person": 1, "claim": number, "position": number, "family": "jiangsu-general", "activity": "class"}
    return {**usual, "category": "professional", "starts_on": day, **facts}


def award(*rows: dict[str, Any], people: list[dict[str, Any]] | None = None) -> policy.Awards:
    families = sorted({row["family"] for row in rows})
    persons = people or [{"person": person} for person in {row["person"] for row in rows}]
    claims = pl.DataFrame(list(rows), infer_schema_length=None)
    return policy.award(claims=claims, people=pl.DataFrame(persons), versions=versions(*families))


def hours(awards: policy.Awards) -> dict[int, int]:
    return dict(awards.totals.select("claim", "hours").rows())


def codes(awards: policy.Awards, claim: int) -> list[str]:
    return awards.reasons.filter(pl.col("claim") == claim)["code"].to_list()
