"""Records joined and parted by a regulator: whoever they are of is told."""

import pytest

from learning.accounts import joining, people
from learning.accounts.models import TextMessage
from tests.accounts.builders import AT, mobile, officer, organisation, person, user

pytestmark = pytest.mark.django_db


def told() -> dict[str, str]:
    return {text.to: text.body for text in TextMessage.objects.all()}


def test_the_login_and_all_contacts_are_told_once_each() -> None:
    shared, old = mobile(), mobile()
    first, second = person(contact=shared), person(contact=shared)
    people.store_contacts(person=second, organisation=organisation(), mobile=old, email=None, by=None, at=AT)
    login = user()
    login.language = "en"
    login.save()
    first.logins.create(user=login, proof="IN_PERSON", since=AT)
    bystander = person(contact=mobile())

    joining.join_records(first=first, second=second, reason="同一人", by=officer(), at=AT)

    assert set(told()) == {shared, old, login.mobile}
    assert TextMessage.objects.count() == 3
    assert "are both yours" in told()[login.mobile or ""]
    assert "同属您本人" in told()[old]
    assert bystander.contacts.filter(value__in=told()).count() == 0


def test_both_sides_are_told_when_records_are_parted() -> None:
    one, other = mobile(), mobile()
    first, second = person(contact=one), person(contact=other)
    people.join(first=first, second=second, reason="同一人", by=officer(), at=AT)

    joining.part_records(first=second, second=first, reason="不是同一人", by=officer(), at=AT)

    assert set(told()) == {one, other}
    assert all("属于他人" in body for body in told().values())


def test_nobody_is_told_of_what_was_refused() -> None:
    first, second = person(contact=mobile()), person(contact=mobile())

    with pytest.raises(people.NotJoined):
        joining.part_records(first=first, second=second, reason="不是同一人", by=officer(), at=AT)

    assert told() == {}
