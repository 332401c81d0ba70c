"""Verify the whole ledger, against heads that were kept elsewhere where some are given."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from credits import ledger

SOUND, DIFFERS, NOT_UNDERSTOOD = 0, 1, 2


class Command(BaseCommand):
    """Examine chains, tree and heads; print each difference."""

    help = (
        "Walk every chain and every leaf of the tree, recompute the roots of all heads, and compare them with those in the database and "
        "in FILE (pages of /ledger/heads.json, kept elsewhere). Prints one line for each difference: person, line, what. "
        "Exit status 0 if there is none, 1 if there are some, 2 if FILE or a key cannot be understood."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the kept heads, the keys, and how to work."""
        parser.add_argument("--heads", metavar="FILE", help="heads that were kept elsewhere")
        parser.add_argument(
            "--key",
            action="append",
            default=[],
            help="public key that may have signed (may be repeated); default: those in FILE",
        )
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Examine, print, leave with the status."""
        try:
            kept, keys = _given(options["heads"], options["key"])
        except (OSError, UnicodeDecodeError, ledger.NotKeptHeads, ledger.NotAKey) as error:
            self.stderr.write(str(error))
            sys.exit(NOT_UNDERSTOOD)
        faults = ledger.examine(kept=kept, keys=keys, processes=max(1, options["processes"]), told=self._progress)
        self.stdout.write(_json(faults) if options["json"] else _text(faults, len(kept)))
        sys.exit(DIFFERS if faults else SOUND)

    def _progress(self, done: int, whole: int) -> None:
        end = "\n" if done == whole else "\r"
        self.stderr.write(f"{done} of {whole} pieces", ending=end)


def _given(file: str | None, stated: list[str]) -> tuple[tuple[ledger.Head, ...], dict[str, bytes] | None]:
    """Return the kept heads, and the keys that may have signed: those given, else those kept beside the heads."""
    kept = ledger.read_kept(Path(file).read_text(encoding="utf-8")) if file else ledger.Kept((), {})
    given = {ledger.key_id(public): public for public in map(ledger.public_key, stated)}
    return kept.heads, given or dict(kept.keys) or None


def _text(faults: list[ledger.Fault], kept: int) -> str:
    beside = f", with {kept} heads kept elsewhere" if kept else ""
    newest = ledger.newest_head()
    covered = f"{newest.size} lines under {newest.number} heads" if newest else "no heads yet"
    if not faults:
        return f"sound: {covered}{beside}"
    return "\n".join([*map(str, faults), f"{len(faults)} differences; {covered}{beside}"])


def _json(faults: list[ledger.Fault]) -> str:
    rows = [{"person": fault.person_id or None, "line": fault.number or None, "what": fault.what} for fault in faults]
    return json.dumps({"differences": rows}, ensure_ascii=False, indent=2)
