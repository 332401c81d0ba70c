"""Hours do not wait for a deliverable, certificates do; who can be issued one together with others; until when it holds."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from credits import certificates, ledger, posting
from credits.models import Certificate, CertificateBatch, CertificateOrder
from seminars import closing, deliverables, programmes
from seminars.models import HandedIn, ProgrammeVersion, Run
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, moment
from tests.seminars.deliverables.builders import accepted, handed_in, over, places, returned

pytestmark = pytest.mark.django_db
LATER = moment(30)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def close(run: Run) -> list[posting.Receipt]:
    return closing.close(run=run, by=builders.user(), at=AFTERNOON)


def ordered() -> list[int]:
    return list(CertificateOrder.objects.order_by("pk").values_list("person", flat=True))


def test_closing_registers_everybodys_hours_and_orders_the_certificates_of_whose_work_was_accepted() -> None:
    run = over(4)
    first, second, third, _fourth = places(run)
    accepted(first)
    handed_in(second)
    returned(third)

    receipts = close(run)

    assert [one.hours for one in receipts] == [Decimal(12)] * 4
    assert ordered() == [first.person_id]


def test_a_run_that_asks_for_nothing_orders_all() -> None:
    run = builders.opened()
    people = [builders.enrolled(run=run, who=builders.professional()).person_id for _ in range(2)]
    close(builders.confirmed(run))

    assert ordered() == people


def test_what_is_accepted_after_closing_is_ordered_by_the_sweep_once() -> None:
    run = over(2)
    first, second = places(run)
    close(run)
    accepted(first, at=LATER)
    handed_in(second, at=LATER)

    counts = [closing.order_due(at=LATER), closing.order_due(at=LATER)]

    assert (counts, ordered()) == ([1, 0], [first.person_id])
    order = CertificateOrder.objects.get()
    assert order.facts["hours"] == {"professional": "12"}
    assert order.claim_id == ledger.claims_of([first.person_id]).get().pk


def test_the_sweep_leaves_open_runs_and_whoever_was_not_there_long_enough() -> None:
    run, still_open = over(1), over(1)
    absent = builders.opened(programme=run.programme)
    place = builders.enrolled(run=absent, who=builders.professional())
    builders.confirmed(absent, minutes={place.pk: 60})
    close(absent)
    accepted(place, at=LATER)
    accepted(places(still_open)[0])

    assert closing.order_due(at=LATER) == 0
    assert ordered() == []
    assert HandedIn.objects.filter(settled_at=None).count() == 1


def test_hours_that_were_reversed_meanwhile_give_no_certificate() -> None:
    run = over(1)
    (place,) = places(run)
    close(run)
    claim = ledger.claims_of([place.person_id]).get()
    posting.reverse(claim=claim, by=builders.user(), at=LATER, reason="替学", origin="test")
    accepted(place, at=LATER)

    assert closing.order_due(at=LATER) == 0
    assert ordered() == []


def test_a_run_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = over(1), over(1)
    for run in (bad, good):
        close(run)
        accepted(places(run)[0], at=LATER)
    counted = closing._certificates.counted
    monkeypatch.setattr(
        closing._certificates, "counted", lambda run, claims: 1 / 0 if run.pk == bad.pk else counted(run, claims)
    )

    assert closing.order_due(at=LATER) == 1
    assert HandedIn.objects.filter(settled_at=None).values_list("enrolment__run", flat=True).get() == bad.pk


def test_only_what_can_be_issued_is_offered_the_rest_with_its_reason() -> None:
    run = over(5)
    first, second, third, fourth, fifth = places(run)
    accepted(first)
    close(run)
    handed_in(second, at=LATER)
    returned(third, at=LATER)
    accepted(fifth, at=LATER)

    found = {one.enrolment.pk: one for one in closing.candidates(run)}

    assert {pk: one.obstacle for pk, one in found.items()} == {
        first.pk: None, second.pk: "WAITING", third.pk: "RETURNED", fourth.pk: "MISSING", fifth.pk: None,
    }  # fmt: skip
    assert [found[pk].ordered is not None for pk in (first.pk, fifth.pk)] == [True, False]
    everybody = {row.person_id for row in places(run)}
    assert {one.person_id for one in closing.chosen(run, everybody)} == {first.person_id, fifth.person_id}


def test_who_was_there_too_little_or_has_no_hours_left_or_a_revoked_one_is_not_offered() -> None:
    run = builders.opened()
    first, second, third = (builders.enrolled(run=run, who=builders.professional()) for _ in range(3))
    close(builders.confirmed(run, minutes={first.pk: 60}))
    posting.reverse(
        claim=ledger.claims_of([second.person_id]).get(), by=builders.user(), at=LATER, reason="替学", origin="test"
    )
    certificates.issue_due(at=LATER)
    certificates.revoke(
        certificate=Certificate.objects.get(person=third.person_id), by=builders.user(), at=LATER, reason="误发"
    )

    assert [one.obstacle for one in closing.candidates(run)] == ["NOT_COMPLETED", "NO_HOURS", "ENDED"]
    assert closing.chosen(run, {row.person_id for row in (first, second, third)}) == []


def test_issuing_together_issues_nothing_twice() -> None:
    run = over(2)
    first, second = places(run)
    accepted(first)
    close(run)
    certificates.issue_due(at=AFTERNOON)
    accepted(second, at=LATER)
    people = {first.person_id, second.person_id}

    key = closing.issue_together(run=run, people=people, name="一期", by=builders.user(), at=LATER)
    batch = CertificateBatch.objects.get(pk=key)
    certificates.order_batches_due(at=LATER)
    closing.order_due(at=LATER)
    certificates.issue_due(at=LATER)

    assert certificates.progress(batch).issued == 2
    assert sorted(Certificate.objects.values_list("person", flat=True)) == sorted(people)


def test_what_is_ordered_together_is_not_returned_any_more_and_the_rest_is_left_to_the_sweep() -> None:
    run = over(2)
    first, second = places(run)
    close(run)
    chosen, left = accepted(first, at=LATER), accepted(second, at=LATER)
    stranger = builders.professional().pk

    closing.issue_together(run=run, people=[first.person_id, stranger], name="一期", by=builders.user(), at=LATER)

    with pytest.raises(deliverables.DecidedAlready):
        deliverables.send_back(row=chosen, seen=1, reason="误通过", by=builders.user(), at=LATER)
    assert ordered() == [first.person_id]
    assert (closing.order_due(at=LATER), ordered()) == (1, [first.person_id, second.person_id])
    with pytest.raises(deliverables.DecidedAlready):
        deliverables.send_back(row=left, seen=1, reason="误通过", by=builders.user(), at=LATER)


@pytest.mark.parametrize(
    ("years", "last", "until"),
    [
        (None, date(2026, 3, 24), {}),
        (3, date(2026, 3, 24), {"valid_until": "2029-03-23"}),
        (1, date(2028, 2, 29), {"valid_until": "2029-02-28"}),
    ],
)
def test_a_certificate_holds_for_so_many_years(years: int | None, last: date, until: dict[str, str]) -> None:
    assert programmes.validity(ProgrammeVersion(certificate_years=years), last) == until


def test_until_when_it_holds_is_frozen_in_the_statement_and_stays_when_it_is_issued_anew() -> None:
    run = builders.opened(programme=builders.approved(certificate_years=3))
    place = builders.enrolled(run=run, who=builders.professional())
    close(builders.confirmed(run))
    certificates.issue_due(at=AFTERNOON)
    first = Certificate.objects.get()

    claim = ledger.claims_of([place.person_id]).get()
    posting.reverse(claim=claim, by=builders.user(), at=LATER, reason="误", origin="test")
    receipt = posting.reinstate(claim=claim, by=builders.user(), at=LATER, reason="误")
    certificates.follow(receipt=receipt, by=builders.user(), at=LATER, reason="误")

    assert first.stated["valid_until"] == "2029-03-23"
    assert all(one.facts["valid_until"] == "2029-03-23" for one in CertificateOrder.objects.all())


def test_a_certificate_for_good_says_nothing_about_its_end() -> None:
    run = builders.opened()
    builders.enrolled(run=run, who=builders.professional())
    close(builders.confirmed(run))
    certificates.issue_due(at=AFTERNOON)

    assert "valid_until" not in Certificate.objects.get().stated
    assert deliverables.of(run) is None
