"""Issuing together: chosen, left out, counted, done by the sweep, tried again, and fetched as one file."""

import gc
import io
import tracemalloc
from datetime import date, datetime, timedelta
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from credits import access, certificates
from credits.certificates import _batches
from credits.enums import CertificateKind
from credits.models import Certificate, CertificateBatch, CertificateOrder, RecordLook, Standing
from learning.accounts import people as records
from learning.accounts.enums import OrganisationKind, Role
from learning.accounts.models import Membership, Organisation, Person, User
from tests.credits import builders as people
from tests.credits.certificates import builders, kinds
from tests.credits.certificates.builders import AT, file_of
from tests.credits.web.builders import questions, regulator, signed_in

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=10)


def met(count: int = 3) -> list[Person]:
    return [kinds.met(name=f"张三{'甲乙丙丁戊'[number % 5]}") for number in range(count)]


def opened(*, left_out: tuple[int, ...] = ()) -> CertificateBatch:
    return certificates.issue_years(
        standings=Standing.objects.filter(family="nanjing-general", cycle_starts_on=date(2025, 1, 1)),
        left_out=left_out,
        name="2025 · 南京市",
        organisation=kinds.office(),
        by=people.user(),
        at=AT,
    )


def swept(at: object = AT) -> None:
    certificates.order_batches_due(at=at)  # type: ignore[arg-type]
    certificates.issue_due(at=at)  # type: ignore[arg-type]


def zip_of(batch: CertificateBatch) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(b"".join(certificates.zipped(batch)))) as archive:
        assert archive.testzip() is None
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_everybody_who_is_chosen_is_issued_one_and_the_others_none() -> None:
    first, second, third = met()

    batch = opened(left_out=(second.pk,))
    before = certificates.progress(batch)
    swept()

    assert (before.chosen, before.waiting, before.issued) == (2, 2, 0)
    assert set(Certificate.objects.values_list("person", flat=True)) == {first.pk, third.pk}
    assert certificates.progress(batch).issued == 2
    swept(LATER)
    batch.refresh_from_db()
    assert (batch.finished_at, certificates.progress(batch).is_done) == (LATER, True)


def test_proof_of_a_batch_states_what_the_sweeps_own_does_and_none_is_issued_twice() -> None:
    one, other = met(2)
    batch = opened(left_out=(other.pk,))
    swept()
    mine = Certificate.objects.get(person=one)
    certificates.order_due(at=AT)
    certificates.issue_due(at=AT)

    theirs = Certificate.objects.get(person=other)
    assert Certificate.objects.filter(kind=CertificateKind.YEAR).count() == 2
    assert {name for name in mine.stated if mine.stated[name] != theirs.stated[name]} <= {
        "number", "url", "holder", "document", "key",
    }  # fmt: skip
    again = opened()
    swept(LATER)
    assert (certificates.progress(again).issued, Certificate.objects.count()) == (2, 2)
    assert batch.pk != again.pk


def test_proof_of_a_record_joined_since_is_that_of_the_human() -> None:
    older = people.person(name="张三甲")
    who = kinds.met(name="张三甲")
    mine = kinds.swept(CertificateKind.YEAR)
    records.join(first=older, second=who, reason="同一人", by=people.user(), at=LATER)
    people.credit(people.facts(older, "z"), at=LATER)

    batch = opened()
    swept(LATER)

    assert batch.rows.get().person_id == older.pk
    assert (certificates.progress(batch).issued, Certificate.objects.get()) == (1, mine)


def test_cycle_of_several_years_is_no_year_to_prove() -> None:
    one, _other = met(2)
    Standing.objects.filter(person=one).update(cycle_ends_before=date(2028, 1, 1))

    page = officer_of().get("/certificates/together/new/", {"year": "2025", "family": "nanjing-general"}).content
    batch = opened()

    assert "1人" in page.decode()
    assert batch.rows.get().person_id != one.pk


