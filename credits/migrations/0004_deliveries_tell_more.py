"""Deliveries tell what was said, what the server answered and which of them is in doubt; addresses that were refused, choices, paces and calendars are kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from learning.migrating import ChangeTogether


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_texts_name_their_template'),
        ('credits', '0003_certificates_are_sealed_and_lose_no_number'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ChangeTogether([
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=1)),
                ('is_open', models.BooleanField(default=True, verbose_name='open')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('read_at', models.DateTimeField(null=True, verbose_name='read last')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
            ],
            options={
                'verbose_name': 'calendar feed',
                'verbose_name_plural': 'calendar feeds',
            },
        ),
        migrations.CreateModel(
            name='RefusedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('INBOX', 'In-site inbox'), ('SMS', 'Text message'), ('EMAIL', 'E-mail')], max_length=10, verbose_name='channel')),
                ('address', models.CharField(max_length=254, verbose_name='address')),
                ('answer', models.CharField(max_length=500, verbose_name='answer of the server')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('code_digest', models.CharField(blank=True, max_length=64)),
                ('code_sent_at', models.DateTimeField(null=True)),
                ('wrong_codes', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'refused address',
                'verbose_name_plural': 'refused addresses',
                'constraints': [models.UniqueConstraint(fields=('channel', 'address'), name='one_mark_an_address')],
            },
        ),
        migrations.CreateModel(
            name='ReminderChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('only_important', models.BooleanField(default=False, verbose_name='only what is important')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
            ],
            options={
                'verbose_name': 'choice of reminders',
                'verbose_name_plural': 'choices of reminders',
            },
        ),
        migrations.CreateModel(
            name='SendingPace',
            fields=[
                ('name', models.CharField(max_length=260, primary_key=True, serialize=False)),
                ('minute', models.DateTimeField()),
                ('used', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'pace of sending',
                'verbose_name_plural': 'paces of sending',
            },
        ),
        migrations.AddField(
            model_name='delivery',
            name='again_at',
            field=models.DateTimeField(null=True, verbose_name='sent again at'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='again_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='delivery',
            name='answer',
            field=models.CharField(blank=True, db_default='', max_length=500, verbose_name='answer of the server'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='tried_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='delivery',
            name='wording',
            field=models.TextField(blank=True, db_default='', verbose_name='wording as sent'),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='given_up_at',
            field=models.DateTimeField(null=True, verbose_name='given up at'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('given_up_at__isnull', False)), fields=['-given_up_at', '-id'], name='deliveries_given_up'),
        ),
        ]),
    ]
