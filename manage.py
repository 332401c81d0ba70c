#!/usr/bin/env python
"""Run a Django command. Starts the embedded PostgreSQL where `DATABASE_URL` is not set."""

import os
import sys

WITHOUT_DATABASE = {
    "decide",
    "rulebook_schema",
    "verify_certificate",
    "verify_transcript",
    "compilemessages",
    "collectstatic",
    "check",
    "makemessages",
    "help",
    "--help",
    "version",
}
AS_OWNER = {"migrate", "createcachetable", "grant_rights", "sqlmigrate", "dbshell"}


def main(arguments: list[str]) -> None:
    """Set up the environment, then hand over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learning.settings.dev")
    # Commands are files; whoever types one may write its hyphens.
    named = [word if word.startswith("-") else word.replace("-", "_") for word in arguments[1:2]]
    arguments = [*arguments[:1], *named, *arguments[2:]]
    command = named[0] if named else "help"
    if command not in WITHOUT_DATABASE:
        _choose_database(command)

    from django.core.management import execute_from_command_line  # noqa: PLC0415  (needs the environment)

    execute_from_command_line(arguments)


def _choose_database(command: str) -> None:
    if not os.environ.get("DATABASE_URL"):
        from deploy import embedded  # noqa: PLC0415  (only here is the embedded server wanted)

        os.environ.update(embedded.attach())
    if command in AS_OWNER:
        os.environ["XUESHI_AS_OWNER"] = "1"


if __name__ == "__main__":
    main(sys.argv)
