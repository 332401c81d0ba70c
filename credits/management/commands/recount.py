"""Recount the ledger."""

import json
import os
import sys
from collections.abc import Mapping
from datetime import date
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from credits import recount

FINE, DRIFTED, NOT_UNDERSTOOD = 0, 1, 2
DRIFTS_SHOWN = 1000


class Command(BaseCommand):
    """Evaluate everything again from the claims in the ledger."""

    help = (
        "Evaluate everything again from the claims in the ledger and compare it with the lines posted. Prints each claim that drifted, "
        "posted and recounted by cycle and category, each kept standing that does not follow from the lines, and a digest that is the same on every run and machine. "
        "Exit status 0 without drift, 1 with drift, 2 if an option cannot be understood."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the scope, and how it is told."""
        parser.add_argument(
            "--cycle", default="", help="only cycles that begin on this day (2026-01-01) or in this year (2026)"
        )
        parser.add_argument("--family", default="", help="only this rulebook (nanjing-general)")
        parser.add_argument("--region", default="", help="only people who belong to this region (320100) today")
        parser.add_argument(
            "--facts",
            default="used",
            help="facts about people: `used` (known when each decision was made; the default) or `today` (present ones: what a changed fact would move is drift)",
        )
        parser.add_argument(
            "--on", default="", help="take this day for today (2026-11-23): standings of cycles that began until then"
        )
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="how many processes count (default: all cores)"
        )
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Recount, print, leave with the status."""
        try:
            scope = _scope(options)
        except ValueError as error:
            self.stderr.write(str(error))
            sys.exit(NOT_UNDERSTOOD)
        began = monotonic()
        found = recount.recount(scope=scope, processes=max(1, options["processes"]), told=self._told)
        taken = monotonic() - began
        self.stdout.write(
            json.dumps(_as_dict(found, taken), ensure_ascii=False, indent=2) if options["json"] else _text(found, taken)
        )
        sys.exit(DRIFTED if found.drifts or found.kept_otherwise else FINE)

    def _told(self, found: recount.Recounted) -> None:
        if self.stderr.isatty():
            self.stderr.write(
                f"\r{found.people} people, {found.claims} claims, {len(found.drifts) + len(found.kept_otherwise)} drifted",
                ending="",
            )


def _scope(options: dict[str, Any]) -> recount.Scope:
    if options["facts"] not in {"used", "today"}:
        raise ValueError(f"--facts {options['facts']}: `used` or `today`")
    if options["cycle"] and not _is_cycle(options["cycle"]):
        raise ValueError(f"--cycle {options['cycle']}: a year (2026) or a first day (2026-01-01)")
    today = date.fromisoformat(options["on"]) if options["on"] else timezone.localdate()
    path = recount.path_of(options["region"])
    facts = recount.Facts(options["facts"])
    return recount.Scope(today=today, facts=facts, path=path, family=options["family"], cycle=options["cycle"])


def _is_cycle(text: str) -> bool:
    try:
        date.fromisoformat(text if len(text) > len("2026") else f"{text}-01-01")
    except ValueError:
        return False
    return True


def _as_dict(found: recount.Recounted, taken: float) -> dict[str, Any]:
    counts = {"people": found.people, "claims": found.claims, "standings": found.standings}
    drifts = [drift.as_dict() for drift in found.drifts]
    kept = [drift.as_dict() for drift in found.kept_otherwise]
    told = {"drifted": len(drifts), "drifts": drifts, "standings_drifted": len(kept), "standing_drifts": kept}
    return {**counts, **told, "pending": found.pending, "digest": found.digest, "seconds": round(taken, 2)}


def _text(found: recount.Recounted, taken: float) -> str:
    every = [*map(_line, found.drifts), *map(_standing_line, found.kept_otherwise)]
    lines = every[:DRIFTS_SHOWN]
    more = len(every) - len(lines)
    lines += [f"… and {more} more (--json prints all)"] if more > 0 else []
    counts = f"{found.people} people, {found.claims} claims, {found.standings} standings in {taken:.1f} s"
    drifted = f"{len(found.drifts)} claims and {len(found.kept_otherwise)} kept standings drifted"
    pending = [f"{found.pending} people's standings are about to be decided again"] if found.pending else []
    return "\n".join([*lines, f"{counts}: {drifted}", *pending, f"digest {found.digest}"])


def _standing_line(drift: recount.StandingDrift) -> str:
    kept, follows = (_said(side) for side in (drift.kept, drift.recounted))
    return (
        f"drift person {drift.person} standing {drift.family} {drift.cycle_starts_on}: kept {kept}, recounted {follows}"
    )


def _said(side: Mapping[str, Any]) -> str:
    if not side:
        return "nothing"
    hours = " ".join(f"{name} {side[name] / 100:g}" for name in ("required", "counted", "missing"))
    return f"{side['state']} {hours} until before {side['cycle_ends_before']}"


def _line(drift: recount.Drift) -> str:
    cells = "; ".join(
        f"{cell.cycle_starts_on or 'no cycle'} {cell.category or '-'}: posted {cell.posted / 100:g}, recounted {cell.recounted / 100:g}"
        for cell in drift.cells
    )
    return f"drift person {drift.person} claim {drift.claim} {drift.family}: {cells}"
