"""A transcript inside a certificate 学时登记表: its pages are believed only under the seal of what was issued."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from credits import certificates, ledger, seals, transcripts
from credits.certificates import _pdf
from credits.models import Certificate
from tests.credits.certificates import builders, kinds
from tests.credits.certificates.builders import AT

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db


def papers() -> tuple[bytes, bytes]:
    """Return a register as it was issued, and one whose pages state a hundred hours more over the same proofs."""
    who = kinds.met()
    ledger.sign_due(at=AT)
    kinds.registered(who)
    certificates.issue_due(at=AT)
    certificate = Certificate.objects.get()
    registers = json.loads(json.dumps(certificate.stated["registers"]).replace('"95"', '"195"'))
    return builders.file_of(certificate), _pdf.draw(builders.signed(certificate, registers=registers))


def handed_in(content: bytes) -> str:
    """Hand a file in to be checked, and return the page."""
    return Client().post("/ledger/", {"file": SimpleUploadedFile("t.pdf", content)}).content.decode()


def test_forged_pages_around_true_proofs_are_no_transcript() -> None:
    genuine, forged = papers()
    assert transcripts.statement_in(forged) == transcripts.statement_in(genuine)

    good, bad, added = (handed_in(content) for content in (genuine, forged, genuine + b"\n% more"))

    assert ("verdict-good" in good, "verdict-bad" in good) == (True, False)
    for page in (bad, added):
        assert ("verdict-good" in page, "verdict-bad" in page) == (False, True)


def test_pages_that_nobody_can_prove_are_not_said_to_be_compared() -> None:
    _genuine, forged = papers()
    kept: Any = {"kept": ledger.Kept(tuple(map(ledger.head_of, ledger.heads())), {}), "keys": ledger.keys()}

    unlooked = transcripts.check(forged, **kept)
    looked = transcripts.check(forged, **kept, is_sealed=lambda _content: False)

    assert (unlooked.faults, unlooked.are_pages_compared) == ((), False)
    assert looked.faults == ("pages: of a certificate without its seal",)


def test_the_command_looks_at_the_seal_where_it_knows_whom_to_trust(tmp_path: Path) -> None:
    for name, content in zip(("genuine", "forged"), papers(), strict=True):
        (tmp_path / f"{name}.pdf").write_bytes(content)
    (tmp_path / "roots.pem").write_bytes(b"".join(root.public_bytes(Encoding.PEM) for root in seals.roots()))
    heads = [ledger.head_of(row).to_json() for row in ledger.heads()]
    (tmp_path / "heads.json").write_text(json.dumps({"heads": heads}), encoding="utf-8")

    def run(name: str, *more: str) -> tuple[int, str]:
        command = [sys.executable, "manage.py", "verify-transcript", str(tmp_path / f"{name}.pdf"), *more]
        given = ["--heads", str(tmp_path / "heads.json"), "--key", ledger.present_public().hex()]
        nowhere = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
        done = subprocess.run(
            [*command, *given, "--settings=learning.settings.test"],
            cwd=ROOT, env=nowhere, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode < 2, done.stderr
        return done.returncode, done.stdout

    roots = ("--roots", str(tmp_path / "roots.pem"))
    (unlooked, unlooked_said), (sound, sound_said), (differs, differs_said) = (
        run("forged"), run("genuine", *roots), run("forged", *roots),
    )  # fmt: skip

    assert (unlooked, "pages not compared: a certificate's, whose seal nobody looked at" in unlooked_said) == (0, True)
    assert (sound, "not compared" in sound_said) == (0, False)
    assert (differs, differs_said.splitlines()[0]) == (1, "pages: of a certificate without its seal")
