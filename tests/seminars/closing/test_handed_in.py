"""When hours are handed in, and where they were earned: stated by the doors through which they come, decided by the rules, explained."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from credits import ledger, policy, posting, recount
from credits.models import Claim, Entry
from learning.accounts.models import Person
from seminars import closing, completions
from seminars.enums import CorrectionKind
from seminars.models import Run
from tests.credits.builders import enact
from tests.credits.web import builders as pages
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, moment
from tests.seminars.completions.builders import alone, line, text
from tests.seminars.corrections.builders import approved, asked

pytestmark = pytest.mark.django_db
SAID = {"source": "JS7", "confidence": "A"}
LAST = moment(30, "23:59", month=4)
LATE = moment(1, "00:01", month=5)


def until_april(late: str = "reject", **changed: Any) -> None:
    """Publish: hours of a year are claimed until 30 April of that year."""
    deadline = {"month": 4, "day": 30}
    _enact(claim={"deadline": deadline, "late": late, **SAID}, **changed)


def only_from(*codes: str) -> None:
    """Publish: hours of these places are recognised, of no others."""
    places = [{"regions": list(codes), "accept": True, **SAID}, {"regions": ["*"], "accept": False, **SAID}]
    _enact(recognitions=places)


def _enact(**changes: Any) -> None:
    enact("nanjing-general", since=date(2026, 1, 1), at=moment(2), **changes)


def over(*people: Person, owner: Any = None) -> Run:
    run = builders.opened(programme=builders.approved(owner=owner or builders.base()))
    for who in people:
        builders.enrolled(run=run, who=who)
    return builders.confirmed(run)


def close(run: Run, at: datetime = AFTERNOON) -> posting.Receipt:
    (receipt,) = closing.close(run=run, by=builders.user(), at=at)
    return receipt


def claim_of(who: Person) -> Claim:
    return ledger.claims_of([who.pk]).order_by("revision").last()  # type: ignore[return-value]


def told(who: Person) -> list[str]:
    return [one["code"] for one in Entry.objects.filter(person=who).latest("number").reasons]


def test_a_run_is_claimed_on_the_day_in_nanjing_on_which_its_base_closes_it() -> None:
    until_april()
    in_time, late = builders.professional(), builders.professional()

    receipts = [close(over(in_time), LAST), close(over(late), LATE)]

    assert [one.hours for one in receipts] == [12, 0]
    assert [claim_of(who).declared_on for who in (in_time, late)] == [date(2026, 4, 30), date(2026, 5, 1)]
    assert (told(in_time), told(late)[-1]) == (["rate"], "too_late")


def test_the_page_of_the_entry_says_until_when_and_when() -> None:
    until_april()
    who = builders.professional()
    close(over(who), LATE)
    entry = Entry.objects.get(person=who)

    login = pages.login(who)
    shown = {
        language: pages.signed_in(login, language=language).get(f"/hours/entries/{entry.pk}/").content.decode()
        for language in ("en", "zh-hans")
    }

    assert "Claimed after 30 Apr 2026, the last day to claim: nothing counts" in shown["en"]
    assert "1 May 2026" in shown["en"]
    assert "申报截止日为2026年4月30日，逾期申报的不计学时" in shown["zh-hans"]
    assert "2026年5月1日" in shown["zh-hans"]
    assert "南京市" in shown["zh-hans"]


def test_the_place_is_that_of_the_base_wherever_it_teaches() -> None:
    only_from("320500")
    at_home, away = builders.professional(), builders.professional()

    receipts = [
        close(over(at_home, owner=builders.base(code="320505"))),
        close(over(away, owner=builders.base(code="320100"))),
    ]

    assert [one.hours for one in receipts] == [12, 0]
    assert [claim_of(who).provider_region for who in (at_home, away)] == ["320505", "320100"]
    assert told(away)[-1] == "place_not_recognised"
    reason = Entry.objects.get(person=away).reasons[-1]
    assert policy.sentence({**reason, "document": ""}, "en") == (
        "Hours of the place where the provider sits are not recognised: nothing counts."
    )


def test_closing_again_states_what_was_stated_wherever_the_base_has_moved() -> None:
    who, base = builders.professional(), builders.base()
    run = over(who, owner=base)
    close(run)
    base.region = builders.region("320500")
    base.save()

    assert close(Run.objects.get(pk=run.pk), moment(25)).outcome == "known"


def test_runs_that_were_closed_before_claims_told_this_are_known_and_corrected(monkeypatch: pytest.MonkeyPatch) -> None:
    who = builders.professional()
    run = over(who)
    with monkeypatch.context() as before:
        untold = {"declared_on": None, "provider_region": None}
        rows_of = posting._crediting.rows_of  # type: ignore[attr-defined]
        before.setattr(
            "credits.posting._crediting.rows_of",
            lambda claims: rows_of([_replaced(claim, untold) for claim in claims]),
        )
        close(run)
    assert claim_of(who).declared_on is None

    assert close(Run.objects.get(pk=run.pk), moment(25)).outcome == "known"
    (effect,) = approved(asked(run=Run.objects.get(pk=run.pk), person=who))

    assert (effect.before, effect.after) == (1200, 300)
    assert (claim_of(who).revision, claim_of(who).declared_on, claim_of(who).provider_region) == (2, None, None)
    assert ledger.verify([who.pk]) == []


def _replaced(claim: posting.ClaimFacts, facts: dict[str, Any]) -> posting.ClaimFacts:
    return posting.ClaimFacts(**{**vars(claim), **facts})


def test_a_correction_keeps_the_day_of_what_it_corrects() -> None:
    until_april()
    who = builders.professional()
    run = over(who)
    close(run)

    (effect,) = approved(asked(run=Run.objects.get(pk=run.pk), person=who, at=LATE), at=LATE + timedelta(days=1))

    assert (effect.before, effect.after) == (1200, 300)
    assert claim_of(who).declared_on == date(2026, 3, 24)


@pytest.mark.parametrize(("late", "given"), [("reject", 0), ("approve", 1200)])
def test_who_is_added_after_the_deadline_counts_only_where_it_may_be_let_in(late: str, given: int) -> None:
    until_april(late)
    first, added = builders.professional(), builders.professional()
    run = over(first)
    close(run)

    correction = asked(run=Run.objects.get(pk=run.pk), person=added, kind=CorrectionKind.LATE_ADDITION, at=LATE)
    (effect,) = approved(correction, at=LATE + timedelta(days=3))

    assert (effect.before, effect.after) == (0, given)
    claim = claim_of(added)
    assert (claim.declared_on, claim.late_approved_on) == (date(2026, 5, 1), date(2026, 5, 4))
    again = closing.close(run=Run.objects.get(pk=run.pk), by=builders.user(), at=LATE + timedelta(days=9))
    assert {one.outcome for one in again} == {"known"}


def test_a_table_is_handed_in_when_it_is_confirmed_not_when_it_is_looked_at() -> None:
    until_april()
    who, programme, by = builders.professional(), alone(), builders.user()
    row = line(who, completed_on="2026-04-20")
    sheet = completions.check(programme=programme, file=text(row), by=by, at=LAST)
    completions.confirm(sheet=sheet, by=by, at=LATE)
    completions.register_due(at=LATE + timedelta(days=2))

    assert (claim_of(who).declared_on, claim_of(who).provider_region) == (date(2026, 5, 1), "320100")
    assert told(who)[-1] == "too_late"
    assert sheet.rows.get().hours == 0


def test_an_earlier_year_is_made_up_no_later_than_its_rules_say() -> None:
    rule = {"kind": "make_up", "back_years": 1, **SAID}
    enact("nanjing-general", since=date(2024, 1, 1), at=moment(2), shortfall=rule)
    who, programme, by = builders.professional(), alone(), builders.user()
    at = moment(2, month=6)
    sheet = completions.check(
        programme=programme, file=text(line(who, year="2025"), line(who, year="2024")), by=by, at=at
    )
    completions.confirm(sheet=sheet, by=by, at=at)
    completions.register_due(at=at)

    assert [row.hours for row in sheet.rows.order_by("number")] == [3000, 0]
    (nothing,) = Entry.objects.filter(person=who, hours=0)
    assert nothing.reasons[-1]["code"] == "made_up_late"
    assert policy.sentence({**nothing.reasons[-1], "document": ""}, "en") == (
        "This year could be made up until 31 Dec 2025: what was completed later counts nothing."
    )


def test_what_is_posted_is_proved_and_recounted() -> None:
    until_april()
    only_from("320500")
    people = [builders.professional() for _ in range(3)]
    for who, at in zip(people, (AFTERNOON, LAST, LATE), strict=True):
        close(over(who, owner=builders.base(code="320500")), at)

    found = recount.recount(scope=recount.Scope(today=date(2026, 6, 1)))

    assert (ledger.verify([who.pk for who in people]), found.drifts) == ([], [])


@pytest.mark.parametrize(("at", "late"), [(LAST, 0), (LATE, 2)])
def test_whom_closing_comes_too_late_for_is_known_before(at: datetime, late: int) -> None:
    until_april()
    run = over(builders.professional(), builders.professional())

    assert closing.too_late(run, at=at) == late
    receipts = closing.close(run=run, by=builders.user(), at=at)
    assert sum(not one.hours for one in receipts) == late


def test_without_a_last_day_nobody_is_too_late() -> None:
    _enact()

    assert closing.too_late(over(builders.professional()), at=LATE) == 0
