"""Every address of drafts."""

from django.urls import path

from pledges.api.write import draft_endpoints

urlpatterns = [
    path("", draft_endpoints.Drafts.as_view(), name="api_drafts"),
    path("<int:draft>/", draft_endpoints.OneDraft.as_view(), name="api_draft"),
]
