"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from ramstein import health

urlpatterns = [
    path("readyz", health.readyz, name="readyz"),
    path("freshz", health.freshz, name="freshz"),
    path("api/", include("ramstein.api_urls")),
    path("admin/", admin.site.urls),
]
