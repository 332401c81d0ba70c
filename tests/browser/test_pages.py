"""Every page that links lead to, looked at as everybody who sees it: open to all, on every screen, in one language at a time."""

import re

import pytest
from playwright.sync_api import BrowserContext

from deploy.walk import Found
from tests.browser.eye import Look, looks_at
from tests.rigs import Site

CHINESE = re.compile(r"[\u3400-\u9fff]+")
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'-]{2,}(?: [A-Za-z'-]{2,})*")
# Said in Latin letters in Chinese, too.
NAMES = {
    "PDF",
    "CSV",
    "XLSX",
    "DOCX",
    "ZIP",
    "Excel",
    "English",
    "JPG",
    "PNG",
    "MB",
    "TOTP",
    "JSON",
    "TOML",
    "RFC",
    "Ed",
    "UTF-",
    "Atom",
}
# A page may show what to type, in either script: from the word that says so to the end of its sentence.
EXAMPLE = re.compile(
    r"例如[^。；！？]*|\b(?:for example\b|for instance\b|e\.g\.).*?(?=[.;!?](?:\s|$)|$)", re.IGNORECASE
)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("例如 Python、AI。Left over", "。Left over"),
        ("Whole number, for example: 张三 1234. 漏译", "Whole number, . 漏译"),
        ("Write it like https://a.cn, e.g. https://learn.example.cn/x", "Write it like https://a.cn, "),
        ("for exampleless words", "for exampleless words"),
    ],
)
def test_an_example_excuses_its_own_sentence_alone(words: str, left: str) -> None:
    assert EXAMPLE.sub("", words) == left


@pytest.fixture(scope="session")
def looks(pages: list[Found], windows: dict[str, BrowserContext], site: Site) -> list[Look]:
    """Give the tests what an eye notes of every page in both languages."""
    # And a page that no link leads to, whose width hangs on what is handed in.
    every = [*pages, Found("certificates-dropped", "professional", "")]
    return [
        look for number, found in enumerate(every) for look in looks_at(found, number, windows[found.who], site.url)
    ]


def test_links_lead_to_all_the_pages_of_the_map(pages: list[Found]) -> None:
    names = {found.name for found in pages}

    assert names >= {
        "my-hours", "credits:timeline", "credits:entry", "credits:standing", "credits:certificates", "credits:inbox",
        "my-learning", "cms:catalogue", "seminars:run", "credits:verify", "credits:rulebooks", "credits:rulebook",
        "today", "seminars:base-run", "seminars:session", "seminars:run-closing", "seminars:application",
        "overview", "decisions", "credits:compliance", "credits:register", "seminars:decide-application",
        "account_login", "account_signup", "accounts:join", "page::0", "page:help:1", "page:catalogue:2",
        "page:catalogue:3", "page:nothing-here:1", "page:notices:1", "page:policy:1", "page:policy:2",
        "credits:earlier-years", "credits:hours-sheet", "credits:looks", "credits:channels", "credits:certificate",
        "credits:verify-token", "accounts:settings", "accounts:changes", "accounts:organisations", "mfa_index",
        "usersessions_list", "seminars:withdraw", "seminars:base-programmes", "seminars:programme", "seminars:open-run",
        "seminars:write-application", "seminars:run-sessions", "seminars:run-attendance", "seminars:run-hours",
        "seminars:sign-in-sheet", "seminars:roster-sheet", "seminars:cancel-run", "seminars:take-off",
        "seminars:applications", "indicator", "credits:compliance-exports", "credits:register-record",
        "accounts:waiting-changes",
    }  # fmt: skip


def test_every_page_opens(looks: list[Look]) -> None:
    wrong = [str(look) for look in looks if look.status != (404 if "nothing-here" in look.found.name else 200)]

    assert not wrong, "\n".join(wrong)


def test_nobody_is_shut_out(looks: list[Look]) -> None:
    wrong = [f"{look}: {fault}" for look in looks for fault in look.faults]

    assert not wrong, "\n".join(wrong)


def test_a_phone_is_never_pushed_sideways(looks: list[Look]) -> None:
    wrong = [f"{look}: {note}" for look in looks for note in look.too_wide]

    assert not wrong, "\n".join(wrong)


def test_english_pages_hold_chinese_only_as_data(looks: list[Look], written: str) -> None:
    left = [
        f"{look}: {words}"
        for look in looks
        if look.language == "en"
        for words in look.words
        if any(run not in written for run in CHINESE.findall(EXAMPLE.sub("", words)))
    ]

    assert not left, "\n".join(left)


def test_chinese_pages_hold_english_only_as_data(looks: list[Look], written: str) -> None:
    left = [
        f"{look}: {words}"
        for look in looks
        if look.language == "zh-hans"
        for words in look.words
        if any(run not in NAMES and run not in written for run in ENGLISH.findall(EXAMPLE.sub("", words)))
    ]

    assert not left, "\n".join(left)
