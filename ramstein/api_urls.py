"""Every address of the REST API."""

from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerSplitView

from pledges.api.read.schema_endpoint import Description

urlpatterns = [
    path("v1/schema/", Description.as_view(), name="api_schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api_schema"), name="api_docs"),
    path("v1/", include("pledges.api.urls")),
]
