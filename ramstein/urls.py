"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from ramstein import health, languages
from ramstein.observing.metrics_page import metrics

urlpatterns = [
    path("readyz", health.readyz, name="readyz"),
    path("freshz", health.freshz, name="freshz"),
    path("metrics", metrics, name="metrics"),
    path("api/", include("ramstein.api_urls")),
    path("language/<str:code>/", languages.choose_language, name="choose_language"),
    # The admin site's own login knows neither waits nor second factors.
    path("admin/login/", RedirectView.as_view(pattern_name="login", query_string=True), name="admin_login"),
    path("admin/", admin.site.urls),
    path("staff/", include("pledges.desk.staff_urls")),
    path("", include("pledges.urls")),
]

handler400 = "pledges.site.error_pages.bad_request"
handler404 = "pledges.site.error_pages.not_found"
handler500 = "pledges.site.error_pages.server_error"
