"""Whoever takes a version out of force says why; nothing else of it changes by that, and nothing is said later."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE said text[] := %s;
BEGIN
    IF OLD.status = 'DRAFT' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - said = to_jsonb(OLD) - said AND NEW.status = 'RETIRED' %s THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a published version of a rulebook cannot change: %% refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""
WITH_REASON = REFUSE % (
    "ARRAY['status', 'retired_at', 'retired_by_id', 'retired_reason']",
    "AND OLD.status = 'PUBLISHED'",
)
STATE_ONLY = REFUSE % ("ARRAY['status']", "")


class Migration(migrations.Migration):
    dependencies = [
        ("credits", "0016_moderators_are_told_what_waits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "rulebookversion", "retired_at", models.DateTimeField(null=True, verbose_name="taken out of force at")
        ),
        migrations.AddField(
            "rulebookversion",
            "retired_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "rulebookversion",
            "retired_reason",
            models.CharField(blank=True, max_length=500, verbose_name="reason for taking it out of force"),
        ),
        migrations.AddConstraint(
            "rulebookversion",
            models.CheckConstraint(
                name="retired_version_says_when", condition=~Q(status="RETIRED") | Q(retired_at__isnull=False)
            ),
        ),
        migrations.RunSQL(WITH_REASON, STATE_ONLY),
    ]
