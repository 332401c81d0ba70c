"""
Certificates are sealed, cannot change, and lose no number.

What a demo issued before, specimens all of them, is thrown away and issued anew. No installation has any other certificate; one that had would
have to be asked what its papers are worth, so the migration stops there.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from learning.migrating import ChangeTogether, append_only

KINDS = [("COMPLETION", "Certificate of completion"), ("YEAR", "Proof of the hours of a year"), ("TEACHING", "Proof of hours taught")]
STATES = [("ISSUED", "Valid"), ("REVOKED", "Revoked"), ("SUPERSEDED", "Replaced by a new one")]
RIGHTS = [
    ("DECISION", "Decision of the regulator"),
    ("HOURS", "Hours were corrected or reversed"),
    ("NAME", "The holder's name has changed"),
]

SPECIMENS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM credits_certificate WHERE NOT is_specimen) THEN
        RAISE EXCEPTION 'there are certificates that are no specimens and bear no seal';
    END IF;
END $$;
UPDATE credits_certificateorder SET done_at = NULL, attempts = 0
    FROM credits_certificate WHERE order_id = credits_certificateorder.id AND state = 'ISSUED';
"""
CLOSED = "UPDATE credits_certificateorder SET closed_reason = '样张已作废' WHERE done_at IS NOT NULL"


def key(to, **how):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=to, **{"related_name": "+", **how})


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_facts_cannot_change"),
        ("credits", "0002_ledger_cannot_change"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(SPECIMENS, migrations.RunSQL.noop),
        ChangeTogether(
            [
                migrations.DeleteModel(name="Certificate"),
                migrations.CreateModel(
                    name="CertificateSeries",
                    fields=[
                        ("prefix", models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={"verbose_name": "series of numbers", "verbose_name_plural": "series of numbers"},
                ),
                migrations.CreateModel(
                    name="SealKey",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("serial", models.CharField(max_length=40, unique=True, verbose_name="serial number")),
                        ("certificate", models.BinaryField()),
                        ("authority", models.BinaryField()),
                        ("since", models.DateTimeField(verbose_name="since")),
                        ("until", models.DateTimeField(verbose_name="until")),
                        ("made_at", models.DateTimeField()),
                        ("organisation", key("accounts.organisation")),
                    ],
                    options={
                        "verbose_name": "key of seals",
                        "verbose_name_plural": "keys of seals",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("since__lt", models.F("until"))), name="seal_key_starts_before_it_ends"
                            )
                        ],
                    },
                ),
                migrations.AddField(
                    "certificateorder", "kind", models.CharField(choices=KINDS, default="COMPLETION", max_length=10)
                ),
                migrations.AddField(
                    "certificateorder",
                    "number",
                    models.CharField(max_length=40, null=True, unique=True, verbose_name="number"),
                ),
                migrations.AddField(
                    "certificateorder", "series", key("credits.certificateseries", null=True, related_name="orders")
                ),
                migrations.AddField("certificateorder", "sequence", models.PositiveIntegerField(null=True)),
                migrations.AddField("certificateorder", "closed_reason", models.CharField(blank=True, max_length=500)),
                migrations.AddConstraint(
                    "certificateorder",
                    models.UniqueConstraint(fields=("series", "sequence"), name="one_number_a_place"),
                ),
                migrations.AddConstraint(
                    "certificateorder",
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", None), ("sequence", None), ("series", None)),
                            models.Q(("number__isnull", False), ("sequence__isnull", False), ("series__isnull", False)),
                            _connector="OR",
                        ),
                        name="number_has_a_place",
                    ),
                ),
                migrations.CreateModel(
                    name="Certificate",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                        ("kind", models.CharField(choices=KINDS, max_length=10, verbose_name="kind")),
                        (
                            "order",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificate",
                                to="credits.certificateorder",
                            ),
                        ),
                        ("person", key("accounts.person")),
                        ("holder_folded", models.CharField(max_length=50)),
                        ("token", models.CharField(max_length=43, unique=True)),
                        ("stated", models.JSONField(verbose_name="statement")),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("signature", models.CharField(max_length=128)),
                        ("key", key("credits.signingkey")),
                        ("seal", key("credits.sealkey")),
                        ("file_digest", models.CharField(max_length=64, unique=True)),
                        ("file_size", models.PositiveIntegerField()),
                        ("is_specimen", models.BooleanField(default=False, verbose_name="specimen")),
                        ("issued_at", models.DateTimeField(verbose_name="issued at")),
                        (
                            "replaces",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="credits.certificate",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "certificate",
                        "verbose_name_plural": "certificates",
                        "indexes": [models.Index(fields=["issued_at"], name="certificates_by_issue")],
                    },
                ),
                migrations.CreateModel(
                    name="CertificateChange",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("certificate", key("credits.certificate", related_name="changes")),
                        ("number", models.PositiveSmallIntegerField()),
                        ("state", models.CharField(choices=STATES, max_length=10, verbose_name="state")),
                        ("right", models.CharField(choices=RIGHTS, max_length=10, verbose_name="by right of")),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        ("by", key(settings.AUTH_USER_MODEL)),
                        ("at", models.DateTimeField(verbose_name="at")),
                    ],
                    options={
                        "verbose_name": "change of a certificate",
                        "verbose_name_plural": "changes of certificates",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("certificate", "number"), name="changes_are_numbered_without_repeat"
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(CLOSED, migrations.RunSQL.noop),
        append_only("credits_certificate"),
        append_only("credits_certificatechange"),
        append_only("credits_sealkey"),
    ]
