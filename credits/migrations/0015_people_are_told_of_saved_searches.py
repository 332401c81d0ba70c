"""People are told of new runs in the searches that they saved."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credits', '0014_sheets_of_opening_balances_are_kept'),
    ]

    operations = [
        migrations.AlterField(
            model_name='reminder',
            name='kind',
            field=models.CharField(choices=[('ENROLMENT_DECIDED', 'Enrolment decided'), ('RUN_TOMORROW', 'A run begins tomorrow'), ('RUN_CHANGED', 'A run has changed'), ('CERTIFICATE_READY', 'Certificate ready'), ('CYCLE_ENDS', 'A cycle ends soon'), ('HOURS_CORRECTED', 'Hours corrected'), ('RECORD_CLAIMED', 'Somebody tried to join your record'), ('SEARCH_FOUND', 'New in a saved search')], max_length=20, verbose_name='kind'),
        ),
    ]
