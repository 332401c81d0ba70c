"""An employer's recommendation is asked for by the applicant and confirmed or declined by the employer."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_mobile_belongs_to_who_proved_it"),
        ("seminars", "0006_who_acted_is_known"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(choices=[("ASKED", "To be confirmed by the employer"), ("CONFIRMED", "Recommended"), ("DECLINED", "Not recommended"), ("ENDED", "No longer asked for")], default="ASKED", max_length=10, verbose_name="state")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                ("decided_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("employer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation", verbose_name="employer")),
                ("enrolment", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="recommendations", to="seminars.enrolment")),
            ],
            options={
                "verbose_name": "recommendation",
                "verbose_name_plural": "recommendations",
                "indexes": [models.Index(fields=["employer", "state"], name="recommendations_of_an_employer")],
                "constraints": [models.UniqueConstraint(condition=models.Q(("state", "ASKED")), fields=("enrolment",), name="one_open_recommendation_an_enrolment")],
            },
        ),
    ]
