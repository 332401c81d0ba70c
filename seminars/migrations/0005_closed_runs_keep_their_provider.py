"""A closed run keeps what its claims said about the provider."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seminars", "0004_withdrawn_approvals_say_why")]
    operations = [
        migrations.AddField(model_name="run", name="provider", field=models.CharField(blank=True, max_length=100)),
        migrations.AddField(model_name="run", name="provider_since", field=models.DateField(null=True)),
        migrations.AddField(model_name="run", name="provider_until", field=models.DateField(null=True)),
    ]
