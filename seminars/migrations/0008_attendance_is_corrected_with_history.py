"""Confirmed minutes are corrected by a row that keeps what stood there, and why."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

append_only = import_module("learning.accounts.migrations.0002_facts_cannot_change").append_only


class Migration(migrations.Migration):
    dependencies = [
        ("seminars", "0007_employers_confirm_recommendations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="AttendanceCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.PositiveIntegerField(verbose_name="minutes before")),
                ("after", models.PositiveIntegerField(verbose_name="minutes after")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("corrected_at", models.DateTimeField(verbose_name="corrected at")),
                ("attendance", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="seminars.attendance")),
                ("corrected_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"verbose_name": "correction of attendance", "verbose_name_plural": "corrections of attendance"},
        ),
        append_only("seminars_attendancecorrection"),
    ]
