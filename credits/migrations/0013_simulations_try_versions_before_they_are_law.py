"""Versions of rulebooks are tried on the ledger before they are law; whose hours change may be decided again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_logins_bear_the_name_of_their_record"),
        ("credits", "0012_people_are_told_of_corrected_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Simulation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("today", models.DateField()),
                ("asked_at", models.DateTimeField(verbose_name="asked for at")),
                (
                    "state",
                    models.CharField(
                        choices=[("WAITING", "Under way"), ("DONE", "Finished"), ("FAILED", "Failed")],
                        default="WAITING",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("after", models.BigIntegerField(default=-1)),
                ("total", models.PositiveIntegerField(verbose_name="people")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="people done")),
                ("concerned", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("not_before", models.DateTimeField()),
                ("last_error", models.CharField(blank=True, max_length=500)),
                ("finished_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True, verbose_name="looked at")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region"
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="simulations",
                        to="credits.rulebookversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "simulation",
                "verbose_name_plural": "simulations",
            },
        ),
        migrations.CreateModel(
            name="Redecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "state",
                    models.CharField(
                        choices=[("WAITING", "Under way"), ("DONE", "Finished"), ("FAILED", "Failed")],
                        default="WAITING",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("total", models.PositiveIntegerField(verbose_name="people")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="people done")),
                ("moved", models.PositiveIntegerField(default=0)),
                ("lines", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("not_before", models.DateTimeField()),
                ("last_error", models.CharField(blank=True, max_length=500)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "simulation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="redecision", to="credits.simulation"
                    ),
                ),
            ],
            options={
                "verbose_name": "redecision",
                "verbose_name_plural": "redecisions",
            },
        ),
        migrations.CreateModel(
            name="SimulationCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cycle_starts_on", models.DateField()),
                ("cycle_ends_before", models.DateField()),
                ("city", models.CharField(blank=True, max_length=12)),
                ("series", models.CharField(max_length=40)),
                ("career", models.CharField(max_length=10)),
                ("employer_kind", models.CharField(blank=True, max_length=30)),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[("MET", "Met"), ("SHORT", "Short"), ("UNKNOWN", "No data yet")],
                        max_length=8,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        blank=True,
                        choices=[("MET", "Met"), ("SHORT", "Short"), ("UNKNOWN", "No data yet")],
                        max_length=8,
                    ),
                ),
                ("standings", models.IntegerField()),
                ("missing_before", models.BigIntegerField()),
                ("missing_after", models.BigIntegerField()),
                (
                    "simulation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cells", to="credits.simulation"
                    ),
                ),
            ],
            options={
                "verbose_name": "count of a simulation",
                "verbose_name_plural": "counts of simulations",
            },
        ),
        migrations.CreateModel(
            name="SimulationChunk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("families", models.JSONField()),
                ("records", models.JSONField()),
                ("lines", models.IntegerField(null=True)),
                (
                    "simulation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="chunks", to="credits.simulation"
                    ),
                ),
            ],
            options={
                "verbose_name": "people to decide again",
                "verbose_name_plural": "people to decide again",
            },
        ),
        migrations.CreateModel(
            name="SimulationFlip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("family_before", models.CharField(max_length=40)),
                ("family_after", models.CharField(max_length=40)),
                ("cycle_starts_on", models.DateField()),
                ("cycle_ends_before", models.DateField()),
                ("city", models.CharField(blank=True, max_length=12)),
                ("series", models.CharField(max_length=40)),
                ("career", models.CharField(max_length=10)),
                ("employer_kind", models.CharField(blank=True, max_length=30)),
                (
                    "before",
                    models.CharField(
                        choices=[("MET", "Met"), ("SHORT", "Short"), ("UNKNOWN", "No data yet")], max_length=8
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[("MET", "Met"), ("SHORT", "Short"), ("UNKNOWN", "No data yet")], max_length=8
                    ),
                ),
                ("required_before", models.BigIntegerField()),
                ("required_after", models.BigIntegerField()),
                ("counted_before", models.BigIntegerField()),
                ("counted_after", models.BigIntegerField()),
                ("missing_before", models.BigIntegerField()),
                ("missing_after", models.BigIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "simulation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="flips", to="credits.simulation"
                    ),
                ),
            ],
            options={
                "verbose_name": "changed standing of a simulation",
                "verbose_name_plural": "changed standings of simulations",
            },
        ),
        migrations.AddIndex(
            model_name="simulation",
            index=models.Index(condition=models.Q(("state", "WAITING")), fields=["not_before"], name="simulations_due"),
        ),
        migrations.AddIndex(
            model_name="redecision",
            index=models.Index(condition=models.Q(("state", "WAITING")), fields=["not_before"], name="redecisions_due"),
        ),
        migrations.AddConstraint(
            model_name="simulationcell",
            constraint=models.UniqueConstraint(
                fields=(
                    "simulation",
                    "cycle_starts_on",
                    "cycle_ends_before",
                    "city",
                    "series",
                    "career",
                    "employer_kind",
                    "before",
                    "after",
                ),
                name="one_cell_a_group_and_change",
            ),
        ),
        migrations.AddIndex(
            model_name="simulationchunk",
            index=models.Index(
                condition=models.Q(("lines", None)), fields=["simulation", "id"], name="chunks_to_redecide"
            ),
        ),
        migrations.AddIndex(
            model_name="simulationflip",
            index=models.Index(fields=["simulation", "after", "city", "id"], name="flips_in_order"),
        ),
        migrations.AddConstraint(
            model_name="simulationflip",
            constraint=models.UniqueConstraint(
                fields=("simulation", "person", "family_after", "cycle_starts_on"), name="one_flip_a_cycle"
            ),
        ),
    ]
