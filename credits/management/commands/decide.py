"""Decide cases: what the shipped rulebooks make of the facts in a file."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from credits import policy
from credits.policy import cases

PACKS = Path(__file__).parents[2] / "rulebooks" / "packs"
HOLDS, DIFFERS, NOT_UNDERSTOOD = 0, 1, 2


class Command(BaseCommand):
    """Decide each case and print one line for it; needs no database."""

    help = (
        "Decide policy cases: `ok FILE`, or `differs FILE: what: expected …, decided …`, or `broken FILE: key: what is allowed`. "
        "Exit status 0 if all hold, 1 if one differs, 2 if a file cannot be understood."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files, and whether everything decided is wanted as JSON."""
        parser.add_argument("files", nargs="+", metavar="CASE.toml")
        parser.add_argument("--json", action="store_true", help="print everything decided, with reasons, as JSON")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Decide, print, leave with the status."""
        packs = _packs()
        results = [_result(Path(file), packs) for file in options["files"]]
        passed = sum(result["status"] == HOLDS for result in results)
        if options["json"]:
            summary = {"cases": results, "passed": passed, "failed": len(results) - passed}
            self.stdout.write(json.dumps(summary, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join([*map(_line, results), f"{passed} passed, {len(results) - passed} failed"]))
        sys.exit(max(result["status"] for result in results))


def _packs() -> dict[str, policy.Pack]:
    packs = [
        policy.read_pack(file.read_text(encoding="utf-8"), name=file.name) for file in sorted(PACKS.rglob("*.toml"))
    ]
    return {pack.family: pack for pack in packs}


def _result(file: Path, packs: dict[str, policy.Pack]) -> dict[str, Any]:
    try:
        verdict = cases.decide(file.read_text(encoding="utf-8-sig"), name=str(file), packs=packs)
    except (cases.NotACase, OSError, UnicodeDecodeError) as error:
        return {"file": str(file), "status": NOT_UNDERSTOOD, "error": str(error)}
    said = [str(difference) for difference in verdict.differences]
    return {
        "file": str(file),
        "name": verdict.name,
        "status": DIFFERS if said else HOLDS,
        "differences": said,
        **verdict.decided,
    }


def _line(result: dict[str, Any]) -> str:
    file, error = result["file"], str(result.get("error", ""))
    if result["status"] == NOT_UNDERSTOOD:
        return f"broken {file}: " + error.replace(f"{file}: ", "").replace("\n", "; ")
    if result["status"] == DIFFERS:
        return f"differs {file}: " + "; ".join(result["differences"])
    return f"ok {file}"
