"""Devices in words: browsers call themselves by the names of those they descend from."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from learning.accounts.web.devices import device, since_words
from tests.accounts.builders import user

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    "user_agent, chinese, english",
    [
        (CHROME, "Chrome · Linux", "Chrome · Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50",
            "微信 · iPhone",
            "WeChat · iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; V2301A) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 wxwork/4.1 MicroMessenger/7.0.1",
            "企业微信 · Android",
            "WeCom · Android",
        ),
        (
            "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114 Safari/537.36 ArkWeb/4.1 HuaweiBrowser/5.0",
            "华为浏览器 · 鸿蒙",
            "Huawei Browser · HarmonyOS",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140.0",
            "Edge · Windows",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15",
            "Safari · macOS",
            "Safari · macOS",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox · Windows",
            "Firefox · Windows",
        ),
        ("curl/8.5", "未知浏览器", "Unknown browser"),
        ("", "未知浏览器", "Unknown browser"),
    ],
)
def test_a_device_is_named_in_words(user_agent: str, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert device(user_agent) == chinese
    with translation.override("en"):
        assert device(user_agent) == english


def test_the_last_time_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 9, 3, 2, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    ages = (timedelta(minutes=4), timedelta(hours=2), timedelta(hours=12), timedelta(days=3))

    with translation.override("zh-hans"):
        assert [since_words(now - age) for age in ages] == ["刚刚", "今天08:00", "昨天22:00", "2026年8月31日 10:00"]


@pytest.mark.django_db
def test_devices_are_listed_without_raw_headers_and_others_can_be_signed_out(client: Client) -> None:
    login = user()
    other = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) MicroMessenger/8.0")
    for browser in (other, client):
        browser.force_login(login)
    other.get("/accounts/sessions/")

    page = client.get("/accounts/sessions/", HTTP_USER_AGENT=CHROME).content.decode()

    assert "Chrome · Linux" in page
    assert "微信 · iPhone" in page
    assert "Mozilla" not in page
    assert page.count("本设备") == 1
    client.post("/accounts/sessions/")
    assert other.get("/accounts/sessions/").status_code == 302
    assert client.get("/accounts/sessions/").status_code == 200
