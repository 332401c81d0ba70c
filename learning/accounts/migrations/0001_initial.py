"""Logins. Alone, for the libraries hang on them, and whatever is made with them is rendered with each of theirs."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import learning.accounts.models.users


class Migration(migrations.Migration):
    initial = True
    dependencies = [("auth", "0012_alter_user_first_name_max_length")]
    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("handle", models.UUIDField(default=uuid.uuid4, unique=True, verbose_name="handle")),
                (
                    "mobile",
                    models.CharField(
                        blank=True, help_text="With country code, such as +8613800000000.", max_length=20, null=True, verbose_name="mobile number"
                    ),
                ),
                ("mobile_verified", models.BooleanField(default=False, verbose_name="mobile number verified")),
                ("email", learning.accounts.models.users.OptionalEmailField(blank=True, max_length=254, null=True, unique=True, verbose_name="e-mail")),
                ("name", models.CharField(blank=True, max_length=50, verbose_name="name shown")),
                ("first_name", models.CharField(blank=True, max_length=50, verbose_name="given name")),
                ("last_name", models.CharField(blank=True, max_length=50, verbose_name="family name")),
                ("language", models.CharField(default="zh-hans", max_length=10, verbose_name="language")),
                ("is_staff", models.BooleanField(default=False, verbose_name="may open the technical administration")),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                ("joined_at", models.DateTimeField(auto_now_add=True, verbose_name="made at")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={"verbose_name": "login", "verbose_name_plural": "logins"},
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", None), ("email", django.db.models.functions.text.Lower(models.F("email"))), _connector="OR"),
                name="email_is_lower_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="user", constraint=models.UniqueConstraint(condition=models.Q(("mobile_verified", True)), fields=("mobile",), name="one_login_a_mobile")
        ),
    ]
