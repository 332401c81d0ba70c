"""Papers as archives take them: veraPDF, the judge of the field, finds sealed certificates of every kind to be PDF/A-3b."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from tests.credits.certificates import builders, kinds

pytestmark = [pytest.mark.services, pytest.mark.django_db]
ARTIFACT = "org.verapdf.apps:greenfield-apps:1.26.2"
JUDGE = settings.LOCAL / "native" / "greenfield-apps-1.26.2.jar"
RUN = ("java", "-cp", str(JUDGE), "org.verapdf.apps.GreenfieldCliWrapper", "--flavour", "3b", "--format", "text", "-v")


@pytest.fixture(scope="module")
def judge() -> None:
    """Fetch veraPDF (9 MB), unless it is here."""
    if not JUDGE.exists():
        folder = f"-DoutputDirectory={JUDGE.parent}"
        fetched = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT}", folder]
        subprocess.run(fetched, check=True, stdout=subprocess.DEVNULL)


def judged(folder: Path, files: dict[str, bytes]) -> dict[str, str]:
    """Return PASS or FAIL for each file."""
    for name, content in files.items():
        (folder / f"{name}.pdf").write_bytes(content)
    given = [str(folder / f"{name}.pdf") for name in files]
    said = subprocess.run([*RUN, *given], capture_output=True, text=True, check=False).stdout
    verdicts = [line.split() for line in said.splitlines() if line.startswith(("PASS", "FAIL"))]
    return {Path(path).stem: verdict for verdict, path in verdicts}


def test_sealed_certificates_of_every_kind_are_fit_for_archives(judge: None, tmp_path: Path) -> None:
    issued = {kind: builders.file_of(row) for kind, row in kinds.of_every_kind().items()}

    assert judged(tmp_path, issued) == dict.fromkeys(issued, "PASS")


def test_the_judge_sees_what_is_not_fit(judge: None, tmp_path: Path) -> None:
    sound = builders.file_of(builders.issued())

    found = judged(tmp_path, {"no-colours": sound.replace(b"/OutputIntents", b"/OutputIntentX")})

    assert found == {"no-colours": "FAIL"}
