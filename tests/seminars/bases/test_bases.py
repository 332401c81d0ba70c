"""Recognition of bases."""

from datetime import date

import pytest

from learning.accounts.enums import OrganisationKind
from learning.accounts.models import Organisation
from seminars import bases
from seminars.enums import Level
from seminars.models import Recognition
from tests.seminars import builders

pytestmark = pytest.mark.django_db


def recognise(base: Organisation, since: date, ends_before: date | None = None) -> Recognition:
    return bases.recognise(
        base=base, level=Level.CITY, number="1号", since=since, ends_before=ends_before, at=builders.MORNING
    )


@pytest.fixture
def base() -> Organisation:
    return builders.organisation(kind=OrganisationKind.BASE)


def test_recognition_holds_from_its_first_day_until_before_its_end(base: Organisation) -> None:
    recognise(base, date(2026, 1, 1), date(2026, 7, 1))

    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]

    assert [bool(bases.recognition_on(base, day)) for day in days] == [False, True, True, False]
    assert [bases.recognition_on(base, day) is not None for day in days] == [False, True, True, False]
    assert [base in bases.recognised_on(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    "since, ends_before", [(date(2026, 6, 30), None), (date(2025, 1, 1), date(2026, 1, 2)), (date(2025, 1, 1), None)]
)
def test_recognise_refuses_days_that_are_recognised_already(
    base: Organisation, since: date, ends_before: date | None
) -> None:
    recognise(base, date(2026, 1, 1), date(2026, 7, 1))

    with pytest.raises(bases.RecognitionOverlaps):
        recognise(base, since, ends_before)

    assert base.recognitions.count() == 1


def test_renewal_without_a_gap_is_one_span(base: Organisation) -> None:
    recognise(base, date(2024, 1, 1), date(2025, 1, 1))
    recognise(base, date(2026, 1, 1), date(2027, 1, 1))
    recognise(base, date(2025, 1, 1), date(2025, 6, 1))

    assert bases.span_around(base, date(2024, 5, 1)) == bases.Span(since=date(2024, 1, 1), ends_before=date(2025, 6, 1))
    assert bases.span_around(base, date(2026, 5, 1)) == bases.Span(since=date(2026, 1, 1), ends_before=date(2027, 1, 1))
    assert bases.span_around(base, date(2025, 8, 1)) == bases.Span(since=date(2024, 1, 1), ends_before=date(2025, 6, 1))
    assert bases.span_around(base, date(2023, 8, 1)) is None
    assert bases.spans()[base.pk] == (
        bases.Span(since=date(2024, 1, 1), ends_before=date(2025, 6, 1)),
        bases.Span(since=date(2026, 1, 1), ends_before=date(2027, 1, 1)),
    )


def test_spans_of_one_base_are_no_other_s(base: Organisation) -> None:
    other = builders.organisation(kind=OrganisationKind.BASE)
    recognise(base, date(2024, 1, 1), date(2025, 1, 1))
    recognise(other, date(2025, 1, 1))

    assert bases.spans() == {
        base.pk: (bases.Span(since=date(2024, 1, 1), ends_before=date(2025, 1, 1)),),
        other.pk: (bases.Span(since=date(2025, 1, 1), ends_before=None),),
    }


def test_a_base_must_be_recognised_on_every_day_of_a_run(base: Organisation) -> None:
    recognise(base, date(2026, 1, 1), date(2026, 3, 24))

    bases.require_recognised(base, first=date(2026, 3, 22), last=date(2026, 3, 23))
    with pytest.raises(bases.BaseNotRecognised) as refusal:
        bases.require_recognised(base, first=date(2026, 3, 23), last=date(2026, 3, 24))

    assert refusal.value.facts["day"] == date(2026, 3, 24)


def test_end_recognition_ends_it(base: Organisation) -> None:
    recognition = recognise(base, date(2026, 1, 1))

    bases.end_recognition(recognition=recognition, ends_before=date(2026, 4, 1))

    assert [bool(bases.recognition_on(base, day)) for day in (date(2026, 3, 31), date(2026, 4, 1))] == [True, False]
