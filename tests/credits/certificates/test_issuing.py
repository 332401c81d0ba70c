"""Issuing: once, in order of the numbers, each row on its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from credits import certificates, seals
from credits.certificates import _numbers
from credits.enums import CertificateState
from credits.models import Certificate, CertificateChange, CertificateOrder
from learning.accounts import people
from tests.credits import builders as people_builders
from tests.credits.certificates import builders
from tests.credits.certificates.builders import AT, issued, last_error, order

LATER = AT + timedelta(days=2)


@pytest.mark.django_db
def test_order_twice_issues_once() -> None:
    who = people_builders.person()

    new = [certificates.order(orders=[order(who)], at=AT) for _time in range(2)]
    done = [certificates.issue_due(at=AT) for _time in range(2)]

    assert (new, done) == ([1, 0], [1, 0])
    assert Certificate.objects.count() == 1


@pytest.mark.django_db
def test_numbers_follow_each_other_within_a_series() -> None:
    who = people_builders.person()
    orders = [order(who, key=f"a:{number}") for number in range(3)]
    orders += [order(who, key="b", activity="class"), order(who, key="c", organisation_id=builders.OTHER_BASE)]

    certificates.order(orders=orders, at=AT)
    certificates.issue_due(at=AT)

    numbers = list(Certificate.objects.order_by("pk").values_list("number", flat=True))
    assert [number[:-2] for number in numbers] == [
        "JS-2026-JY-900012-0000001",
        "JS-2026-JY-900012-0000002",
        "JS-2026-JY-900012-0000003",
        "JS-2026-JY-900012-0000004",
        "JS-2026-JY-900013-0000001",
    ]
    assert all(_numbers.is_sound(number) for number in numbers)


@pytest.mark.django_db
def test_banned_words_hold_the_certificate_back_and_say_why() -> None:
    who = people_builders.person()
    certificates.order(orders=[order(who, title="全国注册岗位合格培训"), order(who, key="run:82:1")], at=AT)

    assert certificates.issue_due(at=AT) == 1  # the other one is not stopped

    assert "“岗位合格培训”" in last_error()
    assert Certificate.objects.get().order.key == "run:82:1"
    row = CertificateOrder.objects.get(key="run:81:1")
    assert (row.attempts, row.done_at, row.not_before > AT) == (1, None, True)


@pytest.mark.django_db
def test_proper_names_of_organisations_are_no_banned_words() -> None:
    issued(title="中国药科大学继续教育学院药物警戒高级研修班")
    assert certificates.banned_words("中国药科大学结业证书", names=("中国药科大学",)) == []
    assert certificates.banned_words("中国药科大学结业证书") == ["中国药科大学结业证书"]


@pytest.mark.parametrize(
    "title",
    [
        "国家安全教育公需课",
        "中国制造与新型工业化",
        "全国统一大市场与数字经济",
        "国家职业资格制度解读",
        "职业资格证书管理实务",
        "国家认证认可制度与检测机构管理",
        "国家标准与质量证明",
        "《中华人民共和国安全生产法》解读",
        "专业技术人员继续教育证书管理办法宣讲",
        "全国统一大市场 结业证书填写",
        "全国统一大市场，结业证书填写",
    ],
)
def test_a_programme_may_be_about_the_nation_and_its_laws(title: str) -> None:
    assert certificates.banned_words(title) == []


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("国家级证书班", ["国家级证书"]),
        ("全国通用结业证书培训", ["全国通用结业证书"]),
        ("注册分析师职业资格证书班", ["职业资格证书"]),
        ("建筑施工岗位合格证培训", ["岗位合格证"]),
        ("国家认证数据分析师", ["国家认证"]),
        ("全国注册封装工程师培训", ["全国注册封装工程师"]),
        ("中华人民共和国数据分析师", ["中华人民共和国"]),
        ("国家级岗位合格培训", ["岗位合格培训"]),
        ("國家級證書班", ["国家级证书"]),
        ("中華人民共和國資料分析師", ["中华人民共和国"]),
        ("全 国 通 用 证 书 培训", ["全国通用证书"]),
        ("职\u200b业资格证书班", ["职业资格证书"]),
        ("国　家　认　证分析师", ["国家认证"]),
    ],
)
def test_nothing_pretends_to_be_issued_by_the_state_or_to_qualify(title: str, words: list[str]) -> None:
    assert certificates.banned_words(title) == words


@pytest.mark.django_db
def test_missing_glyph_holds_the_certificate_back_until_a_font_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    who = people_builders.person()
    certificates.order(orders=[order(who, host="𠮷县人民政府")], at=AT)

    certificates.issue_due(at=AT)

    assert "U+20BB7" in last_error()
    assert not Certificate.objects.exists()
    CertificateOrder.objects.update(facts={**order(who).facts})  # as if a font had been added
    assert certificates.issue_due(at=AT) == 0  # not before its time
    assert certificates.issue_due(at=LATER) == 1


def test_two_workers_issue_once(own_database: dict[str, str]) -> None:
    who = people_builders.person()
    certificates.order(orders=[order(who, key=f"run:81:{number}") for number in range(20)], at=AT)

    def work(_worker: int) -> int:
        try:
            return certificates.issue_due(at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        done = list(workers.map(work, range(4)))

    # A worker passes over rows that another holds; whatever was passed over by all is for the next tick.
    done.append(certificates.issue_due(at=AT))
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert sum(done) == len(numbers) == 20
    assert [int(number.split("-")[4]) for number in numbers] == list(range(1, 21))


@pytest.mark.django_db
def test_reissue_states_the_present_name_and_supersedes() -> None:
    old, by = issued(name="张三"), people_builders.user()
    people.rename(person=old.person, name="张珊", since=AT.date(), by=by, at=AT)

    new = builders.reissued(old, by=by, at=LATER, reason="姓名更正")

    change = CertificateChange.objects.get(certificate=old)
    assert (change.state, change.right, change.by, new.replaces) == (CertificateState.SUPERSEDED, "NAME", by, old)
    assert (new.stated["holder"], new.stated["replaces"]) == ("张珊", old.number)
    assert certificates.verify(number=old.number, name="张三").replaced_by == new.number
    assert certificates.verify(number=new.number, name="张珊").verdict(on=LATER.date()) == certificates.Verdict.VALID


@pytest.mark.django_db
def test_revoke_states_who_when_why_once() -> None:
    certificate, by = issued(), people_builders.user()

    with pytest.raises(certificates.ReasonMissing):
        certificates.revoke(certificate=certificate, by=by, at=LATER, reason="  ")
    certificates.revoke(certificate=certificate, by=by, at=LATER, reason="考勤不实")
    with pytest.raises(certificates.NotValid):
        certificates.revoke(certificate=certificate, by=by, at=LATER, reason="考勤不实")

    found = certificates.by_token(certificate.token)
    assert (found.state, found.reason, found.changed_at, found.verdict(on=LATER.date())) == (
        CertificateState.REVOKED,
        "考勤不实",
        LATER,
        certificates.Verdict.ENDED,
    )


@pytest.mark.django_db
def test_order_whose_work_was_killed_keeps_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    who = people_builders.person()
    certificates.order(orders=[order(who, key=f"run:9{one}:1") for one in range(3)], at=AT)

    def killed(*_given: Any, **_named: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(seals, "seal", killed)
    with pytest.raises(KeyboardInterrupt):
        certificates.issue_due(at=AT)
    monkeypatch.undo()
    certificates.issue_due(at=AT)

    numbers = Certificate.objects.order_by("number").values_list("number", flat=True)
    assert [int(one.split("-")[4]) for one in numbers] == [1, 2, 3]