def test_only_what_failed_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = met(2)
    batch = opened()
    certificates.order_batches_due(at=AT)
    order = CertificateOrder.objects.get(person=bad)
    facts, order.facts = order.facts, {**order.facts, "issuer": "𠮷"}
    order.save()
    certificates.issue_due(at=AT)

    told = certificates.progress(batch)
    assert (told.issued, told.failed, told.is_done) == (1, 1, True)
    ((row),) = certificates.failed_rows(batch)
    assert (row.person_id, "𠮷" in row.order.last_error) == (bad.pk, True)
    CertificateOrder.objects.filter(pk=order.pk).update(facts=facts)

    assert certificates.run_again(batch=batch, at=LATER) == 1

    swept(LATER)
    assert certificates.progress(batch).issued == 2
    assert Certificate.objects.filter(person=good).count() == 1
    assert certificates.run_again(batch=batch, at=LATER) == 0


def test_year_that_fell_meanwhile_says_so() -> None:
    met(1)
    batch = opened()
    Standing.objects.update(state="SHORT")

    swept()

    assert (certificates.progress(batch).failed, Certificate.objects.count()) == (1, 0)
    assert "年度" in certificates.failed_rows(batch)[0].fault


def test_nobody_and_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(certificates.NobodyChosen):
        opened()
    with pytest.raises(certificates.NobodyChosen):
        certificates.issue_together(orders=[], name="", organisation=kinds.office(), by=people.user(), at=AT)
    met(2)
    monkeypatch.setattr(_batches, "PEOPLE_MOST", 1)
    with pytest.raises(certificates.TooMany, match="2"):
        opened()


def test_zip_holds_every_valid_file_byte_for_byte_and_of_replaced_ones_the_new_one() -> None:
    first, revoked, renamed = (
        builders.order(people.person(name=name), key=f"run:81:{name}") for name in ("张甲", "张乙", "张丙")
    )
    batch = certificates.issue_together(
        orders=[first, revoked, renamed],
        name="第2期",
        organisation=builders.base(builders.BASE),
        by=people.user(),
        at=AT,
    )
    swept()
    by_key = {one.order.key: one for one in Certificate.objects.select_related("order")}
    certificates.revoke(certificate=by_key["run:81:张乙"], by=people.user(), at=LATER, reason="冒名顶替")
    new = builders.reissued(by_key["run:81:张丙"], at=LATER)

    with CaptureQueriesContext(connection) as asked:
        zip_of(batch)
    assert len(asked) <= 5
    assert zip_of(batch) == {
        f"{one.number} {one.stated['holder']}.pdf": file_of(one) for one in (by_key["run:81:张甲"], new)
    }


def test_zip_is_never_whole_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    orders = [builders.order(people.person(name="张三"), key=f"run:81:{number}") for number in range(3)]
    batch = certificates.issue_together(
        orders=orders, name="第2期", organisation=builders.base(builders.BASE), by=people.user(), at=AT
    )
    swept()
    monkeypatch.setattr("learning.papers.read", lambda _digest, *, ending: b"%PDF" + bytes(5_000_000))
    tracemalloc.start()

    length = sum(map(len, certificates.zipped(batch)))

    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert length > 15_000_000
    assert most < 12_500_000


def test_zip_leaves_nothing_in_memory_that_only_a_collector_finds() -> None:
    orders = [builders.order(people.person(name="张三"), key=f"run:81:{number}") for number in range(3)]
    batch = certificates.issue_together(
        orders=orders, name="第2期", organisation=builders.base(builders.BASE), by=people.user(), at=AT
    )
    swept()
    gc.collect()
    gc.disable()
    try:
        assert sum(map(len, certificates.zipped(batch))) > 0
        assert [one for one in gc.get_objects() if isinstance(one, Certificate)] == []
    finally:
        gc.enable()


def officer_of(region: str = "320100") -> Client:
    return signed_in(regulator(region=region), "zh-hans")


