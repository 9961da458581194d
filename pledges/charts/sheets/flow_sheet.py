"""What became of the promises of a meeting: a band from each donor to the state of its pledges, one width each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.models import JOINT, Meeting
from pledges.answers import AsOf, PledgeFilters, PledgeRow, pledge_states
from pledges.answers.row_names import meeting_name
from pledges.charts.chart_margins import Box, Form
from pledges.charts.sheets.chart_sheet import Column, Sheet
from pledges.values.choices import PartyRole, StatusWord
from pledges.values.stages import FURTHEST_FIRST
from pledges.words.counted_things import count_pledges
from pledges.words.local_names import name_in_language
from pledges.words.page_addresses import with_query
from pledges.words.party_names import say_row_name
from pledges.words.vocabulary_words import inside
from pledges.words.window_words import day

MOST_DONORS = 10
READ = 500
ROW = 22
GAP = 6


def meeting_flow(key: str, as_of: AsOf) -> Sheet | None:
    meeting = Meeting.objects.filter(slug=key).select_related("forum").first()
    if meeting is None:
        return None
    filters = PledgeFilters(meetings=(key,), counted=True, aid_types=("military",))
    rows = pledge_states(as_of, filters, size=READ).rows
    counts = Counter((donor_of(row), row.status) for row in rows)
    donors = by_number(Counter(donor_of(row) for row in rows))
    reached = [(donor, status) for donor in donors for status in FURTHEST_FIRST if counts[donor, status]]
    drawn = fold_donors(counts, donors)
    return Sheet(
        title=_("%(meeting)s: what became of its promises") % {"meeting": name_in_language(meeting_name(meeting))},
        unit=_("Pledges made there, by donor, and their state on %(day)s; a band is as wide as their number.")
        % {"day": day(as_of.valid_at)},
        alt=alt_text(name_in_language(meeting_name(meeting)), rows),
        columns=(
            Column("donor", _("Donor")),
            Column("state", _("State")),
            Column("pledges", _("Pledges"), "count"),
        ),
        rows=tuple((donor, str(status.label), counts[donor, status]) for donor, status in reached),
        links=tuple(pledges_of(key, status) for _donor, status in reached),
        marks=flow(drawn, key) if rows else {},
        boxes={form: box(form, drawn) for form in Form},
        home=reverse("meeting_detail", args=(key,)),
        home_label=name_in_language(meeting_name(meeting)),
    )


def pledges_of(meeting: str, status: str) -> str:
    query = {"meeting": meeting, "status": status, "counted": "true", "aid_type": "military"}
    return with_query(reverse("pledge_list"), query)


def donor_of(row: PledgeRow) -> str:
    """The one donor whom a pledge is shown under: who pays or owns the stock; several are joint."""
    names = {party.name for party in row.parties if party.role in (PartyRole.FUNDER, PartyRole.STOCK_OWNER)}
    return name_in_language(names.pop()) if len(names) == 1 else say_row_name(JOINT)


def by_number(donors: Counter[str]) -> list[str]:
    """The donors, the one with most pledges first."""
    return sorted(donors, key=lambda name: (-donors[name], name))


def fold_donors(counts: Counter[tuple[str, str]], donors: Sequence[str]) -> Counter[tuple[str, str]]:
    """The counts with the donors beyond the first ones taken together."""
    kept = set(donors if len(donors) <= MOST_DONORS else donors[: MOST_DONORS - 1])
    drawn: Counter[tuple[str, str]] = Counter()
    for (donor, status), count in counts.items():
        drawn[donor if donor in kept else str(_("others")), status] += count
    return drawn


def flow(counts: Counter[tuple[str, str]], meeting: str) -> dict[str, Any]:
    """The blocks on both sides and the bands between them; places are in pledges, gaps apart."""
    totals = Counter({donor: 0 for donor, _status in counts})
    for (donor, _status), count in counts.items():
        totals[donor] += count
    donors = by_number(totals)
    states = [status.value for status in FURTHEST_FIRST if any(counts[donor, status.value] for donor in donors)]
    ends = Counter({status: sum(counts[donor, status] for donor in donors) for status in states})
    sources = stack_blocks(donors, totals)
    targets = stack_blocks(states, ends)
    bands = []
    from_at = {block["name"]: block["start"] for block in sources}
    to_at = {block["name"]: block["start"] for block in targets}
    for donor in donors:
        for status in states:
            count = counts[donor, status]
            if count:
                label = str(StatusWord(status).label)
                bands.append(
                    {
                        "from": from_at[donor],
                        "to": to_at[status],
                        "count": count,
                        "status": status,
                        "says": f"{donor}: {count} {inside(label)}",
                        "href": pledges_of(meeting, status),
                    }
                )
                from_at[donor] += count
                to_at[status] += count
    for block in targets:
        block["label"] = str(StatusWord(block["name"]).label)
    return {"sources": sources, "targets": targets, "bands": bands}


def stack_blocks(names: Sequence[str], counts: Counter[str]) -> list[dict[str, Any]]:
    """A block for each name, one after another; `place` says how many gaps lie before it."""
    blocks = []
    at = 0
    for place, name in enumerate(names):
        blocks.append({"name": name, "label": name, "start": at, "count": counts[name], "place": place})
        at += counts[name]
    return blocks


def box(form: Form, counts: Counter[tuple[str, str]]) -> Box:
    """The room of the flow: the more pledges, the thinner each."""
    donors = len({donor for donor, _status in counts})
    states = len({status for _donor, status in counts})
    height = max(sum(counts.values()) * pledge_height(counts) + (max(donors, states) - 1) * GAP, ROW)
    side = (116, 98) if form == Form.PHONE else (150, 130)
    return Box(form, max(round(height), max(donors, states) * 18), left=side[0], right=side[1], top=4, bottom=4)


def pledge_height(counts: Counter[tuple[str, str]]) -> float:
    return max(4.0, min(float(ROW), 300 / max(sum(counts.values()), 1)))


def alt_text(name: str, rows: Sequence[PledgeRow]) -> str:
    if not rows:
        return _("%(meeting)s: no pledge that counts for Ukraine is recorded.") % {"meeting": name}
    states = Counter(row.status for row in rows)
    said = ", ".join(f"{states[word]} {inside(word.label)}" for word in FURTHEST_FIRST if states[word])
    donors = Counter(donor_of(row) for row in rows)
    most = ", ".join(f"{donor} {donors[donor]}" for donor in by_number(donors)[:5])
    return _("%(meeting)s, %(pledges)s: %(said)s. Most by %(most)s.") % {
        "meeting": name,
        "pledges": count_pledges(len(rows)),
        "said": said,
        "most": most,
    }
