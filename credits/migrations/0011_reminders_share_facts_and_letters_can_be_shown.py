"""
Reminders that were planned together share what they say alike; what a sender claimed at once is a round; a letter can be shown as it was sent.

Reminders that are there keep all facts of their own, mails that were sent their words as text. Claims from before are freed by their age.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from learning.migrating import ChangeTogether, append_only


def key(to, **how):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=to, **{"related_name": "+", **how})


def row_id():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("credits", "0010_claims_tell_when_and_where")]
    operations = [
        ChangeTogether(
            [
                migrations.CreateModel(
                    name="SharedFacts",
                    fields=[("id", row_id()), ("facts", models.JSONField())],
                    options={
                        "verbose_name": "facts of many reminders",
                        "verbose_name_plural": "facts of many reminders",
                    },
                ),
                migrations.CreateModel(
                    name="LetterFrame",
                    fields=[
                        ("id", row_id()),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("language", models.CharField(max_length=10)),
                        ("sender", models.CharField(max_length=254)),
                        ("text", models.TextField()),
                        ("page", models.TextField()),
                    ],
                    options={"verbose_name": "frame of letters", "verbose_name_plural": "frames of letters"},
                ),
                migrations.CreateModel(
                    name="SendingRound",
                    fields=[
                        ("id", row_id()),
                        ("claimed_at", models.DateTimeField()),
                        ("deliveries", models.JSONField()),
                        ("begun", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={"verbose_name": "round of sending", "verbose_name_plural": "rounds of sending"},
                ),
                migrations.AlterField(
                    "reminder",
                    "person",
                    key("accounts.person", null=True, db_index=False, db_constraint=False),
                ),
                migrations.AlterField(
                    "reminder",
                    "user",
                    key(settings.AUTH_USER_MODEL, null=True, db_index=False, db_constraint=False),
                ),
                migrations.AlterField("reminder", "key", models.CharField(db_collation="C", max_length=150)),
                migrations.AddField(
                    "reminder",
                    "shared",
                    key("credits.sharedfacts", null=True, db_index=False, db_constraint=False),
                ),
                migrations.AddField("delivery", "letter", models.JSONField(null=True)),
                migrations.AddField(
                    "delivery",
                    "frame",
                    key("credits.letterframe", null=True, db_index=False, db_constraint=False),
                ),
                migrations.AddField("reminderpreference", "again_since", models.DateTimeField(null=True)),
            ]
        ),
        append_only("credits_letterframe"),
        # Beside, and not in, the row that is written before each mail.
        migrations.RunSQL(
            "ALTER TABLE credits_sendinground ALTER COLUMN deliveries SET STORAGE EXTERNAL", migrations.RunSQL.noop
        ),
    ]
