"""After closing, hours are corrected by what a base asks for with proof and a regulator decides; the figures that follow are rows."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


append_only = import_module("learning.accounts.migrations.0002_facts_cannot_change").append_only


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_logins_bear_the_name_of_their_record'),
        ('seminars', '0011_plans_are_rows'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HoursCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('MINUTES', 'The minutes are others'), ('NOT_PRESENT', 'The person was not there at all'), ('WRONG_PERSON', 'Somebody else was there'), ('LATE_ADDITION', 'The person was there and is missing')], max_length=13, verbose_name='kind')),
                ('minutes', models.JSONField(default=dict)),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('due_on', models.DateField(verbose_name='to be decided by')),
                ('state', models.CharField(choices=[('WAITING', 'Waits for the decision'), ('RETURNED', 'Returned'), ('REFUSED', 'Refused'), ('APPROVED', 'Corrected')], default='WAITING', max_length=8, verbose_name='state')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='reason of the decision')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('right_person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hours_corrections', to='seminars.run')),
            ],
            options={
                'verbose_name': 'correction of hours',
                'verbose_name_plural': 'corrections of hours',
            },
        ),
        migrations.CreateModel(
            name='CorrectionEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='file name')),
                ('media_type', models.CharField(max_length=20)),
                ('content', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='seminars.hourscorrection')),
            ],
            options={
                'verbose_name': 'proof of a correction',
                'verbose_name_plural': 'proofs of corrections',
            },
        ),
        migrations.AddField(
            model_name='attendancecorrection',
            name='follows',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='seminars.hourscorrection'),
        ),
        migrations.AddIndex(
            model_name='hourscorrection',
            index=models.Index(condition=models.Q(('state', 'WAITING')), fields=['due_on'], name='corrections_waiting'),
        ),
        migrations.AddConstraint(
            model_name='hourscorrection',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'WAITING')), fields=('run', 'person'), name='one_waiting_correction_a_person_and_run'),
        ),
        migrations.AddConstraint(
            model_name='hourscorrection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'WRONG_PERSON'), ('right_person__isnull', False)), models.Q(models.Q(('kind', 'WRONG_PERSON'), _negated=True), ('right_person', None)), _connector='OR'), name='a_wrong_person_has_a_right_one'),
        ),
        migrations.AddConstraint(
            model_name='hourscorrection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('state', 'WAITING')), models.Q(models.Q(('state', 'WAITING'), _negated=True), ('decided_by__isnull', False)), _connector='OR'), name='a_decided_correction_names_who'),
        ),
        append_only("seminars_correctionevidence"),
    ]
