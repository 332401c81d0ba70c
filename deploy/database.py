"""Bring a database up to date, as its owner: migrations, rights, and what every installation needs in it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Each is idempotent. A new one needs no place elsewhere: set-up, tests and production run this list.
STEPS = (
    ("migrate", "--no-input", "--verbosity=0"),
    ("createcachetable", "cache_entries"),
    ("grant_rights",),
    ("load_regions",),
    ("import_rulebooks",),
    ("ensure_plans",),
    ("prepare_site",),
)


def prepare(environment: dict[str, str], *, quiet: bool = False) -> None:
    """Run every step in one process against the database that `environment` names; a failing one stops with its output."""
    command = [sys.executable, "-m", "deploy.database"]
    done = subprocess.run(
        command, env={**environment, "XUESHI_AS_OWNER": "1"}, capture_output=quiet, text=True, check=False, cwd=ROOT
    )
    if done.returncode:
        sys.exit(f"The database could not be prepared.\n{done.stdout or ''}{done.stderr or ''}")


def main() -> None:
    """Run every step."""
    import django  # noqa: PLC0415  (needs the environment)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    for name, *options in STEPS:
        print(f"  {name}", flush=True)
        call_command(name, *options)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learning.settings.dev")
    main()
