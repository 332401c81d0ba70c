"""Messages given up: a list that names neither whom nor what, for no purpose was stated; each to be sent again."""

import pytest
from allauth.account.models import EmailAddress

from credits import reminders
from credits.models import Delivery, Reminder
from learning.accounts.models import User
from tests.credits.reminders.builders import AT, due
from tests.credits.web import builders

pytestmark = pytest.mark.django_db


def test_the_list_says_what_failed_and_not_what_it_said_or_to_whom() -> None:
    who = builders.person(name="张三丰")
    reminders.plan(dues=[due(who, title="心理援助骨干培训班")], at=AT)
    Delivery.objects.create(
        reminder=reminders.inbox([who.pk]).get(),
        channel="EMAIL",
        address="zhangsanfeng@example.cn",
        message_id="<given-up@localhost>",
        not_before=AT,
        given_up_at=AT,
        last_error="550 5.1.1 no such mailbox",
        wording="心理援助骨干培训班明天开班",
    )

    page = builders.signed_in(builders.regulator()).get("/reminders/given-up/").content.decode()

    assert "550 5.1.1 no such mailbox" in page
    assert "Reminder" in page or "开班" in page
    assert not [said for said in ("心理援助", "zhangsanfeng", "张三丰", "run:81") if said in page]


def test_what_was_given_up_of_messages_to_office_holders_without_a_record_is_seen_and_sent_where_they_hold_it() -> None:
    own, other = (
        _given_up_for(builders.regulator(region=region, mobile=f"+86139000000{number}"))
        for number, region in ((11, "320100"), (12, "320500"))
    )
    officer = builders.signed_in(builders.regulator())

    page = officer.get("/reminders/given-up/").content.decode()
    answers = [officer.post(f"/reminders/given-up/{row.pk}/again/").status_code for row in (own, other)]

    assert f"/reminders/given-up/{own.pk}/again/" in page
    assert f"/reminders/given-up/{other.pk}/again/" not in page
    assert answers == [302, 404]
    assert list(Delivery.objects.filter(given_up_at=None)) == [own]


def _given_up_for(user: User) -> Delivery:
    EmailAddress.objects.create(user=user, email=f"office{user.pk}@example.cn", verified=True, primary=True)
    reminder = Reminder.objects.create(
        key=f"DECISIONS_WAIT:{user.pk}", user=user, kind="DECISIONS_WAIT", anchor="desk", facts={"count": 1, "late": 0}, created_at=AT
    )  # fmt: skip
    return Delivery.objects.create(
        reminder=reminder,
        channel="EMAIL",
        address=f"office{user.pk}@example.cn",
        message_id=f"<office{user.pk}@localhost>",
        not_before=AT,
        given_up_at=AT,
    )
