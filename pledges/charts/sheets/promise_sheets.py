"""How much of each promise has arrived: by system, by donor, and in money."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.choices import Capability
from pledges.answers import AsOf, KeyedRow, StageRow, ValueSums, keyed_summaries, system_summaries
from pledges.answers.figure_values import SystemRef
from pledges.answers.page_answers.system_families import ALL, MONEY
from pledges.answers.page_answers.system_order import main_row
from pledges.answers.stage_summaries import nothing_promised
from pledges.charts.sheets.bar_sheets import EURO, MOST, Bar, bars_sheet
from pledges.charts.sheets.chart_sheet import Column, Sheet
from pledges.models import Scope, System
from pledges.values.choices import Unit, unit_label
from pledges.words.local_names import name_in_language
from pledges.words.page_addresses import with_query
from pledges.words.party_names import say_row_name

COUNTED: dict[str, object] = {"counted": "true", "aid_type": "military"}


def promised_delivered(key: str, as_of: AsOf) -> Sheet | None:
    """The bars of every system of a capability or of all, or of donors for money."""
    if key == MONEY:
        return money_by_donor(as_of)
    if key not in (ALL, *Capability.values):
        return None
    capability = _("All systems") if key == ALL else str(Capability(key).label)
    chosen = () if key == ALL else (key,)
    rows = [row for row in system_summaries(as_of, capabilities=chosen) if not row.system.is_money]
    found = [bar_of_system(row) for row in rows if row.pledges]
    ordered = sorted(found, key=lambda bar: (-bar.pledges, bar.label, bar.unit))
    # By how much has arrived, where that is a share; what has no total to be a share of comes after.
    shown = sorted(ordered[:MOST], key=lambda bar: (not bar.has_scale, -bar.share, -bar.pledges, bar.label))
    left_out = len(ordered) - len(shown)
    note = _("The %(count)s with most pledges; the table has all %(all)s.") % {"count": len(shown), "all": len(ordered)}
    return bars_sheet(
        ordered,
        shown,
        title=_("%(capability)s: how much of the promise has arrived") % {"capability": capability},
        unit=_("Units of each system; each bar is as long as its own promise."),
        first=Column("system", _("System")),
        note=note if left_out else "",
        home=with_query("/", {"capability": key}),
        home_label=_("Overview"),
    )


def bar_of_system(row: StageRow) -> Bar:
    query = {"system": row.system.slug, "unit": row.unit, **COUNTED}
    href = with_query(reverse("pledge_list"), query)
    return Bar(
        name_in_language(row.system.short_name), row.unit, row.promised, row.delivered, row.firm, href, row.pledges
    )


def money_by_donor(as_of: AsOf) -> Sheet:
    found = [
        bar_of_value(row, row.value_eur, system=MONEY) for row in keyed_summaries(as_of, Scope.DONOR, systems=(MONEY,))
    ]
    ordered = sorted(found, key=lambda bar: (*bar.rank, bar.label))
    return bars_sheet(
        ordered,
        ordered[:MOST],
        title=_("Money for defence: promised and delivered, by donor"),
        unit=_("Euro at the rate of the announcement day."),
        first=Column("donor", _("Donor")),
        home=with_query("/", {"capability": MONEY}),
        home_label=_("Overview"),
    )


def bar_of_value(row: KeyedRow, values: ValueSums, *, system: str) -> Bar:
    href = with_query(reverse("pledge_list"), {"attributed_to": row.key, "system": system, **COUNTED})
    return Bar(say_row_name(row.key, row.name), EURO, values.promised, values.delivered, values.firm, href, row.pledges)


def system_donors(key: str, as_of: AsOf) -> Sheet | None:
    """The bars of every donor of a system in one unit, all on one scale."""
    row = row_of(key, as_of)
    if row is None:
        return None
    system, unit = row.system, row.unit
    found = []
    for donor in keyed_summaries(as_of, Scope.DONOR, systems=(system.slug,), units=(unit,)):
        part = donor.systems[0]
        if part.promised.high is None or part.promised.high > 0:
            query = {"attributed_to": donor.key, "system": system.slug, "unit": unit, **COUNTED}
            href = with_query(reverse("pledge_list"), query)
            found.append(
                Bar(
                    say_row_name(donor.key, donor.name),
                    unit,
                    part.promised,
                    part.delivered,
                    part.firm,
                    href,
                    donor.pledges,
                )
            )
    ordered = sorted(found, key=lambda bar: (*bar.rank, bar.label))
    return bars_sheet(
        ordered,
        ordered[:MOST],
        title=_("%(system)s: who promised, who delivered") % {"system": name_in_language(system.short_name)},
        unit=_("%(units)s, by donor; shared pledges by share.") % {"units": unit_label(unit, plural=True).capitalize()},
        first=Column("donor", _("Donor")),
        home=reverse("system_detail", args=(system.slug,)),
        home_label=name_in_language(system.short_name),
        unit_code=unit,
        shared_scale=True,
    )


def row_of(key: str, as_of: AsOf) -> StageRow | None:
    """The figures that a key names: a system in its usual unit (patriot), or in another (patriot.launcher)."""
    slug, _dot, unit = key.partition(".")
    if unit and unit not in Unit.values:
        return None
    system = System.objects.filter(slug=slug).prefetch_related("units").first()
    if system is None or system.kind == MONEY:
        return None
    rows = system_summaries(as_of, systems=(slug,), units=(unit,) if unit else ())
    return main_row(system, rows) or nothing_yet(system, unit)


def nothing_yet(system: System, unit: str) -> StageRow | None:
    """The row of a system of which nothing was promised or asked for at the moment, in its usual unit."""
    usual = sorted(system.units.all(), key=lambda row: row.position)
    if not unit and not usual:
        return None
    ref = SystemRef(system.slug, system.name, system.short_name, system.kind, system.capability)
    return nothing_promised(ref, unit or usual[0].unit)
