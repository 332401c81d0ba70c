"""Deliveries keep when a text message was handed over, and people their quiet hours."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the moment of handing over, and the hours."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("credits", "0006_compliance_is_counted_by_group"),
    ]

    operations = [
        migrations.AddField(model_name="delivery", name="handed_at", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_hour", models.PositiveSmallIntegerField(verbose_name="from")),
                ("until_hour", models.PositiveSmallIntegerField(verbose_name="until")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "quiet hours",
                "verbose_name_plural": "quiet hours",
                "constraints": [
                    models.CheckConstraint(
                        name="quiet_hours_are_on_the_clock",
                        condition=models.Q(("from_hour__lt", 24), ("until_hour__lt", 24)),
                    )
                ],
            },
        ),
    ]
