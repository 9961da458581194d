"""Briefings of a meeting, a donor or a system: one printed page of what was said, recorded, delivered and is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from meetings.models import JOINT, Donor, Meeting
from pledges.answers import (
    AsOf,
    GapRow,
    KeyedRow,
    PledgeFilters,
    SourceRef,
    StageRow,
    gaps,
    keyed_summaries,
    pledge_states,
    system_summaries,
)
from pledges.answers.asserted_sums import AssertedSum, asserted_sums
from pledges.answers.page_answers.pledge_counts import PledgeCounts, made_at, of_system, pledge_counts
from pledges.answers.page_answers.pledge_lines import Line, list_pledge_lines
from pledges.answers.page_answers.system_order import main_row, shown_order
from pledges.answers.pledge_rows import pledge_list
from pledges.answers.row_names import JOINT_NAME, meeting_name
from pledges.answers.stated_needs import StatedNeed, list_system_needs
from pledges.charts.chart_citation import pin_moment
from pledges.models import Scope, System
from pledges.site.donor_pages import promised_by
from pledges.site.page_frame import AID_TYPE, Asked, ask, page, public_page
from pledges.values.choices import StatusWord
from pledges.values.stages import OWED_STATUSES
from pledges.words.page_addresses import with_query

FEW = 5
"""Lines of a block; the rest stands at the address under it."""

FEW_SAID = 3
ARRIVED = (StatusWord.DELIVERED.value, StatusWord.IN_DELIVERY.value)


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A pledge with the number of its source in the list at the foot."""

    line: Line
    source: int


@dataclass(frozen=True, slots=True)
class Block:
    """Some pledges of one sort, how many more there are, and where."""

    lines: list[CitedLine]
    more: int
    href: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """One subject at a moment; `stage` are the sums of a donor or meeting, `row` those of a system."""

    kind: str
    key: str
    name: str
    home: str
    stage: KeyedRow | None
    row: StageRow | None
    counts: PledgeCounts
    said: list[AssertedSum]
    said_more: int
    needs: list[StatedNeed]
    gaps: list[GapRow]
    recorded: Block
    delivered: Block
    still_open: Block
    sources: list[SourceRef]
    permalink: str


@public_page
def meeting_briefing(request: HttpRequest, slug: str) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    meeting = Meeting.objects.select_related("forum").filter(slug=slug).first()
    if meeting is None:
        raise Http404(f"There is no meeting {slug}.")
    filters = made_at(slug, aid_type=asked.aid_type)
    said = asserted_sums(asked.as_of, meetings=(slug,))
    rows = keyed_summaries(asked.as_of, Scope.MEETING, keys=(slug,), aid_type=asked.aid_type)
    made = make_briefing(asked, "meeting", slug, meeting_name(meeting), filters, said=said)
    return show(request, asked, replace(made, stage=rows[0] if rows else None))


@public_page
def donor_briefing(request: HttpRequest, code: str) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    donor = Donor.objects.filter(code=code).first()
    if donor is None and code != JOINT:
        raise Http404(f"There is no donor {code}.")
    filters = promised_by(donor, aid_type=asked.aid_type)
    said = asserted_sums(asked.as_of, donors=(code,))
    rows = keyed_summaries(asked.as_of, Scope.DONOR, keys=(code,), aid_type=asked.aid_type)
    made = make_briefing(asked, "donor", code, donor.name if donor else JOINT_NAME, filters, said=said)
    return show(request, asked, replace(made, stage=rows[0] if rows else None))


@public_page
def system_briefing(request: HttpRequest, slug: str) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    system = System.objects.filter(slug=slug).prefetch_related("units").first()
    if system is None:
        raise Http404(f"There is no system {slug}.")
    as_of = asked.as_of
    found = system_summaries(as_of, systems=(slug,), aid_type=asked.aid_type)
    row = main_row(system, shown_order(found, ranges={}))
    filters = of_system(slug, aid_type=asked.aid_type)
    said = asserted_sums(as_of, systems=(slug,))
    made = make_briefing(asked, "system", slug, system.short_name, filters, said=said)
    needs = [one for one in list_system_needs(system.pk, as_of) if one.counts]
    return show(request, asked, replace(made, row=row, needs=needs[:FEW_SAID], gaps=gaps(as_of, systems=(slug,))))


def show(request: HttpRequest, asked: Asked, briefing: Briefing) -> HttpResponse:
    return page(request, "pledges/briefing.html", asked.as_of, page=briefing)


def make_briefing(
    asked: Asked, kind: str, key: str, name: str, filters: PledgeFilters, *, said: list[AssertedSum]
) -> Briefing:
    as_of = asked.as_of
    counted = replace(filters, counted=True)
    orders = {"meeting": "-value", "donor": "-value", "system": "-announced"}
    chosen = {
        "recorded": (counted, orders[kind]),
        "delivered": (replace(counted, statuses=ARRIVED), "-delivered"),
        "still_open": (replace(counted, statuses=tuple(OWED_STATUSES)), "overdue"),
    }
    lines = {name: first_lines(as_of, wanted, order) for name, (wanted, order) in chosen.items()}
    sources = list(dict.fromkeys(line.cite.source for line in chain(*lines.values()) if line.cite))
    place = {source: number for number, source in enumerate(sources, start=1)}
    blocks = {
        name: make_block(as_of, wanted, lines[name], place, link=link_to(asked, kind, key, name))
        for name, (wanted, _) in chosen.items()
    }
    home = reverse(f"{kind}_detail", args=(key,))
    briefing = reverse(f"{kind}_briefing", args=(key,))
    return Briefing(
        kind=kind,
        key=key,
        name=name,
        home=home,
        stage=None,
        row=None,
        counts=pledge_counts(as_of, filters),
        said=said[:FEW_SAID],
        said_more=max(len(said) - FEW_SAID, 0),
        needs=[],
        gaps=[],
        **blocks,
        sources=sources,
        permalink=with_query(f"{settings.SITE_URL}{briefing}", pin_moment(as_of)),
    )


def first_lines(as_of: AsOf, filters: PledgeFilters, order: str) -> list[Line]:
    """The first pledges; those without a day of delivery come after all that have one."""
    found = pledge_states(as_of, filters, order=order, size=FEW)
    return list_pledge_lines(found.rows)


def make_block(
    as_of: AsOf, filters: PledgeFilters, lines: Sequence[Line], place: dict[SourceRef, int], *, link: str
) -> Block:
    cited = [CitedLine(line, place[line.cite.source] if line.cite else 0) for line in lines]
    every = pledge_list(as_of, filters).count()
    return Block(cited, every - len(cited), link)


def link_to(asked: Asked, kind: str, key: str, block: str) -> str:
    """The list of the pledges of a block, at the same moment."""
    statuses = {"delivered": list(ARRIVED), "still_open": list(OWED_STATUSES)}
    about = {"attributed_to" if key == JOINT else kind: key, "counted": "true", "aid_type": asked.aid_type}
    return with_query(reverse("pledge_list"), {**about, "status": statuses.get(block, []), **dict(asked.as_of.query)})
