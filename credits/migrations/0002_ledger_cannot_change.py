"""The ledger is append-only, and a published version of a rulebook can only be retired: the database refuses, whoever asks."""

from importlib import import_module

from django.db import migrations

append_only = import_module("learning.accounts.migrations.0002_facts_cannot_change").append_only

TABLES = ["credits_act", "credits_claim", "credits_entry", "credits_openingbalance"]

PUBLISHED = """
CREATE FUNCTION refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE kept jsonb;
BEGIN
    IF OLD.status = 'DRAFT' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        kept := to_jsonb(NEW) - 'status';
        IF kept = to_jsonb(OLD) - 'status' AND NEW.status = 'RETIRED' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a published version of a rulebook cannot change: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER published_cannot_change BEFORE UPDATE OR DELETE ON credits_rulebookversion FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published();
CREATE TRIGGER published_cannot_be_truncated BEFORE TRUNCATE ON credits_rulebookversion FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
UNDO = """
DROP TRIGGER published_cannot_change ON credits_rulebookversion;
DROP TRIGGER published_cannot_be_truncated ON credits_rulebookversion;
DROP FUNCTION refuse_change_of_published();
"""


class Migration(migrations.Migration):
    dependencies = [("credits", "0001_initial"), ("accounts", "0002_facts_cannot_change")]
    operations = [*map(append_only, TABLES), migrations.RunSQL(PUBLISHED, UNDO)]
