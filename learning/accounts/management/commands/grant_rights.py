"""Give the application's role its rights."""

import os
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from psycopg import sql

APPEND_ONLY = """
SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE p.proname = 'refuse_change' AND t.tgname = 'append_only' ORDER BY 1
"""


class Command(BaseCommand):
    """Run by the owner after every migration."""

    help = """Give the role of DATABASE_URL its rights: SELECT, INSERT, UPDATE and DELETE on every table, but on append-only tables
    (those with the trigger `append_only`) SELECT and INSERT only. Needs DATABASE_OWNER_URL. Run it after `migrate`."""

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Grant, then take away what append-only tables do not allow."""
        role = urlsplit(os.environ.get("DATABASE_URL", "")).username
        if not role:
            raise CommandError("DATABASE_URL names no user: it must name the application's role.")
        name = sql.Identifier(role)
        # All or none: between giving and taking, append-only tables would be open.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(APPEND_ONLY)
            tables = [row[0] for row in cursor.fetchall()]
            cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {0}").format(name).as_string(cursor.connection))
            for statement in self._statements(tables):
                cursor.execute(sql.SQL(statement).format(name).as_string(cursor.connection))
        self.stdout.write(f"{role}: rights given; {len(tables)} tables are append-only: {', '.join(tables)}")

    def _statements(self, append_only: list[str]) -> list[str]:
        return [
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
            *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {{}}" for table in append_only),
        ]
