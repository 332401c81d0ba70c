"""The targets of make do what they say."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
# How a test says that it tries more where it has the time: by the variable, or by the number that another one reads from it.
TRIES_MORE = re.compile(r"XUESHI_EXAMPLES|^from tests\..* import .*\bfew\b", re.MULTILINE)


def test_whatever_tries_more_when_it_has_time_is_among_the_long_tests() -> None:
    (line,) = re.findall(r"XUESHI_EXAMPLES=\d+ (.+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    named = set(re.findall(r"tests/\S+\.py", line))

    trying = {path for path in TESTS.rglob("test_*.py") if TRIES_MORE.search(path.read_text(encoding="utf-8"))}

    assert {str(path.relative_to(ROOT)) for path in trying} - {"tests/deploy/test_make.py"} == named
