"""The database itself refuses to change what is append-only."""

import pytest
from django.db import DatabaseError, connection

pytestmark = pytest.mark.django_db

APPEND_ONLY = [
    "accounts_personname",
    "accounts_personcontact",
    "accounts_personfact",
    "accounts_personjoin",
    "accounts_consent",
    "accounts_changeevidence",
    "credits_act",
    "credits_claim",
    "credits_entry",
    "credits_openingbalance",
    "credits_recordlook",
    "seminars_programmeversion",
    "seminars_filedchange",
    "seminars_applicationdecision",
    "seminars_attendancecorrection",
]


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_application_role_may_not_change_append_only_tables(table: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_application_role_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
        )
        owned = cursor.fetchone()

    assert owned == (0,)
