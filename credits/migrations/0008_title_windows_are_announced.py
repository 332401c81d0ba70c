"""Windows of title applications, by series and region, are kept as their offices announce them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from learning.migrating import MakeTogether


def key(to, **how):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=to, **{"related_name": "+", **how})


class Migration(migrations.Migration):
    dependencies = [
        ("credits", "0007_certificates_are_issued_together_and_shared"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        MakeTogether(
            [
                migrations.CreateModel(
                    name="TitleWindow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("series", models.CharField(max_length=40, verbose_name="series")),
                        ("region", key("accounts.region", verbose_name="region")),
                        ("opens_on", models.DateField(verbose_name="applications from")),
                        ("closes_on", models.DateField(verbose_name="applications until")),
                        ("reference", models.CharField(max_length=100, verbose_name="number of the notice")),
                        ("stated_at", models.DateTimeField()),
                        ("stated_by", key(settings.AUTH_USER_MODEL)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("withdrawn_by", key(settings.AUTH_USER_MODEL, null=True)),
                    ],
                    options={
                        "verbose_name": "window of title applications",
                        "verbose_name_plural": "windows of title applications",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(opens_on__lte=models.F("closes_on")),
                                name="title_window_opens_before_it_closes",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(withdrawn_at=None),
                                fields=("series", "region", "closes_on"),
                                name="one_title_window_a_day",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
