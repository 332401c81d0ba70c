"""Registers of hours are found by the proofs that were kept for them."""

from django.db import migrations, models
from django.db.models.fields.json import KT


class Migration(migrations.Migration):
    dependencies = [("credits", "0011_reminders_share_facts_and_letters_can_be_shown")]
    operations = [
        migrations.AddIndex(
            "certificateorder",
            models.Index(KT("facts__proofs"), condition=models.Q(("kind", "TRANSCRIPT")), name="registers_by_proofs"),
        ),
    ]
