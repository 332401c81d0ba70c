"""Drafts that came in a pack are told from those of a regulator: the next edition of the pack takes their place."""

from django.db import migrations, models

# Until now every draft came in a pack.
MARK = "UPDATE credits_rulebookversion SET is_shipped = true WHERE status = 'DRAFT'"


class Migration(migrations.Migration):
    dependencies = [("credits", "0008_sweeps_know_what_standings_saw")]
    operations = [
        migrations.AddField("rulebookversion", "is_shipped", models.BooleanField(default=False)),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
