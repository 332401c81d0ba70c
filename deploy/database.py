"""Bring a database up to date, as its owner: migrations, rights, and what every installation needs in it."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Each is idempotent. A new one needs no place elsewhere: set-up, tests and production run this list.
STEPS = (
    ("migrate", "--no-input", "--verbosity=0"),
    ("createcachetable", "cache_entries"),
    ("grant_rights",),
    ("load_regions",),
    ("import_rulebooks",),
    ("import_reminder_kinds",),
    ("import_designs",),
    ("ensure_plans",),
    ("prepare_site",),
)


def prepare(environment: dict[str, str], *, quiet: bool = False, steps: Sequence[str] = ()) -> None:
    """
    Run every step, those named `steps`, or after a "--but" all others, in one process on the database of `environment`.

    A failing one stops with its output.
    """
    command = [sys.executable, "-m", "deploy.database", *steps]
    done = subprocess.run(
        command, env={**environment, "XUESHI_AS_OWNER": "1"}, capture_output=quiet, text=True, check=False, cwd=ROOT
    )
    if done.returncode:
        sys.exit(f"The database could not be prepared.\n{done.stdout or ''}{done.stderr or ''}")


def main(named: Sequence[str]) -> None:
    """Run every step, those `named`, or after a "--but" all others."""
    import django  # noqa: PLC0415  (needs the environment)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    for name, *options in STEPS:
        if named and (name in named) == ("--but" in named):
            continue
        print(f"  {name}", flush=True)
        if name == "migrate":
            _migrate_libraries()
        call_command(name, *options)


def _migrate_libraries() -> None:
    """Apply the migrations of the libraries before ours: each renders every model known so far, so ten seconds are saved."""
    from django.apps import apps  # noqa: PLC0415  (needs the set-up)
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    ours = {
        app.label for app in apps.get_app_configs() if Path(app.path).is_relative_to(ROOT) and ".venv" not in app.path
    }
    executor = MigrationExecutor(connection)
    executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in ours])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learning.settings.dev")
    main(sys.argv[1:])
