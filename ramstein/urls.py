"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from ramstein import health, languages

urlpatterns = [
    path("readyz", health.readyz, name="readyz"),
    path("freshz", health.freshz, name="freshz"),
    path("api/", include("ramstein.api_urls")),
    path("language/<str:code>/", languages.choose_language, name="choose_language"),
    path("admin/", admin.site.urls),
    path("staff/", include("pledges.staff_urls")),
    path("", include("pledges.urls")),
]

handler400 = "pledges.views.texts.bad_request"
handler404 = "pledges.views.texts.not_found"
handler500 = "pledges.views.texts.server_error"
