"""Names, contacts, facts and joins of people are append-only: the database refuses to change them, whoever asks."""

from django.db import migrations

# Used by every app: a table with a trigger of this function is append-only; `grant_rights` reads it from the catalogue.
FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""
TABLES = ["accounts_personname", "accounts_personcontact", "accounts_personfact", "accounts_personjoin"]


def append_only(table: str) -> migrations.RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE on `table`."""
    return migrations.RunSQL(
        [
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ],
        [f"DROP TRIGGER append_only ON {table}", f"DROP TRIGGER append_only_truncate ON {table}"],
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change()"), *map(append_only, TABLES)]
