from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

append_only = import_module("learning.accounts.migrations.0002_facts_cannot_change").append_only


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_consents_are_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TRANSFER", "New employer or place of work"),
                            ("LEAVING", "Left the employer"),
                            ("LEAVE", "Leave, stay abroad or secondment"),
                            ("DEGREE_STUDY", "Study for a degree"),
                            ("RETIREMENT", "Retirement"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("since", models.DateField(verbose_name="from")),
                ("ends_before", models.DateField(null=True, verbose_name="ends before")),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("degree_study", "Degree study"),
                            ("maternity_leave", "Maternity leave"),
                            ("sick_leave", "Sick leave"),
                            ("abroad", "Abroad"),
                            ("secondment", "Secondment"),
                        ],
                        max_length=30,
                        verbose_name="kind of leave",
                    ),
                ),
                ("employer_name", models.CharField(blank=True, max_length=100, verbose_name="new employer")),
                ("employer_kind", models.CharField(blank=True, max_length=20, verbose_name="kind of employer")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("stated_at", models.DateTimeField(verbose_name="stated at")),
                ("due_on", models.DateField(verbose_name="to be decided by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "Waiting for a decision"),
                            ("RECORDED", "Entered in the record"),
                            ("RETURNED", "Returned"),
                        ],
                        default="WAITING",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="accounts.person"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region"
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "change stated by a person",
                "verbose_name_plural": "changes stated by persons",
            },
        ),
        migrations.CreateModel(
            name="ChangeEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="file name")),
                ("media_type", models.CharField(max_length=20)),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="accounts.change"
                    ),
                ),
            ],
            options={
                "verbose_name": "proof of a change",
                "verbose_name_plural": "proofs of changes",
            },
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(condition=models.Q(("state", "WAITING")), fields=["due_on"], name="changes_waiting"),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_before", None), ("since__lt", models.F("ends_before")), _connector="OR"),
                name="change_starts_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "WAITING")), fields=("person", "kind"), name="one_waiting_change_a_kind"
            ),
        ),
        append_only("accounts_changeevidence"),
    ]
