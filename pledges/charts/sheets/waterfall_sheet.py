"""From a stated need to the gap: what is delivered and what is firm is taken off, the rest is missing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pledges.answers import AsOf, Figure, GapRow, StageRow, gaps
from pledges.answers.figure_values import Balance
from pledges.charts.chart_margins import Box, Form, Legend
from pledges.charts.sheets.chart_sheet import Column, Sheet, as_float
from pledges.charts.sheets.promise_sheets import row_of
from pledges.values.choices import RequirementBasis
from pledges.values.estimates import EstimateSum
from pledges.words.figure_words import quantity, units, without_number
from pledges.words.local_names import name_in_language
from pledges.words.window_words import window

Step = Figure | Balance | EstimateSum
NOTHING = Decimal(0)
UNKNOWN_NEED = 1
"""The lower bound of a need of which no number is stated; it is shown in words, and there is nothing to draw."""


def gap_waterfall(key: str, as_of: AsOf) -> Sheet | None:
    """The waterfall of the latest stated need for a system in a unit."""
    slug, _dot, unit = key.partition(".")
    row = row_of(key, as_of)
    if row is None:
        return None
    stated = gaps(as_of, systems=(slug,))
    gap = next((found for found in stated if found.unit == (unit or row.unit)), None)
    if gap is None:
        return nothing_stated(row)
    steps = steps_of(gap, row)
    has_number = not (gap.required.low == UNKNOWN_NEED and gap.required.high is None) and not without_number(gap.gap)
    marks = place_steps(gap, steps) if has_number else []
    taken = [mark for mark in marks if mark["role"] == "taken" and mark["start"] < mark["end"]]
    perhaps = [mark for mark in marks if mark["maybe_start"] < mark["maybe_end"]]
    legend = [Legend("solid", _("taken off for certain"))] if taken else []
    legend += [Legend("hatched", _("perhaps"))] if perhaps else []
    legend += [Legend("missing", _("missing"))] if marks else []
    return Sheet(
        title=_("%(system)s: from the stated need to the gap") % {"system": name_in_language(row.system.short_name)},
        unit=rule(gap),
        alt=alt_text(row, gap, steps),
        columns=(Column("step", _("Step")), Column("quantity", _("Quantity"), "quantity")),
        rows=tuple((label, figure) for label, figure in steps),
        marks={"steps": marks} if marks else {},
        boxes={form: box(form, len(steps), tuple(legend)) for form in Form},
        home=f"{reverse('gap_list')}#{slug}-{gap.unit}",
        home_label=_("Gaps and headroom"),
        links=(f"{reverse('gap_list')}#{slug}-{gap.unit}",) * len(steps),
        unit_code=gap.unit,
    )


def nothing_stated(row: StageRow) -> Sheet:
    """The sheet of a system for which nobody has stated a need in this unit."""
    title = _("%(system)s: from the stated need to the gap") % {"system": name_in_language(row.system.short_name)}
    words = _("No need is stated in %(units)s.") % {"units": units(row.unit)}
    boxes = {form: Box(form, 0) for form in Form}
    columns = (Column("step", _("Step")),)
    return Sheet(title, words, words, columns, (), {}, boxes, reverse("gap_list"), _("Gaps and headroom"))


def steps_of(gap: GapRow, row: StageRow) -> list[tuple[str, Step]]:
    """The steps from the need to the gap; of a need in addition only what came after it was stated counts."""
    need = Figure(gap.required.low, gap.required.best, gap.required.high)
    parts: list[tuple[str, Balance | EstimateSum]]
    if gap.required_basis == RequirementBasis.TOTAL:
        parts = [
            (_("delivered"), row.delivered),
            (_("firm, not delivered"), row.firm),
        ]
    else:
        parts = [(_("promised since; perhaps earlier promises"), gap.secured)]
    return [(_("needed"), need), *parts, (_("still missing"), gap.gap)]


def place_steps(gap: GapRow, steps: list[tuple[str, Step]]) -> list[dict[str, Any]]:
    """Each step with its place: from the right end down to what is left for certain, and perhaps."""
    # An open need is drawn at its lower bound, with an arrow.
    need = gap.required.high if gap.required.high is not None else gap.required.low
    marks = []
    at = need
    for place, (label, figure) in enumerate(steps):
        role = "need" if place == 0 else "gap" if place == len(steps) - 1 else "taken"
        if role == "taken":
            # Only the certain part moves the next step; what may have arrived is hatched over what is left.
            low_end = max(at - figure.low, NOTHING)
            high_end = NOTHING if figure.high is None else max(at - figure.high, NOTHING)
            bounds = (low_end, at, high_end, low_end)
            at = low_end
        else:
            high = figure.low if figure.high is None else figure.high
            bounds = (NOTHING, figure.low, figure.low, high)
        start, end, maybe_start, maybe_end = (as_float(bound) for bound in bounds)
        marks.append(
            {
                "label": label,
                "role": role,
                "start": start,
                "end": end,
                "maybe_start": maybe_start,
                "maybe_end": maybe_end,
                "open": figure.high is None and role != "taken",
                "figure": quantity(figure),
                "says": f"{label}: {quantity(figure)} {units(gap.unit, figure)}",
            }
        )
    return marks


def box(form: Form, steps: int, legend: tuple[Legend, ...]) -> Box:
    """The room of a waterfall that runs from left to right."""
    if form == Form.PHONE:
        return Box(form, steps * 48, left=6, right=10, top=2, bottom=26, legend=legend)
    return Box(form, steps * 38, left=190, right=84, top=4, bottom=26, legend=legend)


def rule(gap: GapRow) -> str:
    """Say what is counted: the unit, when the need was stated and whether it includes what had been given."""
    basis = (
        _("in total, so that everything delivered or firm is taken off")
        if gap.required_basis == RequirementBasis.TOTAL
        else _("in addition, so that for certain only what was promised after is taken off")
    )
    return _("%(units)s. Need stated %(day)s %(basis)s.") % {
        "units": units(gap.unit).capitalize(),
        "day": window(gap.stated) + (_(", unverified") if gap.is_unverified else ""),
        "basis": basis,
    }


def alt_text(row: StageRow, gap: GapRow, steps: list[tuple[str, Step]]) -> str:
    said = ", ".join(f"{label} {quantity(figure)}" for label, figure in steps)
    return f"{name_in_language(row.system.short_name)}, {units(gap.unit)}: {said}."
