"""A tile for every country that gives or could give, roughly where it lies; all of one size, to mislead nobody."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.models import JOINT, RECIPIENT, Donor
from pledges.answers import AsOf, KeyedTotal, keyed_totals
from pledges.charts.chart_margins import Box, Form, Legend
from pledges.charts.sheets.chart_sheet import Column, Sheet
from pledges.charts.sheets.promise_sheets import COUNTED
from pledges.models import Scope
from pledges.values.estimates import EstimateSum
from pledges.words.counted_things import count_pledges
from pledges.words.figure_words import amount, money_words, number
from pledges.words.local_names import name_in_language
from pledges.words.page_addresses import with_query
from pledges.words.party_names import say_row_name

MEASURES = ("promised", "delivered")
STEPS = (0, 50_000_000, 250_000_000, 500_000_000, 1_000_000_000)
"""Euro from which on a tile takes the next colour; the first is any amount above nothing."""

GRID = """
ISL . . . NOR SWE FIN . . . CAN
. . . . . . EST . . . USA
IRL GBR . . DNK . LVA . . . .
. . NLD DEU . POL LTU . . . JPN
. . BEL LUX CZE SVK . UKR . . KOR
PRT FRA CHE LIE AUT HUN ROU MDA . . AUS
ESP AND MCO ITA SVN HRV SRB BGR GEO . NZL
. . . MLT BIH MNE XKX MKD TUR . EU
. . . . . ALB GRC . CYP . XUN
"""
"""Where each country has its tile. Countries off the grid that promised something stand in rows of their own below."""

COLUMNS = 11
MILLION = Decimal("1E6")


def places() -> dict[str, tuple[int, int]]:
    rows = [line.split() for line in GRID.strip().splitlines()]
    return {code: (x, y) for y, row in enumerate(rows) for x, code in enumerate(row) if code != "."}


def donor_map(key: str, as_of: AsOf) -> Sheet | None:
    if key not in MEASURES:
        return None
    rows = {row.key: row for row in keyed_totals(as_of, Scope.DONOR)}
    grid = with_others(rows)
    names = dict(Donor.objects.filter(code__in=grid).values_list("code", "name"))
    title = {
        "promised": _("Who promised how much, in euro"),
        "delivered": _("Who delivered how much, in euro"),
    }[key]
    tiles = [tile(code, place, rows.get(code), names, measure=key) for code, place in grid.items()]
    height = max(row for _column, row in grid.values()) + 1
    ordered = sorted(rows.values(), key=lambda row: (-value(row, key).low, row.key))
    return Sheet(
        title=title,
        unit=_("Euro at the rate of the announcement day, where an amount was stated; most pledges state none."),
        alt=alt_text(title, rows, key),
        columns=(
            Column("code", _("Code")),
            Column("donor", _("Donor")),
            Column("pledges", _("Pledges"), "count"),
            Column("without_amount", _("Without amount"), "count"),
            Column("promised", _("Promised"), "euro"),
            Column("delivered", _("Delivered"), "euro"),
        ),
        rows=tuple(table_row(row) for row in ordered),
        marks={"tiles": tiles, "rows": height} if rows else {},
        boxes={form: box(form, height) for form in Form},
        home=reverse("overview"),
        home_label=_("Overview"),
        links=tuple(pledges_of(row) for row in ordered),
        note=_("Joint pledges without stated shares stand in no tile; the table has them.") if JOINT in rows else "",
    )


def with_others(rows: dict[str, KeyedTotal]) -> dict[str, tuple[int, int]]:
    """The grid with tiles below it for donors that have none, so that nobody is left out."""
    grid = places()
    missing = sorted(code for code in rows if code not in grid and code != JOINT)
    last = max(row for _column, row in grid.values()) + 1
    return grid | {code: (place % COLUMNS, last + place // COLUMNS) for place, code in enumerate(missing)}


def value(row: KeyedTotal, measure: str) -> EstimateSum:
    return row.value_eur.promised if measure == "promised" else row.value_eur.delivered


def pledges_of(row: KeyedTotal) -> str:
    return with_query(reverse("pledge_list"), {"attributed_to": row.key, **COUNTED})


def table_row(row: KeyedTotal) -> tuple[Any, ...]:
    """The row of the table; without any amount the sums are unknown."""
    sums = (row.value_eur.promised, row.value_eur.delivered) if row.stated else (None, None)
    return (row.key, say_row_name(row.key, row.name), row.pledges, row.value_eur.unvalued, *sums)


def tile(
    code: str, place: tuple[int, int], row: KeyedTotal | None, names: dict[str, str], *, measure: str
) -> dict[str, Any]:
    name = name_in_language(names.get(code, code))
    if code == RECIPIENT:
        return place_tile(
            code, place, kind="recipient", step=-1, figure="", says=_("%(name)s, recipient") % {"name": name}
        )
    if row is None:
        says = _("%(name)s: no pledge recorded") % {"name": name}
        return place_tile(code, place, kind="none", step=-1, figure="", says=says)
    count = count_pledges(row.pledges)
    figure = value(row, measure)
    href = pledges_of(row)
    if not row.stated:
        says = _("%(name)s: %(pledges)s, no amount stated") % {"name": name, "pledges": count}
        return place_tile(code, place, kind="unvalued", step=-1, figure=f"n={row.pledges}", says=says) | {"href": href}
    reached = sum(figure.low >= step and figure.low > 0 for step in STEPS) - 1
    words = {
        "name": name,
        "pledges": count,
        "amount": money_words(figure, "EUR") if figure.high != 0 else _("nothing"),
        "missing": number(row.value_eur.unvalued),
        "measure": _("promised") if measure == "promised" else _("delivered"),
    }
    says = _("%(name)s: %(measure)s %(amount)s; %(pledges)s, %(missing)s without amount") % words
    kind = "value" if reached >= 0 else "perhaps" if figure.high is None or figure.high > 0 else "zero"
    return place_tile(code, place, kind=kind, step=reached, figure=short(figure), says=says) | {"href": href}


def place_tile(code: str, place: tuple[int, int], *, kind: str, step: int, figure: str, says: str) -> dict[str, Any]:
    column, row = place
    return {"code": code, "x": column, "y": row, "kind": kind, "step": step, "figure": figure, "says": says}


def short(figure: EstimateSum) -> str:
    if figure.high == 0:
        return "0"
    if figure.high is None:
        return f"≥{rough(figure.low)}" if figure.low else "?"
    return rough(figure.low) if figure.low == figure.high else f"≤{rough(figure.high)}"


def rough(value: Decimal) -> str:
    """Write an amount in three digits: whole millions from a hundred on."""
    return amount(value.quantize(MILLION, ROUND_HALF_UP) if 100 * MILLION <= value < 1000 * MILLION else value)


def box(form: Form, rows: int) -> Box:
    """The room of the map: tiles with their amount on a page, with the code alone on a phone."""
    legend = (
        Legend("ramp0", _("under 50 m")),
        Legend("ramp1", _("50–250 m")),
        Legend("ramp2", _("250–500 m")),
        Legend("ramp3", _("500 m–1 bn")),
        Legend("ramp4", _("1 bn and more")),
        Legend("hatched", _("no certain amount; n: pledges")),
        Legend("blank", _("no pledge recorded")),
    )
    return Box(form, rows * (31 if form == Form.PHONE else 48), left=0, right=0, top=2, bottom=2, legend=legend)


def alt_text(title: str, rows: dict[str, KeyedTotal], measure: str) -> str:
    """Say the largest sums and how many donors stated none."""
    if not rows:
        return _("%(title)s: nothing is recorded.") % {"title": title}
    valued = sorted((row for row in rows.values() if row.stated), key=lambda row: (-value(row, measure).low, row.key))
    said = "; ".join(
        f"{say_row_name(row.key, row.name)} {money_words(value(row, measure), 'EUR')}" for row in valued[:6]
    )
    return _("%(title)s. %(said)s. %(without)s of %(all)s donors state no amount at all.") % {
        "title": title,
        "said": said or _("Nobody states an amount"),
        "without": len(rows) - len(valued),
        "all": len(rows),
    }
