import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_names_are_corrected_with_a_reason"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mobile", models.CharField(max_length=20, verbose_name="mobile number")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("BASE_MANAGER", "Base manager"),
                            ("BASE_STAFF", "Base staff"),
                            ("REGULATOR_OFFICER", "Officer"),
                            ("REGULATOR_VIEWER", "Viewer"),
                            ("EMPLOYER_STAFF", "Employer staff"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("invited_at", models.DateTimeField(verbose_name="invited at")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "membership",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitation",
                        to="accounts.membership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
            },
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("mobile", "organisation", "role"),
                name="one_open_invitation_a_role",
            ),
        ),
    ]
