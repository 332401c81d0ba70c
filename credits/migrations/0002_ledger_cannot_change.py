"""
What is proved later cannot change: the database refuses, whoever asks.

The ledger, its heads and keys and the looks at records are append-only; tiles only grow; a published version of a rulebook can only be retired, with
a reason, and its examples neither change, come nor go. And whatever writes standings, the groups that moved are noted.
"""

from django.db import migrations

from learning.migrating import append_only

TABLES = [
    "credits_act",
    "credits_claim",
    "credits_entry",
    "credits_openingbalance",
    "credits_recordlook",
    "credits_signingkey",
    "credits_treehead",
    "credits_leafrun",
]

PUBLISHED = """
CREATE FUNCTION refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE said text[] := ARRAY['status', 'retired_at', 'retired_by_id', 'retired_reason'];
BEGIN
    IF OLD.status = 'DRAFT' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - said = to_jsonb(OLD) - said AND NEW.status = 'RETIRED' AND OLD.status = 'PUBLISHED' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a published version of a rulebook cannot change: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER published_cannot_change BEFORE UPDATE OR DELETE ON credits_rulebookversion FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published();
CREATE TRIGGER published_cannot_be_truncated BEFORE TRUNCATE ON credits_rulebookversion FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
NOT_PUBLISHED = """
DROP TRIGGER published_cannot_change ON credits_rulebookversion;
DROP TRIGGER published_cannot_be_truncated ON credits_rulebookversion;
DROP FUNCTION refuse_change_of_published();
"""

FROZEN = """
CREATE FUNCTION refuse_change_of_published_examples() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owner bigint; state text;
BEGIN
    FOREACH owner IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.version_id] WHEN 'DELETE' THEN ARRAY[OLD.version_id] ELSE ARRAY[OLD.version_id, NEW.version_id] END LOOP
        -- The lock waits for whoever is publishing.
        SELECT status INTO state FROM credits_rulebookversion WHERE id = owner FOR SHARE;
        IF state <> 'DRAFT' THEN
            RAISE EXCEPTION 'examples of a published version of a rulebook cannot change: % refused', TG_OP USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER examples_freeze_with_their_version BEFORE INSERT OR UPDATE OR DELETE ON credits_rulebookexample FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_examples();
CREATE TRIGGER examples_cannot_be_truncated BEFORE TRUNCATE ON credits_rulebookexample FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
THAWED = """
DROP TRIGGER examples_freeze_with_their_version ON credits_rulebookexample;
DROP TRIGGER examples_cannot_be_truncated ON credits_rulebookexample;
DROP FUNCTION refuse_change_of_published_examples();
"""

# No line is ever a leaf twice: runs of ids may not overlap, whatever two sweeps do at once.
ONCE = "ALTER TABLE credits_leafrun ADD CONSTRAINT a_line_is_a_leaf_once EXCLUDE USING gist (int8range(first_entry, last_entry, '[]') WITH &&)"
NOT_ONCE = "ALTER TABLE credits_leafrun DROP CONSTRAINT a_line_is_a_leaf_once"

GROW = """
CREATE FUNCTION refuse_other_than_growth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.level, NEW.place) = (OLD.level, OLD.place) AND substring(NEW.data FOR length(OLD.data)) = OLD.data THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a tile of the tree only grows: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER tiles_only_grow BEFORE UPDATE OR DELETE ON credits_treetile FOR EACH ROW EXECUTE FUNCTION refuse_other_than_growth();
CREATE TRIGGER tiles_cannot_be_truncated BEFORE TRUNCATE ON credits_treetile FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Hashes do not compress: no time is lost by trying.
ALTER TABLE credits_treetile ALTER COLUMN data SET STORAGE EXTERNAL;
"""
NOT_GROW = """
DROP TRIGGER tiles_only_grow ON credits_treetile;
DROP TRIGGER tiles_cannot_be_truncated ON credits_treetile;
DROP FUNCTION refuse_other_than_growth();
"""

# Statement by statement, so that a table of rows costs one note a group.
NOTE = """
CREATE FUNCTION note_compliance_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        INSERT INTO credits_compliancechange (place, family, cycle_starts_on, series)
        SELECT DISTINCT place, family, cycle_starts_on, series FROM new_rows;
    END IF;
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        INSERT INTO credits_compliancechange (place, family, cycle_starts_on, series)
        SELECT DISTINCT place, family, cycle_starts_on, series FROM old_rows;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER compliance_is_told_of_new AFTER INSERT ON credits_standing
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_compliance_change();
CREATE TRIGGER compliance_is_told_of_changed AFTER UPDATE ON credits_standing
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_compliance_change();
CREATE TRIGGER compliance_is_told_of_gone AFTER DELETE ON credits_standing
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_compliance_change();
"""
NOT_NOTE = """
DROP TRIGGER compliance_is_told_of_gone ON credits_standing;
DROP TRIGGER compliance_is_told_of_changed ON credits_standing;
DROP TRIGGER compliance_is_told_of_new ON credits_standing;
DROP FUNCTION note_compliance_change();
"""


class Migration(migrations.Migration):
    dependencies = [("credits", "0001_initial"), ("accounts", "0003_facts_cannot_change")]
    operations = [
        *map(append_only, TABLES),
        migrations.RunSQL(PUBLISHED, NOT_PUBLISHED),
        migrations.RunSQL(FROZEN, THAWED),
        migrations.RunSQL(ONCE, NOT_ONCE),
        migrations.RunSQL(GROW, NOT_GROW),
        migrations.RunSQL(NOTE, NOT_NOTE),
    ]
