"""Every address of version 1 of the API."""

from django.urls import include, path, re_path

from pledges.api.views import catalogue, changes, pledges, releases, root, summaries, totals

urlpatterns = [
    path("", root.Root.as_view(), name="api_root"),
    path("systems/", catalogue.Systems.as_view(), name="api_systems"),
    path("systems/<str:slug>/", catalogue.SystemRow.as_view(), name="api_system"),
    path("pledges/", pledges.Pledges.as_view(), name="api_pledges"),
    path("pledges/<str:reference>/", pledges.PledgeInFull.as_view(), name="api_pledge"),
    path("pledges/<str:reference>/entries/", pledges.EntriesOfPledge.as_view(), name="api_pledge_entries"),
    path("entries/", pledges.Entries.as_view(), name="api_entries"),
    path("packages/", catalogue.Packages.as_view(), name="api_packages"),
    path("packages/<str:slug>/", catalogue.PackageRow.as_view(), name="api_package"),
    path("meetings/", catalogue.Meetings.as_view(), name="api_meetings"),
    path("meetings/<str:slug>/", catalogue.MeetingRow.as_view(), name="api_meeting"),
    path("donors/", catalogue.Donors.as_view(), name="api_donors"),
    path("donors/<str:code>/", catalogue.DonorRow.as_view(), name="api_donor"),
    path("coalitions/", catalogue.Coalitions.as_view(), name="api_coalitions"),
    path("coalitions/<str:slug>/", catalogue.CoalitionRow.as_view(), name="api_coalition"),
    path("initiatives/", catalogue.Initiatives.as_view(), name="api_initiatives"),
    path("initiatives/<str:slug>/", catalogue.InitiativeRow.as_view(), name="api_initiative"),
    path("requirements/", catalogue.Requirements.as_view(), name="api_requirements"),
    path("stocks/", catalogue.Stocks.as_view(), name="api_stocks"),
    path("sources/", catalogue.Sources.as_view(), name="api_sources"),
    path("sources/<int:pk>/", catalogue.SourceRow.as_view(), name="api_source"),
    path("summaries/systems/", summaries.SystemSummaries.as_view(), name="api_summaries_systems"),
    path("summaries/donors/", summaries.DonorSummaries.as_view(), name="api_summaries_donors"),
    path("summaries/meetings/", summaries.MeetingSummaries.as_view(), name="api_summaries_meetings"),
    path("summaries/coalitions/", summaries.CoalitionSummaries.as_view(), name="api_summaries_coalitions"),
    path("gaps/", summaries.Gaps.as_view(), name="api_gaps"),
    path("headroom/", summaries.Headroom.as_view(), name="api_headroom"),
    path("totals/", totals.Totals.as_view(), name="api_totals"),
    path("changes/", changes.Changes.as_view(), name="api_changes"),
    path("releases/", releases.Releases.as_view(), name="api_releases"),
    path("releases/<int:version>/", releases.OneRelease.as_view(), name="api_release"),
    path("changesets/", include("pledges.api.changesets.urls")),
    re_path(r"^.*$", root.Nothing.as_view(), name="api_nothing"),
]
