"""Pages of transcripts and heads: whose they are, what they cost, what they tell."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from credits import access, ledger, transcripts
from learning.accounts.models import Person
from tests.credits.web import builders

pytestmark = pytest.mark.django_db
FILES = ("transcript/", "transcript.pdf", "transcript.json")


@pytest.fixture(autouse=True)
def _no_limits() -> None:
    # Tries are counted by address in the cache; here everybody comes from one.
    cache.clear()


def done(of: Person, title: str, on: date) -> None:
    """Credit something done on a day."""
    builders.line(of, key=f"{title} {on}", title=title, starts_on=on, ends_on=on)


def learner(title: str = "数据治理", **stated: Any) -> Person:
    """Record somebody with two lines, under a head."""
    made = builders.person(**stated)
    done(made, title, date(builders.YEAR, 1, 5))
    done(made, title, date(builders.YEAR, 2, 5))
    ledger.sign_due(at=builders.NOW)
    return made


def stated_by(answer: Any) -> Any:
    """Return the statement that an answer hands out."""
    return transcripts.statement_in(answer.getvalue())


def test_everybody_gets_the_own_lines_only():
    own, _other = learner(), learner("城市更新", name="李四", number="G20001234")
    client = builders.signed_in(builders.login(own))

    page = client.get("/hours/transcript/")
    files = [client.get(f"/hours/{name}") for name in FILES[1:]]

    told = page.content.decode()
    assert "张三" in told
    assert "李四" not in told
    assert "数据治理" in told
    assert "城市更新" not in told
    for answer in files:
        assert {line["line"]["person"] for line in stated_by(answer)["lines"]} == {own.pk}
        assert "attachment" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_regulator_states_a_purpose_first_and_a_foreign_one_finds_nothing():
    made = learner()
    officer = builders.regulator()
    client, foreign = (
        builders.signed_in(officer),
        builders.signed_in(builders.regulator(region="320500", mobile="+8613900000002")),
    )

    for name in FILES:
        address = f"/register/{made.pk}/{name}"
        assert client.get(address).headers["Location"] == f"/register/{made.pk}/"
        assert foreign.get(address).status_code == 404
        assert Client().get(address).headers["Location"].startswith("/accounts/login/")
    access.note_look(user=officer, pk=made.pk, purpose="职称评审", at=builders.NOW)

    assert [client.get(f"/register/{made.pk}/{name}").status_code for name in FILES] == [200, 200, 200]
    assert [foreign.get(f"/register/{made.pk}/{name}").status_code for name in FILES] == [404, 404, 404]


def test_years_are_those_asked_for_in_either_order():
    made = builders.person()
    for year in (builders.YEAR - 3, builders.YEAR - 1, builders.YEAR):
        done(made, f"{year}年的课", date(year, 1, 5))
    client = builders.signed_in(builders.login(made))

    def years(query: str) -> Any:
        return stated_by(client.get(f"/hours/transcript.json{query}"))["years"]

    assert years("") == [builders.YEAR - 3, builders.YEAR]
    assert years(f"?since={builders.YEAR}&until={builders.YEAR - 1}") == [builders.YEAR - 1, builders.YEAR]
    assert years("?since=1&until=99999999999999") == [1980, builders.YEAR]


def test_more_lines_cost_no_more_queries():
    made = learner()
    client = builders.signed_in(builders.login(made))

    few = builders.questions(client, "/hours/transcript/")
    for month in range(3, 8):
        done(made, f"第{month}课", date(builders.YEAR - 1, month, 5))
    ledger.sign_due(at=builders.NOW)

    assert builders.questions(client, "/hours/transcript/") == few


def test_the_feed_is_read_page_by_page_and_kept(monkeypatch):
    monkeypatch.setattr("credits.web.heads.FEED_PAGE", 2)
    made = builders.person()
    for month in range(1, 6):
        done(made, f"第{month}课", date(builders.YEAR - 1, month, 5))
        ledger.sign_due(at=builders.NOW)

    pages, after = [], 0
    while after is not None:
        pages.append(Client().get(f"/ledger/heads.json?after={after}").content.decode())
        after = json.loads(pages[-1])["next"]

    kept = ledger.read_kept("".join(pages))
    assert len(pages) == 3
    assert [head.number for head in kept.heads] == [1, 2, 3, 4, 5]
    assert kept.keys == ledger.keys()
    assert ledger.examine(kept=kept.heads, keys=kept.keys) == []


def test_growth_of_one_head_into_another_is_published():
    made = builders.person()
    for month in (1, 2, 3):
        done(made, f"第{month}课", date(builders.YEAR - 1, month, 5))
        ledger.sign_due(at=builders.NOW)

    told = Client().get("/ledger/growth.json?first=1&second=3").json()

    first, second = ledger.head_from(told["first"]), ledger.head_from(told["second"])
    roots = {"first_root": first.root, "second_root": second.root}
    assert ledger.grew(
        first=first.size, second=second.size, proof=[bytes.fromhex(one) for one in told["proof"]], **roots
    )
    for query in ("", "?first=1", "?first=1&second=1", "?first=1&second=9", "?first=x&second=3"):
        assert Client().get(f"/ledger/growth.json{query}").status_code == 400


def test_heads_tell_nothing_of_people():
    learner()

    for address in ("/ledger/", "/ledger/heads/", "/ledger/heads.json"):
        told = Client().get(address).content.decode()
        assert ledger.newest_head().root.hex() in told
        assert "张三" not in told
        assert "数据治理" not in told


def handed_in(content: bytes) -> Any:
    """Hand a file in to be checked."""
    return Client().post("/ledger/", {"file": SimpleUploadedFile("t.pdf", content)})


def test_anybody_checks_a_transcript_that_was_handed_over():
    client = builders.signed_in(builders.login(learner()))
    pdf, text = (client.get(f"/hours/{name}").getvalue() for name in FILES[1:])

    assert "verdict-good" in handed_in(pdf).content.decode()
    assert "verdict-good" in handed_in(text).content.decode()
    assert "verdict-bad" in handed_in(text.replace("张三".encode(), "张四".encode())).content.decode()
    assert "verdict-bad" in handed_in(b"%PDF-1.7 of somebody else").content.decode()
    assert "verdict" not in handed_in(b"").content.decode()


def test_checking_is_limited(monkeypatch):
    now = timezone.now()
    monkeypatch.setattr("credits.web.heads.TRIES_MAX", 2)
    # Tries are counted by spans of the clock: none begins between them.
    monkeypatch.setattr(timezone, "now", lambda: now)

    assert [handed_in(b"{}").status_code for _turn in range(3)] == [200, 200, 429]
