"""Bring a database up to date: migrations as the owner, rights, and what every installation needs in it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Each is idempotent. A new one needs no place elsewhere: setup, tests and production run this list.
STEPS = (
    ("migrate", "--no-input"),
    ("createcachetable",),
    ("grant_rights",),
    ("load_regions",),
    ("import_rulebooks",),
    ("prepare_site",),
)


def prepare(environment: dict[str, str], *, quiet: bool = False) -> None:
    """Run every step against the database that `environment` names; a failing one stops with its output."""
    for step in STEPS:
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *step],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
        if done.returncode and f"Unknown command: '{step[0]}'" not in done.stderr:
            sys.exit(f"manage.py {' '.join(step)} failed:\n{done.stdout}\n{done.stderr}")
        if not quiet:
            print(f"  {step[0]}")


if __name__ == "__main__":
    prepare(dict(os.environ))
