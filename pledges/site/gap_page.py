"""The page of gaps: what is missing of stated needs, and who could still give it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from pledges.answers import AsOf, GapRow, HeadroomRow, gaps, headroom, system_summaries
from pledges.answers.stated_needs import list_money_needs
from pledges.models import Requirement
from pledges.site.page_frame import ask, page, public_page
from pledges.values.choices import Alarm


@dataclass(frozen=True, slots=True)
class GapPage:
    """What is missing, and who could still give."""

    gaps: list[GapRow]
    headroom: list[HeadroomRow]
    without_need: int
    money: list[Requirement]

    @property
    def missing(self) -> list[GapRow]:
        return [row for row in self.gaps if row.alarm == Alarm.CERTAINLY and not row.is_unverified]


@public_page
def gap_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request)
    return page(request, "pledges/gap_list.html", asked.as_of, page=make_gap_page(asked.as_of))


def make_gap_page(as_of: AsOf) -> GapPage:
    """Every stated need with its gap, and every stock with its headroom."""
    stated = gaps(as_of)
    rows = [row for row in system_summaries(as_of) if not row.system.is_money]
    return GapPage(
        # What only an unverified source says heads no list.
        gaps=sorted(stated, key=lambda row: row.is_unverified),
        headroom=headroom(as_of),
        without_need=sum(row.required is None for row in rows),
        money=list_money_needs(as_of),
    )
