"""The addresses of the public pages."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from pledges.api.views import package
from pledges.views import (
    calendars,
    changes,
    charts,
    components,
    crawling,
    feeds,
    overview,
    parties,
    pledges,
    recipes,
    systems,
    texts,
)

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("gaps/", systems.gap_list, name="gap_list"),
    path("systems/", systems.system_list, name="system_list"),
    path("systems/<slug:slug>/", systems.system_detail, name="system_detail"),
    path("donors/", parties.donor_list, name="donor_list"),
    path("donors/<str:code>/", parties.donor_detail, name="donor_detail"),
    path("meetings/", parties.meeting_list, name="meeting_list"),
    path("meetings/<slug:slug>/", parties.meeting_detail, name="meeting_detail"),
    path("coalitions/", parties.coalition_list, name="coalition_list"),
    path("coalitions/<slug:slug>/", parties.coalition_detail, name="coalition_detail"),
    path("pledges/", pledges.pledge_list, name="pledge_list"),
    path("pledges/<str:reference>/", pledges.pledge_detail, name="pledge_detail"),
    path("changes/", changes.change_list, name="change_list"),
    path("changes.atom", feeds.change_feed, name="change_feed"),
    path("meetings.ics", calendars.meeting_calendar, name="meeting_calendar"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": crawling.sitemaps(), "sitemap_url_name": "sitemap_section"},
        name="sitemap_index",
    ),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": crawling.sitemaps()}, name="sitemap_section"),
    path("robots.txt", crawling.robots, name="robots"),
    path("charts/<slug:name>/<str:key>.<slug:kind>", charts.chart_file, name="chart_file"),
    path("charts/<slug:name>/<str:key>/", charts.chart_detail, name="chart_detail"),
    path("charts/<slug:name>/<str:key>/embed/", charts.chart_embed, name="chart_embed"),
    path("methodology/", texts.methodology, name="methodology"),
    path("glossary/", texts.glossary, name="glossary"),
    path("components/", components.components, name="components"),
    path("data/", texts.data, name="data"),
    path("data/recipes/", recipes.recipes, name="recipes"),
    path("data/ramstein-v<int:version>.zip", package.DataPackage.as_view(), name="data_package"),
]
