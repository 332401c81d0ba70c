"""Text messages name the template that the operator approved; sweeps leave word of how they were."""

from django.db import migrations, models

from learning.migrating import ChangeTogether


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_facts_cannot_change'),
    ]

    operations = [
        ChangeTogether([
        migrations.CreateModel(
            name='Sweep',
            fields=[
                ('name', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('runs', models.PositiveBigIntegerField(default=0)),
                ('done', models.PositiveBigIntegerField(default=0)),
                ('failures', models.PositiveBigIntegerField(default=0)),
                ('seconds', models.FloatField(default=0)),
                ('last_error', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name': 'sweep',
                'verbose_name_plural': 'sweeps',
            },
        ),
        migrations.AddField(
            model_name='textmessage',
            name='answer',
            field=models.CharField(blank=True, max_length=500, verbose_name='answer of the gateway'),
        ),
        migrations.AddField(
            model_name='textmessage',
            name='parameters',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='textmessage',
            name='refusal',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='textmessage',
            name='template',
            field=models.CharField(blank=True, max_length=40, verbose_name='template'),
        ),
        ]),
    ]
