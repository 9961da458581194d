"""The pages of donors, of coalitions, and of meetings with what was promised there."""

from django.http import Http404, HttpRequest, HttpResponse

from meetings.choices import MeetingStatus
from meetings.models import JOINT
from pledges.answers import page_answers
from pledges.site.page_frame import ask, page, public_page
from pledges.site.system_pages import AID_TYPE


@public_page
def donor_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    rows = page_answers.donor_list(asked.as_of, aid_type=asked.aid_type)
    named = sum(line.row.key != JOINT for line in rows)
    return page(request, "pledges/donor_list.html", asked.as_of, rows=rows, named=named)


@public_page
def donor_detail(request: HttpRequest, code: str) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    shown = page_answers.donor_page(code, asked.as_of, aid_type=asked.aid_type)
    if shown is None:
        raise Http404(f"There is no donor {code}.")
    return page(request, "pledges/donor_detail.html", asked.as_of, page=shown)


@public_page
def meeting_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    years = page_answers.meeting_list(asked.as_of, aid_type=asked.aid_type)
    held = [line for year in years for line in year.meetings if line.meeting.status == MeetingStatus.HELD]
    promising = sum(line.summary is not None for line in held)
    return page(request, "meetings/meeting_list.html", asked.as_of, years=years, held=len(held), promising=promising)


@public_page
def meeting_detail(request: HttpRequest, slug: str) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    shown = page_answers.meeting_page(slug, asked.as_of, aid_type=asked.aid_type)
    if shown is None:
        raise Http404(f"There is no meeting {slug}.")
    return page(request, "meetings/meeting_detail.html", asked.as_of, page=shown)


@public_page
def coalition_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    found = page_answers.coalition_list(asked.as_of, aid_type=asked.aid_type)
    return page(request, "meetings/coalition_list.html", asked.as_of, lines=found)


@public_page
def coalition_detail(request: HttpRequest, slug: str) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    shown = page_answers.coalition_page(slug, asked.as_of, aid_type=asked.aid_type)
    if shown is None:
        raise Http404(f"There is no coalition {slug}.")
    return page(request, "meetings/coalition_detail.html", asked.as_of, page=shown)
