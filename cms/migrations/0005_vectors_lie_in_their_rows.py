"""Keep the vector of a document in its row: fetching thousands of them from beside the table took half the time of a search on PostgreSQL."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cms", "0004_search_hears_of_recognitions")]
    operations = [
        # Rows that are there are moved as they change.
        migrations.RunSQL(
            "ALTER TABLE cms_searchdocument SET (toast_tuple_target = 8160)",
            "ALTER TABLE cms_searchdocument RESET (toast_tuple_target)",
        ),
    ]
