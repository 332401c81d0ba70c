"""That a form was sent is marked in the database, in the transaction of its deed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("seminars", "0008_attendance_is_corrected_with_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=32)),
                ("led_to", models.CharField(blank=True, max_length=200)),
                ("sent_at", models.DateTimeField(db_index=True)),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "sent form",
                "verbose_name_plural": "sent forms",
                "constraints": [models.UniqueConstraint(fields=("user", "token"), name="one_deed_a_form")],
            },
        ),
    ]
