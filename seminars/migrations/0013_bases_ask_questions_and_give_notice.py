"""Bases ask up to ten questions, whose answers can be deleted; the notice of a run has its number, telephone, board and lodging."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('seminars', '0012_runs_are_corrected_after_closing'),
    ]

    operations = [
        migrations.AddField(
            model_name='run',
            name='answers_deleted',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='run',
            name='answers_deleted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='run',
            name='board',
            field=models.CharField(blank=True, max_length=300, verbose_name='board and lodging'),
        ),
        migrations.AddField(
            model_name='run',
            name='notice_number',
            field=models.CharField(blank=True, max_length=60, verbose_name='number of the notice'),
        ),
        migrations.AddField(
            model_name='run',
            name='notice_on',
            field=models.DateField(blank=True, null=True, verbose_name='day of the notice'),
        ),
        migrations.AddField(
            model_name='run',
            name='telephone',
            field=models.CharField(blank=True, max_length=60, verbose_name='telephone'),
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('text', models.CharField(max_length=60, verbose_name='question')),
                ('kind', models.CharField(choices=[('TEXT', 'A few words'), ('CHOICE', 'One of several choices'), ('YES_NO', 'Yes or no')], max_length=6, verbose_name='kind of answer')),
                ('choices', models.JSONField(blank=True, default=list, verbose_name='choices')),
                ('is_required', models.BooleanField(default=False, verbose_name='has to be answered')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='seminars.run')),
            ],
            options={
                'verbose_name': 'question of a base',
                'verbose_name_plural': 'questions of bases',
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=100, verbose_name='answer')),
                ('answered_at', models.DateTimeField(verbose_name='answered at')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='seminars.enrolment')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='seminars.question')),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
            },
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('run', 'number'), name='one_question_a_number'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('number__range', (1, 10))), name='ten_questions_at_most'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('enrolment', 'question'), name='one_answer_a_question'),
        ),
    ]
