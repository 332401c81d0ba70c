"""
Nobody sees or does what is not theirs: every named address, asked as every role.

A new address needs a line in `tests/addresses.py`. The rows that are asked for exist, so that a 404 is a refusal and no absence.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.addresses import JOIN, ROLES, SECOND_FACTOR, SIGN_IN, TABLE, Answer, Line
from tests.world import World, ask, world

# Addresses that are not ours to tell apart by role, by the module or the route that brings them.
EXCLUDED = {
    "allauth.urls": "a login's own affairs; allauth tests them, tests/accounts/web tests our adapters",
    "wagtail.documents.urls": "documents for the public, by Wagtail's own privacy",
    "wagtail.admin.urls": "asked address by address in tests/cms/web/test_admin.py",
    "wagtail.urls": "published pages, for everybody; takes every address that is left",
    "django/": "Django's admin: superusers only, of whom the site's work needs none",
    "django/login/": "leads to the one way to sign in",
    "^media/(?P<path>.*)$": "pictures of published pages, served here in development only",
}
MOST = 30  # queries of a page, or of a form without what it wants
# The correction is carried out and rolled back (README, 2026-11-23).
MORE = {"seminars:foresee-correction": 70}
NO_KEYS = (2**62, 10**30)  # one that a column could hold, one that it could not
STRANGE = ("after=99999999999999999999&on=%E4%BB%8A", "after=-1&page=-1&on=2026-02-30&year=99999999999")
FORMS = [line for line in TABLE if line.method == "POST"]


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Give all lines one world; whatever a line does in it is undone."""
    with django_db_blocker.unblock(), world() as made:
        yield made


@pytest.fixture(autouse=True)
def _no_limits() -> None:
    # Tries are counted by address in the cache; here everybody comes from one.
    cache.clear()


def test_every_address_is_in_the_table() -> None:
    assert set(_names(get_resolver().url_patterns)) == {line.name for line in TABLE}


def test_every_line_stands_once() -> None:
    assert len({str(line) for line in TABLE}) == len(TABLE)


@pytest.mark.parametrize("line", TABLE, ids=str)
def test_every_role_is_answered_as_the_table_says(everybody: World, line: Line) -> None:
    path = _path(line, everybody)

    answers = {role: _asked(everybody, role, line.method, path) for role in ROLES}

    assert {role: _short(answer) for role, answer in answers.items()} == line.answers
    assert _told(everybody, line, answers) == []
    assert _too_many(answers, most=MORE.get(line.name, MOST)) == {}


@pytest.mark.parametrize("line", [one for one in TABLE if one.opens_to], ids=str)
def test_strange_keys_and_queries_are_no_errors_of_ours(everybody: World, line: Line) -> None:
    path, role = _path(line, everybody), line.opens_to[-1]

    strange = {query: _asked(everybody, role, line.method, path, query).status_code for query in STRANGE}
    missing = {
        other: _asked(everybody, role, line.method, other).status_code for other in _without_rows(line, everybody)
    }

    assert strange == dict.fromkeys(STRANGE, line.answers[role])
    assert missing == dict.fromkeys(missing, 404)


@pytest.mark.parametrize("role", ["anonymous", "owner", "no_factor"])
def test_null_characters_are_refused_everywhere(everybody: World, role: str) -> None:
    paths = {_path(line, everybody) for line in TABLE}

    answers = {path: _asked(everybody, role, "GET", path, "q=%00").status_code for path in paths}

    assert answers == dict.fromkeys(paths, 400)


# What a mail program sends is proved by the signed link alone (RFC 8058).
@pytest.mark.parametrize("line", [one for one in FORMS if one.opens_to and one.name != "credits:unsubscribe"], ids=str)
def test_no_form_is_taken_from_another_site(everybody: World, line: Line) -> None:
    answer = _asked(everybody, line.opens_to[-1], "POST", _path(line, everybody), enforce_csrf_checks=True)

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("mark", "role", "address"),
    [
        ("number", "owner", "credits:certificates"),
        ("purpose", "owner", "credits:looks"),
        ("contest_reason", "officer", "accounts:contests"),
        ("application_title", "viewer", "decisions"),
        ("application_title", "manager", "seminars:base-programmes base"),
        ("paper_name", "owner", "accounts:changes"),
        ("answer", "staff", "seminars:base-run run"),
        ("answer", "owner", "seminars:own-answers enrolment"),
        ("work", "owner", "seminars:hand-in enrolment"),
        ("work", "staff", "seminars:run-deliverables run"),
        ("work", "viewer", "seminars:handed-in-in-sight handed_in"),
    ],
)
def test_marks_are_told_to_whoever_may_read_them(everybody: World, mark: str, role: str, address: str) -> None:
    name, *args = address.split()
    answer = _asked(everybody, role, "GET", reverse(name, args=[everybody.rows[one] for one in args]))

    assert everybody.rows[mark] in answer.content.decode()


def _names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if {_module(pattern), str(pattern.pattern)} & EXCLUDED.keys():
            continue
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        else:
            yield f"{prefix}{pattern.name}"


def _module(pattern: URLPattern | URLResolver) -> str:
    return getattr(getattr(pattern, "urlconf_name", None), "__name__", "")


def _path(line: Line, everybody: World) -> str:
    return reverse(line.name, args=[everybody.rows.get(name, name) for name in line.args])


def _without_rows(line: Line, everybody: World) -> Iterator[str]:
    """Yield the path of `line` with each of its keys replaced by one of nobody's."""
    for place, name in enumerate(line.args):
        if isinstance(everybody.rows.get(name), int):
            for key in NO_KEYS:
                args = [everybody.rows.get(one, one) for one in line.args]
                yield reverse(line.name, args=[*args[:place], key, *args[place + 1 :]])


def _asked(everybody: World, role: str, method: str, path: str, query: str = "", **how: Any) -> Any:
    return ask(everybody.sessions.get(role), method, path, query, **how)


def _short(answer: Any) -> Answer:
    """Return the status, or where somebody is led who must do something else first."""
    led = {
        resolve_url(settings.LOGIN_URL): SIGN_IN,
        reverse("mfa_index"): SECOND_FACTOR,
        reverse("accounts:join"): JOIN,
    }
    return led.get(answer.headers.get("Location", "").partition("?")[0], answer.status_code)


# Who may read each of the marks below, on whatever page.
READERS = {
    "number": {"owner", "officer", "viewer", "province"},
    "purpose": {"owner", "officer", "viewer", "province"},
    "contest_reason": {"officer", "province"},
    "application_title": {"manager", "staff", "officer", "viewer", "province"},
    "paper_name": {"owner", "officer", "province", "employer"},
    "answer": {"owner", "manager", "staff"},
    "work": {"owner", "manager", "staff", "officer", "viewer", "province"},
    "invited": {"manager", "officer", "province"},
}


def _too_many(answers: dict[str, Any], *, most: int) -> dict[str, int]:
    """Return the roles whose answer asked the database more often than a page may, with nothing in the cache."""
    asked = {role: len(answer.queries) for role, answer in answers.items()}
    return {role: count for role, count in asked.items() if count > most}


def _told(everybody: World, line: Line, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return who was told what by a page that is not for everybody."""
    if line.is_public:
        return []
    texts = {role: answer.getvalue().decode(errors="replace") for role, answer in answers.items()}
    return [
        (role, mark)
        for role, text in texts.items()
        for mark, readers in READERS.items()
        if role not in readers and everybody.rows[mark] in text
    ]
