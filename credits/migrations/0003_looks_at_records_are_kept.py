"""Looks of regulators at records are kept: who, for whom, why. Append-only."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

append_only = import_module("learning.accounts.migrations.0002_facts_cannot_change").append_only


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_facts_cannot_change'),
        ('credits', '0002_ledger_cannot_change'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RecordLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=200, verbose_name='purpose')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'look at a record',
                'verbose_name_plural': 'looks at records',
                'indexes': [models.Index(fields=['person', '-at'], name='looks_at_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='a_look_states_its_purpose')],
            },
        ),
        append_only("credits_recordlook"),
    ]
