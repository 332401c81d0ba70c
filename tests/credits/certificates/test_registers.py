"""Registers of hours 学时登记表: asked for by their holder, once for the same facts; what they state, and what becomes of them when hours move."""

import io
import json
import random
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from credits import access, certificates, ledger, posting, seals, transcripts
from credits.certificates import _kinds
from credits.certificates._kinds import _gathering
from credits.enums import CertificateKind, CertificateState, ProposalOutcome
from credits.models import Certificate, CertificateDesign, CertificateOrder, CertificateProposal, Claim, Standing
from learning import papers
from learning.accounts import people
from learning.accounts.models import Person, PersonLogin
from tests.credits import builders as people_builders
from tests.credits.certificates import builders, kinds, test_mutations
from tests.credits.certificates.builders import AT
from tests.credits.certificates.test_designs import typed
from tests.credits.web.builders import login, regulator, signed_in

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def issued(who: Person, **asked: Any) -> Certificate:
    """Let somebody ask, and the sweep do it."""
    order = kinds.registered(who, **asked)
    certificates.issue_due(at=asked.get("at", AT))
    return Certificate.objects.get(order=order)


def reverse(who: Person, key: str = "a") -> None:
    claim = Claim.objects.get(person=who, key=key)
    posting.reverse(claim=claim, by=people_builders.user(), at=LATER, reason="考勤不实")


def credit(who: Person, key: str, hours: int, at: Any = LATER, **stated: Any) -> None:
    people_builders.credit(people_builders.facts(who, key, hours=Decimal(hours), **stated), at=at)


def test_a_register_states_lines_sums_and_what_each_cycle_asked_for() -> None:
    who = kinds.met()
    credit(who, "b", 6, at=AT, category="public", title="公需课程")

    certificate = issued(who)

    stated = certificate.stated
    assert certificate.number.startswith("JS-2026-DJ-900320-0000001-")
    assert (stated["title"], stated["years"], stated["as_of"]) == ("2025年继续教育学时登记", [2025, 2025], "2026-09-20")
    assert stated["hours"] == [["公需科目", "6"], ["专业科目", "95"]]
    (register,) = stated["registers"]
    assert [(one["title"], one["category"], one["hours"]) for one in register["entries"]] == [
        ("数据治理研修班", "专业科目", "95"),
        ("公需课程", "公需科目", "6"),
    ]
    assert (register["total"], register["sums"]) == (
        "101",
        [{"year": "2025", "hours": [["公需科目", "6"], ["专业科目", "95"]], "total": "101"}],
    )
    duty = next(one for one in stated["duties"] if one["cycle"] == "2025年度")
    row = Standing.objects.get(cycle_starts_on="2025-01-01")
    assert (duty["required"], duty["counted"], duty["state"]) == ("90", "101", "已完成")
    assert duty["rulebook"] == row.version.title


def test_asking_again_is_the_same_register_before_and_after_it_is_made() -> None:
    who = kinds.met()

    first = kinds.registered(who)
    again = kinds.registered(who, at=AT + timedelta(minutes=1))
    certificates.issue_due(at=AT)
    late = kinds.registered(who, at=LATER)

    assert first == again == late
    assert CertificateOrder.objects.filter(kind="TRANSCRIPT").count() == 1


def test_more_hours_make_another_one_beside_it() -> None:
    who = kinds.met()
    old = issued(who)
    credit(who, "b", 6)

    new = issued(who, at=LATER)

    assert (old.stated["hours"], new.stated["hours"]) == ([["专业科目", "95"]], [["专业科目", "101"]])
    assert [builders.state(one)[0] for one in (old, new)] == ["ISSUED", "ISSUED"]
    assert new.replaces is None


def test_what_waits_states_what_is_so_when_it_is_asked_for_again() -> None:
    who = kinds.met()
    kinds.registered(who)
    credit(who, "b", 6)

    certificate = issued(who, at=LATER)

    assert certificate.stated["hours"] == [["专业科目", "101"]]
    assert CertificateOrder.objects.filter(kind="TRANSCRIPT").count() == 1


