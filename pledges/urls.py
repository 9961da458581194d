"""The addresses of the public pages."""

from django.urls import path

from pledges.views import overview, parties, pledges, systems, texts

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
    path("methodology/", texts.methodology, name="methodology"),
    path("glossary/", texts.glossary, name="glossary"),
    path("data/", texts.data, name="data"),
]
