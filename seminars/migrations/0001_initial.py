"""Programmes, runs, places, presence and whatever is decided of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from learning.migrating import MakeTogether


class Migration(migrations.Migration):
    initial = True
    dependencies = [("accounts", "0002_organisations_and_people"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        MakeTogether(
            [
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        ("text", models.CharField(max_length=60, verbose_name="question")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("TEXT", "A few words"), ("CHOICE", "One of several choices"), ("YES_NO", "Yes or no")],
                                max_length=6,
                                verbose_name="kind of answer",
                            ),
                        ),
                        ("choices", models.JSONField(blank=True, default=list, verbose_name="choices")),
                        ("is_required", models.BooleanField(default=False, verbose_name="has to be answered")),
                    ],
                    options={"verbose_name": "question of a base", "verbose_name_plural": "questions of bases"},
                ),
                migrations.CreateModel(
                    name="Application",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("ADVANCED_SEMINAR", "Advanced seminar"), ("BASE_COURSE", "Base course"), ("PUBLIC_COURSE", "Public course")],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=100, verbose_name="title")),
                        ("summary", models.TextField(blank=True, max_length=4000, verbose_name="content")),
                        (
                            "category",
                            models.CharField(
                                choices=[("public", "Public subject"), ("professional", "Professional subject"), ("elective", "Elective")],
                                max_length=30,
                                verbose_name="category",
                            ),
                        ),
                        ("hours", models.BigIntegerField(verbose_name="hundredths of an hour")),
                        ("minutes", models.PositiveIntegerField(verbose_name="minutes of instruction")),
                        (
                            "sector",
                            models.CharField(
                                choices=[
                                    ("GENERAL", "General"),
                                    ("EDUCATION", "Education"),
                                    ("HEALTH", "Health"),
                                    ("ACCOUNTING", "Accounting"),
                                    ("INDUSTRY", "Industry and information technology"),
                                    ("TRANSPORT", "Transport"),
                                    ("HOUSING", "Housing and construction"),
                                    ("AGRICULTURE", "Agriculture"),
                                    ("ENVIRONMENT", "Environment"),
                                    ("SOCIAL_WORK", "Social work"),
                                    ("SPORT", "Sport"),
                                    ("INTELLECTUAL_PROPERTY", "Intellectual property"),
                                ],
                                max_length=25,
                                verbose_name="sector",
                            ),
                        ),
                        (
                            "cluster",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NEW_POWER", "New power (new energy) equipment"),
                                    ("CONSTRUCTION_MACHINERY", "Construction machinery"),
                                    ("INTERNET_OF_THINGS", "Internet of Things"),
                                    ("NEW_MATERIALS", "Frontier new materials"),
                                    ("BIOMEDICINE", "Biomedicine and new medical devices"),
                                    ("TEXTILES", "High-end textiles"),
                                    ("INTEGRATED_CIRCUITS", "Integrated circuits"),
                                    ("MARINE", "Marine engineering equipment and high-tech ships"),
                                    ("HIGH_END_EQUIPMENT", "High-end equipment"),
                                    ("ENVIRONMENTAL", "Energy saving and environmental protection"),
                                    ("CORE_IT", "Core information technology"),
                                    ("AUTOMOTIVE", "Automobiles and parts (with new-energy vehicles)"),
                                    ("NEW_DISPLAY", "New displays"),
                                ],
                                max_length=25,
                                verbose_name="cluster",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("national", "National"), ("provincial", "Provincial"), ("city", "City")], max_length=12, verbose_name="level"
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[("on_site", "On site"), ("live", "Live online"), ("recorded", "Recorded"), ("self_paced", "Self-paced")],
                                default="on_site",
                                max_length=10,
                                verbose_name="mode",
                            ),
                        ),
                        ("audience", models.CharField(blank=True, max_length=300, verbose_name="audience")),
                        ("eligible_series", models.JSONField(blank=True, default=list, verbose_name="eligible series")),
                        ("eligible_levels", models.JSONField(blank=True, default=list, verbose_name="eligible title levels")),
                        ("teachers", models.JSONField(blank=True, default=list, verbose_name="teachers")),
                        ("host", models.CharField(blank=True, max_length=100, verbose_name="host")),
                        ("organiser", models.CharField(blank=True, max_length=100, verbose_name="organiser")),
                        ("fee", models.PositiveIntegerField(default=0, verbose_name="fee in yuan")),
                        ("viewers_earn_hours", models.BooleanField(default=False, verbose_name="live-stream viewers earn hours")),
                        ("window_from", models.DateField(blank=True, null=True, verbose_name="can be learnt from")),
                        ("window_until", models.DateField(blank=True, null=True, verbose_name="can be learnt until")),
                        ("has_exam", models.BooleanField(default=False, verbose_name="ends with an examination")),
                        ("passing_score", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="passing score")),
                        ("learning_years", models.JSONField(blank=True, default=list, verbose_name="earlier years that it may make up")),
                        ("outside_address", models.CharField(blank=True, max_length=300, verbose_name="address where it is learnt")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("DRAFT", "Draft"),
                                    ("SUBMITTED", "Submitted"),
                                    ("RETURNED", "Returned"),
                                    ("APPROVED", "Approved"),
                                    ("REFUSED", "Refused"),
                                ],
                                default="DRAFT",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="why")),
                        ("created_at", models.DateTimeField()),
                        ("saved_at", models.DateTimeField(null=True, verbose_name="last saved at")),
                        ("submitted_at", models.DateTimeField(null=True, verbose_name="submitted at")),
                        ("created_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        (
                            "submitted_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={"verbose_name": "application", "verbose_name_plural": "applications"},
                ),
                migrations.CreateModel(
                    name="ApplicationDecision",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("DRAFT", "Draft"),
                                    ("SUBMITTED", "Submitted"),
                                    ("RETURNED", "Returned"),
                                    ("APPROVED", "Approved"),
                                    ("REFUSED", "Refused"),
                                ],
                                max_length=10,
                                verbose_name="decision",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                        ("decided_at", models.DateTimeField(verbose_name="decided at")),
                        ("application", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="seminars.application")),
                        ("decided_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation")),
                    ],
                    options={"verbose_name": "decision on an application", "verbose_name_plural": "decisions on applications"},
                ),
                migrations.CreateModel(
                    name="EmptySearch",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("on", models.DateField()),
                        ("query", models.CharField(max_length=40)),
                        ("count", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "search without result",
                        "verbose_name_plural": "searches without result",
                        "constraints": [models.UniqueConstraint(fields=("on", "query"), name="one_empty_search_a_day")],
                    },
                ),
                migrations.CreateModel(
                    name="Enrolment",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("PARTICIPANT", "Participant"), ("VIEWER", "Live-stream viewer, without hours")],
                                default="PARTICIPANT",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("APPLIED", "Applied"),
                                    ("ADMITTED", "Admitted"),
                                    ("WAITING", "On the waiting list"),
                                    ("REFUSED", "Not admitted"),
                                    ("WITHDRAWN", "Withdrawn"),
                                ],
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("rank", models.PositiveIntegerField(verbose_name="order of enrolment")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        ("enrolled_at", models.DateTimeField(verbose_name="enrolled at")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                        ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                        (
                            "decided_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        ("enrolled_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="accounts.person")),
                        (
                            "recommended_by",
                            models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={"verbose_name": "enrolment", "verbose_name_plural": "enrolments"},
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("minutes", models.PositiveIntegerField(verbose_name="minutes present")),
                        ("note", models.CharField(blank=True, max_length=100, verbose_name="note")),
                        ("enrolment", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="seminars.enrolment")),
                    ],
                    options={"verbose_name": "attendance", "verbose_name_plural": "attendances"},
                ),
                migrations.CreateModel(
                    name="GuidanceCatalogue",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                        ("reference", models.CharField(blank=True, max_length=100, verbose_name="number of the notice")),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("valid_before", models.DateField(blank=True, null=True, verbose_name="valid until before")),
                        (
                            "state",
                            models.CharField(choices=[("DRAFT", "Draft"), ("PUBLISHED", "Published")], default="PUBLISHED", max_length=9, verbose_name="state"),
                        ),
                        ("imported_at", models.DateTimeField(blank=True, null=True, verbose_name="imported at")),
                        ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published at")),
                        (
                            "imported_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={"verbose_name": "guidance catalogue", "verbose_name_plural": "guidance catalogues"},
                ),
                migrations.CreateModel(
                    name="GuidanceItem",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(max_length=20, verbose_name="code")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="directions")),
                        ("catalogue", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="items", to="seminars.guidancecatalogue")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="children", to="seminars.guidanceitem"
                            ),
                        ),
                    ],
                    options={"verbose_name": "guidance item", "verbose_name_plural": "guidance items"},
                ),
                migrations.AddField(
                    model_name="application",
                    name="guidance_item",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="seminars.guidanceitem",
                        verbose_name="guidance item",
                    ),
                ),
                migrations.CreateModel(
                    name="HoursCorrection",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("MINUTES", "The minutes are others"),
                                    ("NOT_PRESENT", "The person was not there at all"),
                                    ("WRONG_PERSON", "Somebody else was there"),
                                    ("LATE_ADDITION", "The person was there and is missing"),
                                ],
                                max_length=13,
                                verbose_name="kind",
                            ),
                        ),
                        ("minutes", models.JSONField(default=dict)),
                        ("reason", models.CharField(max_length=300, verbose_name="reason")),
                        ("asked_at", models.DateTimeField(verbose_name="asked at")),
                        ("due_on", models.DateField(verbose_name="to be decided by")),
                        (
                            "state",
                            models.CharField(
                                choices=[("WAITING", "Waits for the decision"), ("RETURNED", "Returned"), ("REFUSED", "Refused"), ("APPROVED", "Corrected")],
                                default="WAITING",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                        ("answer", models.CharField(blank=True, max_length=500, verbose_name="reason of the decision")),
                        ("asked_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        (
                            "decided_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "decided_for",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"),
                        ),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                        ("right_person", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                    ],
                    options={"verbose_name": "correction of hours", "verbose_name_plural": "corrections of hours"},
                ),
                migrations.CreateModel(
                    name="CorrectionEvidence",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=150, verbose_name="file name")),
                        ("media_type", models.CharField(max_length=20)),
                        ("content", models.BinaryField()),
                        ("digest", models.CharField(max_length=64)),
                        ("correction", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="seminars.hourscorrection")),
                    ],
                    options={"verbose_name": "proof of a correction", "verbose_name_plural": "proofs of corrections"},
                ),
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
                        (
                            "follows",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="seminars.hourscorrection"),
                        ),
                    ],
                    options={"verbose_name": "correction of attendance", "verbose_name_plural": "corrections of attendance"},
                ),
                migrations.CreateModel(
                    name="Plan",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("name_en", models.CharField(max_length=100, verbose_name="name in English")),
                        ("since", models.DateField(verbose_name="since")),
                        ("ends_before", models.DateField(verbose_name="ends before")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                    ],
                    options={
                        "verbose_name": "plan",
                        "verbose_name_plural": "plans",
                        "constraints": [models.CheckConstraint(condition=models.Q(("since__lt", models.F("ends_before"))), name="plan_starts_before_it_ends")],
                    },
                ),
                migrations.CreateModel(
                    name="PlannedSeminar",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        ("code", models.CharField(max_length=30, verbose_name="code")),
                        ("title", models.CharField(max_length=100, verbose_name="title")),
                        (
                            "sector",
                            models.CharField(
                                choices=[
                                    ("GENERAL", "General"),
                                    ("EDUCATION", "Education"),
                                    ("HEALTH", "Health"),
                                    ("ACCOUNTING", "Accounting"),
                                    ("INDUSTRY", "Industry and information technology"),
                                    ("TRANSPORT", "Transport"),
                                    ("HOUSING", "Housing and construction"),
                                    ("AGRICULTURE", "Agriculture"),
                                    ("ENVIRONMENT", "Environment"),
                                    ("SOCIAL_WORK", "Social work"),
                                    ("SPORT", "Sport"),
                                    ("INTELLECTUAL_PROPERTY", "Intellectual property"),
                                ],
                                max_length=25,
                                verbose_name="sector",
                            ),
                        ),
                        ("month", models.PositiveSmallIntegerField(verbose_name="month")),
                        ("hours", models.BigIntegerField(verbose_name="hundredths of an hour")),
                        ("places", models.PositiveIntegerField(verbose_name="places")),
                        ("host", models.CharField(blank=True, max_length=100, verbose_name="host")),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="taken out of the plan at")),
                        ("changed_at", models.DateTimeField(verbose_name="last changed at")),
                        (
                            "base",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="planned_seminars", to="accounts.organisation", verbose_name="base"
                            ),
                        ),
                        (
                            "guidance_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seminars.guidanceitem", verbose_name="guidance item"
                            ),
                        ),
                    ],
                    options={"verbose_name": "planned seminar", "verbose_name_plural": "planned seminars"},
                ),
                migrations.AddField(
                    model_name="application",
                    name="plan_row",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="seminars.plannedseminar",
                        verbose_name="row of the yearly plan",
                    ),
                ),
                migrations.CreateModel(
                    name="PlanSheet",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        ("name", models.CharField(max_length=150, verbose_name="file name")),
                        ("digest", models.CharField(max_length=64)),
                        ("basis", models.CharField(max_length=64)),
                        ("uploaded_at", models.DateTimeField(verbose_name="handed in at")),
                        (
                            "state",
                            models.CharField(
                                choices=[("CHECKED", "Checked, not applied yet"), ("APPLIED", "Applied")], default="CHECKED", max_length=8, verbose_name="state"
                            ),
                        ),
                        ("applied_at", models.DateTimeField(null=True, verbose_name="applied at")),
                        (
                            "applied_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        ("office", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation")),
                        ("uploaded_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={"verbose_name": "sheet of the yearly plan", "verbose_name_plural": "sheets of the yearly plan"},
                ),
                migrations.CreateModel(
                    name="PlanSheetRow",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveIntegerField(null=True, verbose_name="row")),
                        ("code", models.CharField(blank=True, max_length=30, verbose_name="code")),
                        ("title", models.CharField(blank=True, max_length=100, verbose_name="title")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("NEW", "New"), ("CHANGED", "Changed"), ("SAME", "Unchanged"), ("VANISHED", "Vanished"), ("REFUSED", "Refused")],
                                max_length=8,
                                verbose_name="outcome",
                            ),
                        ),
                        ("facts", models.JSONField(default=dict)),
                        ("before", models.JSONField(default=dict)),
                        ("field", models.CharField(blank=True, max_length=20)),
                        ("message", models.CharField(blank=True, max_length=500)),
                        ("sheet", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="seminars.plansheet")),
                    ],
                    options={"verbose_name": "row of a sheet of the yearly plan", "verbose_name_plural": "rows of sheets of the yearly plan"},
                ),
                migrations.CreateModel(
                    name="PlanTarget",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "indicator",
                            models.CharField(
                                choices=[
                                    ("ADVANCED_SEMINARS", "Provincial advanced seminars held"),
                                    ("SENIOR_SPECIALISTS", "Senior specialists trained in them (persons)"),
                                    ("PERSON_TIMES", "Training in person-times"),
                                    ("PERSONS", "Training in persons, each once"),
                                    ("BASES", "Provincial bases newly recognised"),
                                    ("SERVICE_EVENTS", "Expert-service events"),
                                    ("EXPERT_TIMES", "Experts sent (person-times)"),
                                    ("LECTURES", "Lectures and trainings by experts"),
                                    ("GRASSROOTS_TRAINEES", "Trainees at the grass roots (person-times)"),
                                ],
                                max_length=20,
                                verbose_name="indicator",
                            ),
                        ),
                        ("target", models.BigIntegerField(null=True, verbose_name="target")),
                        ("is_sample", models.BooleanField(default=False, verbose_name="target is a sample")),
                        ("final", models.BigIntegerField(null=True, verbose_name="final figure")),
                        ("is_sample_final", models.BooleanField(default=False, verbose_name="final figure is a sample")),
                        ("plan", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="targets", to="seminars.plan")),
                    ],
                    options={"verbose_name": "target of a plan", "verbose_name_plural": "targets of plans"},
                ),
                migrations.CreateModel(
                    name="Programme",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(max_length=30, unique=True, verbose_name="code")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="approval withdrawn on")),
                        ("withdrawn_reason", models.CharField(blank=True, max_length=500, verbose_name="why the approval was withdrawn")),
                        ("created_at", models.DateTimeField()),
                        (
                            "base",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="programmes", to="accounts.organisation", verbose_name="base"
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={"verbose_name": "programme", "verbose_name_plural": "programmes"},
                ),
                migrations.AddField(
                    model_name="application",
                    name="programme",
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="seminars.programme"),
                ),
                migrations.CreateModel(
                    name="ProgrammeVersion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("ADVANCED_SEMINAR", "Advanced seminar"), ("BASE_COURSE", "Base course"), ("PUBLIC_COURSE", "Public course")],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=100, verbose_name="title")),
                        ("summary", models.TextField(blank=True, max_length=4000, verbose_name="content")),
                        (
                            "category",
                            models.CharField(
                                choices=[("public", "Public subject"), ("professional", "Professional subject"), ("elective", "Elective")],
                                max_length=30,
                                verbose_name="category",
                            ),
                        ),
                        ("hours", models.BigIntegerField(verbose_name="hundredths of an hour")),
                        ("minutes", models.PositiveIntegerField(verbose_name="minutes of instruction")),
                        (
                            "sector",
                            models.CharField(
                                choices=[
                                    ("GENERAL", "General"),
                                    ("EDUCATION", "Education"),
                                    ("HEALTH", "Health"),
                                    ("ACCOUNTING", "Accounting"),
                                    ("INDUSTRY", "Industry and information technology"),
                                    ("TRANSPORT", "Transport"),
                                    ("HOUSING", "Housing and construction"),
                                    ("AGRICULTURE", "Agriculture"),
                                    ("ENVIRONMENT", "Environment"),
                                    ("SOCIAL_WORK", "Social work"),
                                    ("SPORT", "Sport"),
                                    ("INTELLECTUAL_PROPERTY", "Intellectual property"),
                                ],
                                max_length=25,
                                verbose_name="sector",
                            ),
                        ),
                        (
                            "cluster",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NEW_POWER", "New power (new energy) equipment"),
                                    ("CONSTRUCTION_MACHINERY", "Construction machinery"),
                                    ("INTERNET_OF_THINGS", "Internet of Things"),
                                    ("NEW_MATERIALS", "Frontier new materials"),
                                    ("BIOMEDICINE", "Biomedicine and new medical devices"),
                                    ("TEXTILES", "High-end textiles"),
                                    ("INTEGRATED_CIRCUITS", "Integrated circuits"),
                                    ("MARINE", "Marine engineering equipment and high-tech ships"),
                                    ("HIGH_END_EQUIPMENT", "High-end equipment"),
                                    ("ENVIRONMENTAL", "Energy saving and environmental protection"),
                                    ("CORE_IT", "Core information technology"),
                                    ("AUTOMOTIVE", "Automobiles and parts (with new-energy vehicles)"),
                                    ("NEW_DISPLAY", "New displays"),
                                ],
                                max_length=25,
                                verbose_name="cluster",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("national", "National"), ("provincial", "Provincial"), ("city", "City")], max_length=12, verbose_name="level"
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[("on_site", "On site"), ("live", "Live online"), ("recorded", "Recorded"), ("self_paced", "Self-paced")],
                                default="on_site",
                                max_length=10,
                                verbose_name="mode",
                            ),
                        ),
                        ("audience", models.CharField(blank=True, max_length=300, verbose_name="audience")),
                        ("eligible_series", models.JSONField(blank=True, default=list, verbose_name="eligible series")),
                        ("eligible_levels", models.JSONField(blank=True, default=list, verbose_name="eligible title levels")),
                        ("teachers", models.JSONField(blank=True, default=list, verbose_name="teachers")),
                        ("host", models.CharField(blank=True, max_length=100, verbose_name="host")),
                        ("organiser", models.CharField(blank=True, max_length=100, verbose_name="organiser")),
                        ("fee", models.PositiveIntegerField(default=0, verbose_name="fee in yuan")),
                        ("viewers_earn_hours", models.BooleanField(default=False, verbose_name="live-stream viewers earn hours")),
                        ("window_from", models.DateField(blank=True, null=True, verbose_name="can be learnt from")),
                        ("window_until", models.DateField(blank=True, null=True, verbose_name="can be learnt until")),
                        ("has_exam", models.BooleanField(default=False, verbose_name="ends with an examination")),
                        ("passing_score", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="passing score")),
                        ("learning_years", models.JSONField(blank=True, default=list, verbose_name="earlier years that it may make up")),
                        ("outside_address", models.CharField(blank=True, max_length=300, verbose_name="address where it is learnt")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                        ("approval_number", models.CharField(max_length=60, verbose_name="approval number")),
                        ("approved_on", models.DateField(verbose_name="approved on")),
                        ("application", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="version", to="seminars.application")),
                        ("approved_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation")),
                        (
                            "guidance_item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="seminars.guidanceitem",
                                verbose_name="guidance item",
                            ),
                        ),
                        (
                            "plan_row",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="seminars.plannedseminar",
                                verbose_name="row of the yearly plan",
                            ),
                        ),
                        ("programme", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="seminars.programme")),
                    ],
                    options={"verbose_name": "approved version of a programme", "verbose_name_plural": "approved versions of programmes"},
                ),
                migrations.AddField(
                    model_name="programme",
                    name="current",
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seminars.programmeversion"),
                ),
                migrations.CreateModel(
                    name="CompletionSheet",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("not_before", models.DateTimeField()),
                        ("last_error", models.CharField(blank=True, max_length=500)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("name", models.CharField(max_length=150, verbose_name="file name")),
                        ("digest", models.CharField(max_length=64)),
                        ("uploaded_at", models.DateTimeField(verbose_name="handed in at")),
                        (
                            "state",
                            models.CharField(
                                choices=[("CHECKED", "Checked, nothing registered yet"), ("APPLYING", "Being registered"), ("DONE", "Registered")],
                                default="CHECKED",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("total", models.PositiveIntegerField(verbose_name="rows")),
                        ("to_register", models.PositiveIntegerField(default=0)),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="rows done")),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        (
                            "confirmed_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        ("uploaded_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        (
                            "programme",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="completion_sheets", to="seminars.programme"),
                        ),
                        ("version", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seminars.programmeversion")),
                    ],
                    options={"verbose_name": "table of completions", "verbose_name_plural": "tables of completions"},
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("text", models.CharField(max_length=100, verbose_name="answer")),
                        ("answered_at", models.DateTimeField(verbose_name="answered at")),
                        ("enrolment", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="seminars.enrolment")),
                        ("question", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="seminars.question")),
                    ],
                    options={"verbose_name": "answer", "verbose_name_plural": "answers"},
                ),
                migrations.CreateModel(
                    name="Recognition",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "level",
                            models.CharField(
                                choices=[("national", "National"), ("provincial", "Provincial"), ("city", "City")], max_length=12, verbose_name="level"
                            ),
                        ),
                        ("number", models.CharField(max_length=60, verbose_name="number of the notice")),
                        ("since", models.DateField(verbose_name="since")),
                        ("ends_before", models.DateField(blank=True, null=True, verbose_name="ends before")),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "base",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="recognitions", to="accounts.organisation", verbose_name="base"
                            ),
                        ),
                    ],
                    options={"verbose_name": "recognition of a base", "verbose_name_plural": "recognitions of bases"},
                ),
                migrations.CreateModel(
                    name="Recommendation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("ASKED", "To be confirmed by the employer"),
                                    ("CONFIRMED", "Recommended"),
                                    ("DECLINED", "Not recommended"),
                                    ("ENDED", "No longer asked for"),
                                ],
                                default="ASKED",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="asked at")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                        (
                            "decided_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "employer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation", verbose_name="employer"
                            ),
                        ),
                        ("enrolment", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="recommendations", to="seminars.enrolment")),
                    ],
                    options={"verbose_name": "recommendation", "verbose_name_plural": "recommendations"},
                ),
                migrations.CreateModel(
                    name="Run",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        ("place", models.CharField(max_length=200, verbose_name="place")),
                        (
                            "mode",
                            models.CharField(
                                choices=[("on_site", "On site"), ("live", "Live online"), ("recorded", "Recorded"), ("self_paced", "Self-paced")],
                                max_length=10,
                                verbose_name="mode",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="starts on")),
                        ("ends_on", models.DateField(verbose_name="ends on")),
                        ("places", models.PositiveIntegerField(verbose_name="places")),
                        ("places_taken", models.PositiveIntegerField(default=0)),
                        ("next_rank", models.PositiveIntegerField(default=1)),
                        (
                            "admission",
                            models.CharField(
                                choices=[("IN_ORDER", "In order of enrolment"), ("SELECTION", "After a selection")],
                                max_length=10,
                                verbose_name="how places are given",
                            ),
                        ),
                        ("enrol_from", models.DateTimeField(verbose_name="enrolment opens")),
                        ("enrol_until", models.DateTimeField(verbose_name="enrolment ends")),
                        ("results_by", models.DateField(blank=True, null=True, verbose_name="result of the selection by")),
                        ("quotas", models.JSONField(blank=True, default=list, verbose_name="quotas")),
                        ("wants_recommendation", models.BooleanField(default=False, verbose_name="asks for the employer's recommendation")),
                        ("has_stream", models.BooleanField(default=False, verbose_name="has a live stream")),
                        ("contact", models.CharField(blank=True, max_length=100, verbose_name="contact")),
                        ("telephone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                        ("board", models.CharField(blank=True, max_length=300, verbose_name="board and lodging")),
                        ("notice_number", models.CharField(blank=True, max_length=60, verbose_name="number of the notice")),
                        ("notice_on", models.DateField(blank=True, null=True, verbose_name="day of the notice")),
                        (
                            "state",
                            models.CharField(
                                choices=[("OPEN", "Open"), ("CLOSED", "Closed"), ("CANCELLED", "Cancelled")],
                                default="OPEN",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
                        ("cancelled_reason", models.CharField(blank=True, max_length=300)),
                        ("provider", models.CharField(blank=True, max_length=100)),
                        ("provider_since", models.DateField(null=True)),
                        ("provider_until", models.DateField(null=True)),
                        ("answers_deleted", models.PositiveIntegerField(default=0)),
                        ("answers_deleted_at", models.DateTimeField(null=True)),
                        ("closed_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("opened_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("programme", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="seminars.programme")),
                        (
                            "region",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region", verbose_name="region"),
                        ),
                        ("version", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="seminars.programmeversion")),
                    ],
                    options={"verbose_name": "run", "verbose_name_plural": "runs"},
                ),
                migrations.AddField(
                    model_name="question",
                    name="run",
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="seminars.run"),
                ),
                migrations.AddField(
                    model_name="hourscorrection",
                    name="run",
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="hours_corrections", to="seminars.run"),
                ),
                migrations.AddField(
                    model_name="enrolment",
                    name="run",
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="seminars.run"),
                ),
                migrations.CreateModel(
                    name="SentForm",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("token", models.CharField(max_length=32)),
                        ("led_to", models.CharField(blank=True, max_length=200)),
                        ("sent_at", models.DateTimeField(db_index=True)),
                        ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={"verbose_name": "sent form", "verbose_name_plural": "sent forms"},
                ),
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        ("title", models.CharField(max_length=100, verbose_name="title")),
                        ("starts_at", models.DateTimeField(verbose_name="starts at")),
                        ("ends_at", models.DateTimeField(verbose_name="ends at")),
                        ("minutes", models.PositiveIntegerField(verbose_name="minutes of instruction")),
                        ("room", models.CharField(blank=True, max_length=100, verbose_name="room")),
                        ("teacher", models.CharField(blank=True, max_length=100, verbose_name="teacher")),
                        ("confirmed_at", models.DateTimeField(null=True, verbose_name="attendance confirmed at")),
                        (
                            "confirmed_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        ("run", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="seminars.run")),
                    ],
                    options={"verbose_name": "session", "verbose_name_plural": "sessions"},
                ),
                migrations.CreateModel(
                    name="FiledChange",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("before", models.JSONField()),
                        ("after", models.JSONField()),
                        ("reason", models.CharField(max_length=300, verbose_name="reason")),
                        ("filed_at", models.DateTimeField(verbose_name="filed at")),
                        ("filed_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("session", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="seminars.session")),
                    ],
                    options={"verbose_name": "filed change", "verbose_name_plural": "filed changes"},
                ),
                migrations.AddField(
                    model_name="attendance",
                    name="session",
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="seminars.session"),
                ),
                migrations.CreateModel(
                    name="CompletionRow",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveIntegerField(verbose_name="row")),
                        ("name", models.CharField(blank=True, max_length=50, verbose_name="name")),
                        ("number_tail", models.CharField(blank=True, max_length=4)),
                        ("number_encrypted", models.TextField(blank=True)),
                        ("year", models.PositiveSmallIntegerField(null=True, verbose_name="learning year")),
                        ("completed_on", models.DateField(null=True, verbose_name="completed on")),
                        ("score", models.DecimalField(decimal_places=2, max_digits=6, null=True, verbose_name="score")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("ACCEPTED", "Can be registered"), ("CREDITED", "Registered"), ("KNOWN", "There already"), ("REFUSED", "Refused")],
                                max_length=8,
                                verbose_name="outcome",
                            ),
                        ),
                        ("hours", models.BigIntegerField(null=True, verbose_name="hours counted")),
                        ("field", models.CharField(blank=True, max_length=20)),
                        ("message", models.CharField(blank=True, max_length=500)),
                        ("person", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                        ("sheet", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="seminars.completionsheet")),
                    ],
                    options={
                        "verbose_name": "row of a table of completions",
                        "verbose_name_plural": "rows of tables of completions",
                        "indexes": [models.Index(fields=["sheet", "outcome", "number"], name="completions_by_outcome")],
                        "constraints": [
                            models.UniqueConstraint(fields=("sheet", "number"), name="one_completion_row_a_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome", "REFUSED"), ("person__isnull", False), models.Q(("number_encrypted", ""), _negated=True), _connector="OR"
                                ),
                                name="an_accepted_completion_is_about_somebody",
                            ),
                        ],
                    },
                ),
                migrations.AddConstraint(model_name="guidanceitem", constraint=models.UniqueConstraint(fields=("catalogue", "code"), name="one_item_a_code")),
                migrations.AddConstraint(
                    model_name="plannedseminar", constraint=models.UniqueConstraint(fields=("year", "code"), name="one_planned_seminar_a_code")
                ),
                migrations.AddConstraint(
                    model_name="plannedseminar",
                    constraint=models.CheckConstraint(condition=models.Q(("month__gte", 1), ("month__lte", 12)), name="a_planned_month_is_one"),
                ),
                migrations.AddConstraint(
                    model_name="plantarget", constraint=models.UniqueConstraint(fields=("plan", "indicator"), name="one_target_an_indicator")
                ),
                migrations.AddConstraint(
                    model_name="application",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state__in", ["DRAFT", "SUBMITTED", "RETURNED"])), fields=("programme",), name="one_open_application_a_programme"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="programmeversion", constraint=models.UniqueConstraint(fields=("programme", "number"), name="one_version_a_number")
                ),
                migrations.AddIndex(
                    model_name="completionsheet", index=models.Index(condition=models.Q(("state", "APPLYING")), fields=["not_before"], name="completions_due")
                ),
                migrations.AddConstraint(
                    model_name="answer", constraint=models.UniqueConstraint(fields=("enrolment", "question"), name="one_answer_a_question")
                ),
                migrations.AddConstraint(
                    model_name="recognition",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_before", None), ("since__lt", models.F("ends_before")), _connector="OR"),
                        name="recognition_starts_before_it_ends",
                    ),
                ),
                migrations.AddConstraint(model_name="recognition", constraint=models.UniqueConstraint(fields=("base", "since"), name="one_recognition_a_day")),
                migrations.AddIndex(model_name="recommendation", index=models.Index(fields=["employer", "state"], name="recommendations_of_an_employer")),
                migrations.AddConstraint(
                    model_name="recommendation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "ASKED")), fields=("enrolment",), name="one_open_recommendation_an_enrolment"
                    ),
                ),
                migrations.AddIndex(model_name="run", index=models.Index(fields=["state", "starts_on"], name="runs_by_start")),
                migrations.AddConstraint(model_name="run", constraint=models.UniqueConstraint(fields=("programme", "number"), name="one_run_a_number")),
                migrations.AddConstraint(
                    model_name="run",
                    constraint=models.CheckConstraint(condition=models.Q(("starts_on__lte", models.F("ends_on"))), name="run_starts_before_it_ends"),
                ),
                migrations.AddConstraint(
                    model_name="run",
                    constraint=models.CheckConstraint(condition=models.Q(("places_taken__lte", models.F("places"))), name="never_one_place_too_many"),
                ),
                migrations.AddConstraint(
                    model_name="run",
                    constraint=models.CheckConstraint(condition=models.Q(("enrol_from__lt", models.F("enrol_until"))), name="enrolment_opens_before_it_ends"),
                ),
                migrations.AddConstraint(model_name="question", constraint=models.UniqueConstraint(fields=("run", "number"), name="one_question_a_number")),
                migrations.AddConstraint(
                    model_name="question", constraint=models.CheckConstraint(condition=models.Q(("number__range", (1, 10))), name="ten_questions_at_most")
                ),
                migrations.AddIndex(
                    model_name="hourscorrection", index=models.Index(condition=models.Q(("state", "WAITING")), fields=["due_on"], name="corrections_waiting")
                ),
                migrations.AddConstraint(
                    model_name="hourscorrection",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "WAITING")), fields=("run", "person"), name="one_waiting_correction_a_person_and_run"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hourscorrection",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "WRONG_PERSON"), ("right_person__isnull", False)),
                            models.Q(models.Q(("kind", "WRONG_PERSON"), _negated=True), ("right_person", None)),
                            _connector="OR",
                        ),
                        name="a_wrong_person_has_a_right_one",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hourscorrection",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by", None), ("state", "WAITING")),
                            models.Q(models.Q(("state", "WAITING"), _negated=True), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_decided_correction_names_who",
                    ),
                ),
                migrations.AddIndex(model_name="enrolment", index=models.Index(fields=["person", "state"], name="enrolments_of_a_person")),
                migrations.AddConstraint(
                    model_name="enrolment", constraint=models.UniqueConstraint(fields=("run", "person", "kind"), name="one_enrolment_a_person_and_run")
                ),
                migrations.AddConstraint(model_name="enrolment", constraint=models.UniqueConstraint(fields=("run", "rank"), name="one_rank_a_run")),
                migrations.AddConstraint(model_name="sentform", constraint=models.UniqueConstraint(fields=("user", "token"), name="one_deed_a_form")),
                migrations.AddConstraint(model_name="session", constraint=models.UniqueConstraint(fields=("run", "number"), name="one_session_a_number")),
                migrations.AddConstraint(
                    model_name="session",
                    constraint=models.CheckConstraint(condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="session_starts_before_it_ends"),
                ),
                migrations.AddConstraint(
                    model_name="attendance", constraint=models.UniqueConstraint(fields=("session", "enrolment"), name="one_attendance_a_session_and_person")
                ),
            ]
        )
    ]
