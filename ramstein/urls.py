"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from ramstein import health, languages
from ramstein.observing.metrics_page import metrics

urlpatterns = [
    path("readyz", health.readyz, name="readyz"),
    path("freshz", health.freshz, name="freshz"),
    path("metrics", metrics, name="metrics"),
    path("api/", include("ramstein.api_urls")),
    path("language/<str:code>/", languages.choose_language, name="choose_language"),
    path("admin/", admin.site.urls),
    path("staff/", include("pledges.desk.staff_urls")),
    path("", include("pledges.urls")),
]

handler400 = "pledges.site.error_pages.bad_request"
handler404 = "pledges.site.error_pages.not_found"
handler500 = "pledges.site.error_pages.server_error"
