"""
A certificate that is replaced stays valid until the next one is made: its order says by what right, why and for whom.

Links to shared certificates are kept as digests. A draft of a design says which version it was begun from.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from learning.migrating import ChangeTogether

RIGHTS = [
    ("DECISION", "Decision of the regulator"),
    ("HOURS", "Hours were corrected or reversed"),
    ("NAME", "The holder's name has changed"),
    ("SEAL", "The key of its seal has ended"),
]
OUTCOMES = [
    ("REVOKED", "Revoked"),
    ("KEPT", "Kept valid"),
    ("REPLACED", "Replaced by one that states less"),
    ("OVERTAKEN", "Settled otherwise"),
]
# A link that was sent stays good; it cannot be shown again, because nothing here leads back to it.
DIGEST = "UPDATE credits_certificateshare SET token_digest = encode(sha256(token::bytea), 'hex')"
# Nobody knows the links any more: whoever goes back has others.
NO_DIGEST = "UPDATE credits_certificateshare SET token = left(token_digest, 43)"
# The version that was in use when the draft was last saved: what was refused before is refused now.
BEGUN = """
UPDATE credits_certificatedesign draft SET begun_from = (
       SELECT max(used.number) FROM credits_certificatedesign used
        WHERE used.kind = draft.kind AND used.status = 'PUBLISHED' AND (used.published_at <= draft.edited_at OR used.number = 1))
 WHERE draft.status = 'DRAFT'
"""


def key(to, **how):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=to, **{"related_name": "+", **how})


class Migration(migrations.Migration):
    dependencies = [
        ("credits", "0008_title_windows_are_announced"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        ChangeTogether(
            [
                migrations.AddField(
                    "certificateorder",
                    "right",
                    models.CharField(blank=True, choices=RIGHTS, db_default="", default="", max_length=10),
                ),
                migrations.AddField(
                    "certificateorder",
                    "reason",
                    models.CharField(blank=True, db_default="", default="", max_length=500),
                ),
                migrations.AddField("certificateorder", "asked_by", key(settings.AUTH_USER_MODEL, null=True)),
                migrations.AddConstraint(
                    "certificateorder",
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_by", None), ("right", "")),
                            models.Q(("asked_by__isnull", False), ("replaces__isnull", False)),
                            _connector="OR",
                        ),
                        name="order_that_supersedes_says_what_and_who",
                    ),
                ),
                migrations.AlterField(
                    "certificatechange",
                    "right",
                    models.CharField(choices=RIGHTS, max_length=10, verbose_name="by right of"),
                ),
                migrations.AlterField(
                    "certificateproposal",
                    "outcome",
                    models.CharField(blank=True, choices=OUTCOMES, max_length=10, verbose_name="outcome"),
                ),
                migrations.AddField("certificatedesign", "begun_from", models.PositiveSmallIntegerField(null=True)),
                migrations.AddField(
                    "certificateshare", "seed", models.CharField(blank=True, default="", max_length=32)
                ),
                migrations.AddField("certificateshare", "token_digest", models.CharField(default="", max_length=64)),
                migrations.AlterField(
                    "certificateshare", "token", models.CharField(max_length=43, null=True, unique=True)
                ),
            ]
        ),
        migrations.RunSQL(BEGUN, migrations.RunSQL.noop),
        migrations.RunSQL(DIGEST, NO_DIGEST),
        ChangeTogether(
            [
                migrations.AlterField("certificateshare", "token_digest", models.CharField(max_length=64, unique=True)),
                migrations.AlterField("certificateshare", "seed", models.CharField(blank=True, max_length=32)),
                migrations.RemoveField("certificateshare", "token"),
            ]
        ),
    ]
