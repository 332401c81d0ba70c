"""Ranking reads the words themselves; what was stored without them is stored anew by the next sweep."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cms", "0003_the_demo_may_be_filled_in_steps")]

    operations = [
        migrations.RunSQL("DELETE FROM cms_searchdocument", migrations.RunSQL.noop),
        migrations.RemoveIndex("searchdocument", "search_document_body"),
        migrations.RemoveField("searchdocument", "body"),
        migrations.AddField("searchdocument", "vector", django.contrib.postgres.search.SearchVectorField(default="")),
        migrations.AddField("searchdocument", "title", models.TextField(default="")),
        migrations.AddField("searchdocument", "beside", models.TextField(default="")),
        migrations.AddField("searchdocument", "body", models.TextField(default="")),
        migrations.AddField(
            "searchdocument",
            "codes",
            django.contrib.postgres.fields.ArrayField(models.CharField(max_length=40), default=list),
        ),
        migrations.AlterField("searchdocument", "vector", django.contrib.postgres.search.SearchVectorField()),
        migrations.AlterField("searchdocument", "title", models.TextField()),
        migrations.AlterField("searchdocument", "beside", models.TextField()),
        migrations.AlterField("searchdocument", "body", models.TextField()),
        migrations.AlterField(
            "searchdocument", "codes", django.contrib.postgres.fields.ArrayField(models.CharField(max_length=40))
        ),
        migrations.AddIndex(
            "searchdocument",
            django.contrib.postgres.indexes.GinIndex(fields=["vector"], name="search_document_vector"),
        ),
    ]