def test_spans_stand_beside_each_other() -> None:
    who = kinds.met()

    one, both = issued(who), issued(who, since=2024)

    assert (one.stated["years"], both.stated["years"]) == ([2025, 2025], [2024, 2025])
    assert one.order.key != both.order.key


def test_hours_that_fall_propose_and_the_next_one_takes_its_place() -> None:
    who = kinds.met()
    old = issued(who)
    assert certificates.propose_due(at=LATER) == 0

    reverse(who)
    credit(who, "b", 95)  # makes up for nothing: the register names what was reversed

    assert [certificates.propose_due(at=LATER) for _tick in range(2)] == [1, 0]
    (proposal,) = certificates.proposals(certificates.people_with_proposals())
    assert (proposal.counted, builders.state(old)[0]) == (0, "ISSUED")
    new = issued(who, at=LATER)
    assert (new.replaces, new.stated["replaces"], builders.state(old)[0]) == (old, old.number, "SUPERSEDED")
    assert [one["hours"] for one in new.stated["registers"][0]["entries"]] == ["95", "-95", "95"]
    certificates.propose_due(at=LATER)
    proposal.refresh_from_db()
    assert proposal.outcome == "OVERTAKEN"


def test_an_officer_revokes_what_fell_and_it_comes_back_only_with_its_hours() -> None:
    who = kinds.met()
    old, by = issued(who), people_builders.user()
    reverse(who)
    certificates.propose_due(at=LATER)

    certificates.decide(
        proposal=CertificateProposal.objects.get(),
        outcome=ProposalOutcome.REVOKED,
        by=by,
        at=LATER,
        reason="学时已撤销",
    )

    assert builders.state(old) == ("REVOKED", "学时已撤销")
    with pytest.raises(certificates.HoursDiffer):
        certificates.reinstate(certificate=old, by=by, at=LATER, reason="恢复")


def test_hours_of_other_years_and_other_people_do_not_touch_it() -> None:
    who, other = kinds.met(), kinds.met(name="李四")
    credit(who, "z", 5, at=AT, on=people_builders.YEAR.replace(year=2024))
    issued(who)

    reverse(who, "z")
    reverse(other)

    assert certificates.propose_due(at=LATER) == 0


def test_a_correction_that_gives_less_is_a_fall_and_one_that_gives_more_is_none() -> None:
    who = kinds.met()
    certificate, by = issued(who), people_builders.user()
    more = people_builders.facts(who, "a", hours=Decimal(96))
    posting.correct(claim=Claim.objects.get(person=who), facts=more, by=by, at=LATER, reason="补记")
    assert certificates.propose_due(at=LATER) == 0

    less = people_builders.facts(who, "a", hours=Decimal(91))
    posting.correct(claim=Claim.objects.latest("pk"), facts=less, by=by, at=LATER, reason="多记")

    assert certificates.propose_due(at=LATER) == 1
    assert CertificateProposal.objects.get().counted == 9100
    assert certificate.order.facts["counted"] == 9500


def test_a_cycle_that_is_met_no_longer_speaks_against_it() -> None:
    issued(kinds.met())

    Standing.objects.filter(state="MET").update(state="SHORT")

    assert certificates.propose_due(at=LATER) == 1
    assert CertificateProposal.objects.get().counted == 9500


def test_a_record_that_was_parted_takes_its_hours_along() -> None:
    older = people_builders.person(name="张三")
    who = kinds.met()
    people.join(first=older, second=who, reason="同一人", by=people_builders.user(), at=AT)
    credit(older, "z", 5, at=AT)
    certificate = issued(who)
    assert certificate.stated["hours"] == [["专业科目", "100"]]
    assert certificates.propose_due(at=LATER) == 0

    people.unjoin(first=older, second=who, reason="并非同一人", by=people_builders.user(), at=LATER)

    assert certificates.propose_due(at=LATER) == 1
    assert CertificateProposal.objects.get().counted == 9500


