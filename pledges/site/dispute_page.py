"""The page of disputes: every difference with its values, open ones first, those that agree folded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from pledges.answers import AsOf
from pledges.answers.disputes import Claim, DisputeFilters, DisputeRow
from pledges.answers.disputes.dispute_list import every_dispute, list_disputes
from pledges.answers.figure_addresses import parse_figure_address, query_behind
from pledges.answers.filters import Parameter
from pledges.answers.filters.dispute_parameters import DISPUTE_PARAMETERS, dispute_filters
from pledges.answers.filters.parameter import text
from pledges.site.change_list import ChangeChoices, change_choices
from pledges.site.page_frame import ask, page, public_page
from pledges.site.source_claims import LABELS
from pledges.values.choices import ClaimedBy, DisputeKind, DisputeStatus, SumMeasure, SumOutcome
from pledges.words.page_addresses import with_query

FEW, SHOWN = 20, 60
"""Differences of each status on the page of all, and of the one status that is asked for."""

PARAMETERS = {**DISPUTE_PARAMETERS, "after": Parameter("Go on after the difference of this name.", text)}
OVERLAP = gettext_lazy("Perhaps one and the same promise")
PAGES = {
    "coalition": "coalition_detail",
    "donor": "donor_detail",
    "meeting": "meeting_detail",
    "pledge": "pledge_detail",
    "system": "system_detail",
}
"""The page of a subject, by its kind; those of others stand on another one's page."""


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """One difference as the page shows it; `behind` leads to the pledges that the ledger's own sum adds up."""

    row: DisputeRow
    label: str | Promise
    page: str
    key: str
    name: str
    behind: str


@dataclass(frozen=True, slots=True)
class Section:
    """The differences of one status; `after` names the last one shown where more follow, `href` leads there."""

    status: str
    label: str | Promise
    lines: list[DisputeLine]
    total: int
    after: str
    href: str = ""

    @property
    def is_open(self) -> bool:
        return self.status == DisputeStatus.OPEN


@dataclass(frozen=True, slots=True)
class DisputePage:
    sections: list[Section]
    total: int
    below: int
    above: int
    overlaps: int
    undecided: int


@public_page
def dispute_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request, PARAMETERS)
    filters = dispute_filters(asked.values)
    shown = make_dispute_page(asked.as_of, filters, after=asked.values["after"] or "")
    query = {name: list(asked.values[name]) for name in DISPUTE_PARAMETERS if asked.values[name]}
    kept = {**query, **dict(asked.as_of.query)}
    api = reverse("api_disputes")
    files = [(form.upper(), with_query(api, {**kept, "format": form})) for form in ("csv", "xlsx", "ndjson")]
    context = {
        "page": replace(shown, sections=[with_href(one, query, asked.as_of) for one in shown.sections]),
        "values": asked.values,
        "choices": offered_choices(asked.as_of),
        "kinds": DisputeKind.choices,
        "statuses": DisputeStatus.choices,
        "downloads": [*files, ("API", with_query(api, kept))],
        "narrowed": bool(query),
    }
    return page(request, "pledges/dispute_list.html", asked.as_of, **context)


def make_dispute_page(as_of: AsOf, filters: DisputeFilters, *, after: str = "") -> DisputePage:
    rows = list_disputes(as_of, filters)
    by_status = {status: [row for row in rows if row.status == status] for status in DisputeStatus.values}
    one_status = len(filters.statuses) == 1
    sections = [
        make_section(status, found, shown=SHOWN if one_status else FEW, after=after if one_status else "")
        for status, found in by_status.items()
        if found
    ]
    opened = by_status[DisputeStatus.OPEN]
    return DisputePage(
        sections=sections,
        total=len(rows),
        below=sum(row.outcome == SumOutcome.LEDGER_BELOW for row in opened),
        above=sum(row.outcome == SumOutcome.LEDGER_ABOVE for row in opened),
        overlaps=sum(row.kind == DisputeKind.POSSIBLE_OVERLAP for row in opened),
        undecided=sum(row.kind == DisputeKind.CONFLICTING_VALUES for row in opened),
    )


def make_section(status: str, rows: list[DisputeRow], *, shown: int, after: str) -> Section:
    names = [row.dispute for row in rows]
    start = names.index(after) + 1 if after in names else 0
    part = rows[start : start + shown]
    more = start + shown < len(rows)
    last = part[-1].dispute if part and more else ""
    return Section(status, DisputeStatus(status).label, [line_of(row) for row in part], len(rows), last)


def with_href(section: Section, query: dict[str, list[str]], as_of: AsOf) -> Section:
    """The section with the address of all differences of its status, or of those that follow on such a page."""
    here = query.get("status") == [section.status]
    more = {**query, "status": section.status, "after": section.after if here else "", **dict(as_of.query)}
    return replace(section, href=with_query(reverse("dispute_list"), more))


def line_of(row: DisputeRow) -> DisputeLine:
    kind, key = row.subject_kind, row.subject_key
    if kind == "stock":
        kind, _, key = "donor", None, key.partition(":")[0]
    name = PAGES.get(kind, "meeting_list")
    said = row.party if row.subject_kind in ("donor", "stock") and row.party else row.subject_name
    if row.kind == DisputeKind.ASSERTED_SUM and row.subject_kind == "system" and row.system:
        said = row.system.short_name
    return DisputeLine(row, label_of(row), name, key if kind in PAGES else "", said, pledges_behind(row))


def label_of(row: DisputeRow) -> str | Promise:
    """What differs, in words."""
    if row.kind == DisputeKind.POSSIBLE_OVERLAP:
        return OVERLAP
    if row.kind == DisputeKind.ASSERTED_SUM:
        return SumMeasure(row.about).label
    return LABELS.get(row.about, row.about.replace("_", " ").capitalize())


def pledges_behind(row: DisputeRow) -> str:
    """The pledges of which the ledger's own sum was made, on the day of the source's."""
    held = next((claim for claim in row.claims if claim.said_by == ClaimedBy.LEDGER), None)
    if row.kind != DisputeKind.ASSERTED_SUM or held is None:
        return ""
    query: dict[str, object] = dict(query_behind(parse_figure_address(row.subject)))
    day = last_day(held)
    return with_query(reverse("pledge_list"), {**query, **({"valid_at": day.isoformat()} if day else {})})


def last_day(claim: Claim) -> date | None:
    return claim.as_of.end if claim.as_of else None


def offered_choices(as_of: AsOf) -> ChangeChoices:
    """What a reader can choose from: whom and what some difference is about."""
    rows = every_dispute(as_of)
    donors = {code for row in rows for code in row.donors}
    meetings = {row.meeting for row in rows}
    systems = {row.system.slug for row in rows if row.system}
    every = change_choices()
    return ChangeChoices(
        donors=[pair for pair in every.donors if pair[0] in donors],
        systems=[pair for pair in every.systems if pair[0] in systems],
        meetings=[pair for pair in every.meetings if pair[0] in meetings],
    )
