"""What an author gets wrong: file, table and key path, what is allowed."""

import pytest

from credits import policy
from tests.credits.policy.test_rulebooks import PACK, complaint

RULE = 'source = "P1"\nconfidence = "V"\n'


@pytest.mark.parametrize(
    "added, said",
    [
        (
            '[[versions.floors]]\ncategory = "sports"\nhours = 1\n',
            "floors[1].category: category “sports” is not listed; listed are public",
        ),
        ('[[versions.floors]]\ncategory = "public"\nshare = "0.6"\n', "floors[1].share: "),
        ('[[versions.floors]]\ncategory = "public"\nshare = "2/0"\n', "floors[1].share: "),
        ('[versions.entry]\nkind = "bands"\n', "entry.bands: stated for kind “bands”"),
        ('[versions.entry]\nkind = "later"\n', "entry.kind: unknown code “later”; allowed: 'next_year'"),
        (
            "[versions.lesson]\nminutes = 45\nby_category = { sports = 40 }\n",
            "lesson.by_category: category “sports” is not listed",
        ),
        ("[versions.lesson]\nminutes = 0\n", "lesson.minutes: "),
        ("[versions.lesson]\nminutes = 45.5\n", "lesson.minutes: "),
        ('[[versions.gates]]\nkind = "attendance"\n', "gates[1].share: must be stated for a gate “attendance”"),
        ('[[versions.gates]]\nkind = "absences"\n', "gates[1].half_days: must be stated"),
        (
            '[[versions.gates]]\nkind = "provider"\nwithin_days = 3\n',
            "gates[1].within_days: says nothing of a gate “provider”",
        ),
        ('[[versions.gates]]\nkind = "attendance"\nshare = 1.5\n', "gates[1].share: "),
        ("[[versions.exemptions]]\nconsent = true\n", "exemptions[1]: states a status or an age; allowed: one of both"),
        ('[[versions.exemptions]]\nstatus = "holiday"\n', "exemptions[1].status: unknown code “holiday”"),
        ("[versions.inner]\nhours = 20\nmonths = 0\n", "inner.months: "),
        ("[versions.daily_cap]\nhours = -1\n", "daily_cap.hours: "),
        ("[[versions.caps]]\nactivities = []\nhours = 1\n", "caps[1].activities: "),
        ('[[versions.caps]]\nactivities = ["sport"]\nhours = 1\n', "caps[1].activities[1]: unknown code “sport”"),
        ('[versions.carry]\ncategories = ["sports"]\n', "carry.categories: category “sports” is not listed"),
        ("[versions.look_back]\nyears = { professor = 5 }\n", "look_back.years"),
        (
            '[versions.look_back]\nyears = { senior = 5 }\nsums = ["sports"]\n',
            "look_back.sums: category “sports” is not listed",
        ),
        (
            '[[versions.activities]]\ncodes = ["*"]\nfill = ["public", "sports"]\n',
            "activities[1].fill[2]: category “sports”",
        ),
        ("[[versions.activities]]\ncodes = []\n", "activities[1].codes: "),
        ('[[versions.activities]]\ncodes = ["klass"]\n', "activities[1].codes[1]"),
        (
            '[[versions.activities]]\ncodes = ["*"]\nearn = { kind = "guess" }\n',
            "activities[1].earn.kind: unknown code “guess”",
        ),
        (
            '[[versions.activities]]\ncodes = ["*"]\nearn = { hour = 8 }\n',
            "activities[1].earn.hour: unknown key; allowed here: chars",
        ),
        (
            '[[versions.activities]]\ncodes = ["*"]\nauthor_share = { kind = "table" }\n',
            "activities[1].author_share.shares: belongs to kind “table”",
        ),
        (
            '[[versions.activities]]\ncodes = ["*"]\nauthor_share = { kind = "split", first = "half" }\n',
            "activities[1].author_share.first",
        ),
        ("[versions.holidays]\ndays = 3\n", "holidays: unknown key; allowed here: activities"),
    ],
)
def test_a_mistake_is_named_with_its_key_and_what_is_allowed(added: str, said: str) -> None:
    told = complaint(f"{PACK}\n{added}{RULE}")

    assert told.startswith("probe.toml: version since 2024-01-01: ")
    assert said in told


def test_a_row_behind_one_that_takes_everything_is_refused() -> None:
    rows = f'[[versions.activities]]\ncodes = ["*"]\n{RULE}[[versions.activities]]\ncodes = ["paper"]\n{RULE}'

    assert "activities[2].codes: earlier rows take all of paper; allowed: a place before them" in complaint(PACK + rows)


