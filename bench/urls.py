"""The addresses of the product, those of the floors, and the page of components."""

from django.urls import include, path

from bench import floors
from bench.showroom import components_page

urlpatterns = [
    path("floor/constant/", floors.constant),
    path("floor/pledges/", floors.pledges),
    path("floor/summaries/", floors.summaries),
    path("components/", components_page.components, name="components"),
    path("", include("ramstein.urls")),
]
