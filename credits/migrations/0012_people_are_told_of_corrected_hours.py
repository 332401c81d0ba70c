"""People are told that their hours were corrected."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credits', '0011_lines_are_proved_by_signed_heads'),
    ]

    operations = [
        migrations.AlterField(
            model_name='reminder',
            name='kind',
            field=models.CharField(choices=[('ENROLMENT_DECIDED', 'Enrolment decided'), ('RUN_TOMORROW', 'A run begins tomorrow'), ('RUN_CHANGED', 'A run has changed'), ('CERTIFICATE_READY', 'Certificate ready'), ('CYCLE_ENDS', 'A cycle ends soon'), ('HOURS_CORRECTED', 'Hours corrected'), ('RECORD_CLAIMED', 'Somebody tried to join your record')], max_length=20, verbose_name='kind'),
        ),
    ]
