"""Approved facts, filed changes and decisions are append-only: the database refuses to change them, whoever asks."""

from importlib import import_module

from django.db import migrations

append_only = import_module("learning.accounts.migrations.0002_facts_cannot_change").append_only

TABLES = ["seminars_programmeversion", "seminars_filedchange", "seminars_applicationdecision"]


class Migration(migrations.Migration):
    dependencies = [("seminars", "0001_initial"), ("accounts", "0002_facts_cannot_change")]
    operations = [*map(append_only, TABLES)]
