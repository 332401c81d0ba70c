"""Messages given up: a list that names neither whom nor what, for no purpose was stated; each to be sent again."""

import pytest

from credits import reminders
from credits.models import Delivery
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
