"""What is handed in counts how often it was replaced, and keeps the moment of the first one: nobody decides on what they have not seen, or is late by mending."""

from django.db import migrations, models

from learning.migrating import ChangeTogether

FIRST = "first handed in at"


class Migration(migrations.Migration):
    dependencies = [("seminars", "0003_runs_ask_for_a_deliverable")]
    operations = [
        ChangeTogether(
            [
                migrations.AddField("handedin", "version", models.PositiveIntegerField(default=1)),
                migrations.AddField(
                    "handedin", "first_handed_in_at", models.DateTimeField(null=True, verbose_name=FIRST)
                ),
            ]
        ),
        # Of what was replaced before, nothing older is known.
        migrations.RunSQL("UPDATE seminars_handedin SET first_handed_in_at = handed_in_at", migrations.RunSQL.noop),
        migrations.AlterField("handedin", "first_handed_in_at", models.DateTimeField(verbose_name=FIRST)),
    ]
