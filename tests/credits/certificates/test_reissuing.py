"""Reissuing: what is valid stays so until the sweep has made what takes its place, and what happens meanwhile is not lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from credits import certificates
from credits.models import Certificate, CertificateOrder
from learning.lettering import GlyphMissing
from tests.credits import builders as people
from tests.credits.certificates import builders
from tests.credits.certificates.builders import AT, issued, order, reissued, state
from tests.credits.web.builders import login, signed_in

LATER = AT + timedelta(days=2)


def reissue(certificate: Certificate, **given: Any) -> CertificateOrder:
    usual: Any = {"by": people.user(), "at": LATER, "reason": "更名"}
    return certificates.reissue(certificate=certificate, **(usual | given))


def states() -> list[str]:
    return [state(one)[0] for one in Certificate.objects.order_by("pk")]


@pytest.mark.django_db
def test_old_one_is_valid_until_the_new_one_is_there(settings: Any, tmp_path: Path) -> None:
    old = issued()
    reissue(old)
    here, settings.SEALS, settings.SEALS_MADE_HERE = settings.SEALS, tmp_path, False

    assert (certificates.issue_due(at=LATER), states()) == (0, ["ISSUED"])  # nobody can seal

    settings.SEALS = here
    assert certificates.issue_due(at=LATER + timedelta(minutes=6)) == 1
    assert states() == ["SUPERSEDED", "ISSUED"]
    assert certificates.examine_all().faults == []


@pytest.mark.django_db
def test_what_breaks_after_the_old_one_left_brings_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    old = issued()
    reissue(old)

    def full(*_given: Any, **_named: Any) -> str:
        raise OSError("no space left")

    monkeypatch.setattr("learning.papers.keep", full)

    assert (certificates.issue_due(at=LATER), states()) == (0, ["ISSUED"])
    assert old.changes.count() == 0


@pytest.mark.django_db
def test_asked_twice_or_of_what_is_not_valid_it_is_refused() -> None:
    old, other = issued(), issued(key="run:82:1", name="张三")
    reissue(old)
    certificates.revoke(certificate=other, by=people.user(), at=AT, reason="冒名顶替")

    with pytest.raises(certificates.AnotherOnTheWay):
        reissue(old)
    with pytest.raises(certificates.NotValid):
        reissue(other)
    with pytest.raises(certificates.ReasonMissing):
        reissue(old, reason=" ")
    assert CertificateOrder.objects.filter(done_at=None).count() == 1


@pytest.mark.django_db
def test_what_no_font_can_write_is_refused_at_once() -> None:
    old = issued()
    old.order.facts["host"] = "𠮷县人民政府"
    old.order.save()

    with pytest.raises(GlyphMissing):
        reissue(old)

    assert (CertificateOrder.objects.count(), state(old)[0]) == (1, "ISSUED")


@pytest.mark.django_db
def test_revoking_the_old_one_stops_the_new_one_and_says_why() -> None:
    old = issued()
    made = reissue(old)

    certificates.revoke(certificate=old, by=people.user(), at=LATER, reason="冒名顶替")

    made.refresh_from_db()
    assert (made.done_at, made.closed_reason) == (LATER, "冒名顶替")
    assert (certificates.issue_due(at=LATER), states()) == (0, ["REVOKED"])
    # And a correction does not bring back what an officer revoked.
    certificates.settle(key="run:81:1", due=order(old.person), by=people.user(), at=LATER, reason="复核")
    assert (certificates.issue_due(at=LATER), states()) == (0, ["REVOKED"])
    certificates.reinstate(certificate=old, by=people.user(), at=LATER, reason="查明系本人")
    assert (certificates.issue_due(at=LATER), states()) == (0, ["ISSUED"])
    assert certificates.examine_all().faults == []


@pytest.mark.django_db
def test_correction_meanwhile_is_stated_by_the_same_new_one_and_ends_the_old_one_at_once() -> None:
    old = issued()
    reissue(old)
    due = order(old.person, hours={"professional": 12})

    certificates.settle(key="run:81:1", due=due, by=people.user(), at=LATER, reason="抄录有误")

    assert states() == ["SUPERSEDED"]
    assert (certificates.issue_due(at=LATER), states()) == (1, ["SUPERSEDED", "ISSUED"])
    new = Certificate.objects.get(replaces=old)
    assert (new.stated["hours"], old.changes.get().right) == ([["专业科目", "12"]], "HOURS")


def test_reissued_and_revoked_at_once_one_of_both_happens(own_database: dict[str, str]) -> None:
    by = people.user()
    for number in range(6):
        old = issued(key=f"run:9{number}:1")
        reissue(old, by=by)

        def alone(work: Any) -> Any:
            try:
                return work()
            except certificates.NotValid:
                return 0
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as workers:
            made = workers.submit(alone, lambda: certificates.issue_due(at=LATER))
            workers.submit(
                alone, lambda old=old: certificates.revoke(certificate=old, by=by, at=LATER, reason="冒名顶替")
            ).result(30)

        assert state(old)[0] == ("SUPERSEDED" if made.result(30) else "REVOKED")
        assert Certificate.objects.filter(replaces=old).count() == made.result(30)
    assert certificates.examine_all().faults == []


@pytest.mark.django_db
def test_holder_sees_that_one_is_being_made_and_the_page_waits_for_it() -> None:
    old = issued(name="张三")
    client = signed_in(login(old.person), "en")
    reissue(old)

    waiting = client.get("/certificates/").content.decode()
    looked = client.get(f"/certificates/{old.pk}/").content.decode()
    polled = client.get("/certificates/", headers={"hx-request": "true"})

    assert ("this one stays valid until then" in waiting, "every 5s" in waiting) == (True, True)
    assert "this one stays valid until then" in looked
    assert (polled.status_code, polled.content) == (204, b"")
    certificates.issue_due(at=LATER)
    there = client.get("/certificates/", headers={"hx-request": "true"})
    new = Certificate.objects.get(replaces=old)
    assert (there.status_code, new.number in there.content.decode(), "every 5s" in there.content.decode()) == (
        200, True, False,
    )  # fmt: skip


@pytest.mark.django_db
def test_reissued_twice_both_can_be_checked() -> None:
    first = issued()
    second = reissued(first, at=LATER)
    third = reissued(second, at=LATER)

    assert [certificates.by_token(one.token).replaced_by for one in (first, second, third)] == [
        second.number, third.number, "",
    ]  # fmt: skip
    assert builders.state(third)[0] == "ISSUED"
