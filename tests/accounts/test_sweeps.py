"""What is swept: codes that expired, sign-ups that nobody finished."""

from datetime import timedelta

import pytest

from learning.accounts import logins, texts
from learning.accounts.models import TextMessage, User
from tests.accounts.builders import AT, user

pytestmark = pytest.mark.django_db


def test_expired_codes_are_emptied_and_notices_stay() -> None:
    expired = texts.write(to="+8613900000001", body="123456", at=AT, expires_at=AT + timedelta(minutes=10))
    valid = texts.write(to="+8613900000001", body="654321", at=AT, expires_at=AT + timedelta(minutes=15))
    notice = texts.write(to="+8613900000001", body="notice", at=AT)

    assert texts.forget_codes_due(at=AT + timedelta(minutes=10)) == 1
    assert texts.forget_codes_due(at=AT + timedelta(minutes=10)) == 0

    bodies = dict(TextMessage.objects.values_list("pk", "body"))
    assert bodies == {expired.pk: "", valid.pk: "654321", notice.pk: "notice"}


def test_sign_ups_that_nobody_finished_are_dropped_after_seven_days() -> None:
    unfinished = User.objects.create(mobile="+8613700000000")
    proved, by_mail = user(), User.objects.create(email="li@example.cn")
    begun = unfinished.joined_at

    early = logins.drop_unfinished_due(at=begun + timedelta(days=7) - timedelta(seconds=1))
    late = logins.drop_unfinished_due(at=begun + timedelta(days=8))

    assert (early, late) == (0, 1)
    assert set(User.objects.all()) == {proved, by_mail}
