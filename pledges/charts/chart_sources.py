"""How many sources stand behind a chart: counted once for all charts of a page that show the same pledges."""

from __future__ import annotations

from pledges.answers import AsOf
from pledges.answers.page_answers.source_counts import (
    Cited,
    sources_behind,
    sources_of_donor,
    sources_of_meeting,
    sources_of_system,
)
from pledges.answers.page_answers.system_families import ALL
from pledges.charts.chart_keys import SEPARATOR
from pledges.charts.sheets.chart_sheet import Sheet

OF_ENTRIES, OF_NEEDS = ("system_donors",), ("system_over_time", "gap_waterfall")
OF_CAPABILITY = ("promised_delivered", "donor_systems")


def sources_of(name: str, key: str, sheet: Sheet, as_of: AsOf) -> int:
    """The number of sources of what a chart shows, by the day shown and as known then."""
    key = key.partition(SEPARATOR)[0]
    if name in OF_ENTRIES or name in OF_NEEDS:
        cited = sources_of_system(as_of, system=key.partition(".")[0]).get(sheet.unit_code, Cited())
        return cited.entries if name in OF_ENTRIES else cited.with_needs
    if name == "donor_timeliness":
        return sources_of_donor(as_of, donor=key)
    if name == "meeting_flow":
        return sources_of_meeting(as_of, meeting=key)
    return sources_behind(as_of, capability=key if name in OF_CAPABILITY and key != ALL else "")
