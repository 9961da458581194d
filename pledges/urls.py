"""The addresses of the public pages."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from pledges.api.read import package_endpoint
from pledges.site import (
    calendar_feed,
    change_feed,
    change_list,
    chart_pages,
    coalition_pages,
    data_page,
    dispute_page,
    donor_pages,
    gap_page,
    meeting_pages,
    overview,
    pledge_detail,
    pledge_pages,
    recipes,
    search_page,
    sitemaps,
    system_pages,
    text_pages,
)

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("gaps/", gap_page.gap_list, name="gap_list"),
    path("systems/", system_pages.system_list, name="system_list"),
    path("systems/<slug:slug>/", system_pages.system_detail, name="system_detail"),
    path("donors/", donor_pages.donor_list, name="donor_list"),
    path("donors/<str:code>/", donor_pages.donor_detail, name="donor_detail"),
    path("meetings/", meeting_pages.meeting_list, name="meeting_list"),
    path("meetings/<slug:slug>/", meeting_pages.meeting_detail, name="meeting_detail"),
    path("coalitions/", coalition_pages.coalition_list, name="coalition_list"),
    path("coalitions/<slug:slug>/", coalition_pages.coalition_detail, name="coalition_detail"),
    path("pledges/", pledge_pages.pledge_list, name="pledge_list"),
    path("pledges/<str:reference>/", pledge_detail.pledge_detail, name="pledge_detail"),
    path("disputes/", dispute_page.dispute_list, name="dispute_list"),
    path("changes/", change_list.change_list, name="change_list"),
    path("changes.atom", change_feed.change_feed, name="change_feed"),
    path("meetings.ics", calendar_feed.meeting_calendar, name="meeting_calendar"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": sitemaps.sitemaps(), "sitemap_url_name": "sitemap_section"},
        name="sitemap_index",
    ),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": sitemaps.sitemaps()}, name="sitemap_section"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("charts/<slug:name>/<str:key>.<slug:kind>", chart_pages.chart_file, name="chart_file"),
    path("charts/<slug:name>/<str:key>/", chart_pages.chart_detail, name="chart_detail"),
    path("charts/<slug:name>/<str:key>/embed/", chart_pages.chart_embed, name="chart_embed"),
    path("search/", search_page.search, name="search"),
    path("methodology/", text_pages.methodology, name="methodology"),
    path("glossary/", text_pages.glossary, name="glossary"),
    path("data/", data_page.data, name="data"),
    path("data/recipes/", recipes.recipes, name="recipes"),
    path("data/ramstein-v<int:version>.zip", package_endpoint.DataPackage.as_view(), name="data_package"),
]
