"""Drafts are edited in the browser and have examples; those of a published version can neither change, come nor go."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

FROZEN = """
CREATE FUNCTION refuse_change_of_published_examples() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owner bigint; state text;
BEGIN
    FOREACH owner IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.version_id] WHEN 'DELETE' THEN ARRAY[OLD.version_id] ELSE ARRAY[OLD.version_id, NEW.version_id] END LOOP
        -- The lock waits for whoever is publishing.
        SELECT status INTO state FROM credits_rulebookversion WHERE id = owner FOR SHARE;
        IF state <> 'DRAFT' THEN
            RAISE EXCEPTION 'examples of a published version of a rulebook cannot change: % refused', TG_OP USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER examples_freeze_with_their_version BEFORE INSERT OR UPDATE OR DELETE ON credits_rulebookexample FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_examples();
CREATE TRIGGER examples_cannot_be_truncated BEFORE TRUNCATE ON credits_rulebookexample FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
THAWED = """
DROP TRIGGER examples_freeze_with_their_version ON credits_rulebookexample;
DROP TRIGGER examples_cannot_be_truncated ON credits_rulebookexample;
DROP FUNCTION refuse_change_of_published_examples();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("credits", "0009_drafts_of_packs_give_way"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RemoveConstraint("rulebookversion", "one_version_a_digest"),
        migrations.AddConstraint(
            "rulebookversion",
            models.UniqueConstraint(
                name="one_version_a_digest", fields=["family", "digest"], condition=~Q(status="DRAFT")
            ),
        ),
        migrations.AddField("rulebookversion", "text", models.TextField(blank=True)),
        migrations.AddField("rulebookversion", "revision", models.PositiveIntegerField(default=0)),
        migrations.AddField(
            "rulebookversion", "edited_at", models.DateTimeField(null=True, verbose_name="last saved")
        ),
        migrations.AddField(
            "rulebookversion",
            "edited_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
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
                (
                    "edited_by",
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
                        related_name="examples",
                        to="credits.rulebookversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "example of a rulebook",
                "verbose_name_plural": "examples of rulebooks",
                "constraints": [models.UniqueConstraint(name="one_example_a_name", fields=["version", "name"])],
            },
        ),
        migrations.RunSQL(FROZEN, THAWED),
    ]
