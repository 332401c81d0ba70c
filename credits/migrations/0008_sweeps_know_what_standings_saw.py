"""What the standings of a human saw is one row; sweeps compare by index, and know how far they have come."""

import django.db.models.deletion
from django.db import migrations, models

# Everybody who has standings is decided once more: what is to come of facts, no standing says.
FILL = """
INSERT INTO credits_seen (person_id, records, last_fact, lines, openings, decided_at, due_on)
SELECT DISTINCT ON (person_id) person_id, records, last_fact, last_entry, openings, decided_at, now()::date
  FROM credits_standing ORDER BY person_id, decided_at
"""


class Migration(migrations.Migration):

    dependencies = [
        ("credits", "0007_text_messages_are_followed_and_wait_for_morning"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seen",
            fields=[
                ("person", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="accounts.person")),
                ("records", models.JSONField(default=list)),
                ("last_fact", models.BigIntegerField(default=0)),
                ("lines", models.BigIntegerField(default=0)),
                ("openings", models.IntegerField(default=0)),
                ("decided_at", models.DateTimeField()),
                ("due_on", models.DateField(null=True)),
            ],
            options={
                "verbose_name": "what standings were decided from",
                "verbose_name_plural": "what standings were decided from",
                "indexes": [models.Index(fields=["due_on"], name="standings_due")],
            },
        ),
        migrations.CreateModel(
            name="SweepPlace",
            fields=[
                ("name", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("after", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "place of a sweep",
                "verbose_name_plural": "places of sweeps",
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