def test_another_name_gives_another_register_in_its_place() -> None:
    who = kinds.met()
    old = issued(who)
    people.rename(person=who, name="张珊", since=LATER.date(), by=people_builders.user(), at=LATER)

    order = kinds.registered(who, at=LATER)

    assert builders.state(old)[0] == "ISSUED"  # until the other one is there
    certificates.issue_due(at=LATER)
    new = Certificate.objects.get(order=order)
    assert (new.stated["holder"], new.replaces, builders.state(old)[0]) == ("张珊", old, "SUPERSEDED")
    proved = transcripts.statement_in(builders.file_of(new))
    assert proved["holder"]["name"] == "张珊"
    assert kinds.registered(who, at=LATER) == order


def test_what_was_sealed_by_a_key_in_wrong_hands_is_sealed_again() -> None:
    who = kinds.met()
    old = issued(who)
    seals.end(serial=old.seal.serial, since=AT - timedelta(days=1), reason="密钥外泄", at=LATER)
    page = signed_in(PersonLogin.objects.get(person=who).user, "en").get("/certificates/").content.decode()
    assert "by asking for the register of these years again. Reason: 密钥外泄" in page

    order = kinds.registered(who, at=LATER)
    again = kinds.registered(who, at=LATER)
    certificates.issue_due(at=LATER)

    new = Certificate.objects.get(replaces=old)
    assert (order, again, new.order) == (order, order, order)
    assert (builders.state(old)[0], old.changes.get().right) == ("SUPERSEDED", "SEAL")
    assert new.seal != old.seal
    assert kinds.registered(who, at=LATER) == order


def test_what_an_officer_revoked_is_not_simply_asked_for_again() -> None:
    who = kinds.met()
    old = issued(who)
    certificates.revoke(certificate=old, by=people_builders.user(), at=LATER, reason="核查中")

    with pytest.raises(certificates.RevokedBefore, match="核查中"):
        kinds.registered(who, at=LATER)


def test_nothing_and_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    who = kinds.met()
    credit(who, "b", 1, at=AT)

    with pytest.raises(certificates.NothingRegistered):
        kinds.registered(who, since=2020, until=2021)
    monkeypatch.setattr(_gathering, "LINES_MOST", 1)
    with pytest.raises(certificates.TooManyLines):
        kinds.registered(who)
    assert not CertificateOrder.objects.filter(kind="TRANSCRIPT").exists()


def test_where_no_office_is_there_that_is_said() -> None:
    who = people_builders.person()
    login(who, mobile="+8613800000009")
    people_builders.credit(people_builders.facts(who, "a"))

    with pytest.raises(certificates.NoOffice):
        kinds.registered(who)


def test_file_holds_the_statement_and_the_proofs_and_both_are_found() -> None:
    who = kinds.met()
    ledger.sign_due(at=AT)
    certificate = issued(who)
    file = builders.file_of(certificate)

    attached = pypdf.PdfReader(io.BytesIO(file)).attachments
    read = certificates.read_file(file, roots=seals.roots(), at=AT)
    kept = ledger.Kept(tuple(map(ledger.head_of, ledger.heads())), {})
    checked = transcripts.check(file, kept=kept, keys=ledger.keys())

    assert set(attached) == {"certificate.json", "transcript.json"}
    assert json.loads(attached["certificate.json"][0])["statement"] == certificate.stated == read.said
    assert (checked.faults, checked.uncovered, checked.is_certificate) == ((), 0, True)
    assert papers.read(certificate.stated["proofs"], ending="json") == attached["transcript.json"][0]
    assert read.fault is None