def test_officer_chooses_counts_leaves_out_and_issues() -> None:
    first, second, _third = met()
    client, choice = officer_of(), {"year": "2025", "family": "nanjing-general", "region": ""}

    page = client.get("/certificates/together/new/", choice).content.decode()
    sent = client.post(
        "/certificates/together/new/",
        {**choice, "shown": [first.pk, second.pk], "person": [first.pk]},
    )
    batch = CertificateBatch.objects.get()
    shown = client.get(sent["Location"]).content.decode()
    swept(timezone.now())
    part = client.get(sent["Location"], headers={"hx-request": "true"}).content.decode()
    packed = client.get(f"/certificates/together/{batch.pk}/file/")

    assert "3人" in page
    assert page.count("checked") == 3
    assert sorted(batch.rows.values_list("person", flat=True)) == [first.pk, _third.pk]
    assert "hx-get" in shown
    assert ("hx-get" in part, "<html" in part) == (False, False)
    with ZipFile(io.BytesIO(b"".join(packed.streaming_content))) as archive:  # type: ignore[arg-type]
        assert len(archive.namelist()) == 2


def test_officer_of_two_offices_says_for_which_and_proves_its_people_alone() -> None:
    (who,) = met(1)
    user = regulator(region="320200")
    wuxi = Organisation.objects.get(region="320200", kind=OrganisationKind.REGULATOR)
    nanjing = kinds.office()
    Membership.objects.create(user=user, organisation=nanjing, role=Role.REGULATOR_OFFICER, since=date(2020, 1, 1))
    client, choice = signed_in(user, "zh-hans"), {"year": "2025", "family": "nanjing-general", "region": ""}
    address = "/certificates/together/new/"

    unsaid = client.post(address, choice)
    wrong = client.post(address, {**choice, "office": str(wuxi.pk)})
    stranger = client.post(address, {**choice, "office": str(builders.base(builders.BASE).pk)})
    assert [answer.status_code for answer in (unsaid, wrong, stranger)] == [200, 200, 200]
    assert not CertificateBatch.objects.exists()
    client.post(address, {**choice, "office": str(nanjing.pk)})

    batch = CertificateBatch.objects.get()
    assert (batch.organisation, batch.rows.get().person_id) == (nanjing, who.pk)


def test_everybody_in_a_file_can_read_who_fetched_it_and_no_record_is_open_by_that() -> None:
    first, second = met(2)
    user = regulator()
    Membership.objects.filter(user=user).update(organisation=kinds.office())
    batch = opened(left_out=(second.pk,))
    swept()
    client = signed_in(user, "zh-hans")

    client.get(f"/certificates/together/{batch.pk}/file/")
    client.head(f"/certificates/together/{batch.pk}/file/")

    look = RecordLook.objects.get()
    assert (look.person_id, look.user, look.purpose) == (first.pk, user, "证书打包下载：2025 · 南京市")
    record = access.record_of(first)
    assert access.look_in_force(user=user, record=record, at=timezone.now()) is None


def test_page_of_many_batches_asks_no_more_than_that_of_one() -> None:
    met(1)
    opened()
    client = officer_of()
    Membership.objects.update(organisation=kinds.office())
    one = questions(client, "/certificates/together/")

    opened()
    opened()

    assert CertificateBatch.objects.count() == 3
    assert questions(client, "/certificates/together/") == one
    assert client.get("/certificates/together/").content.decode().count("0 / 1") == CertificateBatch.objects.count()


def test_form_that_is_sent_twice_is_one_batch() -> None:
    one, _other = met(2)
    by = people.user()

    def sent(*, at: datetime, left_out: tuple[int, ...] = ()) -> CertificateBatch:
        rows = Standing.objects.filter(family="nanjing-general", cycle_starts_on=date(2025, 1, 1))
        office = kinds.office()
        return certificates.issue_years(
            standings=rows, left_out=left_out, name="2025", organisation=office, by=by, at=at
        )

    first = sent(at=AT)

    assert sent(at=AT + timedelta(seconds=2)) == first
    assert sent(at=AT + timedelta(seconds=3), left_out=(one.pk,)) != first
    assert sent(at=LATER) != first
    assert CertificateBatch.objects.count() == 3


def test_page_of_batches_asks_nothing_of_a_stranger_office() -> None:
    met(1)
    batch = opened()
    client = officer_of("320200")

    assert [client.get(f"/certificates/together/{part}").status_code for part in ("", f"{batch.pk}/", f"{batch.pk}/file/")] == [
        200, 404, 404,
    ]  # fmt: skip
    page = client.get("/certificates/together/new/", {"year": "2025", "family": "nanjing-general"}).content.decode()
    assert "张三" not in page
    assert User.objects.count() > 1
