"""Telling that a page waits rests after a failure, as all work does; a saved search has a feed of its own."""

import django.contrib.postgres.functions
from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("cms", "0002_search_hears_of_changes")]

    operations = [
        migrations.RenameField("escalation", "told_at", "finished_at"),
        migrations.AlterField("escalation", "finished_at", models.DateTimeField(null=True)),
        migrations.AlterField("escalation", "attempts", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("escalation", "last_error", models.CharField(blank=True, max_length=500)),
        migrations.AddField("escalation", "not_before", models.DateTimeField(db_default=Now()), preserve_default=False),
        migrations.AlterField("escalation", "not_before", models.DateTimeField()),
        migrations.AddIndex(
            "escalation",
            models.Index(condition=models.Q(("finished_at", None)), fields=["not_before"], name="escalations_due"),
        ),
        migrations.AddField(
            "savedsearch",
            "feed_key",
            models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True),
        ),
    ]
