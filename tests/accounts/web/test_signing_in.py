"""Signing up and in by mobile number, as a browser does it; what strangers may learn from it: nothing."""

import re
import time
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.test import Client, override_settings

from learning.accounts.models import TextMessage, User
from tests.accounts.builders import PASSWORD, user

pytestmark = pytest.mark.django_db
SIGNUP, LOGIN, VERIFY, CODE = (
    "/accounts/signup/",
    "/accounts/login/",
    "/accounts/phone/verify/",
    "/accounts/login/code/",
)
TYPED, STORED = "139 0000 0001", "+8613900000001"


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


def sign_up(client: Client, **other: str) -> Any:
    return client.post(SIGNUP, {"phone": TYPED, "password1": PASSWORD, "consent": "on", **other})


def code_sent(to: str = STORED) -> str:
    message = TextMessage.objects.filter(to=to).order_by("-pk").first()
    assert message, "no message"
    found = re.search(r"\d{6}", message.body)
    assert found, message.body
    return found[0]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_sign_up_asks_for_a_mobile_number_and_a_password_and_no_mail(client: Client) -> None:
    answer = sign_up(client)
    assert (answer.status_code, answer["Location"]) == (302, VERIFY)
    assert not is_signed_in(client)

    answer = client.post(VERIFY, {"code": code_sent()})

    assert (answer.status_code, answer["Location"]) == (302, "/people/join/")
    assert is_signed_in(client)
    login = User.objects.get()
    assert (login.mobile, login.mobile_verified, login.email) == (STORED, True, None)


def test_two_people_without_mail_can_sign_up() -> None:
    for number in ("13900000001", "13900000002"):
        client = Client()
        sign_up(client, phone=number)
        client.post(VERIFY, {"code": code_sent(f"+86{number}")})

    assert User.objects.filter(mobile_verified=True, email=None).count() == 2


