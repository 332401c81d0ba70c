"""`manage.py decide`: what it prints and how it leaves."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.credits.policy.shelf import CASES

GOOD = CASES / "01-professional-floor-of-sixty.toml"


def run(*arguments: object) -> tuple[int, str]:
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("decide", *map(str, arguments), stdout=out)
    return int(left.value.code or 0), out.getvalue()


def written(folder: Path, text: str, *changes: tuple[str, str]) -> Path:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / "case.toml"
    file.write_text(text)
    return file


def test_decide_says_ok() -> None:
    status, said = run(GOOD)

    assert status == 0
    assert said.splitlines() == [f"ok {GOOD}", "1 passed, 0 failed"]


def test_decide_says_what_differs(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD.read_text(), ("missing = 5", "missing = 4"))

    status, said = run(GOOD, file)

    assert status == 1
    assert said.splitlines()[1].startswith(f"differs {file}: standing on 2023-12-31 missing: expected 4, decided 5")
    assert said.splitlines()[-1] == "1 passed, 1 failed"


@pytest.mark.parametrize(
    "change, named",
    [
        (("hours = 55", "huors = 55"), "claims[1].huors: unknown key; allowed here: absent_half_days"),
        (('activity = "class"', 'activity = "klass"'), "claims[1].activity: unknown code “klass”; allowed: 'class'"),
        (
            ("starts_on = 2023-04-03", "starts_on = 2023-02-30"),
            "claims[1].starts_on: Invalid date or datetime",
        ),
        (("starts_on = 2023-09-04", "starts_at = 2023-09-04T25:00:00"), "claims[2].starts_at: "),
        (
            ("hours = 55", "hours = fifty"),
            "claims[1].hours: Invalid value",
        ),
        (("starts_on = 2023-04-03", "starts_on = 2023-13-01"), "claims[1].starts_on: "),
        (("starts_on = 2023-04-03", "starts_on = 2023-4-3"), "allowed: a day that exists, such as 2024-05-31"),
        (("starts_on = 2023-04-03", "starts_on = 2023-02-29"), "allowed: a day that exists, such as 2024-05-31"),
        (("hours = 55", "hours = 55\ncount = 1.5"), "claims[1].count: "),
        (("hours = 55", "hours = 55\nposition = -1"), "claims[1].position: "),
        (('id = "a"\n', ""), "claims[1].id: this key must be stated"),
        (("on = 2023-12-31", 'on = "2023-12-31"'), "expect.standings[1].on: "),
        (("met = false", 'met = "no"'), "expect.standings[1].met: "),
        (("hours = 55", "hours = 55\nhours = 56"), "claims[1].hours: Cannot overwrite a value"),
        (("rulebooks = [", "[rulebooks"), "Expected ']' at the end of a table"),
        (("starts_on = 2023-04-03", 'starts_on = "2023-04-03"'), "claims[1].starts_on"),
        (("ends_on = 2023-04-12", "ends_on = 2023-04-02"), "claims[1].ends_on: 2023-04-02 is before the first day"),
        (("hours = 55", "hours = -1"), "claims[1].hours"),
        (("hours = 55", "hours = nan"), "claims[1].hours"),
        (("hours = 55", "hours = 1.234"), "claims[1].hours"),
        (("hours = 55", 'hours = "55"'), "claims[1].hours: a number is expected; allowed: a number without quotes"),
        (
            ("hours = 55", "hours = 55\npassed = 1"),
            "claims[1].passed: Input should be a valid boolean (read: 1); allowed: true or false",
        ),
        (
            ('rulebooks = ["nanjing-general"]', 'rulebooks = ["nanking"]'),
            "rulebooks[1]: unknown rulebook “nanking”; allowed: acca",
        ),
        (
            ('target_level = "senior"', 'target_level = "boss"'),
            "person.target_level: unknown code “boss”; allowed: 'junior'",
        ),
        (('unmet = ["category:professional"]', 'unmet = ["categories"]'), "expect.standings[1].unmet[1]"),
        (('id = "b"', 'id = "a"'), "the id “a” is used 2 times"),
        (
            ("on = 2023-12-31", 'rulebook = "cme"\non = 2023-12-31'),
            "expect.standings[1].rulebook: “cme” is not among the rulebooks",
        ),
    ],
)
def test_decide_names_what_it_cannot_understand_and_goes_on(
    tmp_path: Path, change: tuple[str, str], named: str
) -> None:
    file = written(tmp_path, GOOD.read_text(), change)

    status, said = run(file, GOOD)

    assert status == 2
    assert said.splitlines()[0].startswith(f"broken {file}: ")
    assert named in said.splitlines()[0]
    assert said.splitlines()[1:] == [f"ok {GOOD}", "1 passed, 1 failed"]


def test_decide_says_which_days_and_values_are_allowed(tmp_path: Path) -> None:
    day = written(tmp_path, GOOD.read_text(), ("starts_on = 2023-04-03", "starts_on = 2023-02-30"))
    _, of_day = run(day)
    value = written(tmp_path, GOOD.read_text(), ("hours = 55", "hours = fifty"))
    _, of_value = run(value)

    assert "allowed: a day that exists, such as 2024-05-31" in of_day
    assert "allowed: text in quotes, a number" in of_value


def test_decide_says_what_an_empty_file_lacks(tmp_path: Path) -> None:
    file = tmp_path / "empty.toml"
    file.write_text("")

    status, said = run(file, GOOD)

    assert status == 2
    assert said.splitlines()[0] == f"broken {file}: name: this key must be stated; rulebooks: this key must be stated"
    assert said.splitlines()[1] == f"ok {GOOD}"


def test_decide_reads_what_windows_writes(tmp_path: Path) -> None:
    file = tmp_path / "windows.toml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.read_bytes().replace(b"\n", b"\r\n"))

    assert run(file)[0] == 0


def test_decide_compares_only_what_is_stated(tmp_path: Path) -> None:
    text = (CASES / "15-an-exam-fills-professional-first.toml").read_text()
    file = tmp_path / "partly.toml"
    lines = [line for line in text.splitlines() if not line.startswith("categories")]
    file.write_text("\n".join(lines).replace("[[expect.awards]]", "[[expect.awards]]\ncategories.professional = 60", 1))

    assert run(file)[0] == 0


def test_decide_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    status, said = run(tmp_path / "none.toml")

    assert status == 2
    assert "none.toml" in said


def test_decide_gives_everything_as_json() -> None:
    status, said = run("--json", CASES / "10-travel-days-earn-nothing.toml")

    [case] = json.loads(said)["cases"]
    [found] = case["awards"]

    assert status == 0
    assert found["hours"] == 30
    assert [(reason["code"], reason["amount"]) for reason in found["reasons"]] == [
        ("rate", 96),
        ("travel_excluded", -16),
        ("item_cap", -50),
    ]
    assert found["reasons"][2]["sentence"]["zh"].startswith("每项最多计30学时，核减50学时")


def test_decide_gives_the_amounts_of_a_standing_in_hours() -> None:
    status, said = run("--json", CASES / "23-carried-hours-and-the-yearly-minimum.toml")

    [case] = json.loads(said)["cases"]
    [standing] = case["standings"]
    amounts = {reason["code"]: reason["amount"] for reason in standing["reasons"]}

    assert status == 0
    assert amounts["carried_in"] == standing["carried_in"] == 15
