"""
A claim tells when it was handed in, whether a regulator let it in late, and the place of its provider.

Claims that are there tell none of it: their digests are of what they state, and stay what they are.
"""

from django.db import migrations, models

from learning.migrating import ChangeTogether


class Migration(migrations.Migration):
    dependencies = [("credits", "0009_certificates_leave_their_place_once_the_next_is_made")]
    operations = [
        ChangeTogether(
            [
                migrations.AddField("claim", "declared_on", models.DateField(null=True)),
                migrations.AddField("claim", "late_approved_on", models.DateField(null=True)),
                migrations.AddField("claim", "provider_region", models.CharField(max_length=12, null=True)),
            ]
        ),
    ]
