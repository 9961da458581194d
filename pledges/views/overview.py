"""The front page."""

from django.http import HttpRequest, HttpResponse

from meetings.choices import Capability
from pledges.filters.parameters import choice
from pledges.projections import pages
from pledges.projections.pages.families import ALL, MONEY
from pledges.views.asking import ask, page, public_page

PARAMETERS = {
    "capability": choice("What the systems are for, money or all.", (*Capability.values, MONEY, ALL), many=False)
}


@public_page
def overview(request: HttpRequest) -> HttpResponse:
    asked = ask(request, PARAMETERS)
    capability = asked.values["capability"] or Capability.AIR_DEFENCE.value
    shown = pages.overview(asked.as_of, capability="" if capability == ALL else capability)
    return page(request, "pledges/overview.html", asked.as_of, page=shown)