def test_command_prints_every_row_without_a_database(tmp_path: Path) -> None:
    who = kinds.met()
    credit(who, "b", 6, at=AT, category="public", title="公需课程")
    certificate = issued(who)
    (tmp_path / "r.pdf").write_bytes(builders.file_of(certificate))
    (tmp_path / "roots.pem").write_bytes(b"".join(root.public_bytes(_pem()) for root in seals.roots()))
    command = [sys.executable, "manage.py", "verify-certificate", str(tmp_path / "r.pdf")]

    printed = subprocess.run(
        [*command, "--roots", str(tmp_path / "roots.pem"), "--settings=learning.settings.test"],
        capture_output=True, text=True, check=False, cwd=settings.ROOT,
    )  # fmt: skip

    assert printed.returncode == 0, printed.stderr
    assert "公需课程；" in printed.stdout
    assert "数据治理研修班；" in printed.stdout
    assert f"proofs: {certificate.stated['proofs']}" in printed.stdout


def _pem() -> Any:
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    return Encoding.PEM


def test_page_api_and_dropped_file_tell_every_fact() -> None:
    who = kinds.met()
    credit(who, "b", 6, at=AT, category="public", title="公需课程")
    certificate = issued(who)

    page = Client().get(f"/verify/{certificate.token}/").content.decode()
    told = Client().get(f"/verify/{certificate.token}/statement/").json()
    dropped = builders.dropped(builders.file_of(certificate))

    assert told["statement"] == certificate.stated
    for shown in (page, dropped):
        for fact in ("公需课程", "数据治理研修班", "已完成", certificate.stated["proofs"], "张三"):
            assert fact in shown, fact


def test_a_forged_line_stands_beside_the_true_one() -> None:
    from credits.certificates import _pdf  # noqa: PLC0415

    certificate = issued(kinds.met())
    forged = json.loads(json.dumps(certificate.stated))
    forged["registers"][0]["entries"][0]["hours"] = "195"
    drawn = _pdf.draw(builders.signed(certificate, registers=forged["registers"]))

    shown = builders.dropped(drawn + builders.file_of(certificate)[len(drawn) :])

    assert "verdict-bad" in shown
    assert "195" in shown


def test_a_register_that_was_changed_is_found_in_whatever_way() -> None:
    who, another = kinds.met(), kinds.met(name="李四")
    mine, other = issued(who), issued(another)
    builders.base(builders.BASE)
    unseen = []

    for mutation, _times in test_mutations.MUTATIONS:
        for time in range(3):
            content = mutation(mine, other, random.Random(f"{mutation.__name__}:{time}"))
            found = test_mutations.check(content)
            if found.is_valid or found.is_original:
                unseen.append((mutation.__name__, time))

    assert unseen == []
    assert test_mutations.check(builders.file_of(mine)).is_valid


@pytest.mark.parametrize("shape", [None, 7, "x", [1, [2]], {"entries": 3}, [{"entries": [[[]]]}], [{"sums": {"a": 1}}]])
def test_whatever_a_strange_file_holds_comes_out_as_text(shape: Any) -> None:
    certificate = issued(kinds.met())
    from credits.certificates import _telling  # noqa: PLC0415

    assert isinstance(_telling.table_rows({**certificate.stated, "registers": shape, "duties": shape}), list)


def test_pictures_are_of_every_page_and_no_other() -> None:
    who = kinds.met()
    for number in range(40):
        credit(who, f"k{number}", 1, at=AT, title=f"专题研修第{number}期")
    certificate = issued(who)
    client = signed_in(PersonLogin.objects.get(person=who).user)
    count = certificates.count_pages(certificate.stated)

    answers = [client.get(f"/certificates/{certificate.pk}/picture/?page={page}") for page in range(1, count + 2)]

    assert count == len(pypdf.PdfReader(io.BytesIO(builders.file_of(certificate))).pages) > 1
    assert [answer.status_code for answer in answers] == [200] * count + [404]
    page = client.get(f"/certificates/{certificate.pk}/").content.decode()
    assert page.count("proof-picture") == count


