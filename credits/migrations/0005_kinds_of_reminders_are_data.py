"""
Kinds of reminders are data, with versions; a reminder may be for a login that has an office and no record.

What was planned before keeps its words: the kinds that took the place of the old ones say the same.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from learning.migrating import ChangeTogether

WEIGHTS = [("REQUIRED", "Required by law"), ("IMPORTANT", "Important"), ("OTHER", "Other")]

PUBLISHED = """
CREATE FUNCTION refuse_change_of_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'a published version of a kind of reminder cannot change: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER published_cannot_change BEFORE UPDATE OR DELETE ON credits_reminderversion FOR EACH ROW EXECUTE FUNCTION refuse_change_of_said();
CREATE TRIGGER published_cannot_be_truncated BEFORE TRUNCATE ON credits_reminderversion FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
NOT_PUBLISHED = """
DROP TRIGGER published_cannot_change ON credits_reminderversion;
DROP TRIGGER published_cannot_be_truncated ON credits_reminderversion;
DROP FUNCTION refuse_change_of_said();
"""

RENAMED = """
UPDATE credits_reminder SET kind = CASE
    WHEN kind = 'RUN_TOMORROW' THEN 'RUN_BEGINS'
    WHEN kind = 'RUN_CHANGED' AND facts ->> 'is_cancelled' = 'true' THEN 'RUN_CANCELLED'
    WHEN kind = 'RUN_CHANGED' AND facts -> 'after' ? 'minutes' THEN 'ATTENDANCE_CORRECTED'
    WHEN kind = 'RUN_CHANGED' THEN 'SESSION_CHANGED'
    WHEN kind = 'ENROLMENT_DECIDED' THEN CASE facts ->> 'state'
        WHEN 'ADMITTED' THEN 'ENROLMENT_ADMITTED' WHEN 'WAITING' THEN 'ENROLMENT_WAITING' WHEN 'REFUSED' THEN 'ENROLMENT_REFUSED'
        WHEN 'WITHDRAWN' THEN 'ENROLMENT_CANCELLED' ELSE 'ENROLMENT_RECEIVED' END
    ELSE kind END;
-- As the sweeps name them from now on, so that nobody is told twice.
UPDATE credits_reminder SET key = kind || ':' || regexp_replace(
    regexp_replace(key, '^cycle:', ''), '^run:([0-9]+):tomorrow:([0-9-]+):([0-9]+)$', '\\1:\\2:\\3:1');
"""
# The old code would say these as it said what a run had changed.
NAMED_BACK = """
DELETE FROM credits_delivery USING credits_reminder WHERE reminder_id = credits_reminder.id AND person_id IS NULL;
DELETE FROM credits_reminder WHERE person_id IS NULL;
UPDATE credits_reminder SET key = CASE kind
    WHEN 'CYCLE_ENDS' THEN 'cycle:' || substr(key, length(kind) + 2)
    WHEN 'RUN_BEGINS' THEN 'run:' || regexp_replace(substr(key, length(kind) + 2), '^([0-9]+):(.*):1$', '\\1:tomorrow:\\2')
    ELSE substr(key, length(kind) + 2) END;
UPDATE credits_reminder SET kind = CASE
    WHEN kind = 'RUN_BEGINS' THEN 'RUN_TOMORROW'
    WHEN kind IN ('RUN_CANCELLED', 'ATTENDANCE_CORRECTED', 'SESSION_CHANGED') THEN 'RUN_CHANGED'
    WHEN kind LIKE 'ENROLMENT_%' THEN 'ENROLMENT_DECIDED'
    ELSE kind END;
"""


def key(to, **how):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=to, **{"related_name": "+", **how})


class Migration(migrations.Migration):
    dependencies = [
        ("credits", "0004_deliveries_tell_more"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        ChangeTogether(
            [
                migrations.CreateModel(
                    name="ReminderKind",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, unique=True)),
                        ("source", models.CharField(max_length=40)),
                        (
                            "weight",
                            models.CharField(choices=WEIGHTS, max_length=10, verbose_name="how much it matters"),
                        ),
                        ("is_paused", models.BooleanField(default=False, verbose_name="paused")),
                        ("paused_at", models.DateTimeField(null=True, verbose_name="paused at")),
                        ("paused_by", key(settings.AUTH_USER_MODEL, null=True)),
                        ("paused_reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                    ],
                    options={"verbose_name": "kind of reminder", "verbose_name_plural": "kinds of reminders"},
                ),
                migrations.CreateModel(
                    name="ReminderVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", key("credits.reminderkind", related_name="versions")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                        ("body", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                        ("is_shipped", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField(verbose_name="written at")),
                        ("created_by", key(settings.AUTH_USER_MODEL, null=True)),
                        ("published_at", models.DateTimeField(null=True, verbose_name="published at")),
                        ("published_by", key(settings.AUTH_USER_MODEL, null=True)),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                    ],
                    options={
                        "verbose_name": "version of a kind of reminder",
                        "verbose_name_plural": "versions of kinds of reminders",
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "number"), name="one_number_a_version_of_a_kind"),
                            models.UniqueConstraint(
                                condition=Q(published_at=None), fields=("kind",), name="one_draft_a_kind_of_reminder"
                            ),
                        ],
                    },
                ),
                migrations.AlterField("reminder", "key", models.CharField(max_length=150)),
                migrations.AlterField("reminder", "kind", models.CharField(max_length=40, verbose_name="kind")),
                migrations.AlterField("reminder", "person", key("accounts.person", db_index=False, null=True)),
                migrations.AddField("reminder", "user", key(settings.AUTH_USER_MODEL, db_index=False, null=True)),
                migrations.AddField(
                    "reminder",
                    "version",
                    key("credits.reminderversion", db_constraint=False, db_index=False, null=True),
                ),
                migrations.AddField("reminder", "is_spread", models.BooleanField(db_default=True, default=True)),
                migrations.AddConstraint(
                    "reminder", models.UniqueConstraint(fields=("key",), name="one_reminder_a_key")
                ),
                migrations.AddConstraint(
                    "reminder",
                    models.CheckConstraint(
                        condition=Q(person__isnull=False, user=None) | Q(person=None, user__isnull=False),
                        name="reminder_is_for_a_person_or_a_login",
                    ),
                ),
                migrations.AddIndex(
                    "reminder",
                    models.Index(fields=["user", "-id"], name="inbox_of_a_login", condition=Q(user__isnull=False)),
                ),
                migrations.AddIndex(
                    "reminder", models.Index(fields=["id"], name="reminders_to_spread", condition=Q(is_spread=False))
                ),
            ]
        ),
        migrations.RunSQL(PUBLISHED, NOT_PUBLISHED),
        migrations.RunSQL(RENAMED, NAMED_BACK),
    ]
