"""The catalogue of donors, meetings, coalitions and sources, for stewards; it moves no figure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from meetings.models import (
    Coalition,
    Donor,
    DonorAlias,
    DonorGdp,
    DonorMembership,
    Forum,
    Initiative,
    Meeting,
    MeetingAttendance,
    MeetingChair,
    Source,
    SourceClaim,
)


class StewardAdmin(admin.ModelAdmin):
    """What stewards and admins may edit. Names that figures and addresses hang on are fixed once they exist."""

    fixed: tuple[str, ...] = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_steward(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_steward(request)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing of the catalogue is deleted: facts cite it."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The fixed names of what exists already."""
        return self.fixed if obj else ()


class OwnedForm(forms.ModelForm):
    """A row edited beside its owner.

    Django leaves the owner out when it asks the database for another such row, as somebody else may have entered.
    """

    def validate_unique(self) -> None:
        """Refuse a second row that has to be the only one of its owner."""
        super().validate_unique()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, error)


class StewardInline(admin.TabularInline):
    """Rows edited beside their owner, with the same permissions."""

    form = OwnedForm
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_steward(request)

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission


def is_steward(request: HttpRequest) -> bool:
    return request.user.is_active and getattr(request.user, "role", "") in ("steward", "admin")


class DonorAliasInline(StewardInline):
    model = DonorAlias


class DonorGdpInline(StewardInline):
    """Gross domestic product by year."""

    model = DonorGdp
    raw_id_fields = ["source"]


class DonorMembershipInline(StewardInline):
    """Dated memberships of NATO, the EU and the Contact Group."""

    model = DonorMembership
    raw_id_fields = ["source"]


class MeetingChairInline(StewardInline):
    model = MeetingChair


class MeetingAttendanceInline(StewardInline):
    """Who is stated to have come, joined online or been absent."""

    model = MeetingAttendance
    raw_id_fields = ["source"]


@admin.register(Donor)
class DonorAdmin(StewardAdmin):
    """Donors with their aliases, memberships and economic weight."""

    fixed = ("code", "kind")
    list_display = ["code", "name", "kind"]
    list_filter = ["kind"]
    search_fields = ["code", "name", "aliases__alias"]
    ordering = ["code"]
    inlines = [DonorAliasInline, DonorMembershipInline, DonorGdpInline]


@admin.register(Forum)
class ForumAdmin(StewardAdmin):
    fixed = ("slug",)
    list_display = ["slug", "name"]
    ordering = ["slug"]


@admin.register(Meeting)
class MeetingAdmin(StewardAdmin):
    fixed = ("slug", "forum")
    list_display = ["slug", "date_text", "place", "status"]
    list_filter = ["forum", "status"]
    search_fields = ["slug", "title", "place"]
    ordering = ["-date_start", "slug"]
    raw_id_fields = ["source", "rescheduled_to"]
    inlines = [MeetingChairInline, MeetingAttendanceInline]


@admin.register(Coalition)
class CoalitionAdmin(StewardAdmin):
    """Capability coalitions; who belongs to them is a fact and enters through change sets."""

    fixed = ("slug", "capability")
    list_display = ["slug", "name", "capability"]
    ordering = ["slug"]
    raw_id_fields = ["source"]


@admin.register(Initiative)
class InitiativeAdmin(StewardAdmin):
    """Schemes that pledges run through."""

    fixed = ("slug",)
    list_display = ["slug", "name", "kind"]
    ordering = ["slug"]
    raw_id_fields = ["source"]


@admin.register(Source)
class SourceAdmin(StewardAdmin):
    """Publications; what identifies one is fixed, because facts cite it."""

    fixed = ("url", "title", "publisher", "published", "sha256")
    list_display = ["title", "publisher", "published", "grade"]
    list_filter = ["grade"]
    search_fields = ["title", "url", "publisher"]
    ordering = ["-published", "pk"]


@admin.register(SourceClaim)
class SourceClaimAdmin(StewardAdmin):
    fixed = ("subject_kind", "subject", "field", "value", "source")
    list_display = ["subject", "field", "value", "chosen"]
    list_filter = ["subject_kind", "chosen"]
    search_fields = ["subject", "value"]
    ordering = ["subject_kind", "subject", "field", "pk"]
    raw_id_fields = ["source"]
