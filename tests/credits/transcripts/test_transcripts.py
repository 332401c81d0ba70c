"""A transcript proves itself: with heads that were kept and the key, without a database."""

import copy
import io
import json
import os
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pytest

from credits import access, ledger, posting, transcripts
from credits.access import Record
from credits.models import Claim
from learning.accounts import people
from tests.credits.builders import NOON, credit, facts, person

ROOT = Path(__file__).resolve().parents[3]
LATER = NOON + timedelta(days=1)
pytestmark = pytest.mark.django_db


def record(who: Any) -> Record:
    """Return the record of somebody, joined ones included."""
    return access.Record(person=who, ids=tuple(people.joined([who.pk]).get(who.pk, (who.pk,))))


def three_years() -> Any:
    """Give somebody lines of three years: one reversed, one that gives nothing, the newest under no head; and lines of another."""
    somebody, other = person(name="欧阳询"), person(name="别人")
    credit(
        facts(somebody, "a", on=NOON.date().replace(year=2023), title="数据治理"), facts(other, "a", title="他人之事")
    )
    credit(facts(somebody, "b", on=NOON.date().replace(year=2024)), facts(somebody, "c", title="城市更新"))
    ledger.sign_due(at=NOON)
    posting.reverse(claim=Claim.objects.get(person=somebody, key="c"), by=None, at=LATER, reason="证书系伪造")
    credit(facts(somebody, "zero", on=NOON.date(), activity="class", hours=Decimal(0), title="无学时"))
    ledger.sign_due(at=LATER)
    credit(facts(somebody, "new", title="新近登记"), at=LATER)
    return somebody


def made(since: int = 2024, until: int = 2025) -> dict[str, Any]:
    """Return a transcript of somebody with lines of three years."""
    return transcripts.make(record(three_years()), since=since, until=until, at=LATER)


def checked(content: bytes, **given: Any) -> transcripts.Checked:
    """Check with the heads and keys of the database, as somebody else keeps them."""
    kept = ledger.Kept(tuple(ledger.head_of(row) for row in ledger.heads()), {})
    return transcripts.check(content, **{"kept": kept, "keys": ledger.keys(), **given})


def test_a_transcript_shows_every_line_of_its_years_and_nobody_elses():
    stated = made()

    rows = transcripts.rows(stated)
    assert [(row.title, row.hours, row.kind, row.is_covered) for row in rows] == [
        ("数据治理研修班", "10", "登记", True),
        ("城市更新", "10", "登记", True),
        ("城市更新", "−10", "撤销登记", True),
        ("新近登记", "10", "登记", False),
        ("无学时", "0", "登记", True),
    ]
    assert [row.note for row in rows if row.hours == "−10"] == ["证书系伪造"]
    assert stated["holder"]["name"] == "欧阳询"
    assert "他人之事" not in json.dumps(stated, ensure_ascii=False)
    assert "别人" not in json.dumps(stated, ensure_ascii=False)
    assert {row.cycle for row in transcripts.standings(stated)} == {"2024年度", "2025年度"}


def test_json_and_pdf_hold_against_kept_heads_and_key():
    stated = made()

    for content in (ledger.encoding(stated), json.dumps(stated, indent=2).encode(), transcripts.draw(stated)):
        found = checked(content)
        assert (found.faults, found.uncovered) == ((), 1)


def test_the_file_inside_is_found_by_other_programs_and_the_pages_repeat_their_heads():
    somebody = person(name="阿卜杜热合曼·吾买尔江·" * 4)
    credit(*(facts(somebody, f"k{number}", title=f"专题研修第{number}期" * (1 + number % 8)) for number in range(200)))
    stated = transcripts.make(record(somebody), since=2025, until=2025, at=NOON)

    pdf = pypdf.PdfReader(io.BytesIO(transcripts.draw(stated)))

    assert json.loads(pdf.attachments["transcript.json"][0]) == stated
    texts = ["".join(page.extract_text().split()) for page in pdf.pages]
    assert len(texts) > 5
    assert all("学习内容" in text and "学时登记表" in text and f"共{len(texts)}页" in text for text in texts)
    assert "专题研修第99期" in texts[-1]  # claims of one day count in the order of their keys


def broken(stated: dict[str, Any], change: Any) -> bytes:
    """Return a transcript with a change in it, signed again with the true key: only the proofs can tell."""
    copied = copy.deepcopy(stated)
    change(copied)
    return ledger.encoding(
        transcripts._making.signed({k: v for k, v in copied.items() if k not in {"key", "signature"}})
    )


