"""Lines of the ledger are leaves of one growing tree; its heads are signed, each names the one before. The database keeps what was said."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

append_only = import_module("learning.accounts.migrations.0002_facts_cannot_change").append_only

# No line is ever a leaf twice: runs of ids may not overlap, whatever two sweeps do at once.
ONCE = "ALTER TABLE credits_leafrun ADD CONSTRAINT a_line_is_a_leaf_once EXCLUDE USING gist (int8range(first_entry, last_entry, '[]') WITH &&)"
NOT_ONCE = "ALTER TABLE credits_leafrun DROP CONSTRAINT a_line_is_a_leaf_once"

GROW = """
CREATE FUNCTION refuse_other_than_growth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.level, NEW.place) = (OLD.level, OLD.place) AND substring(NEW.data FOR length(OLD.data)) = OLD.data THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a tile of the tree only grows: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER tiles_only_grow BEFORE UPDATE OR DELETE ON credits_treetile FOR EACH ROW EXECUTE FUNCTION refuse_other_than_growth();
CREATE TRIGGER tiles_cannot_be_truncated BEFORE TRUNCATE ON credits_treetile FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Hashes do not compress: no time is lost by trying.
ALTER TABLE credits_treetile ALTER COLUMN data SET STORAGE EXTERNAL;
"""
NOT_GROW = """
DROP TRIGGER tiles_only_grow ON credits_treetile;
DROP TRIGGER tiles_cannot_be_truncated ON credits_treetile;
DROP FUNCTION refuse_other_than_growth();
"""


class Migration(migrations.Migration):
    dependencies = [("credits", "0010_drafts_are_edited_and_examples_freeze")]

    operations = [
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
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="heads", to="credits.signingkey"
                    ),
                ),
            ],
            options={
                "verbose_name": "tree head",
                "verbose_name_plural": "tree heads",
                "constraints": [models.UniqueConstraint(name="heads_grow", fields=["size"])],
            },
        ),
        migrations.CreateModel(
            name="LeafRun",
            fields=[
                ("first_leaf", models.BigIntegerField(primary_key=True, serialize=False)),
                ("first_entry", models.BigIntegerField()),
                ("last_entry", models.BigIntegerField()),
                (
                    "head",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="credits.treehead",
                    ),
                ),
            ],
            options={
                "verbose_name": "run of leaves",
                "verbose_name_plural": "runs of leaves",
                "constraints": [
                    models.CheckConstraint(
                        name="leaf_run_starts_before_it_ends",
                        condition=models.Q(("first_entry__lte", models.F("last_entry"))),
                    )
                ],
            },
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
                "constraints": [models.UniqueConstraint(name="one_tile_a_place", fields=["level", "place"])],
            },
        ),
        migrations.RunSQL(ONCE, NOT_ONCE),
        append_only("credits_signingkey"),
        append_only("credits_treehead"),
        append_only("credits_leafrun"),
        migrations.RunSQL(GROW, NOT_GROW),
    ]
