"""Every chart by name, the keys that each takes, and those that pages show at the current version."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from meetings.choices import Capability
from meetings.models import Initiative
from pledges.answers import AsOf, keyed_totals, system_summaries
from pledges.answers.page_answers.system_families import ALL, MONEY
from pledges.charts.sheets.chart_sheet import Sheet
from pledges.charts.sheets.compared_sheets import compared_figures, compared_over_time
from pledges.charts.sheets.flow_sheet import meeting_flow
from pledges.charts.sheets.heat_sheet import donor_systems
from pledges.charts.sheets.month_sheet import deliveries_by_month
from pledges.charts.sheets.over_time_sheet import initiative_over_time, system_over_time, value_over_time
from pledges.charts.sheets.promise_sheets import promised_delivered, system_donors
from pledges.charts.sheets.tile_sheet import MEASURES, donor_map
from pledges.charts.sheets.timeliness_sheet import donor_timeliness
from pledges.charts.sheets.waiting_sheet import waiting_curve
from pledges.charts.sheets.waterfall_sheet import gap_waterfall
from pledges.models import Scope

SHEETS: dict[str, Callable[[str, AsOf], Sheet | None]] = {
    "promised_delivered": promised_delivered,
    "system_over_time": system_over_time,
    "value_over_time": value_over_time,
    "initiative_over_time": initiative_over_time,
    "compared_figures": compared_figures,
    "compared_over_time": compared_over_time,
    "system_donors": system_donors,
    "donor_systems": donor_systems,
    "gap_waterfall": gap_waterfall,
    "donor_timeliness": donor_timeliness,
    "donor_map": donor_map,
    "meeting_flow": meeting_flow,
    "waiting_curve": waiting_curve,
    "deliveries_by_month": deliveries_by_month,
}
"""What makes the sheet of each chart; None where the key names nothing."""


def sheet_of(name: str, key: str, as_of: AsOf) -> Sheet | None:
    made = SHEETS.get(name)
    return None if made is None or "\x00" in key else made(key, as_of)


def shown_on_pages(as_of: AsOf) -> Iterator[tuple[str, str]]:
    """Yield name and key of every chart that a page shows at the moment."""
    for measure in MEASURES:
        yield "donor_map", measure
    yield "value_over_time", "all"
    yield "donor_systems", "all"
    yield "waiting_curve", "all"
    yield "deliveries_by_month", "all"
    for capability in (*Capability.values, MONEY, ALL):
        yield "promised_delivered", capability
    for slug in sorted({row.system.slug for row in system_summaries(as_of) if not row.system.is_money}):
        for name in ("system_over_time", "gap_waterfall", "system_donors"):
            yield name, slug
    for initiative in Initiative.objects.order_by("slug"):
        yield "initiative_over_time", initiative.slug
    for donor in keyed_totals(as_of, Scope.DONOR):
        yield "donor_timeliness", donor.key
    for meeting in keyed_totals(as_of, Scope.MEETING):
        yield "meeting_flow", meeting.key
