"""Kinds: who is due what, what it states, and what becomes of it when the hours move."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from credits import certificates, posting
from credits.enums import CertificateKind, CertificateState, ProposalOutcome
from credits.models import Certificate, CertificateOrder, CertificateProposal, Claim, Standing
from learning.accounts import people
from learning.accounts.models import Person, PersonLogin
from tests.credits import builders as people_builders
from tests.credits.certificates import builders, kinds
from tests.credits.certificates.builders import AT

pytestmark = pytest.mark.django_db
YEAR, TEACHING = CertificateKind.YEAR, CertificateKind.TEACHING
LATER = AT + timedelta(days=1)


def reverse(who: Any, key: str = "a") -> posting.Receipt:
    claim = Claim.objects.get(person=who, key=key)
    return posting.reverse(claim=claim, by=people_builders.user(), at=LATER, reason="考勤不实")


def test_a_year_that_is_met_is_stated_by_the_nearest_office() -> None:
    kinds.met()

    certificate = kinds.swept(YEAR)

    stated = certificate.stated
    assert certificate.number.startswith("JS-2026-ND-900320-0000001-")
    assert (stated["title"], stated["issuer"]) == ("2025年度继续教育学时", "南京市人力资源和社会保障局")
    assert (stated["starts_on"], stated["ends_on"], stated["design"]) == ("2025-01-01", "2025-12-31", "YEAR/1")
    assert (stated["required"], stated["counted"], stated["hours"]) == ("90", "95", [["专业科目", "95"]])
    assert stated["rulebook"] == Standing.objects.get(cycle_starts_on=date(2025, 1, 1)).version.title


def test_a_year_is_ordered_once_and_only_when_it_is_met() -> None:
    kinds.met()
    kinds.met(name="李四", hours=89)  # one is missing

    found = [certificates.order_years_due(at=AT) for _tick in range(2)]

    assert found == [1, 0]
    assert CertificateOrder.objects.get().person_id == Standing.objects.get(state="MET").person_id


def test_who_cannot_sign_in_is_due_a_year_once_a_login_is_joined() -> None:
    who = kinds.met()
    PersonLogin.objects.update(ended_at=AT)

    assert certificates.order_years_due(at=AT) == 0

    PersonLogin.objects.filter(person=who).update(ended_at=None)
    assert certificates.order_years_due(at=AT) == 1


def test_years_long_ago_and_cycles_of_several_years_are_not_ordered() -> None:
    kinds.met()
    row = Standing.objects.get(state="MET")

    assert certificates.order_years_due(at=AT + timedelta(days=2 * 366)) == 0
    row.cycle_ends_before = date(2027, 1, 1)
    row.save()
    assert certificates.order_years_due(at=AT) == 0


def test_hours_that_fall_propose_and_a_person_decides() -> None:
    who = kinds.met()
    certificate, by = kinds.swept(YEAR), people_builders.user()

    reverse(who)

    found = [certificates.propose_due(at=LATER) for _tick in range(2)]
    assert found == [1, 0]
    assert builders.state(certificate) == ("ISSUED", "")  # nothing is revoked by itself
    (proposal,) = certificates.proposals(certificates.people_with_proposals())
    certificates.decide(proposal=proposal, outcome=ProposalOutcome.REVOKED, by=by, at=LATER, reason="学时已撤销")
    assert builders.state(certificate) == ("REVOKED", "学时已撤销")
    with pytest.raises(certificates.DecidedAlready):
        certificates.decide(proposal=proposal, outcome=ProposalOutcome.KEPT, by=by, at=LATER, reason="再看")


def test_what_was_kept_is_not_proposed_again_for_the_same() -> None:
    who = kinds.met()
    certificate, by = kinds.swept(YEAR), people_builders.user()
    reverse(who)
    certificates.propose_due(at=LATER)
    proposal = CertificateProposal.objects.get()

    certificates.decide(proposal=proposal, outcome=ProposalOutcome.KEPT, by=by, at=LATER, reason="另有依据")

    assert certificates.propose_due(at=LATER) == 0
    assert builders.state(certificate) == ("ISSUED", "")


def test_hours_that_come_back_settle_the_proposal() -> None:
    who = kinds.met()
    kinds.swept(YEAR)
    reverse(who)
    certificates.propose_due(at=LATER)

    people_builders.credit(people_builders.facts(who, "b", hours=Decimal(95)), at=LATER)
    certificates.propose_due(at=LATER)

    assert CertificateProposal.objects.get().outcome == "OVERTAKEN"


def test_the_same_fall_for_a_second_time_is_proposed_again() -> None:
    who = kinds.met()
    kinds.swept(YEAR)
    reverse(who)
    certificates.propose_due(at=LATER)
    people_builders.credit(people_builders.facts(who, "b", hours=Decimal(95)), at=LATER)
    certificates.propose_due(at=LATER)

    reverse(who, "b")

    assert [certificates.propose_due(at=LATER) for _tick in range(2)] == [1, 0]
    again = CertificateProposal.objects.get()
    assert (again.outcome, again.decided_at, again.found_at) == ("", None, LATER)


def test_hours_that_come_back_before_the_sweep_sees_it_revoke_nothing() -> None:
    who = kinds.met()
    certificate, by = kinds.swept(YEAR), people_builders.user()
    reverse(who)
    certificates.propose_due(at=LATER)
    people_builders.credit(people_builders.facts(who, "b", hours=Decimal(95)), at=LATER)

    with pytest.raises(certificates.HoursBack):
        certificates.decide(
            proposal=CertificateProposal.objects.get(),
            outcome=ProposalOutcome.REVOKED,
            by=by,
            at=LATER,
            reason="学时已撤销",
        )

    assert builders.state(certificate) == ("ISSUED", "")


def join_with_an_older_record(who: Any) -> None:
    """Join another record to `who`: the standing lies under the older one from then on."""
    older = Person.objects.exclude(pk=who.pk).get()
    people.join(first=older, second=who, reason="同一人", by=people_builders.user(), at=LATER)
    people_builders.credit(people_builders.facts(older, "z", hours=Decimal(1)), at=LATER)
    assert Standing.objects.get(cycle_starts_on=date(2025, 1, 1)).person_id == older.pk


def test_joining_records_neither_ends_a_year_nor_proves_it_twice() -> None:
    people_builders.person(name="张三")
    who = kinds.met()
    old, by = kinds.swept(YEAR), people_builders.user()

    join_with_an_older_record(who)

    assert certificates.propose_due(at=LATER) == 0
    assert certificates.order_years_due(at=LATER) == 0
    new = builders.reissued(old, by=by, at=LATER, reason="补登学时")
    assert new.stated["counted"] == "96"


def test_hours_of_joined_records_that_fall_are_proposed() -> None:
    people_builders.person(name="张三")
    who = kinds.met()
    kinds.swept(YEAR)
    join_with_an_older_record(who)

    reverse(who)

    assert certificates.propose_due(at=LATER) == 1
    assert CertificateProposal.objects.get().counted == 100


def test_a_duty_that_ended_is_no_fall() -> None:
    kinds.met()
    kinds.swept(YEAR)

    Standing.objects.all().delete()

    assert certificates.propose_due(at=LATER) == 0


def test_reissue_of_a_year_states_the_hours_of_now() -> None:
    who = kinds.met()
    old, by = kinds.swept(YEAR), people_builders.user()
    people_builders.credit(people_builders.facts(who, "b", hours=Decimal(5)), at=LATER)

    new = builders.reissued(old, by=by, at=LATER, reason="补登学时")

    assert (old.stated["counted"], new.stated["counted"], new.stated["replaces"]) == ("95", "100", old.number)
    assert builders.state(old)[0] == CertificateState.SUPERSEDED


def test_a_year_that_is_met_no_longer_is_neither_reissued_nor_reinstated() -> None:
    who = kinds.met()
    old, by = kinds.swept(YEAR), people_builders.user()
    reverse(who)

    with pytest.raises(certificates.YearNotMet):
        certificates.reissue(certificate=old, by=by, at=LATER, reason="改名")
    certificates.revoke(certificate=old, by=by, at=LATER, reason="核查")
    with pytest.raises(certificates.HoursDiffer):
        certificates.reinstate(certificate=old, by=by, at=LATER, reason="恢复")


def test_what_was_taught_is_stated_once() -> None:
    who = people_builders.person()
    kinds.taught(who)

    certificate = kinds.swept(TEACHING)

    stated = certificate.stated
    assert certificate.number.startswith("JS-2026-SK-900012-0000001-")
    assert (stated["title"], stated["activity"], stated["taught"]) == ("数据治理实务", "授课", "6")
    assert certificates.order_taught_due(at=AT) == 0


def test_learning_is_no_teaching() -> None:
    who = people_builders.person()
    base = builders.base(builders.BASE)
    people_builders.credit(people_builders.facts(who, "a", provider_organisation_id=base.pk))

    assert certificates.order_taught_due(at=AT) == 0


def test_teaching_that_was_reversed_takes_its_certificate_along() -> None:
    who, by = people_builders.person(), people_builders.user()
    kinds.taught(who)
    certificate = kinds.swept(TEACHING)

    receipt = reverse(who, "t")
    certificates.follow(receipt=receipt, by=by, at=LATER, reason="未到课")

    assert builders.state(certificate) == ("REVOKED", "未到课")


def test_teaching_that_was_corrected_is_stated_anew() -> None:
    who, by = people_builders.person(), people_builders.user()
    kinds.taught(who)
    old = kinds.swept(TEACHING)
    claim = Claim.objects.get(person=who)
    facts = people_builders.facts(
        who,
        "t",
        title=claim.title,
        activity="teaching",
        hours=Decimal(4),
        provider=claim.provider,
        provider_organisation_id=claim.provider_organisation_id,
    )

    receipt = posting.correct(claim=claim, facts=facts, by=by, at=LATER, reason="实为4学时")
    certificates.follow(receipt=receipt, by=by, at=LATER, reason="实为4学时")
    certificates.issue_due(at=LATER)

    new = Certificate.objects.get(replaces=old)
    assert (new.kind, new.stated["kind"], builders.state(old)[0]) == (TEACHING, "TEACHING", "SUPERSEDED")
    assert new.stated["hours"] != old.stated["hours"]
    assert certificates.order_taught_due(at=LATER) == 0  # the correction is no other teaching


def test_verification_shows_the_facts_of_every_kind() -> None:
    issued = kinds.of_every_kind()

    pages = {kind: Client().get(f"/verify/{row.token}/").content.decode() for kind, row in issued.items()}

    assert set(pages) == {"COMPLETION", "YEAR", "TEACHING", "TRANSCRIPT"}
    for kind, row in issued.items():
        for fact in ("holder", "document", "title", "issuer", "number"):
            assert row.stated[fact] in pages[kind], (kind, fact)
    assert issued["YEAR"].stated["rulebook"] in pages["YEAR"]
    assert issued["TEACHING"].stated["organiser"] in pages["TEACHING"]
    assert issued["COMPLETION"].stated["approval_number"] in pages["COMPLETION"]
    assert issued["COMPLETION"].stated["approval_number"] not in pages["YEAR"]
