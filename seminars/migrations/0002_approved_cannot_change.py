"""Approved facts, filed changes, decisions, corrected presence and the evidence of corrections are append-only: the database refuses to change them, whoever asks."""

from django.db import migrations

from learning.migrating import append_only

TABLES = ["seminars_programmeversion", "seminars_filedchange", "seminars_applicationdecision", "seminars_attendancecorrection", "seminars_correctionevidence"]


class Migration(migrations.Migration):
    dependencies = [("seminars", "0001_initial"), ("accounts", "0003_facts_cannot_change")]
    operations = [*map(append_only, TABLES)]
