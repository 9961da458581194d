"""How many sources stand behind a chart: counted once for all charts of a page that show the same pledges."""

from __future__ import annotations

from pledges.answers import AsOf
from pledges.answers.page_answers.source_counts import (
    Cited,
    sources_behind,
    sources_of_compared,
    sources_of_donor,
    sources_of_initiative,
    sources_of_meeting,
    sources_of_system,
)
from pledges.answers.page_answers.system_families import ALL
from pledges.charts.chart_keys import SEPARATOR
from pledges.charts.sheets.chart_sheet import Sheet

OF_ENTRIES, OF_NEEDS = ("system_donors",), ("system_over_time", "gap_waterfall")
OF_COMPARED = ("compared_figures", "compared_over_time")
OF_CAPABILITY = ("promised_delivered", "donor_systems")


def sources_of(name: str, key: str, sheet: Sheet, as_of: AsOf) -> int:
    """The number of sources of what a chart shows, by the day shown and as known then."""
    key = key.partition(SEPARATOR)[0]
    if name in OF_ENTRIES or name in OF_NEEDS or (name == "deliveries_by_month" and key != ALL):
        cited = sources_of_system(as_of, system=key.partition(".")[0]).get(sheet.unit_code, Cited())
        return cited.with_needs if name in OF_NEEDS else cited.entries
    if name == "donor_timeliness":
        return sources_of_donor(as_of, donor=key)
    if name in OF_COMPARED:
        kind, *keys = key.split(".")
        return sources_of_compared(as_of, kind, tuple(keys[:1] if name == "compared_over_time" else keys))
    if name == "initiative_over_time":
        return sources_of_initiative(as_of, initiative=key)
    if name == "meeting_flow":
        return sources_of_meeting(as_of, meeting=key)
    return sources_behind(as_of, capability=key if name in OF_CAPABILITY and key != ALL else "")
