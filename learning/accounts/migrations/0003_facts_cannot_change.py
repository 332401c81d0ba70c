"""Names, contacts, facts, joins and consents of people and the proof of their changes are append-only: the database refuses to change them, whoever asks."""

from django.db import migrations

from learning.migrating import append_only

# Used by every app: a table with a trigger of this function is append-only; `grant_rights` reads it from the catalogue.
FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""
TABLES = ["accounts_personname", "accounts_personcontact", "accounts_personfact", "accounts_personjoin", "accounts_consent", "accounts_changeevidence"]


class Migration(migrations.Migration):
    # Databases that came here in more steps have this one.
    replaces = [("accounts", "0002_facts_cannot_change")]
    dependencies = [("accounts", "0002_organisations_and_people")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change()"), *map(append_only, TABLES)]
