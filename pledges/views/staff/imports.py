"""Importing tables."""

from django.http import HttpRequest, HttpResponse

from pledges.views.staff.access import staff_page, staff_view


@staff_view()
def import_new(request: HttpRequest) -> HttpResponse:
    return staff_page(request, "staff/import_new.html")


@staff_view()
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return staff_page(request, "staff/import_detail.html")
