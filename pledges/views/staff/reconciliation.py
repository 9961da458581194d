"""Sums that sources state."""

from django.http import HttpRequest, HttpResponse

from pledges.views.staff.access import staff_page, staff_view


@staff_view()
def reconciliation_list(request: HttpRequest) -> HttpResponse:
    return staff_page(request, "staff/reconciliation_list.html")
