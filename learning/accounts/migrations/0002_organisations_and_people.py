"""Organisations, people and what is known of them."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from learning.migrating import MakeTogether


class Migration(migrations.Migration):
    # Databases that came here in more steps have this one.
    replaces = [("accounts", "0008_changes_are_stated_with_proof")]
    dependencies = [("accounts", "0001_initial")]
    operations = [
        MakeTogether(
            [
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "document_kind",
                            models.CharField(
                                choices=[
                                    ("RESIDENT_ID", "Resident identity card"),
                                    ("RESIDENCE_PERMIT", "Residence permit for Hong Kong, Macao or Taiwan residents"),
                                    ("FOREIGN_RESIDENT_ID", "Foreign permanent resident identity card"),
                                    ("PASSPORT", "Passport"),
                                ],
                                max_length=20,
                                verbose_name="kind of document",
                            ),
                        ),
                        ("number_encrypted", models.BinaryField(verbose_name="document number, encrypted")),
                        ("number_index", models.CharField(max_length=64, unique=True)),
                        ("number_index_next", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                        ("number_last_four", models.CharField(max_length=4, verbose_name="last four characters")),
                        ("born_on", models.DateField(blank=True, null=True, verbose_name="born on")),
                        ("is_verified", models.BooleanField(default=False, verbose_name="identity verified")),
                        ("created_at", models.DateTimeField(verbose_name="recorded at")),
                    ],
                    options={"verbose_name": "person", "verbose_name_plural": "persons"},
                ),
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
                                choices=[("WAITING", "Waiting for a decision"), ("RECORDED", "Entered in the record"), ("RETURNED", "Returned")],
                                default="WAITING",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                        (
                            "decided_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        ("stated_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={"verbose_name": "change stated by a person", "verbose_name_plural": "changes stated by persons"},
                ),
                migrations.CreateModel(
                    name="ChangeEvidence",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=150, verbose_name="file name")),
                        ("media_type", models.CharField(max_length=20)),
                        ("content", models.BinaryField()),
                        ("digest", models.CharField(max_length=64)),
                        ("change", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="accounts.change")),
                    ],
                    options={"verbose_name": "proof of a change", "verbose_name_plural": "proofs of changes"},
                ),
                migrations.CreateModel(
                    name="Consent",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("NOTICE", "Notice on handling personal information"),
                                    ("DOCUMENT_NUMBER", "Separate consent to handling the document number"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("version", models.CharField(max_length=10, verbose_name="version")),
                        ("agreed_at", models.DateTimeField(verbose_name="agreed at")),
                        ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="consents", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={"verbose_name": "consent", "verbose_name_plural": "consents"},
                ),
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("REGULATOR", "Regulator"), ("BASE", "Continuing-education base"), ("EMPLOYER", "Employer")],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("uscc", models.CharField(blank=True, max_length=18, null=True, unique=True, verbose_name="unified social credit code")),
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
                                default="GENERAL",
                                max_length=25,
                                verbose_name="sector",
                            ),
                        ),
                        (
                            "employer_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("public_institution", "Public institution"),
                                    ("state_enterprise", "State-owned enterprise"),
                                    ("private_enterprise", "Private enterprise"),
                                    ("self_employed", "Self-employed"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                                verbose_name="kind of employer",
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="children", to="accounts.organisation"
                            ),
                        ),
                    ],
                    options={"verbose_name": "organisation", "verbose_name_plural": "organisations"},
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("BASE_MANAGER", "Base manager"),
                                    ("BASE_STAFF", "Base staff"),
                                    ("REGULATOR_OFFICER", "Officer"),
                                    ("REGULATOR_VIEWER", "Viewer"),
                                    ("EMPLOYER_STAFF", "Employer staff"),
                                ],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="since")),
                        ("ends_before", models.DateField(blank=True, null=True, verbose_name="ends before")),
                        ("appointed_at", models.DateTimeField(blank=True, null=True, verbose_name="appointed at")),
                        (
                            "appointed_by",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to=settings.AUTH_USER_MODEL)),
                        (
                            "organisation",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="accounts.organisation"),
                        ),
                    ],
                    options={"verbose_name": "membership", "verbose_name_plural": "memberships"},
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("mobile", models.CharField(max_length=20, verbose_name="mobile number")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("BASE_MANAGER", "Base manager"),
                                    ("BASE_STAFF", "Base staff"),
                                    ("REGULATOR_OFFICER", "Officer"),
                                    ("REGULATOR_VIEWER", "Viewer"),
                                    ("EMPLOYER_STAFF", "Employer staff"),
                                ],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="since")),
                        ("invited_at", models.DateTimeField(verbose_name="invited at")),
                        ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
                        ("invited_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        (
                            "membership",
                            models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="invitation", to="accounts.membership"),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="accounts.organisation"),
                        ),
                    ],
                    options={"verbose_name": "invitation", "verbose_name_plural": "invitations"},
                ),
                migrations.AddField(
                    model_name="change",
                    name="decided_for",
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"),
                ),
                migrations.AddField(
                    model_name="change",
                    name="employer",
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"),
                ),
                migrations.AddField(
                    model_name="change",
                    name="person",
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="accounts.person"),
                ),
                migrations.CreateModel(
                    name="PersonContact",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("kind", models.CharField(choices=[("MOBILE", "Mobile"), ("EMAIL", "E-mail")], max_length=10, verbose_name="kind")),
                        ("value", models.CharField(max_length=254, verbose_name="number or address")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        (
                            "organisation",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"),
                        ),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="accounts.person")),
                        (
                            "recorded_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={"verbose_name": "contact", "verbose_name_plural": "contacts"},
                ),
                migrations.CreateModel(
                    name="JoinAttempt",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("address", models.GenericIPAddressField(null=True, verbose_name="address")),
                        ("code_digest", models.CharField(blank=True, max_length=64)),
                        ("wrong_codes", models.PositiveSmallIntegerField(default=0)),
                        ("failed", models.BooleanField(default=False)),
                        ("at", models.DateTimeField()),
                        ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("person", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                        ("contact", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.personcontact")),
                    ],
                    options={"verbose_name": "try to join a record", "verbose_name_plural": "tries to join a record"},
                ),
                migrations.CreateModel(
                    name="PersonJoin",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("kind", models.CharField(choices=[("JOIN", "Joined"), ("UNJOIN", "Parted again")], max_length=6, verbose_name="kind")),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        ("decided_at", models.DateTimeField(verbose_name="decided at")),
                        ("decided_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("first", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                        ("second", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                    ],
                    options={"verbose_name": "join of records", "verbose_name_plural": "joins of records"},
                ),
                migrations.CreateModel(
                    name="PersonLogin",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "proof",
                            models.CharField(
                                choices=[
                                    ("CONTACT_CODE", "Code sent to a recorded contact"),
                                    ("IN_PERSON", "Confirmed by staff in person"),
                                    ("NEW_RECORD", "Record made at sign-up, not verified"),
                                ],
                                max_length=15,
                                verbose_name="proof",
                            ),
                        ),
                        ("since", models.DateTimeField(verbose_name="since")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                        ("contested_at", models.DateTimeField(null=True, verbose_name="contested at")),
                        ("contested_reason", models.CharField(blank=True, max_length=500, verbose_name="why it is contested")),
                        (
                            "confirmed_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "contested_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="logins", to="accounts.person")),
                        ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="person_logins", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={"verbose_name": "login of a person", "verbose_name_plural": "logins of persons"},
                ),
                migrations.CreateModel(
                    name="PersonName",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=50, verbose_name="name")),
                        ("folded", models.CharField(max_length=50)),
                        ("since", models.DateField(verbose_name="since")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        (
                            "corrects",
                            models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="corrected_by", to="accounts.personname"),
                        ),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="names", to="accounts.person")),
                        (
                            "recorded_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={"verbose_name": "name of a person", "verbose_name_plural": "names of persons"},
                ),
                migrations.CreateModel(
                    name="Region",
                    fields=[
                        ("code", models.CharField(max_length=12, primary_key=True, serialize=False, verbose_name="code")),
                        ("name", models.CharField(max_length=50, verbose_name="name")),
                        ("path", models.CharField(max_length=60, unique=True, verbose_name="path")),
                        ("depth", models.PositiveSmallIntegerField(verbose_name="depth")),
                        ("is_zone", models.BooleanField(default=False, verbose_name="development zone")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="children", to="accounts.region"
                            ),
                        ),
                    ],
                    options={"verbose_name": "region", "verbose_name_plural": "regions"},
                ),
                migrations.CreateModel(
                    name="PersonFact",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("SERIES", "Series"),
                                    ("TARGET_LEVEL", "Target level"),
                                    ("TITLE", "Title"),
                                    ("REGION", "Region"),
                                    ("EMPLOYER", "Employer"),
                                    ("STATUS", "Status"),
                                    ("OBLIGED", "Under the duty"),
                                    ("TRANSFERRED", "Transferred from outside"),
                                    ("APPOINTED", "Appointment term"),
                                    ("SPECIALTY", "Registered specialty"),
                                    ("INFO_COLLECTED", "Information collected"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("code", models.CharField(blank=True, max_length=30, verbose_name="code")),
                        ("label", models.CharField(blank=True, max_length=100, verbose_name="label")),
                        ("consent", models.BooleanField(null=True, verbose_name="with the employer's consent")),
                        ("since", models.DateField(verbose_name="since")),
                        ("ends_before", models.DateField(null=True, verbose_name="ends before")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        ("is_void", models.BooleanField(default=False, verbose_name="takes the replaced fact away")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        (
                            "organisation",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"),
                        ),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="accounts.person")),
                        (
                            "recorded_by",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="replaced_by", to="accounts.personfact"),
                        ),
                        ("region", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region")),
                    ],
                    options={"verbose_name": "fact about a person", "verbose_name_plural": "facts about persons"},
                ),
                migrations.AddField(
                    model_name="organisation",
                    name="region",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="organisations", to="accounts.region", verbose_name="region"
                    ),
                ),
                migrations.AddField(
                    model_name="change",
                    name="region",
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.region"),
                ),
                migrations.CreateModel(
                    name="TextMessage",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("to", models.CharField(max_length=20, verbose_name="to")),
                        ("body", models.CharField(max_length=500, verbose_name="text")),
                        ("key", models.CharField(max_length=100, null=True, unique=True)),
                        ("created_at", models.DateTimeField(verbose_name="written at")),
                        ("expires_at", models.DateTimeField(null=True, verbose_name="useless after")),
                        ("not_before", models.DateTimeField()),
                        ("claimed_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("last_error", models.CharField(blank=True, max_length=500, verbose_name="last error")),
                    ],
                    options={
                        "verbose_name": "text message",
                        "verbose_name_plural": "text messages",
                        "indexes": [models.Index(condition=models.Q(("sent_at", None)), fields=["not_before"], name="texts_to_send")],
                    },
                ),
                migrations.AddConstraint(
                    model_name="consent", constraint=models.UniqueConstraint(fields=("user", "kind", "version"), name="one_consent_a_version")
                ),
                migrations.AddConstraint(
                    model_name="membership",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_before", None), ("since__lt", models.F("ends_before")), _connector="OR"),
                        name="membership_starts_before_it_ends",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membership",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ends_before", None)), fields=("user", "organisation", "role"), name="one_open_membership_a_role"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="invitation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)), fields=("mobile", "organisation", "role"), name="one_open_invitation_a_role"
                    ),
                ),
                migrations.AddIndex(model_name="joinattempt", index=models.Index(fields=["user", "at"], name="tries_of_a_login")),
                migrations.AddIndex(model_name="joinattempt", index=models.Index(fields=["address", "at"], name="tries_of_an_address")),
                migrations.AddConstraint(
                    model_name="personjoin",
                    constraint=models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="joined_records_are_in_order"),
                ),
                migrations.AddConstraint(
                    model_name="personlogin",
                    constraint=models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("person",), name="one_login_a_person"),
                ),
                migrations.AddConstraint(
                    model_name="personlogin",
                    constraint=models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("user",), name="one_person_a_login"),
                ),
                migrations.AddIndex(model_name="personname", index=models.Index(fields=["folded"], name="name_prefix", opclasses=["varchar_pattern_ops"])),
                migrations.AddIndex(model_name="region", index=models.Index(fields=["path"], name="region_path_prefix", opclasses=["varchar_pattern_ops"])),
                migrations.AddIndex(model_name="personfact", index=models.Index(fields=["person", "kind", "since"], name="facts_of_a_person")),
                migrations.AddConstraint(
                    model_name="personfact",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_before", None), ("since__lt", models.F("ends_before")), _connector="OR"), name="fact_starts_before_it_ends"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="personfact",
                    constraint=models.CheckConstraint(
                        condition=models.Q(models.Q(("kind", "REGION"), _negated=True), ("region__isnull", False), _connector="OR"),
                        name="region_fact_names_a_region",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="personfact",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("is_void", False), ("replaces__isnull", False), _connector="OR"), name="void_fact_replaces_one"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="organisation", constraint=models.UniqueConstraint(fields=("kind", "name"), name="one_organisation_a_name_and_kind")
                ),
                migrations.AddIndex(
                    model_name="change", index=models.Index(condition=models.Q(("state", "WAITING")), fields=["due_on"], name="changes_waiting")
                ),
                migrations.AddConstraint(
                    model_name="change",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_before", None), ("since__lt", models.F("ends_before")), _connector="OR"), name="change_starts_before_it_ends"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="change",
                    constraint=models.UniqueConstraint(condition=models.Q(("state", "WAITING")), fields=("person", "kind"), name="one_waiting_change_a_kind"),
                ),
            ]
        )
    ]
