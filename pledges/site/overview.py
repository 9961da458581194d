"""The front page."""

from django.http import HttpRequest, HttpResponse

from meetings.choices import Capability
from pledges.answers import page_answers
from pledges.answers.filters.parameter import choice
from pledges.answers.page_answers.system_families import ALL, MONEY
from pledges.site.page_frame import ask, page, public_page

PARAMETERS = {
    "capability": choice("What the systems are for, money or all.", (*Capability.values, MONEY, ALL), many=False)
}


@public_page
def overview(request: HttpRequest) -> HttpResponse:
    asked = ask(request, PARAMETERS)
    capability = asked.values["capability"] or Capability.AIR_DEFENCE.value
    shown = page_answers.overview(asked.as_of, capability="" if capability == ALL else capability)
    return page(request, "pledges/overview.html", asked.as_of, page=shown)
