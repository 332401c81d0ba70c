"""Search hears of every change from triggers."""

from django.db import migrations

# One row a note, none unique: noting never waits for anybody who notes the same.
NOTE = """
CREATE FUNCTION cms_note_for_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    CASE TG_TABLE_NAME
        WHEN 'seminars_programme' THEN
            INSERT INTO cms_searchchange (programme_id) VALUES (NEW.id);
        WHEN 'seminars_run' THEN
            INSERT INTO cms_searchchange (programme_id) VALUES (NEW.programme_id);
        WHEN 'seminars_session' THEN
            INSERT INTO cms_searchchange (programme_id)
            SELECT programme_id FROM seminars_run WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.run_id ELSE NEW.run_id END;
        WHEN 'cms_programmepage' THEN
            INSERT INTO cms_searchchange (programme_id)
            VALUES (CASE TG_OP WHEN 'DELETE' THEN OLD.programme_id ELSE NEW.programme_id END);
        WHEN 'wagtailcore_page' THEN
            INSERT INTO cms_searchchange (programme_id) SELECT programme_id FROM cms_programmepage WHERE page_ptr_id = NEW.id;
        WHEN 'accounts_organisation' THEN
            INSERT INTO cms_searchchange (programme_id) SELECT id FROM seminars_programme WHERE base_id = NEW.id;
    END CASE;
    RETURN NULL;
END $$
"""
WATCHED = {
    "seminars_programme": "INSERT OR UPDATE OF current_id, withdrawn_on, base_id",
    "seminars_run": "INSERT OR UPDATE OF starts_on, ends_on, places, places_taken, region_id, admission, enrol_from, enrol_until, state",
    "seminars_session": "INSERT OR DELETE OR UPDATE OF starts_at, ends_at",
    "cms_programmepage": "INSERT OR DELETE OR UPDATE",
    "wagtailcore_page": "UPDATE OF live",
    "accounts_organisation": "UPDATE OF name",
}


def watched(table: str, events: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER note_for_search AFTER {events} ON {table} FOR EACH ROW EXECUTE FUNCTION cms_note_for_search()",
        f"DROP TRIGGER note_for_search ON {table}",
    )


class Migration(migrations.Migration):
    # Databases that came here in more steps have these.
    replaces = [("cms", "0007_search_hears_of_changes")]
    dependencies = [("cms", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE cms_searchdocument_changes", "DROP SEQUENCE cms_searchdocument_changes"),
        migrations.RunSQL(NOTE, "DROP FUNCTION cms_note_for_search()"),
        *(watched(table, events) for table, events in WATCHED.items()),
    ]
