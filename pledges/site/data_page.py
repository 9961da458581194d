"""The page of data: everything that the API lists, and the archive of all."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from pledges.site.page_frame import ask, page, public_page

RESOURCES = (
    ("pledges", gettext_lazy("Pledges")),
    ("entries", gettext_lazy("Entries of the ledger")),
    ("totals", gettext_lazy("Totals by any grouping")),
    ("summaries_systems", gettext_lazy("Figures by system")),
    ("summaries_donors", gettext_lazy("Figures by donor")),
    ("summaries_meetings", gettext_lazy("Figures by meeting")),
    ("summaries_coalitions", gettext_lazy("Figures by coalition")),
    ("gaps", gettext_lazy("Gaps")),
    ("headroom", gettext_lazy("Headroom")),
    ("statistics_reporting", gettext_lazy("How promises are reported, by donor")),
    ("requirements", gettext_lazy("Stated needs")),
    ("asserted_totals", gettext_lazy("Sums that sources assert")),
    ("disputes", gettext_lazy("Disputes")),
    ("stocks", gettext_lazy("Stocks")),
    ("completeness", gettext_lazy("Lists said to be complete")),
    ("systems", gettext_lazy("Systems")),
    ("donors", gettext_lazy("Donors")),
    ("meetings", gettext_lazy("Meetings")),
    ("coalitions", gettext_lazy("Coalitions")),
    ("initiatives", gettext_lazy("Initiatives")),
    ("packages", gettext_lazy("Packages")),
    ("sources", gettext_lazy("Sources")),
    ("changes", gettext_lazy("Changes")),
    ("releases", gettext_lazy("Versions")),
)
"""What the API lists, by the end of its address name and by what a reader calls it."""


@public_page
def data(request: HttpRequest) -> HttpResponse:
    resources = [(label, reverse(f"api_{name}")) for name, label in RESOURCES]
    return page(request, "pledges/data.html", ask(request).as_of, resources=resources)