def test_a_floor_stated_twice_is_refused() -> None:
    rows = f'[[versions.floors]]\ncategory = "public"\nhours = 30\n{RULE}' * 2

    assert "floors: category “public” is stated 2 times; allowed: once" in complaint(PACK + rows)


def test_a_share_of_nothing_is_refused() -> None:
    bare = PACK[: PACK.index("[[versions.totals]]")]

    assert "totals: a share is of the total that is asked" in complaint(
        f'{bare}[[versions.floors]]\ncategory = "public"\nshare = "1/3"\n{RULE}'
    )


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    turned = PACK.replace('kind = "year"', 'kind = "window"\nstarts_on = 2024-05-01\nends_on = 2024-04-30')

    assert "cycle.ends_on: 2024-04-30 is before starts_on, 2024-05-01" in complaint(turned)


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("since = 2024-01-01", "since = 2024-02-30", "versions[1].since: Invalid date or datetime (at line 10"),
        ("hours = 90", "hours = ninety", "versions.totals[1].hours: Invalid value (at line 23"),
        ('kind = "year"', "kind = year", "versions.cycle.kind: Invalid value (at line 18"),
        ('title = "Probe"', 'title = "Probe', "title: "),
        ("[sources.P1]", "[sources.P1", "(at line 6"),
    ],
)
def test_broken_toml_names_line_and_key(old: str, new: str, said: str) -> None:
    told = complaint(PACK.replace(old, new))

    assert said in told
    assert "allowed: " in told


@pytest.mark.parametrize("text", ["", "# nothing", 'family = "probe"'])
def test_an_empty_pack_says_what_is_missing(text: str) -> None:
    told = complaint(text)

    assert "probe.toml: versions: this key must be stated" in told
    assert "probe.toml: sources: this key must be stated" in told


def test_versions_that_begin_together_are_refused() -> None:
    version = PACK[PACK.index("[[versions]]") :]

    assert "overlaps the one since 2024-01-01" in complaint(PACK + version)


def test_every_mistake_of_a_version_is_told_at_once() -> None:
    told = complaint(PACK.replace("hours = 90", "huors = 90").replace('kind = "year"', 'kind = "week"'))

    assert len(told.splitlines()) == 3
    assert all(line.startswith("probe.toml: version since 2024-01-01: ") for line in told.splitlines())


def test_a_pack_that_is_right_is_read() -> None:
    assert policy.read_pack(PACK, name="probe.toml").family == "probe"


def test_a_mistake_in_what_versions_share_is_named_where_it_stands() -> None:
    shared = PACK.replace("[versions.cycle]", "[common.cycle]").replace('kind = "year"', 'kind = "week"')

    assert complaint(shared).startswith("probe.toml: common.cycle.kind: unknown code “week”; allowed: 'year'")


def test_what_a_version_says_over_what_is_shared_is_named_as_its_own() -> None:
    table = 'kind = {kind}\nsource = "P1"\nconfidence = "V"\n'
    common = f"[common.cycle]\n{table.format(kind=chr(34) + 'year' + chr(34))}\n[[versions]]"
    both = PACK.replace("[[versions]]", common, 1).replace('kind = "year"', 'kind = "week"').replace("week", "year", 1)

    assert complaint(both).startswith("probe.toml: version since 2024-01-01: cycle.kind: unknown code “week”")


def test_codes_of_several_lists_are_allowed_in_one_sentence() -> None:
    told = complaint(PACK.replace("hours = 90", 'hours = 90\ntarget_levels = ["boss"]'))

    assert told == (
        "probe.toml: version since 2024-01-01: totals[1].target_levels[1]: unknown code “boss”; "
        "allowed: 'junior', 'intermediate' or 'senior' or 'unstated'"
    )


def test_truth_is_no_number() -> None:
    assert complaint(PACK.replace("hours = 90", "hours = true")).endswith("(read: True); allowed: a number")


def test_a_part_of_a_part_is_refused() -> None:
    own = PACK.replace('en = "Public"', 'en = "Public"\nparent = "public"')

    assert "categories[1].parent: “public” is a part itself; allowed: a category without parent" in complaint(own)


def test_a_total_behind_everybodys_is_refused() -> None:
    told = complaint(f'{PACK}[[versions.totals]]\nhours = 72\ntarget_levels = ["senior"]\n{RULE}')

    assert "totals[2]: the one before is everybody's; allowed: a place before it" in told
