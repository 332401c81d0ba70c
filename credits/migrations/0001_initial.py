"""Rulebooks, the ledger, standings and whatever is made of them."""

import django.db.models.deletion
import django.db.models.functions.comparison
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
                    name="Chain",
                    fields=[
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="accounts.person"
                            ),
                        ),
                        ("next_position", models.BigIntegerField(default=1)),
                        ("lines", models.BigIntegerField(default=0)),
                        ("last_digest", models.BinaryField(default=b"")),
                        ("last_recorded_at", models.DateTimeField(null=True)),
                    ],
                    options={"verbose_name": "chain", "verbose_name_plural": "chains"},
                ),
                migrations.CreateModel(
                    name="ComplianceChange",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("place", models.CharField(blank=True, max_length=12)),
                        ("family", models.CharField(max_length=40)),
                        ("cycle_starts_on", models.DateField()),
                        ("series", models.CharField(blank=True, max_length=40)),
                    ],
                    options={"verbose_name": "group of standings to count", "verbose_name_plural": "groups of standings to count"},
                ),
                migrations.CreateModel(
                    name="SigningKey",
                    fields=[
                        ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                        ("public", models.BinaryField(max_length=32)),
                        ("since", models.DateTimeField(verbose_name="since")),
                    ],
                    options={"verbose_name": "key of the ledger", "verbose_name_plural": "keys of the ledger"},
                ),
                migrations.CreateModel(
                    name="SweepPlace",
                    fields=[("name", models.CharField(max_length=30, primary_key=True, serialize=False)), ("after", models.BigIntegerField(default=0))],
                    options={"verbose_name": "place of a sweep", "verbose_name_plural": "places of sweeps"},
                ),
                migrations.CreateModel(
                    name="Act",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("CREDIT", "Hours registered"),
                                    ("REVERSAL", "Registration reversed"),
                                    ("CORRECTION", "Registration corrected"),
                                    ("REINSTATEMENT", "Registration reinstated"),
                                    ("REDECISION", "Decided again under another rule"),
                                    ("OPENING", "Opening balances"),
                                ],
                                max_length=15,
                                verbose_name="kind",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="at")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                        ("origin", models.CharField(blank=True, max_length=100, verbose_name="origin")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="by"
                            ),
                        ),
                    ],
                    options={"verbose_name": "act", "verbose_name_plural": "acts"},
                ),
                migrations.CreateModel(
                    name="CertificateOrder",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("key", models.CharField(max_length=100, unique=True)),
                        ("facts", models.JSONField()),
                        ("created_at", models.DateTimeField()),
                        ("not_before", models.DateTimeField()),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("last_error", models.CharField(blank=True, max_length=500)),
                        ("done_at", models.DateTimeField(null=True)),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                    ],
                    options={"verbose_name": "certificate to issue", "verbose_name_plural": "certificates to issue"},
                ),
                migrations.CreateModel(
                    name="Certificate",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                        ("holder_folded", models.CharField(max_length=50)),
                        ("token", models.CharField(max_length=43, unique=True)),
                        ("wording", models.JSONField(verbose_name="wording")),
                        ("pdf", models.BinaryField()),
                        ("pdf_digest", models.CharField(max_length=64)),
                        ("is_specimen", models.BooleanField(default=False, verbose_name="specimen")),
                        (
                            "state",
                            models.CharField(
                                choices=[("ISSUED", "Valid"), ("REVOKED", "Revoked"), ("SUPERSEDED", "Replaced by a new one")],
                                default="ISSUED",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("state_reason", models.CharField(blank=True, max_length=500)),
                        ("issued_at", models.DateTimeField(verbose_name="issued at")),
                        ("state_changed_at", models.DateTimeField(null=True)),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                        (
                            "replaces",
                            models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="replaced_by", to="credits.certificate"),
                        ),
                        (
                            "state_changed_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        ("order", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="certificate", to="credits.certificateorder")),
                    ],
                    options={"verbose_name": "certificate", "verbose_name_plural": "certificates"},
                ),
                migrations.CreateModel(
                    name="Claim",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("key", models.CharField(max_length=100)),
                        ("revision", models.PositiveSmallIntegerField(default=1)),
                        ("digest", models.CharField(max_length=64)),
                        ("position", models.BigIntegerField()),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("provider", models.CharField(blank=True, max_length=100, verbose_name="provider")),
                        ("approval_number", models.CharField(blank=True, max_length=60, verbose_name="approval number")),
                        (
                            "activity",
                            models.CharField(
                                choices=[
                                    ("class", "Training class"),
                                    ("seminar", "Advanced seminar"),
                                    ("public_course", "Public course"),
                                    ("online_course", "Online course"),
                                    ("conference", "Academic conference"),
                                    ("lecture_given", "Lecture given"),
                                    ("teaching", "Teaching"),
                                    ("overseas", "Training abroad"),
                                    ("exam_passed", "Examination passed"),
                                    ("degree_study", "Degree study"),
                                    ("further_study", "Further study"),
                                    ("paper", "Paper"),
                                    ("book", "Book"),
                                    ("textbook", "Textbook"),
                                    ("exam_drafting", "Examination drafting"),
                                    ("project", "Project"),
                                    ("self_study", "Self-study"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                                verbose_name="activity",
                            ),
                        ),
                        ("category", models.CharField(blank=True, max_length=30, null=True, verbose_name="category")),
                        ("starts_on", models.DateField(verbose_name="starts on")),
                        ("ends_on", models.DateField(verbose_name="ends on")),
                        ("starts_at", models.DateTimeField(null=True)),
                        ("ends_at", models.DateTimeField(null=True)),
                        ("hours", models.BigIntegerField(null=True)),
                        ("minutes", models.BigIntegerField(null=True)),
                        ("days", models.BigIntegerField(null=True)),
                        ("credits", models.BigIntegerField(null=True)),
                        ("attended_minutes", models.BigIntegerField(null=True)),
                        ("absent_half_days", models.IntegerField(null=True)),
                        ("travel_days", models.IntegerField(null=True)),
                        ("mode", models.CharField(max_length=10, null=True)),
                        ("level", models.CharField(max_length=12, null=True)),
                        ("organiser", models.CharField(max_length=10, null=True)),
                        ("provider_since", models.DateField(null=True)),
                        ("provider_until", models.DateField(null=True)),
                        ("approved_on", models.DateField(null=True)),
                        ("passed", models.BooleanField(null=True)),
                        ("passed_on", models.DateField(null=True)),
                        ("role", models.CharField(max_length=12, null=True)),
                        ("rank", models.IntegerField(null=True)),
                        ("authors", models.IntegerField(null=True)),
                        ("count", models.IntegerField(null=True)),
                        ("chars", models.IntegerField(null=True)),
                        ("item", models.CharField(max_length=100, null=True)),
                        ("specialty", models.CharField(max_length=50, null=True)),
                        ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="credits.act")),
                        (
                            "corrects",
                            models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="corrected_by", to="credits.claim"),
                        ),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                        (
                            "provider_organisation",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"),
                        ),
                    ],
                    options={"verbose_name": "claim", "verbose_name_plural": "claims"},
                ),
                migrations.AddField(
                    model_name="certificateorder",
                    name="claim",
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="credits.claim"),
                ),
                migrations.CreateModel(
                    name="ComplianceCell",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("place", models.CharField(blank=True, max_length=12)),
                        ("family", models.CharField(max_length=40)),
                        ("cycle_starts_on", models.DateField()),
                        ("cycle_ends_before", models.DateField()),
                        ("series", models.CharField(blank=True, max_length=40)),
                        ("state", models.CharField(choices=[("MET", "Met"), ("SHORT", "Short"), ("UNKNOWN", "No data yet")], max_length=8)),
                        ("sector", models.CharField(blank=True, max_length=25)),
                        ("employer_kind", models.CharField(blank=True, max_length=30)),
                        ("title_level", models.CharField(blank=True, max_length=30)),
                        ("standings", models.IntegerField()),
                        ("missing", models.BigIntegerField()),
                        ("counted_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "count of standings",
                        "verbose_name_plural": "counts of standings",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("place", "family", "cycle_starts_on", "series", "state", "sector", "employer_kind", "title_level"),
                                name="one_cell_a_group_and_state",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ComplianceExport",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("not_before", models.DateTimeField()),
                        ("last_error", models.CharField(blank=True, max_length=500)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("asked_at", models.DateTimeField(verbose_name="asked for at")),
                        ("language", models.CharField(max_length=10)),
                        (
                            "kind",
                            models.CharField(choices=[("CSV", "CSV (any size)"), ("XLSX", "Excel (up to 100,000 rows)")], max_length=4, verbose_name="format"),
                        ),
                        ("choice", models.JSONField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("WAITING", "Being made"), ("DONE", "Ready"), ("FAILED", "Failed"), ("EXPIRED", "Expired")],
                                default="WAITING",
                                max_length=7,
                                verbose_name="state",
                            ),
                        ),
                        ("total", models.PositiveIntegerField(verbose_name="rows expected")),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="rows done")),
                        ("after", models.CharField(blank=True, max_length=200)),
                        ("expires_at", models.DateTimeField(null=True, verbose_name="kept until")),
                        ("asked_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={"verbose_name": "export of a list", "verbose_name_plural": "exports of lists"},
                ),
                migrations.CreateModel(
                    name="ComplianceExportPart",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveIntegerField()),
                        ("body", models.BinaryField()),
                        ("export", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="credits.complianceexport")),
                    ],
                    options={"verbose_name": "part of an export", "verbose_name_plural": "parts of exports"},
                ),
                migrations.CreateModel(
                    name="ConnectedSource",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("family", models.CharField(max_length=40)),
                        ("since", models.DateField()),
                        ("name", models.CharField(max_length=100)),
                        ("region", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region")),
                    ],
                    options={"verbose_name": "connected source", "verbose_name_plural": "connected sources"},
                ),
                migrations.CreateModel(
                    name="OpeningBalance",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("family", models.CharField(max_length=40)),
                        ("on", models.DateField()),
                        ("carried_in", models.BigIntegerField(null=True)),
                        ("shortfall", models.BigIntegerField(null=True)),
                        ("category", models.CharField(blank=True, max_length=30)),
                        ("source", models.CharField(max_length=200)),
                        ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="openings", to="credits.act")),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                    ],
                    options={"verbose_name": "opening balance", "verbose_name_plural": "opening balances"},
                ),
                migrations.CreateModel(
                    name="OpeningSheet",
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
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation", verbose_name="handed in for"
                            ),
                        ),
                        ("uploaded_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={"verbose_name": "sheet of opening balances", "verbose_name_plural": "sheets of opening balances"},
                ),
                migrations.CreateModel(
                    name="OpeningRow",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveIntegerField(verbose_name="row")),
                        ("name", models.CharField(blank=True, max_length=50, verbose_name="name")),
                        ("number_tail", models.CharField(blank=True, max_length=4)),
                        ("family", models.CharField(blank=True, max_length=40, verbose_name="rulebook")),
                        ("year", models.PositiveSmallIntegerField(null=True, verbose_name="year")),
                        ("category", models.CharField(blank=True, max_length=30, verbose_name="category")),
                        ("carried_in", models.BigIntegerField(null=True)),
                        ("shortfall", models.BigIntegerField(null=True)),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source document")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("ACCEPTED", "Can be registered"), ("OPENED", "Registered"), ("KNOWN", "There already"), ("REFUSED", "Refused")],
                                max_length=8,
                                verbose_name="outcome",
                            ),
                        ),
                        ("field", models.CharField(blank=True, max_length=20)),
                        ("message", models.CharField(blank=True, max_length=500)),
                        ("person", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                        ("sheet", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="credits.openingsheet")),
                    ],
                    options={"verbose_name": "row of a sheet of opening balances", "verbose_name_plural": "rows of sheets of opening balances"},
                ),
                migrations.CreateModel(
                    name="QuietHours",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("from_hour", models.PositiveSmallIntegerField(verbose_name="from")),
                        ("until_hour", models.PositiveSmallIntegerField(verbose_name="until")),
                        ("person", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                    ],
                    options={"verbose_name": "quiet hours", "verbose_name_plural": "quiet hours"},
                ),
                migrations.CreateModel(
                    name="RecordLook",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("purpose", models.CharField(max_length=200, verbose_name="purpose")),
                        ("at", models.DateTimeField(verbose_name="at")),
                        ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation")),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                        ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={"verbose_name": "look at a record", "verbose_name_plural": "looks at records"},
                ),
                migrations.CreateModel(
                    name="Reminder",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("key", models.CharField(max_length=150, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ENROLMENT_DECIDED", "Enrolment decided"),
                                    ("RUN_TOMORROW", "A run begins tomorrow"),
                                    ("RUN_CHANGED", "A run has changed"),
                                    ("CERTIFICATE_READY", "Certificate ready"),
                                    ("CYCLE_ENDS", "A cycle ends soon"),
                                    ("HOURS_CORRECTED", "Hours corrected"),
                                    ("RECORD_CLAIMED", "Somebody tried to join your record"),
                                    ("SEARCH_FOUND", "New in a saved search"),
                                    ("PAGE_WAITS", "A page waits for moderation"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("anchor", models.CharField(max_length=100)),
                        ("facts", models.JSONField()),
                        ("created_at", models.DateTimeField(verbose_name="written at")),
                        ("read_at", models.DateTimeField(null=True, verbose_name="read at")),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                    ],
                    options={"verbose_name": "reminder", "verbose_name_plural": "reminders"},
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "channel",
                            models.CharField(
                                choices=[("INBOX", "In-site inbox"), ("SMS", "Text message"), ("EMAIL", "E-mail")], max_length=10, verbose_name="channel"
                            ),
                        ),
                        ("address", models.CharField(max_length=254, verbose_name="address")),
                        ("message_id", models.CharField(max_length=200, unique=True)),
                        ("not_before", models.DateTimeField()),
                        ("claimed_at", models.DateTimeField(null=True)),
                        ("handed_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
                        ("is_uncertain", models.BooleanField(default=False, verbose_name="may have arrived twice")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("last_error", models.CharField(blank=True, max_length=500, verbose_name="last error")),
                        ("given_up_at", models.DateTimeField(null=True)),
                        ("reminder", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="credits.reminder")),
                    ],
                    options={"verbose_name": "delivery", "verbose_name_plural": "deliveries"},
                ),
                migrations.CreateModel(
                    name="ReminderPreference",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("channel", models.CharField(choices=[("INBOX", "In-site inbox"), ("SMS", "Text message"), ("EMAIL", "E-mail")], max_length=10)),
                        ("is_wanted", models.BooleanField(default=True)),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                    ],
                    options={"verbose_name": "reminder preference", "verbose_name_plural": "reminder preferences"},
                ),
                migrations.CreateModel(
                    name="RulebookVersion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("family", models.CharField(max_length=40, verbose_name="rulebook")),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("code", models.CharField(max_length=60, verbose_name="version")),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("sourced", "Sourced"),
                                    ("provisional", "Provisional, not published by the regulator"),
                                    ("reference", "Reference only"),
                                ],
                                max_length=12,
                                verbose_name="basis",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("DRAFT", "Draft"), ("PUBLISHED", "Published"), ("RETIRED", "Retired")],
                                default="DRAFT",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demonstration copy")),
                        ("is_shipped", models.BooleanField(default=False)),
                        ("effective_from", models.DateField(null=True, verbose_name="in force from")),
                        ("effective_before", models.DateField(null=True, verbose_name="in force until before")),
                        ("scope_series", models.CharField(blank=True, max_length=40)),
                        ("body", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                        ("reference", models.CharField(blank=True, max_length=200, verbose_name="published under")),
                        ("text", models.TextField(blank=True)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("edited_at", models.DateTimeField(null=True, verbose_name="last saved")),
                        ("created_at", models.DateTimeField()),
                        ("published_at", models.DateTimeField(null=True, verbose_name="published at")),
                        ("retired_at", models.DateTimeField(null=True, verbose_name="taken out of force at")),
                        ("retired_reason", models.CharField(blank=True, max_length=500, verbose_name="reason for taking it out of force")),
                        ("edited_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        (
                            "published_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="corrigenda", to="credits.rulebookversion"
                            ),
                        ),
                        (
                            "retired_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "scope_region",
                            models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region"),
                        ),
                    ],
                    options={"verbose_name": "version of a rulebook", "verbose_name_plural": "versions of rulebooks"},
                ),
                migrations.CreateModel(
                    name="RulebookExample",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("text", models.TextField(verbose_name="example")),
                        ("is_shipped", models.BooleanField(default=False)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("edited_at", models.DateTimeField()),
                        ("edited_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("version", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="examples", to="credits.rulebookversion")),
                    ],
                    options={"verbose_name": "example of a rulebook", "verbose_name_plural": "examples of rulebooks"},
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("CREDIT", "Hours registered"),
                                    ("REVERSAL", "Registration reversed"),
                                    ("CORRECTION", "Registration corrected"),
                                    ("REINSTATEMENT", "Registration reinstated"),
                                    ("REDECISION", "Decided again under another rule"),
                                    ("ADJUSTMENT", "Decided again because another registration changed"),
                                ],
                                max_length=15,
                                verbose_name="kind",
                            ),
                        ),
                        ("family", models.CharField(max_length=40, verbose_name="rulebook")),
                        ("version_digest", models.CharField(blank=True, max_length=64)),
                        ("cycle_starts_on", models.DateField(null=True)),
                        ("cycle_ends_before", models.DateField(null=True)),
                        ("category", models.CharField(blank=True, max_length=30, verbose_name="category")),
                        ("hours", models.BigIntegerField(verbose_name="hundredths of an hour")),
                        ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("prev_digest", models.BinaryField()),
                        ("digest", models.BinaryField()),
                        ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="credits.act")),
                        ("claim", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="credits.claim")),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                        ("version", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="credits.rulebookversion")),
                    ],
                    options={"verbose_name": "entry", "verbose_name_plural": "entries"},
                ),
                migrations.CreateModel(
                    name="Seen",
                    fields=[
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="accounts.person"
                            ),
                        ),
                        ("records", models.JSONField(default=list)),
                        ("last_fact", models.BigIntegerField(default=0)),
                        ("lines", models.BigIntegerField(default=0)),
                        ("openings", models.IntegerField(default=0)),
                        ("decided_at", models.DateTimeField()),
                        ("due_on", models.DateField(null=True)),
                    ],
                    options={
                        "verbose_name": "what standings were decided from",
                        "verbose_name_plural": "what standings were decided from",
                        "indexes": [models.Index(fields=["due_on"], name="standings_due")],
                    },
                ),
                migrations.CreateModel(
                    name="Simulation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("not_before", models.DateTimeField()),
                        ("last_error", models.CharField(blank=True, max_length=500)),
                        ("finished_at", models.DateTimeField(null=True)),
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
                        ("seen_at", models.DateTimeField(null=True, verbose_name="looked at")),
                        ("asked_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("region", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region")),
                        ("seen_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("version", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="simulations", to="credits.rulebookversion")),
                    ],
                    options={"verbose_name": "simulation", "verbose_name_plural": "simulations"},
                ),
                migrations.CreateModel(
                    name="Redecision",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("not_before", models.DateTimeField()),
                        ("last_error", models.CharField(blank=True, max_length=500)),
                        ("finished_at", models.DateTimeField(null=True)),
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
                        ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("simulation", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="redecision", to="credits.simulation")),
                    ],
                    options={"verbose_name": "redecision", "verbose_name_plural": "redecisions"},
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
                        ("before", models.CharField(blank=True, choices=[("MET", "Met"), ("SHORT", "Short"), ("UNKNOWN", "No data yet")], max_length=8)),
                        ("after", models.CharField(blank=True, choices=[("MET", "Met"), ("SHORT", "Short"), ("UNKNOWN", "No data yet")], max_length=8)),
                        ("standings", models.IntegerField()),
                        ("missing_before", models.BigIntegerField()),
                        ("missing_after", models.BigIntegerField()),
                        ("simulation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="cells", to="credits.simulation")),
                    ],
                    options={"verbose_name": "count of a simulation", "verbose_name_plural": "counts of simulations"},
                ),
                migrations.CreateModel(
                    name="SimulationChunk",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("families", models.JSONField()),
                        ("records", models.JSONField()),
                        ("lines", models.IntegerField(null=True)),
                        ("simulation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="chunks", to="credits.simulation")),
                    ],
                    options={"verbose_name": "people to decide again", "verbose_name_plural": "people to decide again"},
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
                        ("before", models.CharField(choices=[("MET", "Met"), ("SHORT", "Short"), ("UNKNOWN", "No data yet")], max_length=8)),
                        ("after", models.CharField(choices=[("MET", "Met"), ("SHORT", "Short"), ("UNKNOWN", "No data yet")], max_length=8)),
                        ("required_before", models.BigIntegerField()),
                        ("required_after", models.BigIntegerField()),
                        ("counted_before", models.BigIntegerField()),
                        ("counted_after", models.BigIntegerField()),
                        ("missing_before", models.BigIntegerField()),
                        ("missing_after", models.BigIntegerField()),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                        ("simulation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="flips", to="credits.simulation")),
                    ],
                    options={"verbose_name": "changed standing of a simulation", "verbose_name_plural": "changed standings of simulations"},
                ),
                migrations.CreateModel(
                    name="Standing",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("family", models.CharField(max_length=40, verbose_name="rulebook")),
                        ("cycle_starts_on", models.DateField()),
                        ("cycle_ends_before", models.DateField()),
                        (
                            "state",
                            models.CharField(choices=[("MET", "Met"), ("SHORT", "Short"), ("UNKNOWN", "No data yet")], max_length=8, verbose_name="state"),
                        ),
                        ("required", models.BigIntegerField()),
                        ("counted", models.BigIntegerField()),
                        ("missing", models.BigIntegerField()),
                        ("categories", models.JSONField(default=list)),
                        ("unmet", models.JSONField(default=list)),
                        ("reasons", models.JSONField(default=list)),
                        ("deadline", models.DateField(verbose_name="by")),
                        (
                            "place",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.comparison.Coalesce("region", models.Value("")),
                                output_field=models.CharField(max_length=12),
                            ),
                        ),
                        ("series", models.CharField(blank=True, max_length=40)),
                        ("records", models.JSONField(default=list)),
                        ("last_fact", models.BigIntegerField(default=0)),
                        ("last_entry", models.BigIntegerField(default=0)),
                        ("openings", models.IntegerField(default=0)),
                        ("decided_at", models.DateTimeField()),
                        ("employer", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation")),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                        ("region", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region")),
                        ("version", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="credits.rulebookversion")),
                    ],
                    options={"verbose_name": "standing", "verbose_name_plural": "standings"},
                ),
                migrations.CreateModel(
                    name="TreeHead",
                    fields=[
                        ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("size", models.BigIntegerField(verbose_name="lines")),
                        ("root", models.BinaryField()),
                        ("previous", models.BinaryField(default=b"")),
                        ("signed_at", models.DateTimeField(verbose_name="signed at")),
                        ("signature", models.BinaryField()),
                        ("floor", models.BigIntegerField()),
                        ("horizon_entry", models.BigIntegerField()),
                        ("horizon_xid", models.BigIntegerField()),
                        ("key", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="heads", to="credits.signingkey")),
                    ],
                    options={"verbose_name": "tree head", "verbose_name_plural": "tree heads"},
                ),
                migrations.CreateModel(
                    name="LeafRun",
                    fields=[
                        ("first_leaf", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("first_entry", models.BigIntegerField()),
                        ("last_entry", models.BigIntegerField()),
                        ("head", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="credits.treehead")),
                    ],
                    options={"verbose_name": "run of leaves", "verbose_name_plural": "runs of leaves"},
                ),
                migrations.CreateModel(
                    name="TreeTile",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("level", models.SmallIntegerField()),
                        ("place", models.BigIntegerField()),
                        ("data", models.BinaryField()),
                    ],
                    options={
                        "verbose_name": "tile of the tree",
                        "verbose_name_plural": "tiles of the tree",
                        "constraints": [models.UniqueConstraint(fields=("level", "place"), name="one_tile_a_place")],
                    },
                ),
                migrations.AddIndex(model_name="claim", index=models.Index(fields=["person", "position"], name="claims_of_a_person")),
                migrations.AddConstraint(
                    model_name="claim", constraint=models.UniqueConstraint(fields=("person", "key", "revision"), name="one_claim_a_key_and_revision")
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(condition=models.Q(("starts_on__lte", models.F("ends_on"))), name="claim_starts_before_it_ends"),
                ),
                migrations.AddIndex(
                    model_name="certificateorder", index=models.Index(condition=models.Q(("done_at", None)), fields=["not_before"], name="certificates_due")
                ),
                migrations.AddIndex(
                    model_name="complianceexport", index=models.Index(condition=models.Q(("state", "WAITING")), fields=["not_before"], name="exports_due")
                ),
                migrations.AddConstraint(
                    model_name="complianceexportpart", constraint=models.UniqueConstraint(fields=("export", "number"), name="one_part_a_number")
                ),
                migrations.AddConstraint(
                    model_name="connectedsource", constraint=models.UniqueConstraint(fields=("family", "region"), name="one_source_a_family_and_region")
                ),
                migrations.AddConstraint(
                    model_name="openingbalance",
                    constraint=models.UniqueConstraint(fields=("person", "family", "on", "category"), name="one_opening_a_cycle_and_category"),
                ),
                migrations.AddIndex(
                    model_name="openingsheet", index=models.Index(condition=models.Q(("state", "APPLYING")), fields=["not_before"], name="sheets_due")
                ),
                migrations.AddIndex(model_name="openingrow", index=models.Index(fields=["sheet", "outcome", "number"], name="rows_by_outcome")),
                migrations.AddConstraint(model_name="openingrow", constraint=models.UniqueConstraint(fields=("sheet", "number"), name="one_row_a_number")),
                migrations.AddConstraint(
                    model_name="openingrow",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("outcome", "REFUSED"), ("person__isnull", False), _connector="OR"), name="an_accepted_row_is_about_somebody"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="quiethours",
                    constraint=models.CheckConstraint(condition=models.Q(("from_hour__lt", 24), ("until_hour__lt", 24)), name="quiet_hours_are_on_the_clock"),
                ),
                migrations.AddIndex(model_name="recordlook", index=models.Index(fields=["person", "-at"], name="looks_at_a_person")),
                migrations.AddConstraint(
                    model_name="recordlook",
                    constraint=models.CheckConstraint(condition=models.Q(("purpose", ""), _negated=True), name="a_look_states_its_purpose"),
                ),
                migrations.AddIndex(model_name="reminder", index=models.Index(fields=["person", "-id"], name="inbox_of_a_person")),
                migrations.AddIndex(
                    model_name="delivery",
                    index=models.Index(condition=models.Q(("given_up_at", None), ("sent_at", None)), fields=["not_before"], name="deliveries_due"),
                ),
                migrations.AddConstraint(
                    model_name="delivery", constraint=models.UniqueConstraint(fields=("reminder", "channel"), name="one_delivery_a_channel")
                ),
                migrations.AddConstraint(
                    model_name="reminderpreference", constraint=models.UniqueConstraint(fields=("person", "channel"), name="one_preference_a_channel")
                ),
                migrations.AddConstraint(
                    model_name="rulebookversion",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("status", "DRAFT"), _negated=True), fields=("family", "digest"), name="one_version_a_digest"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rulebookversion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("status", "DRAFT"), ("published_at__isnull", False), _connector="OR"), name="published_version_says_when"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rulebookversion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(models.Q(("status", "RETIRED"), _negated=True), ("retired_at__isnull", False), _connector="OR"),
                        name="retired_version_says_when",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rulebookexample", constraint=models.UniqueConstraint(fields=("version", "name"), name="one_example_a_name")
                ),
                migrations.AddIndex(model_name="entry", index=models.Index(fields=["person", "family", "cycle_starts_on"], name="entries_of_a_cycle")),
                migrations.AddConstraint(
                    model_name="entry", constraint=models.UniqueConstraint(fields=("person", "number"), name="entries_are_numbered_without_repeat")
                ),
                migrations.AddIndex(
                    model_name="simulation", index=models.Index(condition=models.Q(("state", "WAITING")), fields=["not_before"], name="simulations_due")
                ),
                migrations.AddIndex(
                    model_name="redecision", index=models.Index(condition=models.Q(("state", "WAITING")), fields=["not_before"], name="redecisions_due")
                ),
                migrations.AddConstraint(
                    model_name="simulationcell",
                    constraint=models.UniqueConstraint(
                        fields=("simulation", "cycle_starts_on", "cycle_ends_before", "city", "series", "career", "employer_kind", "before", "after"),
                        name="one_cell_a_group_and_change",
                    ),
                ),
                migrations.AddIndex(
                    model_name="simulationchunk",
                    index=models.Index(condition=models.Q(("lines", None)), fields=["simulation", "id"], name="chunks_to_redecide"),
                ),
                migrations.AddIndex(model_name="simulationflip", index=models.Index(fields=["simulation", "after", "city", "id"], name="flips_in_order")),
                migrations.AddConstraint(
                    model_name="simulationflip",
                    constraint=models.UniqueConstraint(fields=("simulation", "person", "family_after", "cycle_starts_on"), name="one_flip_a_cycle"),
                ),
                migrations.AddIndex(model_name="standing", index=models.Index(fields=["region", "state", "id"], name="standings_of_a_region")),
                migrations.AddIndex(
                    model_name="standing",
                    index=models.Index(fields=["place", "family", "cycle_starts_on", "series", "state", "missing", "id"], name="standings_in_order"),
                ),
                migrations.AddIndex(model_name="standing", index=models.Index(fields=["cycle_ends_before", "state"], name="standings_by_end")),
                migrations.AddConstraint(
                    model_name="standing", constraint=models.UniqueConstraint(fields=("person", "family", "cycle_starts_on"), name="one_standing_a_cycle")
                ),
                migrations.AddConstraint(model_name="treehead", constraint=models.UniqueConstraint(fields=("size",), name="heads_grow")),
                migrations.AddConstraint(
                    model_name="leafrun",
                    constraint=models.CheckConstraint(condition=models.Q(("first_entry__lte", models.F("last_entry"))), name="leaf_run_starts_before_it_ends"),
                ),
            ]
        )
    ]
