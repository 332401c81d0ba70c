import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_mobile_belongs_to_who_proved_it"),
    ]

    operations = [
        migrations.AddField(
            model_name="personname",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="accounts.personname",
            ),
        ),
        migrations.AddField(
            model_name="personname",
            name="reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="reason"),
        ),
    ]
