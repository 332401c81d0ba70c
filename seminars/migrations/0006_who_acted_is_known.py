"""Applications and enrolments name who submitted, decided and withdrew."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def by_a_login() -> models.ForeignKey:
    return models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)


class Migration(migrations.Migration):
    dependencies = [("seminars", "0005_closed_runs_keep_their_provider"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField(model_name="application", name="submitted_by", field=by_a_login()),
        migrations.AddField(model_name="enrolment", name="decided_by", field=by_a_login()),
        migrations.AddField(model_name="enrolment", name="withdrawn_by", field=by_a_login()),
    ]