def test_shared_file_has_every_page_with_the_purpose_across_it_and_no_seal() -> None:
    who = kinds.met()
    for number in range(40):
        credit(who, f"k{number}", 1, at=AT, title=f"专题研修第{number}期")
    certificate, by = issued(who), PersonLogin.objects.get(person=who).user
    until = timezone.localdate(AT) + timedelta(days=30)
    share = certificates.share(certificate=certificate, purpose="职称评审", until_on=until, by=by, at=AT)

    file = pypdf.PdfReader(io.BytesIO(certificates.marked_file(share, token=certificates.share_token(share))))

    texts = ["".join(page.extract_text().split()) for page in file.pages]
    assert len(texts) == certificates.count_pages(certificate.stated) > 1
    assert all("仅供职称评审使用" in text and "不含数字签名" in text for text in texts)
    assert any("专题研修第39期" in text for text in texts)
    assert not file.attachments


def test_an_officer_edits_the_design_and_sees_its_pages() -> None:
    client = signed_in(regulator(region="320000"))
    client.post("/certificate-designs/new/", {"kind": "TRANSCRIPT"})
    row = CertificateDesign.objects.get(status="DRAFT")

    page = client.get(f"/certificate-designs/{row.pk}/?size=usual").content.decode()
    looked = client.post(f"/certificate-designs/{row.pk}/preview/", typed(row, size="long")).content.decode()
    wrong = client.post(f"/certificate-designs/{row.pk}/preview/", typed(row, layout="framed")).content.decode()

    assert page.count("data:image/png;base64,") == looked.count("data:image/png;base64,") == 3
    assert "data:image/png;base64," not in wrong


def test_the_holder_asks_on_the_page_and_is_led_to_it() -> None:
    who = kinds.met()
    client = signed_in(PersonLogin.objects.get(person=who).user)

    page = client.get("/hours/transcript/").content.decode()
    asked = client.post("/hours/transcript/ask/", {"since": "2025", "until": "2025"})
    certificates.issue_due(at=AT + timedelta(days=3650))
    again = client.post("/hours/transcript/ask/", {"since": "2025", "until": "2025"})

    assert "/hours/transcript/ask/" in page
    assert asked["Location"] == "/certificates/"
    assert again["Location"] == f"/certificates/{Certificate.objects.get(kind=CertificateKind.TRANSCRIPT).pk}/"


def test_asking_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr("credits.web.transcripts.ASKED_MOST", 1)
    # Tries are counted by full hours: none begins between the two.
    monkeypatch.setattr(timezone, "now", lambda: now)
    who = kinds.met()
    client = signed_in(PersonLogin.objects.get(person=who).user)

    answers = [client.post("/hours/transcript/ask/", {"since": str(year), "until": "2025"}) for year in (2025, 2024)]

    assert [answer["Location"] for answer in answers] == ["/certificates/", "/hours/transcript/?since=2024&until=2025"]
    assert CertificateOrder.objects.filter(kind="TRANSCRIPT").count() == 1


def test_nobody_asks_by_looking_and_nobody_for_another() -> None:
    who, other = kinds.met(), kinds.met(name="李四")
    client = signed_in(PersonLogin.objects.get(person=other).user)

    assert client.get("/hours/transcript/ask/").status_code == 405
    client.post("/hours/transcript/ask/", {"since": "2025", "until": "2025"})

    assert set(CertificateOrder.objects.filter(kind="TRANSCRIPT").values_list("person", flat=True)) == {other.pk}
    assert access.record_of(who).ids[0] != other.pk


def test_reissue_states_the_lines_of_now() -> None:
    who = kinds.met()
    old = issued(who)
    credit(who, "b", 6)

    certificates.reissue(certificate=old, by=people_builders.user(), at=LATER, reason="换发")
    certificates.issue_due(at=LATER)

    new = Certificate.objects.get(replaces=old)
    assert new.stated["hours"] == [["专业科目", "101"]]
    assert builders.state(old)[0] == CertificateState.SUPERSEDED
    assert _kinds.of("TRANSCRIPT").is_lessened(new.order) is False  # type: ignore[misc]
