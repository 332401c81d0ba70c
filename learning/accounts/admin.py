"""Django's admin, for the operator: logins and organisations, to be looked at. What people do, they do on the pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from learning.accounts.models import Membership, Organisation, User


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows rows; operations change them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


@admin.register(User)
class UserAdmin(ReadOnly):
    """Logins."""

    list_display = ("__str__", "mobile", "email", "is_active", "last_login")
    search_fields = ("mobile", "email", "name")
    exclude = ("password",)


@admin.register(Organisation)
class OrganisationAdmin(ReadOnly):
    """Organisations."""

    list_display = ("name", "kind", "region", "sector")
    list_filter = ("kind", "sector")
    search_fields = ("name", "uscc")


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    """Who acts for whom."""

    list_display = ("user", "organisation", "role", "since", "ends_before")
    list_filter = ("role",)
