from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

append_only = import_module("learning.accounts.migrations.0002_facts_cannot_change").append_only


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_invitations_take_effect_at_sign_in"),
    ]

    operations = [
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
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
            },
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(fields=("user", "kind", "version"), name="one_consent_a_version"),
        ),
        append_only("accounts_consent"),
    ]
