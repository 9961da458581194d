"""What search engines ask for: the map of the site and what to leave alone."""

from __future__ import annotations

from typing import Any

from django.contrib.sitemaps import GenericSitemap, Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from meetings.models import Coalition, Donor, Meeting
from pledges.models import Pledge, System

PAGES = (
    *("overview", "gap_list", "system_list", "donor_list", "meeting_list", "coalition_list", "pledge_list"),
    *("change_list", "dispute_list", "methodology", "glossary", "data", "recipes"),
)
LEFT_ALONE = ("/admin/", "/staff/", "/language/", "/*?*valid_at=", "/*?*known_at=", "/*?*after=", "/*?*before=")
"""Past moments are without number, and each says nothing that the page of today does not lead to."""


class PageSitemap(Sitemap):
    def items(self) -> list[str]:
        return list(PAGES)

    def location(self, item: str) -> str:
        return reverse(item)


class DetailSitemap(GenericSitemap):
    """The pages of one kind of thing, each named by a column that never changes."""

    limit = 10_000

    def __init__(self, rows: Any, *, page: str, column: str) -> None:
        super().__init__({"queryset": rows.order_by(column)})
        self.page, self.column = page, column

    def location(self, item: Any) -> str:
        return reverse(self.page, args=[getattr(item, self.column)])


def sitemaps() -> dict[str, Sitemap[Any]]:
    """The parts of the map, in the form of Django's sitemap views."""
    return {
        "pages": PageSitemap(),
        "systems": DetailSitemap(System.objects.only("slug"), page="system_detail", column="slug"),
        "donors": DetailSitemap(Donor.objects.only("code"), page="donor_detail", column="code"),
        "meetings": DetailSitemap(Meeting.objects.only("slug"), page="meeting_detail", column="slug"),
        "coalitions": DetailSitemap(Coalition.objects.only("slug"), page="coalition_detail", column="slug"),
        "pledges": DetailSitemap(Pledge.objects.only("reference"), page="pledge_detail", column="reference"),
    }


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in LEFT_ALONE), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap_index'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
