"""Which donor promised which system: a table whose cells are the darker, the larger the donor's part of the system."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.choices import Capability
from pledges.answers import AsOf, KeyedRow, StageRow, keyed_summaries
from pledges.answers.page_answers.system_families import ALL
from pledges.charts.chart_margins import Box, Form, Legend
from pledges.charts.sheets.chart_sheet import Column, Sheet
from pledges.charts.sheets.promise_sheets import COUNTED
from pledges.models import Scope
from pledges.words.figure_words import left_open_by, number, quantity, units
from pledges.words.local_names import name_in_language
from pledges.words.page_addresses import with_query
from pledges.words.party_names import say_row_name
from pledges.words.vocabulary_words import inside

STEPS = (Decimal("0.05"), Decimal("0.2"), Decimal("0.4"), Decimal("0.6"))
"""Parts of a system from which on a cell takes the next colour."""

SHOWN = {Form.PAGE: 9, Form.PHONE: 5, Form.FULL: 9}
MOST_DONORS = 30
Key = tuple[str, str]


def donor_systems(key: str, as_of: AsOf) -> Sheet | None:
    if key != ALL and key not in Capability.values:
        return None
    capabilities = () if key == ALL else (key,)
    donors = [trim_donor(row) for row in keyed_summaries(as_of, Scope.DONOR, capabilities=capabilities)]
    donors = sorted((row for row in donors if row[1]), key=lambda row: (-len(row[1]), row[0].name))
    columns = ordered_columns([cells for _row, cells in donors])
    label = _("all systems") if key == ALL else inside(Capability(key).label)
    shown = donors[:MOST_DONORS]
    rows = tuple(
        (say_row_name(row.key, row.name), name_in_language(cell.system.short_name), cell.unit, *figures_of(cell))
        for row, cells in donors
        for cell in cells
    )
    return Sheet(
        title=_("Who carries which system: %(label)s") % {"label": label},
        unit=_("Units promised by each donor; the stronger the colour, the larger its part of all that has a number."),
        alt=alt_text(label, donors, columns),
        columns=(
            Column("donor", _("Donor")),
            Column("system", _("System")),
            Column("unit", _("Unit"), "unit"),
            Column("promised", _("Promised"), "quantity"),
            Column("delivered", _("Delivered"), "quantity"),
        ),
        rows=rows,
        marks={"cells": cells_of(shown, columns), "donors": donors_of(shown, columns), **heads(columns)}
        if shown
        else {},
        boxes={form: box(form, len(shown)) for form in Form},
        home=reverse("donor_list"),
        home_label=_("Donors"),
        links=tuple(pledges_of(row, cell) for row, cells in donors for cell in cells),
        note=_("Those with most donors out of %(all)s systems by unit; the table has all.") % {"all": len(columns)}
        if len(columns) > SHOWN[Form.PAGE]
        else "",
    )


def trim_donor(row: KeyedRow) -> tuple[KeyedRow, list[StageRow]]:
    """A donor with what it promised, without money and without parts that come to nothing."""
    cells = [cell for cell in row.systems if not cell.system.is_money]
    return row, [cell for cell in cells if figures_of(cell)[0].high != 0]


def figures_of(cell: StageRow) -> tuple[Any, Any]:
    return cell.promised, cell.delivered


def ordered_columns(rows: list[list[StageRow]]) -> dict[Key, list[StageRow]]:
    """The cells of each system and unit, that with most donors first."""
    columns: dict[Key, list[StageRow]] = {}
    for cells in rows:
        for cell in cells:
            columns.setdefault((cell.system.slug, cell.unit), []).append(cell)
    # The key decides last, so that columns keep their places from one drawing to the next.
    ranked = sorted(columns, key=lambda key: (-len(columns[key]), -sum(c.pledges for c in columns[key]), key))
    return {key: columns[key] for key in ranked}


def heads(columns: dict[Key, list[StageRow]]) -> dict[str, Any]:
    most = list(columns.values())[: SHOWN[Form.PAGE]]
    names = [f"{name_in_language(cells[0].system.short_name)}, {units(cells[0].unit)}" for cells in most]
    return {"systems": names, "beyond": _("further systems")}


def cells_of(donors: list[tuple[KeyedRow, list[StageRow]]], columns: dict[Key, list[StageRow]]) -> list[dict[str, Any]]:
    places = {key: place for place, key in enumerate(list(columns)[: SHOWN[Form.PAGE]])}
    totals = {
        key: sum((figures_of(cell)[0].stated.low for cell in cells), Decimal(0)) for key, cells in columns.items()
    }
    marks = []
    for row, cells in donors:
        for cell in cells:
            key = (cell.system.slug, cell.unit)
            if key in places:
                marks.append(mark(row, cell, places[key], totals[key]))
    return marks


def donors_of(
    donors: list[tuple[KeyedRow, list[StageRow]]], columns: dict[Key, list[StageRow]]
) -> list[dict[str, Any]]:
    """The donors that are drawn, and how many of their systems stand in columns that are not, by form."""
    marks = []
    for row, cells in donors:
        places = [list(columns).index((cell.system.slug, cell.unit)) for cell in cells]
        further = {form.value: sum(place >= SHOWN[form] for place in places) for form in Form}
        marks.append({"name": say_row_name(row.key, row.name), "further": further})
    return marks


def mark(row: KeyedRow, cell: StageRow, place: int, total: Decimal) -> dict[str, Any]:
    """One cell: its words, and its colour by the donor's part; without a number there is no part, and it is hatched."""
    promised, delivered = figures_of(cell)
    share = promised.low / total if total else Decimal(0)
    return {
        "donor": say_row_name(row.key, row.name),
        "place": place,
        # How many thresholds the share has reached is the place of its colour.
        "step": sum(share >= step for step in STEPS),
        "vague": bool(promised.without_number),
        "figure": compact(promised),
        "says": _("%(donor)s, %(system)s: promised %(promised)s %(units)s, delivered %(delivered)s")
        % {
            "donor": say_row_name(row.key, row.name),
            "system": name_in_language(cell.system.short_name),
            "promised": quantity(promised),
            "units": units(cell.unit, promised),
            "delivered": quantity(delivered),
        },
        "href": pledges_of(row, cell),
    }


