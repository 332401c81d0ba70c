
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('seminars', '0010_drafts_say_when_they_were_saved'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_en', models.CharField(max_length=100, verbose_name='name in English')),
                ('since', models.DateField(verbose_name='since')),
                ('ends_before', models.DateField(verbose_name='ends before')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
            ],
            options={
                'verbose_name': 'plan',
                'verbose_name_plural': 'plans',
                'constraints': [models.CheckConstraint(condition=models.Q(('since__lt', models.F('ends_before'))), name='plan_starts_before_it_ends')],
            },
        ),
        migrations.CreateModel(
            name='PlanTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(choices=[('ADVANCED_SEMINARS', 'Provincial advanced seminars held'), ('SENIOR_SPECIALISTS', 'Senior specialists trained in them (persons)'), ('PERSON_TIMES', 'Training in person-times'), ('PERSONS', 'Training in persons, each once'), ('BASES', 'Provincial bases newly recognised'), ('SERVICE_EVENTS', 'Expert-service events'), ('EXPERT_TIMES', 'Experts sent (person-times)'), ('LECTURES', 'Lectures and trainings by experts'), ('GRASSROOTS_TRAINEES', 'Trainees at the grass roots (person-times)')], max_length=20, verbose_name='indicator')),
                ('target', models.BigIntegerField(null=True, verbose_name='target')),
                ('is_sample', models.BooleanField(default=False, verbose_name='target is a sample')),
                ('final', models.BigIntegerField(null=True, verbose_name='final figure')),
                ('is_sample_final', models.BooleanField(default=False, verbose_name='final figure is a sample')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='seminars.plan')),
            ],
            options={
                'verbose_name': 'target of a plan',
                'verbose_name_plural': 'targets of plans',
                'constraints': [models.UniqueConstraint(fields=('plan', 'indicator'), name='one_target_an_indicator')],
            },
        ),
    ]
