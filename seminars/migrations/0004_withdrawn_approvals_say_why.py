"""A withdrawn approval names who withdrew it, and why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seminars", "0003_ranks_do_not_repeat"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField(
            model_name="programme",
            name="withdrawn_by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="programme",
            name="withdrawn_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="why the approval was withdrawn"),
        ),
    ]
