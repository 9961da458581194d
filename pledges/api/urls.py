"""Every address of version 1 of the API."""

from django.urls import include, path, re_path

from pledges.api.read import (
    asserted_endpoint,
    catalogue_endpoints,
    change_endpoints,
<<<<<<< HEAD
    explain_endpoint,
=======
    dispute_endpoint,
>>>>>>> main
    pledge_endpoints,
    release_endpoints,
    root_endpoint,
    summary_endpoints,
    total_endpoints,
)

urlpatterns = [
    path("", root_endpoint.Root.as_view(), name="api_root"),
    path("systems/", catalogue_endpoints.Systems.as_view(), name="api_systems"),
    path("systems/<str:slug>/", catalogue_endpoints.SystemRow.as_view(), name="api_system"),
    path("pledges/", pledge_endpoints.Pledges.as_view(), name="api_pledges"),
    path("pledges/<str:reference>/", pledge_endpoints.PledgeInFull.as_view(), name="api_pledge"),
    path("pledges/<str:reference>/entries/", pledge_endpoints.EntriesOfPledge.as_view(), name="api_pledge_entries"),
    path("entries/", pledge_endpoints.Entries.as_view(), name="api_entries"),
    path("packages/", catalogue_endpoints.Packages.as_view(), name="api_packages"),
    path("packages/<str:slug>/", catalogue_endpoints.PackageRow.as_view(), name="api_package"),
    path("meetings/", catalogue_endpoints.Meetings.as_view(), name="api_meetings"),
    path("meetings/<str:slug>/", catalogue_endpoints.MeetingRow.as_view(), name="api_meeting"),
    path("donors/", catalogue_endpoints.Donors.as_view(), name="api_donors"),
    path("donors/<str:code>/", catalogue_endpoints.DonorRow.as_view(), name="api_donor"),
    path("coalitions/", catalogue_endpoints.Coalitions.as_view(), name="api_coalitions"),
    path("coalitions/<str:slug>/", catalogue_endpoints.CoalitionRow.as_view(), name="api_coalition"),
    path("initiatives/", catalogue_endpoints.Initiatives.as_view(), name="api_initiatives"),
    path("initiatives/<str:slug>/", catalogue_endpoints.InitiativeRow.as_view(), name="api_initiative"),
    path("requirements/", catalogue_endpoints.Requirements.as_view(), name="api_requirements"),
    path("asserted_totals/", asserted_endpoint.AssertedTotals.as_view(), name="api_asserted_totals"),
    path("disputes/", dispute_endpoint.Disputes.as_view(), name="api_disputes"),
    path("stocks/", catalogue_endpoints.Stocks.as_view(), name="api_stocks"),
    path("completeness/", catalogue_endpoints.CompleteLists.as_view(), name="api_completeness"),
    path("sources/", catalogue_endpoints.Sources.as_view(), name="api_sources"),
    path("sources/<int:pk>/", catalogue_endpoints.SourceRow.as_view(), name="api_source"),
    path("summaries/systems/", summary_endpoints.SystemSummaries.as_view(), name="api_summaries_systems"),
    path("summaries/donors/", summary_endpoints.DonorSummaries.as_view(), name="api_summaries_donors"),
    path("summaries/meetings/", summary_endpoints.MeetingSummaries.as_view(), name="api_summaries_meetings"),
    path("summaries/coalitions/", summary_endpoints.CoalitionSummaries.as_view(), name="api_summaries_coalitions"),
    path("gaps/", summary_endpoints.Gaps.as_view(), name="api_gaps"),
    path("headroom/", summary_endpoints.Headroom.as_view(), name="api_headroom"),
    path("statistics/reporting/", summary_endpoints.Reporting.as_view(), name="api_statistics_reporting"),
    path("totals/", total_endpoints.Totals.as_view(), name="api_totals"),
    path("explain/", explain_endpoint.Explain.as_view(), name="api_explain"),
    path("changes/", change_endpoints.Changes.as_view(), name="api_changes"),
    path("releases/", release_endpoints.Releases.as_view(), name="api_releases"),
    path("releases/<int:version>/", release_endpoints.OneRelease.as_view(), name="api_release"),
    path("changesets/", include("pledges.api.write.urls")),
    re_path(r"^.*$", root_endpoint.Nothing.as_view(), name="api_nothing"),
]
