"""Try a version of a rulebook on the ledger."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from credits import recount, simulation
from credits.policy import NotARulebook

FINE, FLIPPED, NOT_UNDERSTOOD = 0, 1, 2
SHOWN = 50


class Command(BaseCommand):
    """Run a draft over the whole ledger or a region, and say who flips."""

    help = (
        "Run a draft of a rulebook over the whole ledger, or over a region, and say which standings go from met to short or from short "
        "to met: by city, series, years of career, employer kind and cycle, with the hours missing before and after, and person by "
        "person. Nothing is written. Exit status 0 if nobody flips, 1 if somebody does, 2 if the draft or an option cannot be understood."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the draft, the scope, and how it is told."""
        parser.add_argument(
            "draft",
            metavar="DRAFT",
            help="number or code of a version (jiangsu-general@2027-01-01), or a pack: FILE.toml (its last version)",
        )
        parser.add_argument("--region", default="", help="only people who belong to this region (320100) today")
        parser.add_argument(
            "--since",
            default="",
            help="try it as if it had begun on this day; a draft of the future begins this year otherwise",
        )
        parser.add_argument(
            "--on", default="", help="take this day for today (2026-11-23): cycles that began until then are judged"
        )
        parser.add_argument("--processes", type=int, default=1, help="how many processes count (default: one)")
        parser.add_argument("--json", action="store_true", help="print everything as JSON, all persons too")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Try, print, leave with the status."""
        try:
            today = date.fromisoformat(options["on"]) if options["on"] else timezone.localdate()
            since = date.fromisoformat(options["since"]) if options["since"] else None
            trial = simulation.trial_named(_named(options["draft"]), since=since, today=today)
            path = recount.path_of(options["region"])
        except (ValueError, OSError, NotARulebook) as error:
            self.stderr.write(str(error))
            sys.exit(NOT_UNDERSTOOD)
        began = monotonic()
        found = simulation.overview(trial=trial, path=path, processes=max(1, options["processes"]))
        taken = monotonic() - began
        if options["json"]:
            self.stdout.write(json.dumps({**found.as_dict(), "seconds": round(taken, 2)}, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_text(found, taken)))
        sys.exit(FLIPPED if found.flips else FINE)


def _named(draft: str) -> str | Path:
    return Path(draft) if draft.endswith(".toml") else draft


def _text(found: simulation.Overview, taken: float) -> Iterator[str]:
    yield f"{found.code}, {found.people} people in {taken:.1f} s; hours change for {found.moved}"
    yield _flows("all", found.flows)
    for by, groups in found.groups.items():
        yield f"by {by}:"
        yield from (_flows(f"  {group.value or 'unknown'}", group.flows) for group in groups)
    for flip in found.flips[:SHOWN]:
        yield (
            f"person {flip['person']} {flip['cycle_starts_on']} {flip['family_after']}: {flip['before']} to {flip['after']},"
            f" required {flip['required_before'] / 100:g} to {flip['required_after'] / 100:g},"
            f" counted {flip['counted_before'] / 100:g} to {flip['counted_after'] / 100:g},"
            f" missing {flip['missing_before'] / 100:g} to {flip['missing_after'] / 100:g}"
        )
    if len(found.flips) > SHOWN:
        yield f"… and {len(found.flips) - SHOWN} more (--json prints all)"


def _flows(name: str, flows: simulation.Flows) -> str:
    return (
        f"{name}: to short {flows.to_short}, to met {flows.to_met}, stay short {flows.stay_short}, stay met {flows.stay_met},"
        f" unknown {flows.unknown}, begin {flows.begin}, end {flows.end};"
        f" hours missing {flows.missing_before / 100:g} to {flows.missing_after / 100:g}"
    )
