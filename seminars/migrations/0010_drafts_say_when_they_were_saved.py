"""A draft of an application says when it was last saved."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seminars", "0009_forms_are_marked_with_their_deed")]
    operations = [
        migrations.AddField(
            model_name="application",
            name="saved_at",
            field=models.DateTimeField(null=True, verbose_name="last saved at"),
        ),
    ]
