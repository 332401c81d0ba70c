"""Search hears of every change from triggers, keeps one document a programme, and the regulator has synonyms of its own."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

ArrayField, GinIndex = django.contrib.postgres.fields.ArrayField, django.contrib.postgres.indexes.GinIndex

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
    dependencies = [
        ("cms", "0006_pages_are_moderated_in_time_and_found_by_words"),
        ("seminars", "0012_runs_are_corrected_after_closing"),
        ("wagtailcore", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel("SearchDocument"),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("programme", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="search_document", serialize=False, to="seminars.programme")),
                ("is_listed", models.BooleanField()),
                ("vector", django.contrib.postgres.search.SearchVectorField()),
                ("title", models.TextField()),
                ("beside", models.TextField()),
                ("body", models.TextField()),
                ("codes", ArrayField(models.CharField(max_length=40))),
                ("facets", ArrayField(models.CharField(max_length=60))),
                ("combos", ArrayField(models.CharField(max_length=60))),
                ("start", models.IntegerField()),
                ("hours", models.BigIntegerField()),
                ("seats", models.IntegerField()),
                ("open_end", models.IntegerField(null=True)),
                ("stale_at", models.DateTimeField(null=True)),
                ("digest", models.CharField(max_length=64)),
                ("changed", models.BigIntegerField(unique=True)),
                ("indexed_at", models.DateTimeField(verbose_name="indexed at")),
            ],
            options={
                "verbose_name": "search document",
                "verbose_name_plural": "search documents",
                "indexes": [
                    GinIndex(fields=["vector"], name="search_document_vector"),
                    GinIndex(fields=["facets"], name="search_document_facets"),
                    GinIndex(fields=["combos"], name="search_document_combos"),
                    GinIndex(fields=["codes"], name="search_document_codes"),
                    models.Index(condition=models.Q(("is_listed", True)), fields=["start", "programme"], name="search_document_start"),
                    models.Index(condition=models.Q(("stale_at__isnull", False)), fields=["stale_at"], name="search_document_stale"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.BigIntegerField()),
                ("noted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"verbose_name": "change to search for", "verbose_name_plural": "changes to search for"},
        ),
        migrations.CreateModel(
            name="SearchIndex",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("reached", models.BigIntegerField(default=0)),
                ("is_serving", models.BooleanField(default=False)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("not_before", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "search index",
                "verbose_name_plural": "search indexes",
                "constraints": [models.UniqueConstraint(condition=models.Q(("is_serving", True)), fields=("is_serving",), name="one_index_serves")],
            },
        ),
        migrations.CreateModel(
            name="SynonymGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("terms", ArrayField(models.CharField(max_length=40), verbose_name="words that mean the same")),
                ("narrower", ArrayField(models.CharField(max_length=40), blank=True, default=list, verbose_name="words for parts of it")),
                ("is_used", models.BooleanField(default=True, verbose_name="used")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                ("changed_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "group of synonyms",
                "verbose_name_plural": "groups of synonyms",
                "constraints": [models.CheckConstraint(condition=models.Q(("terms__len__gte", 1)), name="synonyms_say_something")],
            },
        ),
        migrations.RunSQL("CREATE SEQUENCE cms_searchdocument_changes", "DROP SEQUENCE cms_searchdocument_changes"),
        migrations.RunSQL(NOTE, "DROP FUNCTION cms_note_for_search()"),
        *(watched(table, events) for table, events in WATCHED.items()),
        # Whatever is there already is looked at once.
        migrations.RunSQL("INSERT INTO cms_searchchange (programme_id) SELECT id FROM seminars_programme", migrations.RunSQL.noop),
    ]
