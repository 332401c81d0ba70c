"""Mails about a login, in both languages and without allauth's own words."""

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client

from learning.accounts.models import User
from tests.accounts.builders import PASSWORD, user

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
NEW = "another-long-Password-7"


@pytest.fixture
def login(client: Client) -> User:
    somebody = user(email="someone@example.cn")
    EmailAddress.objects.create(user=somebody, email="someone@example.cn", primary=True, verified=True)
    client.force_login(somebody)
    return somebody


@pytest.mark.parametrize(
    "language, words",
    [
        ("zh-hans", ("【学时】密码已修改", "您账号的密码已修改。", "Chrome · Linux", "请立即登录修改密码")),
        ("en", ("Xueshi: Your password was changed", "was changed.", "Chrome · Linux", "If it was not you")),
    ],
)
def test_a_changed_password_is_told(
    client: Client, login: User, mailoutbox: list[EmailMessage], language: str, words: tuple[str, ...]
) -> None:
    User.objects.filter(pk=login.pk).update(language=language)
    client.cookies["django_language"] = language

    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/accounts/password/change/", typed, HTTP_USER_AGENT=CHROME, HTTP_ACCEPT_LANGUAGE=language)

    (mail,) = mailoutbox
    assert mail.to == ["someone@example.cn"]
    assert [word for word in words if word not in f"{mail.subject}\n{mail.body}"] == []
    assert "Mozilla" not in mail.body
    assert "{" not in mail.body


def test_a_forgotten_password_is_replaced_by_a_link(
    client: Client, login: User, mailoutbox: list[EmailMessage]
) -> None:
    client.logout()

    page = client.post("/accounts/password/reset/", {"email": "someone@example.cn"}, follow=True)

    assert "请查收邮件" in page.content.decode()
    (mail,) = mailoutbox
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    form = client.get(link.replace("http://testserver", ""), follow=True)
    assert "设置新密码" in form.content.decode()
    done = client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW}, follow=True)
    assert "密码已" in done.content.decode()
    login.refresh_from_db()
    assert login.check_password(NEW)


def test_an_address_without_a_login_is_told_so_by_mail_only(client: Client, mailoutbox: list[EmailMessage]) -> None:
    page = client.post("/accounts/password/reset/", {"email": "nobody@example.cn"}, follow=True)

    assert "请查收邮件" in page.content.decode()
    assert mailoutbox[0].subject == "【学时】没有使用该邮箱的账号"
