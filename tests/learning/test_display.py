"""Language and size of type are remembered: by the device, the language also by the login."""

import pytest
from django.test import Client

from learning.accounts.models import User

pytestmark = pytest.mark.django_db
MOBILE, PASSWORD = "+8613800009999", "Lanhua-2026-Qiutian"


def _user(language: str) -> User:
    user = User.objects.create_user(mobile=MOBILE, password=PASSWORD, name="王小明")
    user.language = language
    user.save()
    return user


def test_chosen_language_is_kept_by_device_and_login() -> None:
    user, client = _user("zh-hans"), Client()
    client.force_login(user)

    answer = client.post("/i18n/language/", {"language": "en", "next": "/verify/"})
    user.refresh_from_db()

    assert (answer.status_code, answer.headers["Location"]) == (302, "/verify/")
    assert (client.cookies["django_language"].value, user.language) == ("en", "en")
    assert '<html lang="en"' in client.get("/verify/").content.decode()


def test_signing_in_elsewhere_brings_the_language_along() -> None:
    _user("en")
    client = Client()

    client.post("/accounts/login/", {"login": MOBILE, "password": PASSWORD})

    assert client.cookies["django_language"].value == "en"


def test_choice_made_on_this_device_stands_when_signing_in() -> None:
    user, client = _user("zh-hans"), Client()
    client.post("/i18n/language/", {"language": "en"})

    client.post("/accounts/login/", {"login": MOBILE, "password": PASSWORD})
    user.refresh_from_db()

    assert (client.cookies["django_language"].value, user.language) == ("en", "en")


def test_large_type_is_kept_until_it_is_given_back() -> None:
    client = Client()

    client.post("/i18n/type/", {"type": "large", "next": "/verify/"})
    assert 'class="large-type"' in client.get("/verify/").content.decode()

    client.post("/i18n/type/", {"type": "usual", "next": "/verify/"})
    assert 'class="large-type"' not in client.get("/verify/").content.decode()


@pytest.mark.parametrize("wrong", ["tlh", "", "../en"])
def test_unknown_language_changes_nothing(wrong: str) -> None:
    client = Client()

    answer = client.post("/i18n/language/", {"language": wrong})

    assert answer.status_code == 302
    assert "django_language" not in client.cookies


@pytest.mark.parametrize(
    "other",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "accounts:settings",
    ],
)
@pytest.mark.parametrize("choice", ["language", "type"])
def test_choice_never_leads_to_another_site(choice: str, other: str) -> None:
    answer = Client().post(f"/i18n/{choice}/", {"language": "en", "next": other})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("word", ["nonsense", "home"])
def test_choice_takes_no_word_for_the_name_of_a_page(word: str) -> None:
    assert Client().post("/i18n/language/", {"language": "en", "next": word}).headers["Location"] == word


def test_whatever_a_browser_prefers_pages_are_chinese_until_somebody_chooses(client: Client) -> None:
    preferring = client.get("/", headers={"accept-language": "en-US,en;q=0.9"})
    client.cookies["django_language"] = "en"
    chosen = client.get("/", headers={"accept-language": "zh-CN"})

    assert (preferring["Content-Language"], 'lang="zh-hans"' in preferring.content.decode()) == ("zh-hans", True)
    assert (chosen["Content-Language"], 'lang="en"' in chosen.content.decode()) == ("en", True)
