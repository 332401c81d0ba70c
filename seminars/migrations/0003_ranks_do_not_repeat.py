"""Two enrolments of a run never share a rank: the waiting list has one order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seminars", "0002_approved_cannot_change")]
    operations = [
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(fields=("run", "rank"), name="one_rank_a_run"),
        ),
    ]
