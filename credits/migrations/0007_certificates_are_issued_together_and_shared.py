"""
Certificates are issued together, shared for a purpose until a day, and take another's place by an order.

A key in wrong hands has an end, which cannot change, nor can what was seen of whoever opened a link.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from learning.migrating import ChangeTogether, append_only

KINDS = [
    ("COMPLETION", "Certificate of completion"),
    ("YEAR", "Proof of the hours of a year"),
    ("TEACHING", "Proof of hours taught"),
    ("TRANSCRIPT", "Register of hours"),
]
PARTS = [("PAGE", "Page"), ("PICTURE", "Picture"), ("FILE", "File")]


def key(to, **how):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=to, **{"related_name": "+", **how})


def row():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_facts_cannot_change"),
        ("credits", "0006_designs_of_certificates_are_data"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        ChangeTogether(
            [
                migrations.AddField("certificateorder", "replaces", key("credits.certificate", null=True)),
                migrations.CreateModel(
                    name="CertificateBatch",
                    fields=[
                        ("id", row()),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("not_before", models.DateTimeField()),
                        ("last_error", models.CharField(blank=True, max_length=500)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("kind", models.CharField(choices=KINDS, max_length=10, verbose_name="kind")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("organisation", key("accounts.organisation")),
                        ("family", models.CharField(blank=True, max_length=60)),
                        ("cycle_starts_on", models.DateField(null=True)),
                        ("by", key(settings.AUTH_USER_MODEL)),
                        ("created_at", models.DateTimeField(verbose_name="asked for at")),
                    ],
                    options={
                        "verbose_name": "certificates issued together",
                        "verbose_name_plural": "certificates issued together",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("finished_at", None)),
                                fields=["not_before"],
                                name="batches_to_order",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CertificateBatchRow",
                    fields=[
                        ("id", row()),
                        ("key", models.CharField(max_length=100)),
                        ("fault", models.CharField(blank=True, max_length=500)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="credits.certificatebatch",
                            ),
                        ),
                        ("order", key("credits.certificateorder", null=True)),
                        ("person", key("accounts.person")),
                    ],
                    options={
                        "verbose_name": "person of certificates issued together",
                        "verbose_name_plural": "people of certificates issued together",
                        "constraints": [
                            models.UniqueConstraint(fields=("batch", "key"), name="one_row_a_key_of_a_batch")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CertificateShare",
                    fields=[
                        ("id", row()),
                        ("purpose", models.CharField(max_length=40, verbose_name="purpose")),
                        ("until_on", models.DateField(verbose_name="until")),
                        ("token", models.CharField(max_length=43, unique=True)),
                        ("created_at", models.DateTimeField(verbose_name="made at")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                        ("by", key(settings.AUTH_USER_MODEL)),
                        ("certificate", key("credits.certificate", related_name="shares")),
                    ],
                    options={
                        "verbose_name": "shared certificate",
                        "verbose_name_plural": "shared certificates",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at", None), ("ended_at__gte", models.F("created_at")), _connector="OR"
                                ),
                                name="share_ends_after_it_was_made",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SealKeyEnd",
                    fields=[
                        ("id", row()),
                        ("since", models.DateTimeField(verbose_name="since")),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        ("noted_at", models.DateTimeField(verbose_name="noted at")),
                        (
                            "key",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="end", to="credits.sealkey"
                            ),
                        ),
                    ],
                    options={"verbose_name": "end of a key of seals", "verbose_name_plural": "ends of keys of seals"},
                ),
                migrations.CreateModel(
                    name="ShareOpening",
                    fields=[
                        ("id", row()),
                        ("at", models.DateTimeField(verbose_name="at")),
                        ("what", models.CharField(choices=PARTS, max_length=10, verbose_name="what")),
                        ("browser", models.CharField(blank=True, max_length=60, verbose_name="browser")),
                        ("place", models.CharField(blank=True, max_length=45, verbose_name="network")),
                        ("share", key("credits.certificateshare", related_name="openings")),
                    ],
                    options={
                        "verbose_name": "opening of a shared certificate",
                        "verbose_name_plural": "openings of shared certificates",
                    },
                ),
            ]
        ),
        append_only("credits_sealkeyend"),
        append_only("credits_shareopening"),
    ]
