"""The law, tested in data: every case file holds."""

from pathlib import Path

import pytest

from credits.policy import cases
from tests.credits.policy.shelf import CASES, packs


@pytest.mark.parametrize("file", sorted(CASES.glob("*.toml")), ids=lambda file: file.stem)
def test_case_holds(file: Path) -> None:
    verdict = cases.decide(file.read_text(), name=file.name, packs=packs())

    assert [str(difference) for difference in verdict.differences] == []


def test_every_family_has_a_case() -> None:
    named = " ".join(file.read_text() for file in CASES.glob("*.toml"))

    assert [family for family in packs() if f'"{family}"' not in named] == []
