"""The share of promises that has arrived by the days since their announcement: the estimate, and its bounds."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pledges.answers import AsOf, PledgeFilters
from pledges.answers.page_answers.system_families import ALL
from pledges.answers.waiting import BoundsAt, CurveStep, WaitingRow, waiting_rows
from pledges.charts.chart_margins import Box, Form, Legend
from pledges.charts.sheets.chart_sheet import Column, Sheet
from pledges.values.choices import AidType, WaitingGroup
from pledges.words.figure_words import number
from pledges.words.page_addresses import with_query
from pledges.words.waiting_words import behind_group, name_group, say_finding, say_share, say_shares

HEIGHT = 250
YEAR = 365


def waiting_curve(key: str, as_of: AsOf) -> Sheet | None:
    """The curve of everything (`all`) or of one group, as `donor.DEU`; None where nothing says such a group."""
    group, _dot, name = key.partition(".")
    if key != ALL and (group not in WaitingGroup.values or not name):
        return None
    found = waiting_rows(as_of, PledgeFilters(aid_types=(AidType.MILITARY.value,), counted=True), group if name else "")
    row = next((row for row in found if row.key == name), None)
    return None if row is None else sheet_of_row(row)


def sheet_of_row(row: WaitingRow) -> Sheet:
    legend = (
        Legend("line", _("estimate")),
        Legend("hatched", _("what the windows alone bound")),
    )
    link = with_query(
        reverse("pledge_list"), {**behind_group(row), "counted": "true", "aid_type": AidType.MILITARY.value}
    )
    title = _("From announcement to reported delivery")
    return Sheet(
        title=f"{title}: {name_group(row)}" if row.group else title,
        unit=_("Share of promises that has arrived, each promise weighing the same; by years since the announcement."),
        alt=say_finding(row),
        columns=(
            Column("days", _("Days since the announcement"), "count"),
            Column("at_least", _("At least arrived"), "share"),
            Column("estimate", _("Estimate"), "share"),
            Column("at_most", _("At most arrived"), "share"),
        ),
        rows=tuple((at.days, at.low, estimate_at(row.curve, at.days), at.high) for at in row.bounds),
        marks={"bounds": bounds_marks(row), "curve": curve_marks(row), "axis": _("years since the announcement")}
        if row.bounds
        else {},
        boxes={form: box(form, legend) for form in Form},
        home=reverse("waiting_statistics"),
        home_label=_("How long promises wait"),
        note=ngettext(
            "From %(count)s pledge that says by which day a part of it had arrived, out of %(all)s.",
            "From %(count)s pledges that say by which day a part of them had arrived, out of %(all)s.",
            row.informative,
        )
        % {"count": number(row.informative), "all": number(row.pledges)},
        links=(link,) * len(row.bounds),
    )


def estimate_at(curve: tuple[CurveStep, ...], days: int) -> float:
    """The share of the steps that have ended by a number of days."""
    return max((step.share for step in curve if step.until is not None and step.until <= days), default=0.0)


def bounds_marks(row: WaitingRow) -> list[dict[str, Any]]:
    """The band from one number of days to the next: at least what has arrived at its beginning, at most at its end."""
    after = [*row.bounds[1:], row.bounds[-1]]
    return [
        {
            "years": at.days / YEAR,
            "low": at.low,
            "high": following.high,
            "share": estimate_at(row.curve, at.days),
            "says": say_point(at, estimate_at(row.curve, at.days)),
        }
        for at, following in zip(row.bounds, after, strict=True)
    ]


def say_point(at: BoundsAt, share: float) -> str:
    return _("After %(days)s days: estimate %(share)s, by the windows alone %(bounds)s") % {
        "days": number(at.days),
        "share": say_share(share),
        "bounds": say_shares(at.low, at.high),
    }


def curve_marks(row: WaitingRow) -> list[dict[str, Any]]:
    """The corners of the estimate: within a step it is not known how it grows, so the line slopes."""
    corners, share = [{"years": 0.0, "share": 0.0}], 0.0
    for step in row.curve:
        corners.append({"years": max(step.after, 0) / YEAR, "share": share})
        if step.until is None:
            break
        share = step.share
        corners.append({"years": step.until / YEAR, "share": share})
    return [*corners, {"years": row.bounds[-1].days / YEAR, "share": share}]


def box(form: Form, legend: tuple[Legend, ...]) -> Box:
    return Box(form, HEIGHT if form != Form.PHONE else 210, left=44, right=14, top=12, bottom=44, legend=legend)