def test_sign_up_keeps_what_was_typed_and_says_what_is_wrong(client: Client) -> None:
    answer = client.post(SIGNUP, {"phone": "12345", "password1": "short", "email": "nonsense"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="12345"' in page
    assert 'value="nonsense"' in page
    assert set(answer.context["form"].errors) == {"phone", "password1", "email", "consent"}
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["1234567890", "password123", "short", "13900000001"])
def test_weak_passwords_are_refused(client: Client, password: str) -> None:
    assert sign_up(client, password1=password).status_code == 200
    assert not User.objects.exists()


def test_a_sign_up_that_nobody_finished_does_not_keep_the_number(client: Client) -> None:
    sign_up(Client())
    cache.clear()

    sign_up(client)
    client.post(VERIFY, {"code": code_sent()})

    assert is_signed_in(client)
    assert User.objects.count() == 1


def test_whoever_never_proved_the_number_cannot_sign_in_with_it(client: Client) -> None:
    sign_up(Client())
    cache.clear()

    client.post(LOGIN, {"login": TYPED, "password": PASSWORD})

    assert not is_signed_in(client)


def test_a_wrong_code_is_refused_and_three_end_it(client: Client) -> None:
    sign_up(client)
    right = code_sent()
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(3):
        client.post(VERIFY, {"code": wrong})

    client.post(VERIFY, {"code": right})

    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "typed",
    ["13900000001", "+86 139-0000-0001", "１３９０００００００１", "someone@example.cn", "Someone@Example.CN"],
)
def test_sign_in_however_it_is_typed(client: Client, typed: str) -> None:
    login = user(number=STORED, email="someone@example.cn")

    client.post(LOGIN, {"login": typed, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(login.pk)


def test_sign_in_by_a_code_and_set_a_new_password(client: Client) -> None:
    user(number=STORED)

    answer = client.post(f"{CODE}?next=/people/password/new/", {"login": TYPED, "next": "/people/password/new/"})
    answer = client.post(answer["Location"], {"code": code_sent(), "next": "/people/password/new/"})
    assert answer["Location"] == "/people/password/new/"
    answer = client.post("/people/password/new/", {"password1": "Another-long-1", "password2": "Another-long-1"})

    assert answer.status_code == 302
    assert User.objects.get().check_password("Another-long-1")
    assert is_signed_in(client)


def test_signing_up_twice_at_once_asks_for_patience() -> None:
    sign_up(Client())

    answer = sign_up(Client())

    assert answer.status_code == 429
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("asks", ["login code", "sign-up"])
def test_no_more_than_ten_codes_an_hour_go_to_one_number(asks: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if asks == "login code":
        user(number=STORED)
    now = time.time()

    for minute in range(14):
        clock = SimpleNamespace(time=lambda at=now + 61 * minute: at, monotonic=time.monotonic, sleep=time.sleep)
        monkeypatch.setattr(ratelimit, "time", clock)
        stranger = Client()
        stranger.post(CODE, {"login": TYPED}) if asks == "login code" else sign_up(stranger)

    assert TextMessage.objects.filter(to=STORED).count() == 10


def test_a_new_password_needs_a_code_just_before(client: Client) -> None:
    client.force_login(user())

    answer = client.post("/people/password/new/", {"password1": "Another-long-1", "password2": "Another-long-1"})

    assert answer["Location"] == "/accounts/password/change/"
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("typed", ["", "x", "12345", "a@", "1" * 100_000])
def test_a_code_is_sent_to_something_real(client: Client, typed: str) -> None:
    answer = client.post(CODE, {"login": typed})

    assert answer.status_code == 200
    assert "login" in answer.context["form"].errors


def neutral(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", page)


def test_sign_up_does_not_tell_whether_a_number_has_a_login() -> None:
    known, unknown = Client(), Client()
    user(number="+8613900000002")

    answers = [sign_up(known, phone="13900000002"), sign_up(unknown, phone="13900000003")]
    pages = [
        neutral(one.get(VERIFY).content.decode()).replace("13900000002", "N").replace("13900000003", "N")
        for one in (known, unknown)
    ]

    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0]["Location"] == answers[1]["Location"]
    assert pages[0] == pages[1]
    assert not re.search(r"\d{6}", TextMessage.objects.get(to="+8613900000002").body.replace("13900000002", ""))


def test_asking_for_a_code_does_not_tell_whether_a_number_has_a_login() -> None:
    known, unknown = Client(), Client()
    user(number="+8613900000002")

    answers = [known.post(CODE, {"login": "13900000002"}), unknown.post(CODE, {"login": "13900000003"})]
    pages = [
        neutral(one.get(answers[0]["Location"]).content.decode())
        .replace("13900000002", "N")
        .replace("13900000003", "N")
        for one in (known, unknown)
    ]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert pages[0] == pages[1]
    assert TextMessage.objects.count() == 2


def test_signing_in_does_not_tell_whether_a_number_has_a_login(client: Client) -> None:
    user(number="+8613900000002")

    pages = [
        neutral(client.post(LOGIN, {"login": number, "password": "wrong"}).content.decode()).replace(number, "N")
        for number in ("13900000002", "13900000003")
    ]

    assert pages[0] == pages[1]


def try_to_sign_in(client: Client, password: str, *, number: str = STORED, address: str = "203.0.113.1") -> bool:
    client.post(LOGIN, {"login": number, "password": password}, REMOTE_ADDR=address)
    return is_signed_in(client)


def test_wrong_tries_from_one_address_do_not_lock_the_owner_out_elsewhere() -> None:
    user(number=STORED)
    for _ in range(10):
        try_to_sign_in(Client(), "wrong")

    assert not try_to_sign_in(Client(), PASSWORD)
    assert try_to_sign_in(Client(), PASSWORD, address="198.51.100.7")


def test_wrong_tries_at_one_login_do_not_touch_another_at_the_same_address() -> None:
    user(number=STORED)
    user(number="+8613900000002")
    for _ in range(10):
        try_to_sign_in(Client(), "wrong")

    assert try_to_sign_in(Client(), PASSWORD, number="+8613900000002")


def test_an_attack_from_many_addresses_is_limited() -> None:
    user(number=STORED)
    for address in range(1, 102):
        try_to_sign_in(Client(), "wrong", address=f"198.51.100.{address}")

    assert not try_to_sign_in(Client(), PASSWORD, address="203.0.113.9")


def test_right_passwords_use_no_tries_up() -> None:
    user(number=STORED)

    assert all(try_to_sign_in(Client(), PASSWORD) for _ in range(8))


@pytest.mark.parametrize(
    "method, address, data",
    [
        ("get", "/people/join/%00", {}),
        ("get", "/people/join/", {"q": "a\x00b"}),
        ("post", LOGIN, {"login": "a\x00b", "password": "x"}),
        ("post", SIGNUP, {"a\x00b": "x"}),
    ],
)
def test_null_characters_are_refused(client: Client, method: str, address: str, data: dict[str, str]) -> None:
    answer = getattr(client, method)(address, data)

    assert answer.status_code == 400
    assert answer.content.decode()


@override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
def test_a_mail_server_that_is_away_stops_nobody(client: Client) -> None:
    sign_up(client, email="someone@example.cn")
    client.post(VERIFY, {"code": code_sent()})

    assert is_signed_in(client)
