"""
Designs of certificates are data, and once published cannot change; certificates whose hours fell are proposed to be revoked.

Claims of what somebody taught have an index of their own: a sweep walks along them.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from learning.migrating import ChangeTogether

KINDS = [
    ("COMPLETION", "Certificate of completion"),
    ("YEAR", "Proof of the hours of a year"),
    ("TEACHING", "Proof of hours taught"),
    ("TRANSCRIPT", "Register of hours"),
]
OUTCOMES = [("REVOKED", "Revoked"), ("KEPT", "Kept valid"), ("OVERTAKEN", "Settled otherwise")]

PUBLISHED = """
CREATE FUNCTION refuse_change_of_design() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'DRAFT' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'a published design of certificates cannot change: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER published_cannot_change BEFORE UPDATE OR DELETE ON credits_certificatedesign FOR EACH ROW EXECUTE FUNCTION refuse_change_of_design();
CREATE TRIGGER published_cannot_be_truncated BEFORE TRUNCATE ON credits_certificatedesign FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
NOT_PUBLISHED = """
DROP TRIGGER published_cannot_change ON credits_certificatedesign;
DROP TRIGGER published_cannot_be_truncated ON credits_certificatedesign;
DROP FUNCTION refuse_change_of_design();
"""


def key(to, **how):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=to, **{"related_name": "+", **how})


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_facts_cannot_change"),
        ("credits", "0005_kinds_of_reminders_are_data"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        ChangeTogether(
            [
                migrations.AlterField(
                    "certificate", "kind", models.CharField(choices=KINDS, max_length=10, verbose_name="kind")
                ),
                migrations.AlterField(
                    "certificateorder", "kind", models.CharField(choices=KINDS, default="COMPLETION", max_length=10)
                ),
                migrations.AddIndex(
                    "claim",
                    models.Index(
                        condition=models.Q(
                            ("activity__in", ["teaching", "lecture_given"]), ("role", "lecturer"), _connector="OR"
                        ),
                        fields=["id"],
                        name="claims_taught",
                    ),
                ),
                migrations.CreateModel(
                    name="CertificateDesign",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("kind", models.CharField(choices=KINDS, max_length=10, verbose_name="kind")),
                        ("number", models.PositiveSmallIntegerField(null=True, verbose_name="version")),
                        ("name", models.CharField(max_length=60, verbose_name="name of the design")),
                        (
                            "status",
                            models.CharField(
                                choices=[("DRAFT", "Draft"), ("PUBLISHED", "Published")],
                                default="DRAFT",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("body", models.JSONField()),
                        ("logo", models.BinaryField(default=b"")),
                        ("digest", models.CharField(max_length=64)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("edited_at", models.DateTimeField(verbose_name="last saved")),
                        ("edited_by", key(settings.AUTH_USER_MODEL, null=True)),
                        ("published_at", models.DateTimeField(null=True, verbose_name="published at")),
                        ("published_by", key(settings.AUTH_USER_MODEL, null=True)),
                    ],
                    options={
                        "verbose_name": "design of certificates",
                        "verbose_name_plural": "designs of certificates",
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "number"), name="one_design_a_kind_and_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("number", None), ("published_at", None), ("status", "DRAFT")),
                                    models.Q(
                                        ("number__isnull", False), ("published_at__isnull", False), ("status", "PUBLISHED")
                                    ),
                                    _connector="OR",
                                ),
                                name="published_design_has_a_number_and_says_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CertificateProposal",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("certificate", key("credits.certificate", related_name="proposals")),
                        ("counted", models.BigIntegerField()),
                        ("found_at", models.DateTimeField(verbose_name="found at")),
                        (
                            "outcome",
                            models.CharField(blank=True, choices=OUTCOMES, max_length=10, verbose_name="outcome"),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                        ("decided_by", key(settings.AUTH_USER_MODEL, null=True)),
                    ],
                    options={
                        "verbose_name": "certificate whose hours fell",
                        "verbose_name_plural": "certificates whose hours fell",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("decided_at", None)), fields=["found_at"], name="proposals_open"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("certificate", "counted"), name="one_proposal_an_amount"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("outcome", "")),
                                    models.Q(("decided_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="decided_proposal_has_an_outcome",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(PUBLISHED, NOT_PUBLISHED),
    ]
