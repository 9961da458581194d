"""The addresses of the product, and those of the floors."""

from django.urls import include, path

from bench import floors

urlpatterns = [
    path("floor/constant/", floors.constant),
    path("floor/pledges/", floors.pledges),
    path("floor/summaries/", floors.summaries),
    path("", include("ramstein.urls")),
]
