"""The pages of systems, and of gaps."""

from django.http import Http404, HttpRequest, HttpResponse

from meetings.choices import Capability
from pledges.answers import page_answers
from pledges.answers.filters.parameter import choice
from pledges.site.page_frame import ask, page, public_page
from pledges.values.choices import AidType

AID_TYPE = {"aid_type": choice("Kind of aid; military unless asked otherwise.", AidType.values, many=False)}
CAPABILITY = {"capability": choice("What the systems are for.", Capability.values, many=False)}


@public_page
def system_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request, {**AID_TYPE, **CAPABILITY})
    capability = asked.values["capability"] or ""
    shown = page_answers.system_list(asked.as_of, capability=capability, aid_type=asked.aid_type)
    return page(request, "pledges/system_list.html", asked.as_of, page=shown)


@public_page
def system_detail(request: HttpRequest, slug: str) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    shown = page_answers.system_page(slug, asked.as_of, aid_type=asked.aid_type)
    if shown is None:
        raise Http404(f"There is no system {slug}.")
    return page(request, "pledges/system_detail.html", asked.as_of, page=shown)


@public_page
def gap_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request)
    return page(request, "pledges/gap_list.html", asked.as_of, page=page_answers.gap_page(asked.as_of))
