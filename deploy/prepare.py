"""Prepare the database that the environment names, or the embedded one."""

from deploy import database, embedded

if __name__ == "__main__":
    database.prepare(
        {"DJANGO_SETTINGS_MODULE": "learning.settings.dev", "LOG_LEVEL": "WARNING", **embedded.environment()}
    )
