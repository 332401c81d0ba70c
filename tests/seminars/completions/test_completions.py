"""Completions of self-paced programmes: each row is credited or explained, once, whatever happens in between."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from credits import ledger, posting
from credits.models import Claim
from learning.accounts import people
from learning.accounts.models import Person
from seminars import closing, completions, programmes, runs
from seminars.models import CompletionRow
from tests.credits.builders import enact
from tests.seminars import builders
from tests.seminars.completions.builders import AT, HEADINGS, alone, book, line, outcomes, registered, text

pytestmark = pytest.mark.django_db


def claims(person: Person) -> list[tuple[str, str, date, date, int, bool]]:
    rows = ledger.claims_of([person.pk]).order_by("pk")
    return list(rows.values_list("key", "activity", "starts_on", "ends_on", "hours", "passed"))


def test_checking_registers_nothing_and_keeps_no_number_of_who_has_a_record() -> None:
    who, programme = builders.person(), alone()

    sheet = completions.check(programme=programme, file=text(line(who)), by=builders.user(), at=AT)

    assert outcomes(sheet) == [(2, "ACCEPTED", "")]
    assert Claim.objects.count() == 0
    assert people.full_number(who) not in str(list(CompletionRow.objects.values_list()))


def test_a_completion_becomes_a_claim_of_the_days_of_its_year() -> None:
    who, programme = builders.person(), alone()

    sheet = registered(programme, book(line(who)))

    assert (sheet.state, sheet.done, outcomes(sheet)) == ("DONE", 1, [(2, "CREDITED", "")])
    assert claims(who) == [
        (f"self:{programme.pk}:{who.pk}:2026", "public_course", date(2026, 1, 1), date(2026, 5, 20), 3000, True)
    ]


def test_a_year_that_is_made_up_bears_its_own_days_and_says_when_it_was_done() -> None:
    who, programme = builders.person(), alone()

    registered(programme, text(line(who, year="2024")))

    (claim,) = ledger.claims_of([who.pk])
    assert (claim.starts_on, claim.ends_on, claim.passed_on) == (
        date(2024, 1, 1),
        date(2024, 12, 31),
        date(2026, 5, 20),
    )
    assert "2024" in claim.title
    assert "2026-05-20" in claim.title


def test_the_hours_of_a_completion_count_under_the_rulebook_and_stand_in_the_receipt() -> None:
    who, programme = builders.professional(), alone()

    sheet = registered(programme, text(line(who), line(who, year="2025")))

    assert [row.hours for row in sheet.rows.order_by("number")] == [3000, 3000]
    assert [(row.claim.ends_on.year, row.hours) for row in ledger.timeline([who.pk])] == [(2026, 3000), (2025, 3000)]
    assert "3000" not in completions.receipt(sheet).decode()
    assert ",30," in completions.receipt(sheet).decode()


def test_a_class_that_is_registered_later_keeps_the_hours_of_its_days() -> None:
    who, programme = builders.professional(), alone()
    registered(programme, text(line(who)))
    run = builders.opened(programme=builders.approved(), starts_on=builders.STARTS_ON, ends_on=builders.ENDS_ON)
    builders.enrolled(run=run, who=who)

    receipts = closing.close(run=builders.confirmed(run), by=builders.user(), at=AT)

    assert [receipt.hours for receipt in receipts] == [12]
    assert sorted(row.hours for row in ledger.timeline([who.pk])) == [1200, 3000]


def test_the_same_table_twice_credits_once() -> None:
    who, programme = builders.person(), alone()
    registered(programme, text(line(who)))

    again = registered(programme, text(line(who)))

    assert outcomes(again) == [(2, "KNOWN", "")]
    assert len(claims(who)) == 1
    with pytest.raises(completions.NothingAccepted):
        completions.confirm(sheet=again, by=builders.user(), at=AT)


def test_two_tables_confirmed_at_once_credit_once() -> None:
    who, programme, by = builders.person(), alone(), builders.user()
    first, second = (completions.check(programme=programme, file=text(line(who)), by=by, at=AT) for _ in range(2))
    for sheet in (first, second):
        completions.confirm(sheet=sheet, by=by, at=AT)

    completions.register_due(at=AT)

    assert [outcomes(sheet) for sheet in (first, second)] == [[(2, "CREDITED", "")], [(2, "KNOWN", "")]]
    assert len(claims(who)) == 1


def test_one_human_with_two_records_is_credited_once_a_year() -> None:
    first, second, programme = builders.person(), builders.person(), alone()
    people.join(first=first, second=second, reason="同一人", by=builders.user(), at=AT)

    sheet = registered(programme, text(line(second), line(first), line(first, year="2025")))

    assert outcomes(sheet) == [(2, "CREDITED", ""), (3, "REFUSED", "year"), (4, "CREDITED", "")]
    assert (len(claims(first)), len(claims(second))) == (1, 1)


def test_records_that_are_joined_after_the_dry_run_are_credited_once() -> None:
    first, second, programme, by = builders.person(), builders.person(), alone(), builders.user()
    sheet = completions.check(programme=programme, file=text(line(first), line(second)), by=by, at=AT)
    people.join(first=first, second=second, reason="同一人", by=by, at=AT)

    completions.confirm(sheet=sheet, by=by, at=AT)
    completions.register_due(at=AT)

    assert outcomes(sheet) == [(2, "CREDITED", ""), (3, "REFUSED", "year")]
    assert (len(claims(first)), len(claims(second))) == (1, 0)


def test_rows_that_all_lack_what_a_rule_asks_for_are_refused_in_one_go() -> None:
    gate = {"kind": "absences", "half_days": 1, "activities": ["public_course"], "source": "JS7", "confidence": "A"}
    enact("nanjing-general", since=date(2026, 1, 1), gates=[gate])
    programme, by, others = alone(), builders.user(), [builders.person(), builders.professional()]
    many = [builders.professional() for _ in range(3)]
    sheet = completions.check(programme=programme, file=text(*map(line, [*many, *others])), by=by, at=AT)
    completions.confirm(sheet=sheet, by=by, at=AT)

    with CaptureQueriesContext(connection) as queries:
        completions.register_due(at=AT)

    assert [outcome for _row, outcome, _field in outcomes(sheet)] == ["REFUSED"] * 3 + ["CREDITED", "REFUSED"]
    assert sum('INSERT INTO "credits_act"' in one["sql"] for one in queries) <= 2


def test_an_error_that_quotes_a_row_leaves_neither_name_nor_number_behind(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    who, programme, by = builders.person(name="欧阳不该见"), alone(), builders.user()
    sheet = completions.check(programme=programme, file=text(line(who)), by=by, at=AT)
    completions.confirm(sheet=sheet, by=by, at=AT)

    def refuse(**_named: Any) -> None:
        raise IntegrityError(f"DETAIL: Failing row contains (欧阳不该见, {people.full_number(who)})")

    monkeypatch.setattr(posting, "credit", refuse)
    assert completions.register_due(at=AT) == 0

    sheet.refresh_from_db()
    assert (sheet.attempts, sheet.last_error) == (1, "IntegrityError")
    assert sheet.not_before > AT
    assert f"table of completions {sheet.pk}: IntegrityError at" in caplog.text
    assert "欧阳" not in caplog.text
    assert people.full_number(who) not in caplog.text


def test_another_day_for_the_same_year_is_refused_and_says_what_stands_there() -> None:
    who, programme = builders.person(), alone()
    registered(programme, text(line(who)))

    sheet = registered(programme, text(line(who, completed_on="2026-05-21")))

    assert outcomes(sheet) == [(2, "REFUSED", "completed_on")]
    assert "2026-05-20" in sheet.rows.get().message


def test_what_a_regulator_reversed_does_not_come_back_by_another_table() -> None:
    who, programme = builders.person(), alone()
    registered(programme, text(line(who)))
    (claim,) = ledger.claims_of([who.pk])
    posting.reverse(claim=claim, reason="成绩系冒名取得", by=builders.user(), at=AT)

    sheet = registered(programme, text(line(who)))

    assert outcomes(sheet) == [(2, "REFUSED", "year")]


def test_whoever_has_no_record_gets_one_when_the_row_is_registered() -> None:
    number, programme = builders.number(), alone()
    cells = line(number=number, name="新来的人")
    sheet = completions.check(programme=programme, file=text(cells), by=builders.user(), at=AT)
    assert people.by_numbers([number]) == {}
    assert number not in str(list(CompletionRow.objects.values_list()))

    completions.confirm(sheet=sheet, by=builders.user(), at=AT)
    completions.register_due(at=AT)

    (pk,) = people.by_numbers([number]).values()
    assert claims(Person.objects.get(pk=pk))[0][0] == f"self:{programme.pk}:{pk}:2026"
    assert sheet.rows.get().number_encrypted == ""


def test_each_row_names_its_field_and_what_to_do() -> None:
    who, programme = builders.person(), alone()
    cases: list[tuple[str, dict[str, Any]]] = [
        ("number", {"number": ""}),
        ("number", {"number": "证件"}),
        ("name", {"name": ""}),
        ("name", {"name": "李四"}),
        ("year", {"year": "今年"}),
        ("year", {"year": "2023"}),
        ("year", {"year": "2027"}),
        ("completed_on", {"completed_on": "昨天"}),
        ("completed_on", {"completed_on": "2026-02-30"}),
        ("completed_on", {"completed_on": "2026-02-28"}),
        ("completed_on", {"completed_on": "2026-06-03"}),
        ("score", {"score": ""}),
        ("score", {"score": "59.5"}),
        ("score", {"score": "-3"}),
        ("score", {"score": "优"}),
    ]

    sheet = registered(programme, text(*(line(who, **stated) for _field, stated in cases), line(who), line(who)))

    assert outcomes(sheet) == [
        *((place, "REFUSED", field) for place, (field, _stated) in enumerate(cases, 2)),
        (len(cases) + 2, "CREDITED", ""),
        (len(cases) + 3, "REFUSED", "year"),
    ]
    assert all(row.message for row in sheet.rows.filter(outcome="REFUSED"))
    assert sheet.rows.get(field="name", name="李四").person is None


def test_without_an_examination_no_score_is_asked_for() -> None:
    who, programme = builders.person(), alone(has_exam=False, passing_score=None)

    sheet = registered(programme, text(line(who)[:4], headings=HEADINGS[:4]))

    assert outcomes(sheet) == [(2, "CREDITED", "")]
    assert claims(who)[0][5] is False


def test_what_was_completed_after_the_approval_ended_is_refused() -> None:
    who, other, programme = builders.person(), builders.person(), alone()
    programmes.withdraw_approval(programme=programme, by=builders.user(), on=date(2026, 5, 21), reason="停办")

    sheet = registered(programme, text(line(who), line(other, completed_on="2026-05-21")))

    assert outcomes(sheet) == [(2, "CREDITED", ""), (3, "REFUSED", "completed_on")]


def test_a_programme_with_runs_takes_no_table() -> None:
    with pytest.raises(completions.NotSelfPaced):
        completions.check(programme=builders.approved(), file=text(line()), by=builders.user(), at=AT)


def test_a_self_paced_programme_has_no_runs() -> None:
    with pytest.raises(runs.NoRunsAlone):
        builders.opened(programme=alone(minutes=1350))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "第2行已有该人员同一学习年度的记录，请删除其中一行。"),
        ("en", "This person stands in row 2 for the same learning year already. Delete one of the two rows."),
    ],
)
def test_what_the_sweep_says_is_said_in_the_language_of_whoever_handed_the_table_in(language: str, said: str) -> None:
    first, second, programme, by = builders.person(), builders.person(), alone(), builders.user()
    type(by).objects.filter(pk=by.pk).update(language=language)
    sheet = completions.check(programme=programme, file=text(line(first), line(second)), by=by, at=AT)
    people.join(first=first, second=second, reason="同一人", by=by, at=AT)
    completions.confirm(sheet=sheet, by=by, at=AT)

    with translation.override("en" if language != "en" else "zh-hans"):
        completions.register_due(at=AT)

    assert sheet.rows.get(outcome="REFUSED").message == said
