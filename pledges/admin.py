"""The catalogue of systems, and staff accounts. The ledger is not here: it changes through change sets only."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils import timezone

from meetings.admin import StewardAdmin, StewardInline
from pledges.access.account_events import record_event, record_rights
from pledges.access.sign_in_sessions import require_proof
from pledges.models import Package, PriceEstimate, System, SystemAlias, SystemUnit, UnitConversion, User
from pledges.values.choices import AccountEventKind


class SystemAliasInline(StewardInline):
    model = SystemAlias


class SystemUnitInline(StewardInline):
    """The units in which a system may be counted; those in use stay."""

    model = SystemUnit

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A unit stays: pledges are counted in it."""
        return False


class PriceEstimateInline(StewardInline):
    """What one unit is said to cost; shown, never multiplied into totals."""

    model = PriceEstimate
    raw_id_fields = ["source"]


class UnitConversionInline(StewardInline):
    """Sourced factors between units; they carry headroom figures and are only shown here."""

    model = UnitConversion

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A conversion moves figures, so it is not typed here."""
        return False

    has_change_permission = has_add_permission
    has_delete_permission = has_add_permission


@admin.register(System)
class SystemAdmin(StewardAdmin):
    """Systems with aliases, units, prices and conversions."""

    fixed = ("slug", "kind", "capability")
    list_display = ["slug", "short_name", "kind", "capability"]
    list_filter = ["kind", "capability"]
    search_fields = ["slug", "name", "aliases__alias"]
    ordering = ["slug"]
    inlines = [SystemAliasInline, SystemUnitInline, PriceEstimateInline, UnitConversionInline]


@admin.register(Package)
class PackageAdmin(StewardAdmin):
    fixed = ("slug",)
    list_display = ["slug", "name"]
    ordering = ["slug"]


@admin.register(User)
class RamsteinUserAdmin(UserAdmin):
    list_display = ["username", "role", "is_active", "is_system"]
    list_filter = ["role", "is_active"]
    ordering = ["username"]
    readonly_fields = ["is_system", "last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Account", {"fields": ["email", "role", "is_active", "is_staff", "is_superuser", "is_system"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"classes": ["wide"], "fields": ["username", "password1", "password2", "role"]})]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Giving roles asks for the password or second factor again.

        :raises ReauthenticationRequired: it was given too long ago.
        """
        require_proof(request)
        return super().changeform_view(request, *args, **kwargs)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """Set another one's password, which is kept.

        :raises ReauthenticationRequired: as above.
        """
        require_proof(request)
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            record_event(
                AccountEventKind.PASSWORD_SET,
                now=timezone.now(),
                actor=cast(User, request.user),
                subject=User.objects.filter(pk=id).first(),
                request=request,
            )
        return response

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 - as Django calls it
        """Save the account, and keep what changed of what it may."""
        before = User.objects.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        record_rights(before, obj, actor=cast(User, request.user), now=timezone.now(), request=request)
