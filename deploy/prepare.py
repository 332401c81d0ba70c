"""Prepare the database that the environment names, or the embedded one: `python -m deploy.prepare [[--but] STEP …]`."""

import sys

from deploy import database, embedded

if __name__ == "__main__":
    database.prepare(
        {"DJANGO_SETTINGS_MODULE": "learning.settings.dev", "LOG_LEVEL": "WARNING", **embedded.environment()},
        steps=sys.argv[1:],
    )
