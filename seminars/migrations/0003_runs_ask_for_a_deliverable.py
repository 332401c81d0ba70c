"""A programme says what is handed in before there is a certificate, and how long that one holds; a run asks for it, and people hand it in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import seminars.models.deliverables
from learning.migrating import ChangeTogether

STATES = [("WAITING", "Handed in"), ("RETURNED", "Returned"), ("ACCEPTED", "Accepted")]
STATED = {
    "deliverable": lambda: models.CharField(blank=True, max_length=40, verbose_name="what is to be handed in"),
    "deliverable_expected": lambda: models.CharField(blank=True, max_length=500, verbose_name="what is expected of it"),
    "deliverable_days": lambda: models.PositiveSmallIntegerField(
        blank=True, null=True, verbose_name="days after the end to hand it in"
    ),
    "certificate_years": lambda: models.PositiveSmallIntegerField(
        blank=True, null=True, verbose_name="years that the certificate holds"
    ),
}


def key(to, **how):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=to, **{"related_name": "+", **how})


def row():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("seminars", "0002_approved_cannot_change"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        ChangeTogether(
            [
                *(
                    migrations.AddField(model, name, field())
                    for model in ("application", "programmeversion")
                    for name, field in STATED.items()
                ),
                migrations.CreateModel(
                    name="Deliverable",
                    fields=[
                        ("id", row()),
                        ("name", models.CharField(max_length=40, verbose_name="what is to be handed in")),
                        ("expected", models.CharField(blank=True, max_length=500, verbose_name="what is expected of it")),
                        ("days", models.PositiveSmallIntegerField(verbose_name="days after the end to hand it in")),
                        ("extended_to", models.DateField(null=True, verbose_name="extended to")),
                        ("extended_reason", models.CharField(blank=True, max_length=300, verbose_name="why it was extended")),
                        ("extended_at", models.DateTimeField(null=True)),
                        ("extended_by", key(settings.AUTH_USER_MODEL, null=True)),
                        (
                            "run",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="deliverable", to="seminars.run"
                            ),
                        ),
                    ],
                    options={"verbose_name": "deliverable", "verbose_name_plural": "deliverables"},
                ),
                migrations.CreateModel(
                    name="HandedIn",
                    fields=[
                        ("id", row()),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        (
                            "file",
                            models.FileField(
                                blank=True, upload_to=seminars.models.deliverables._place, verbose_name="file"
                            ),
                        ),
                        ("file_name", models.CharField(blank=True, max_length=150, verbose_name="file name")),
                        ("file_size", models.PositiveIntegerField(default=0)),
                        ("link", models.CharField(blank=True, max_length=300, verbose_name="address")),
                        ("text", models.TextField(blank=True, max_length=4000, verbose_name="words")),
                        ("handed_in_at", models.DateTimeField(verbose_name="handed in at")),
                        (
                            "state",
                            models.CharField(choices=STATES, default="WAITING", max_length=8, verbose_name="state"),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                        ("settled_at", models.DateTimeField(null=True)),
                        ("decided_by", key(settings.AUTH_USER_MODEL, null=True)),
                        ("enrolment", key("seminars.enrolment", related_name="handed_in")),
                        ("handed_in_by", key(settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        "verbose_name": "deliverable handed in",
                        "verbose_name_plural": "deliverables handed in",
                        "indexes": [
                            models.Index(
                                condition=models.Q(settled_at=None, state="ACCEPTED"),
                                fields=["decided_at"],
                                name="deliverables_to_settle",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("enrolment", "number"), name="one_handed_in_a_number"),
                            models.UniqueConstraint(
                                condition=~models.Q(state="RETURNED"), fields=("enrolment",), name="one_handed_in_counts"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(state="WAITING", decided_by=None)
                                | (~models.Q(state="WAITING") & models.Q(decided_by__isnull=False)),
                                name="a_decided_deliverable_names_who",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]
