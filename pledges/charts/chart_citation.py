"""How a chart is cited: its title, the version of the data and the day, and an address that keeps showing the same."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from pledges.answers import AsOf
from pledges.charts.chart_margins import Form
from pledges.charts.sheets.chart_sheet import Sheet
from pledges.words.citations import Citation, cite, long_day, pin_moment

FRAME_ROOM = 190
"""Height of title, unit, tools and source around an embedded drawing, in pixels."""


def permalink(name: str, key: str, as_of: AsOf) -> str:
    return f"{settings.SITE_URL}{reverse('chart_detail', args=(name, key))}?{urlencode(pin_moment(as_of))}"


def source_line(name: str, key: str, as_of: AsOf) -> str:
    """The line under a chart: whose data, which version, which day."""
    return _("Source: Ramstein, the pledge ledger, version %(version)s, as of %(day)s. %(address)s") % {
        "version": as_of.version,
        "day": long_day(as_of.valid_at),
        "address": permalink(name, key, as_of),
    }


def cite_chart(title: str, name: str, key: str, as_of: AsOf) -> Citation:
    return cite(title, reverse("chart_detail", args=(name, key)), as_of)


def frame_code(sheet: Sheet, name: str, key: str, *, clocks: Mapping[str, str]) -> str:
    """The HTML that shows a chart in a page of somebody else, high enough for a phone, at the moment asked."""
    query = f"?{urlencode(clocks)}" if clocks else ""
    address = f"{settings.SITE_URL}{reverse('chart_embed', args=(name, key))}{query}"
    height = max(sheet.boxes[form].size[1] for form in (Form.PAGE, Form.PHONE)) + FRAME_ROOM
    return (
        f'<iframe src="{escape(address)}" title="{escape(sheet.title)}" width="100%" height="{height}"'
        ' loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
