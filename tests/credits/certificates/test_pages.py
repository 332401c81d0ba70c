"""Pages: the own certificates, and verification by anybody."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from stdnum.iso7064 import mod_37_2

from credits import certificates
from credits.certificates import _pdf
from credits.models import Certificate, CertificateSeries
from credits.web import verify
from learning.accounts.enums import LoginProof
from learning.accounts.models import PersonLogin, User
from tests.credits import builders as people_builders
from tests.credits.certificates.builders import AT, file_of, issued, order, reissued
from tests.credits.web.builders import questions

LATER = AT + timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counters(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    # No span ends within a test.
    monkeypatch.setattr(verify, "TRIES_SECONDS", 10**11)


def signed_in(certificate: Certificate | None = None) -> Client:
    user = User.objects.create_user(mobile=f"+8613{certificate.person_id if certificate else 0:09d}", name="张三")
    person = certificate.person if certificate else people_builders.person(name="李四")
    PersonLogin.objects.create(person=person, user=user, proof=LoginProof.NEW_RECORD, since=AT)
    client = Client()
    client.force_login(user)
    return client


def test_holder_downloads_the_file_as_issued() -> None:
    certificate = issued()

    answer = signed_in(certificate).get(f"/certificates/{certificate.pk}/file/")

    assert (answer.status_code, answer["Content-Type"], answer.content) == (
        200,
        "application/pdf",
        file_of(certificate),
    )
    assert certificate.number in answer["Content-Disposition"]


def test_file_whose_number_ends_with_omega_is_a_download_of_that_name() -> None:
    series = issued().order.series
    assert series is not None
    base = f"{series.pk}-".replace("-", "")
    number = next(n for n in range(2, 999) if mod_37_2.calc_check_digit(f"{base}{n:07d}") == "*")
    CertificateSeries.objects.filter(pk=series.pk).update(last=number - 1)
    certificate = issued(key="run:82:1")
    client = signed_in(certificate)

    answer = client.get(f"/certificates/{certificate.pk}/file/")

    assert certificate.number.endswith("Ω")
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(certificate.number)}.pdf"
    picture = client.get(f"/certificates/{certificate.pk}/picture/")
    assert picture["Content-Disposition"] == f"inline; filename*=utf-8''{quote(certificate.number)}.png"


def test_holder_keeps_the_certificate_as_a_picture() -> None:
    certificate = issued()
    client = signed_in(certificate)

    page = client.get(f"/certificates/{certificate.pk}/")
    picture = client.get(f"/certificates/{certificate.pk}/picture/")

    assert f'src="/certificates/{certificate.pk}/picture/"' in page.content.decode()
    assert "请点右上角在浏览器打开" in page.content.decode()
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert picture.content.startswith(b"\x89PNG")


def test_certificate_that_is_not_valid_is_offered_to_nobody() -> None:
    certificate = issued()
    certificates.revoke(certificate=certificate, by=people_builders.user(), at=AT, reason="考勤不实")
    client = signed_in(certificate)

    pages = [client.get(address).content.decode() for address in ("/certificates/", f"/certificates/{certificate.pk}/")]

    for page in pages:
        assert "考勤不实" in page
        assert "/picture/" not in page
        assert "/file/" not in page


def test_nobody_else_learns_that_the_file_is_there() -> None:
    certificate = issued()
    stranger = signed_in()

    for what in ("", "file/", "picture/"):
        assert stranger.get(f"/certificates/{certificate.pk}/{what}").status_code == 404
    assert certificate.number not in stranger.get("/certificates/").content.decode()
    assert Client().get(f"/certificates/{certificate.pk}/file/").status_code == 302


def test_holder_sees_the_own_certificates_and_their_state() -> None:
    certificate = issued()
    certificates.revoke(certificate=certificate, by=people_builders.user(), at=AT, reason="考勤不实")

    page = signed_in(certificate).get("/certificates/").content.decode()

    assert certificate.number in page
    assert "考勤不实" in page


def test_holder_is_told_why_a_certificate_is_held_back() -> None:
    certificate = issued()
    banned = order(certificate.person, key="run:83:1", title="国家级岗位合格培训")
    certificates.order(orders=[banned, order(certificate.person, key="run:84:1")], at=LATER)
    certificates.issue_due(at=LATER)

    page = signed_in(certificate).get("/certificates/").content.decode()

    assert "“国家级岗位合格培训”的结业证书暂不能签发" in page
    assert "人社部函〔2022〕25号" in page
    assert "正在制作" not in page


@pytest.mark.parametrize("number", ["{}", " {} ", "ｊｓ－{rest}"])
def test_number_and_name_show_what_was_certified(number: str) -> None:
    certificate = issued(name="买买提·吐尔逊")
    typed = number.format(certificate.number.lower(), rest=certificate.number[3:])

    page = Client().post("/verify/", {"number": typed, "name": "买买提•吐尔逊"}).content.decode()

    for fact in ("集成电路先进封装与可靠性技术高级研修班", "苏人社函〔2026〕118号", certificate.number):
        assert fact in page


def test_wrong_number_and_wrong_name_are_answered_alike() -> None:
    certificate = issued(name="张三")
    other = issued(name="李四", key="run:82:1")

    def answer(number: str, name: str) -> str:
        client = Client()
        page = client.post("/verify/", {"number": number, "name": name}).content.decode()
        hidden = {client.cookies["csrftoken"].value: ""} if "csrftoken" in client.cookies else {}
        lines = [
            line
            for line in page.splitlines()
            if "csrfmiddlewaretoken" not in line and not any(key in line for key in hidden)
        ]
        return "\n".join(lines).replace(number, "N").replace(name, "X")

    wrong_name = answer(certificate.number, "李四")
    wrong_number = answer("JS-2026-JY-000012-0000999-A", "张三")

    assert wrong_name == wrong_number
    assert "集成电路" not in wrong_name
    assert other.number not in wrong_name


def test_token_shows_state_and_a_wrong_token_nothing() -> None:
    certificate = issued()
    certificates.revoke(certificate=certificate, by=people_builders.user(), at=AT, reason="考勤不实")

    page = Client().get(f"/verify/{certificate.token}/")
    nothing = Client().get("/verify/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/")

    assert (page.status_code, nothing.status_code) == (200, 404)
    assert "考勤不实" in page.content.decode()
    assert "集成电路" not in nothing.content.decode()


def test_too_many_tries_are_slowed_down() -> None:
    certificate = issued(name="张三")
    for _time in range(30):
        Client().post("/verify/", {"number": "JS-1", "name": "张三"})

    answer = Client().post("/verify/", {"number": certificate.number, "name": "张三"})

    assert answer.status_code == 429
    assert "集成电路" not in answer.content.decode()


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_tries_behind_a_proxy_are_counted_by_caller() -> None:
    certificate = issued(name="张三")
    typed = {"number": certificate.number, "name": "张三"}
    for _time in range(30):
        Client().post("/verify/", {"number": "JS-1", "name": "张三"}, headers={"x-forwarded-for": "203.0.113.5"})

    same = Client().post("/verify/", typed, headers={"x-forwarded-for": "198.51.100.1, 203.0.113.5"})
    other = Client().post("/verify/", typed, headers={"x-forwarded-for": "203.0.113.6"})

    assert (same.status_code, other.status_code) == (429, 200)


@pytest.mark.parametrize("number,name", [("", ""), ("x" * 5000, "y" * 5000), ("JS-2026", "9")])
def test_bad_input_is_answered_with_the_form(number: str, name: str) -> None:
    answer = Client().post("/verify/", {"number": number, "name": name})

    assert answer.status_code == 200
    assert "<form" in answer.content.decode()


def test_replaced_certificate_names_the_one_that_took_its_place() -> None:
    certificate = issued()
    new = reissued(certificate, at=AT)

    page = Client().get(f"/verify/{certificate.token}/").content.decode()

    assert "verdict-bad" in page
    assert new.number in page


def test_own_certificates_ask_as_many_questions_for_three_as_for_one() -> None:
    certificate = issued()
    client = signed_in(certificate)

    one = questions(client, "/certificates/")
    certificates.order(orders=[order(certificate.person, key=f"run:9{number}:1") for number in (1, 2)], at=LATER)
    certificates.issue_due(at=LATER)

    assert Certificate.objects.filter(person=certificate.person).count() == 3
    assert questions(client, "/certificates/") == one <= 15


def test_scanned_page_asks_once_and_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    token = issued(name="张三").token
    monkeypatch.setattr(_pdf.Page, "draw", _refused)
    Client().get(f"/verify/{token}/")

    assert questions(Client(), f"/verify/{token}/") <= 3


def test_kept_page_follows_the_state_at_once() -> None:
    certificate = issued(name="张三")
    address = f"/verify/{certificate.token}/"
    before = [Client().get(address).content.decode() for _time in range(2)]

    certificates.revoke(certificate=certificate, by=people_builders.user(), at=AT, reason="考勤不实")
    revoked = Client().get(address).content.decode()
    certificates.reinstate(certificate=certificate, by=people_builders.user(), at=AT, reason="查明属实")
    again = Client().get(address).content.decode()

    assert [("证书有效" in page, "考勤不实" in page) for page in (*before, revoked, again)] == [
        (True, False), (True, False), (False, True), (True, False),
    ]  # fmt: skip


def test_kept_page_is_in_the_language_asked_for_and_names_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    address, moments = f"/verify/{issued(name='张三').token}/", iter(("10:00", "10:00", "11:00"))
    monkeypatch.setattr(verify.tags, "moment", lambda _at: next(moments))

    pages = [in_language(one).get(address).content.decode() for one in ("zh-hans", "en", "zh-hans")]

    assert ["证书有效" in page for page in pages] == [True, False, True]
    assert ["10:00" in page for page in pages] == [True, True, False]
    assert "11:00" in pages[2]


def test_known_and_unknown_numbers_cost_the_same() -> None:
    certificate = issued(name="张三")
    typed = [
        (certificate.number, "张三"),
        (certificate.number, "李四"),
        ("JS-2026-JY-000001-0000001-A", "张三"),
        ("x", "张三"),
    ]

    asked = [questions(Client(), "/verify/", {"number": number, "name": name}) for number, name in typed]

    assert len(set(asked)) == 1


def in_language(code: str) -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
    return client


def _refused(*_given: object) -> None:
    raise AssertionError("drawn")
