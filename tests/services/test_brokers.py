"""A real worker, fed by a real beat, does the later work of the main job on every broker that we name."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from cms.management.province import LOGINS
from credits import reminders
from learning.accounts.models import Person, TextMessage, User
from seminars import attendance, closing, deliverables, enrolment
from tests.rigs import Site, rabbitmq, redis, wait_for

pytestmark = pytest.mark.services

Run, HandedIn = apps.get_model("seminars", "Run"), apps.get_model("seminars", "HandedIn")
Certificate = apps.get_model("credits", "Certificate")


@pytest.mark.parametrize("broker", [redis, rabbitmq], ids=["redis", "rabbitmq"])
def test_enrol_to_credit(
    broker: Callable[[Path], AbstractContextManager[str]], province: dict[str, str], tmp_path: Path
) -> None:
    manager = User.objects.get(mobile=LOGINS["base"].mobile)
    over = Run.objects.get(programme__base__memberships__user=manager, state="OPEN", ends_on__lt=timezone.localdate())
    coming = Run.objects.filter(programme__base=over.programme.base, state="OPEN", admission="IN_ORDER").order_by(
        "-starts_on"
    )[0]
    somebody = Person.objects.exclude(enrolments__run__state="OPEN").filter(contacts__kind="MOBILE").order_by("-pk")[0]
    # Whatever hour the test runs at: nobody sleeps.
    reminders.set_quiet_hours(person_id=somebody.pk, quiet=reminders.Quiet(from_hour=0, until_hour=0))
    with broker(tmp_path) as address, Site({**province, "BROKER_URL": address}, tmp_path):
        now = timezone.now()
        enrolment.enrol(run=coming, person=somebody, by=manager, at=now)
        for session in over.sessions.order_by("number"):
            everybody = {row.enrolment_id: session.minutes for row in attendance.roster(session)}
            attendance.confirm(session=session, minutes=everybody, by=manager, at=now)
        receipts = closing.close(run=over, by=manager, at=now)

        # Whoever took the same programme earlier this year has a line of 0 hours, and no second certificate.
        earned = {receipt.person_id for receipt in receipts if receipt.hours > 0}
        # The run asks for a thesis: certificates come for those that were accepted, before or after closing.
        before = _accepted(over) & earned
        issued = Certificate.objects.filter(order__key__startswith=f"run:{over.pk}:")
        wait_for("the certificates", lambda: set(issued.values_list("person", flat=True)) == before, seconds=90)
        waiting = HandedIn.objects.filter(enrolment__run=over, state="WAITING").values_list("pk", "version")
        deliverables.accept(run=over, seen=dict(waiting), by=manager, at=timezone.now())
        after = _accepted(over) & earned
        wait_for("those accepted later", lambda: set(issued.values_list("person", flat=True)) == after, seconds=90)
        told = TextMessage.objects.filter(
            body__contains=coming.version.title, sent_at__isnull=False, created_at__gte=now
        )
        wait_for("word of the admission", told.exists, seconds=90)

    assert len(receipts) == 8
    assert before < after


def _accepted(run: Any) -> set[int]:
    return {person for person, state in deliverables.last_states(run).items() if state == "ACCEPTED"}