def pledges_of(row: KeyedRow, cell: StageRow) -> str:
    query = {"attributed_to": row.key, "system": cell.system.slug, "unit": cell.unit, **COUNTED}
    return with_query(reverse("pledge_list"), query)


def compact(figure: Any) -> str:
    """Say a quantity in the width of a cell: thousands as k, an open bound as ≥, words for what has no number."""
    if left_open_by(figure):
        return _("some") if figure.stated.high == 0 else f"{compact(figure.stated)}+"
    low, high = figure.low, figure.high
    if high is None:
        return quantity(figure) if low <= 1 else f"≥{thousands(low)}"
    if low == high:
        return thousands(low)
    return f"≤{thousands(high)}" if low == 0 else f"{thousands(low)}–{thousands(high)}"


def thousands(value: Decimal) -> str:
    return f"{number((value / 1000).quantize(Decimal(1)))}k" if value >= 10_000 else number(value)


def box(form: Form, donors: int) -> Box:
    """The room of the table: the heads of the columns stand aslant above it."""
    legend = (
        Legend("ramp0", _("under 5 %")),
        Legend("ramp1", "5–20 %"),
        Legend("ramp2", "20–40 %"),
        Legend("ramp3", "40–60 %"),
        Legend("ramp4", _("60 % and more")),
        Legend("hatched", _("without a number")),
    )
    if form == Form.PHONE:
        return Box(form, donors * 24, left=92, right=40, top=156, bottom=4, legend=legend)
    return Box(form, donors * 24, left=116, right=108, top=122, bottom=4, legend=legend)


def alt_text(label: str, donors: list[tuple[KeyedRow, list[StageRow]]], columns: dict[Key, list[StageRow]]) -> str:
    """Say how many donors and systems, and who promised the most kinds."""
    if not donors:
        return _("Who carries which system, %(label)s: nothing is recorded.") % {"label": label}
    most = ", ".join(f"{say_row_name(row.key, row.name)} {len(cells)}" for row, cells in donors[:5])
    widest = ", ".join(
        f"{name_in_language(cells[0].system.short_name)} {len(cells)}" for cells in list(columns.values())[:5]
    )
    return _(
        "Who carries which system, %(label)s: %(donors)s donors, %(systems)s systems by unit."
        " Systems promised per donor: %(most)s. Donors per system: %(widest)s."
    ) % {"label": label, "donors": len(donors), "systems": len(columns), "most": most, "widest": widest}
