"""Sheets of opening balances are kept with what became of each row, and without document numbers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_logins_bear_the_name_of_their_record'),
        ('credits', '0013_simulations_try_versions_before_they_are_law'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OpeningSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='file name')),
                ('digest', models.CharField(max_length=64)),
                ('uploaded_at', models.DateTimeField(verbose_name='handed in at')),
                ('state', models.CharField(choices=[('CHECKED', 'Checked, nothing registered yet'), ('APPLYING', 'Being registered'), ('DONE', 'Registered')], default='CHECKED', max_length=10, verbose_name='state')),
                ('total', models.PositiveIntegerField(verbose_name='rows')),
                ('to_register', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0, verbose_name='rows done')),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('not_before', models.DateTimeField()),
                ('last_error', models.CharField(blank=True, max_length=500)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='handed in for')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'sheet of opening balances',
                'verbose_name_plural': 'sheets of opening balances',
            },
        ),
        migrations.CreateModel(
            name='OpeningRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='row')),
                ('name', models.CharField(blank=True, max_length=50, verbose_name='name')),
                ('number_tail', models.CharField(blank=True, max_length=4)),
                ('family', models.CharField(blank=True, max_length=40, verbose_name='rulebook')),
                ('year', models.PositiveSmallIntegerField(null=True, verbose_name='year')),
                ('category', models.CharField(blank=True, max_length=30, verbose_name='category')),
                ('carried_in', models.BigIntegerField(null=True)),
                ('shortfall', models.BigIntegerField(null=True)),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source document')),
                ('outcome', models.CharField(choices=[('ACCEPTED', 'Can be registered'), ('OPENED', 'Registered'), ('KNOWN', 'There already'), ('REFUSED', 'Refused')], max_length=8, verbose_name='outcome')),
                ('field', models.CharField(blank=True, max_length=20)),
                ('message', models.CharField(blank=True, max_length=500)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='credits.openingsheet')),
            ],
            options={
                'verbose_name': 'row of a sheet of opening balances',
                'verbose_name_plural': 'rows of sheets of opening balances',
            },
        ),
        migrations.AddIndex(
            model_name='openingsheet',
            index=models.Index(condition=models.Q(('state', 'APPLYING')), fields=['not_before'], name='sheets_due'),
        ),
        migrations.AddIndex(
            model_name='openingrow',
            index=models.Index(fields=['sheet', 'outcome', 'number'], name='rows_by_outcome'),
        ),
        migrations.AddConstraint(
            model_name='openingrow',
            constraint=models.UniqueConstraint(fields=('sheet', 'number'), name='one_row_a_number'),
        ),
        migrations.AddConstraint(
            model_name='openingrow',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'REFUSED'), ('person__isnull', False), _connector='OR'), name='an_accepted_row_is_about_somebody'),
        ),
    ]