def _set(path: tuple[Any, ...], value: Any) -> Any:
    def change(stated: Any) -> None:
        for step in path[:-1]:
            stated = stated[step]
        stated[path[-1]] = value

    return change


CHANGES = {
    "amount": (_set(("lines", 0, "line", "hours"), 9000), "is not the line of the chain"),
    "title": (_set(("lines", 0, "facts", "title"), "高级研修班"), "the facts of its claim were changed"),
    "reason": (_set(("lines", 2, "line", "act", 4), "另有原因"), "is not the line of the chain"),
    "digest": (_set(("records", 0, "chain", 1, "digest"), "0" * 64), "is not the line under the head"),
    "place": (_set(("records", 0, "chain", 1, "leaf"), 0), "stands at no place of its own"),
    "hash": (_set(("hashes", 0), "0" * 64), "is not the line under the head"),
    "head": (_set(("head", "root"), "0" * 64), "is not its own"),
    "person": (_set(("records", 0, "person"), 999), "in no chain"),
    "other year": (_set(("years",), [2025, 2025]), "is of another year"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_found_even_if_signed_with_the_true_key(what):
    change, complaint = CHANGES[what]

    faults = checked(broken(made(), change)).faults

    assert any(complaint in fault for fault in faults), faults


def test_a_line_left_out_of_the_middle_of_a_chain_is_found():
    stated = made()

    faults = checked(broken(stated, lambda one: one["records"][0]["chain"].pop(1))).faults

    assert any("is not the line" in fault for fault in faults)


def test_another_name_is_found_by_the_signature_and_other_pages_by_drawing_them():
    stated = made()
    pdf = transcripts.draw(stated)
    renamed = copy.deepcopy(stated)
    renamed["holder"]["name"] = "张三"

    assert checked(ledger.encoding(renamed)).faults == ("transcript: was changed after it was signed",)
    assert checked(pdf.replace(b"/Rotate 0", b"/Rotate 90")).faults == (
        "pages: are not those that are drawn from the statement inside",
    )


def test_a_head_that_nobody_kept_or_another_key_is_told():
    content = ledger.encoding(made())
    first = tuple(ledger.head_of(row) for row in ledger.heads())[:1]

    assert checked(content, kept=ledger.Kept(first, {})).faults == (
        "head 2: is none of the kept ones, which end with head 1",
    )
    assert len(checked(content, keys={}).faults) == 2


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"[]", b"{}", b'{"format":"xueshi-transcript/1"}', b"\xff"])
def test_what_is_no_transcript_is_told(content):
    with pytest.raises(transcripts.NoStatement):
        checked(content, kept=ledger.Kept((), {}), keys={})


def test_without_lines_or_heads_a_transcript_holds_too():
    stated = transcripts.make(record(person()), since=2025, until=2025, at=NOON)

    assert checked(transcripts.draw(stated), keys={stated["key"]: ledger.present_public()}).faults == ()


def test_the_command_needs_no_database(tmp_path):
    stated = made()
    (tmp_path / "t.pdf").write_bytes(transcripts.draw(stated))
    (tmp_path / "t.json").write_bytes(ledger.encoding({**stated, "made_at": "2020-01-01T00:00:00.000000+00:00"}))
    heads = [ledger.head_of(row).to_json() for row in ledger.heads()]
    (tmp_path / "heads.json").write_text(json.dumps({"heads": heads}), encoding="utf-8")

    def run(file: str, *, key: str = ledger.present_public().hex()) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", "verify-transcript", str(tmp_path / file)]
        given = ["--heads", str(tmp_path / "heads.json"), "--key", key, "--settings=learning.settings.test"]
        nowhere = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
        return subprocess.run([*command, *given], cwd=ROOT, env=nowhere, capture_output=True, text=True, check=False)

    sound, differs, unread = run("t.pdf"), run("t.json"), run("t.pdf", key="secret")

    assert (sound.returncode, sound.stdout) == (
        0,
        "sound: 欧阳询, 2024 to 2025: 5 lines, 1 of the record under no head yet\n",
    ), sound.stderr
    assert (differs.returncode, differs.stdout.splitlines()[0]) == (1, "transcript: was changed after it was signed")
    assert (unread.returncode, run("heads.json").returncode) == (2, 2)
