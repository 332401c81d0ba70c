"""Search hears of recognitions, too: a run that its base's recognition does not reach over takes nobody any more."""

from django.db import migrations

NOTE = """
CREATE FUNCTION cms_note_recognition_for_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cms_searchchange (programme_id)
    SELECT id FROM seminars_programme WHERE base_id = CASE TG_OP WHEN 'DELETE' THEN OLD.base_id ELSE NEW.base_id END;
    RETURN NULL;
END $$
"""
WATCHED = """
CREATE TRIGGER note_for_search AFTER INSERT OR DELETE OR UPDATE OF since, ends_before ON seminars_recognition
FOR EACH ROW EXECUTE FUNCTION cms_note_recognition_for_search()
"""
# What is kept says nothing of recognitions yet.
LOOK_AGAIN = "INSERT INTO cms_searchchange (programme_id) SELECT programme_id FROM cms_searchdocument"


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_pages_wait_after_a_failure_and_searches_have_feeds"),
        ("seminars", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(NOTE, "DROP FUNCTION cms_note_recognition_for_search()"),
        migrations.RunSQL(WATCHED, "DROP TRIGGER note_for_search ON seminars_recognition"),
        migrations.RunSQL(LOOK_AGAIN, migrations.RunSQL.noop),
    ]
