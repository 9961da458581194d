"""Whatever the ledger holds, the database, the columns in memory and a plain reference choose, order and add alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.models import Coalition, Donor, Initiative, Meeting
from pledges.answers import AsOf, PledgeFilters, StageFields, explorer, pledge_list, totals
from pledges.answers.explorer import Names, Snapshot
from pledges.answers.explorer.catalogue_names import read_names
from pledges.answers.explorer.snapshot import read_snapshot
from pledges.answers.filters import parse_moment
from pledges.answers.keyset_pages import PagePlace
from pledges.answers.pledge_dimensions import DIMENSIONS, NONE
from pledges.answers.pledge_orders import ORDERS
from pledges.models import Package, Pledge, System
from pledges.values.choices import TERMS_WORDS, GroupBy, Measure, Overdue, StatusWord, Unit
from pledges.values.estimates import EstimateSum
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.projections import ledgers, reference
from tests.pledges.projections.reference_totals import has_number
from tests.pledges.projections.test_refresh import exhaustively, taken_back

ALL = 100_000
Row = dict[str, Any]
QUANTITIES = ("promised", "delivered", "firm", "announced_only", "outstanding")
VALUES = ("promised", "delivered", "firm", "announced_only")


class PlainLedger:
    """The pledges of a moment as the rules give them, with the values of every dimension; nothing here is SQL."""

    def __init__(self, as_of: AsOf) -> None:
        facts = reference.read_facts(known=as_of.version, day=as_of.valid_at)
        self.rows = reference.states(facts)
        self.pledges = {pledge.pk: pledge for pledge in Pledge.objects.select_related("system")}
        self.donors = {donor.pk: donor for donor in Donor.objects.all()}
        self.meetings = {meeting.pk: meeting for meeting in Meeting.objects.select_related("forum")}
        self.named = {
            "coalition": {one.pk: one for one in Coalition.objects.all()},
            "initiative": {one.pk: one for one in Initiative.objects.all()},
            "package": {one.pk: one for one in Package.objects.all()},
        }
        self.parties = facts.parties
        self.attributions = reference.attributions(facts)
        self.lines = {
            row["pledge_id"]: reference.entries_on(facts, row["pledge_id"], as_of.valid_at) for row in self.rows
        }

    def system(self, row: Row) -> System:
        return self.pledges[row["pledge_id"]].system

    def meeting(self, row: Row) -> Meeting | None:
        return self.meetings.get(row["meeting_id"])

    def values(self, row: Row, name: str) -> set[str]:
        """Return the values that a pledge has of a dimension."""
        if name in ("status", "overdue", "unit", *TERMS_WORDS):
            return {row[name]}
        if name in self.named:
            one = self.named[name].get(row[f"{name}_id"])
            return {one.slug if one else NONE}
        if name in ("donor", "role", "attributed_to"):
            return self.takers(row, name)
        meeting, lines = self.meeting(row), self.lines[row["pledge_id"]]
        read: dict[str, Callable[[], set[str]]] = {
            "system": lambda: {self.system(row).slug},
            "kind": lambda: {self.system(row).kind},
            "capability": lambda: {self.system(row).capability},
            "meeting": lambda: {meeting.slug if meeting else NONE},
            "forum": lambda: {meeting.forum.slug if meeting else NONE},
            "beneficiary": lambda: {self.donors[row["beneficiary_id"]].code},
            "stage": lambda: {line.stage for line in lines},
            "grade": lambda: {line.source.grade for line in lines},
        }
        return read[name]()

    def takers(self, row: Row, name: str) -> set[str]:
        """Return who takes part in a pledge, in which roles, or whom a part of it counts for."""
        parties = self.parties.get(row["terms_id"], [])
        if name == "role":
            return {party.role for party in parties}
        whole = self.attributions[row["pledge_id"]]
        quantity, value = whole.quantity.by_code, whole.value.by_code
        having = {code for code in quantity | value if (quantity.get(code), value.get(code)) != (None, None)}
        if name == "attributed_to":
            return having
        return {self.donors[party.donor_id].code for party in parties} | (having & {"JOINT"})

    def period(self, row: Row, by: str) -> str:
        """Return the period in which a window lies whole."""
        window, _line, length = by.partition("_")
        start, end = row[f"{window}_start"], row[f"{window}_end"]
        if start is None:
            return NONE
        first, last = (written(day, length) for day in (start, end or date.max))
        return first if first == last else "undated"

    def reference_of(self, row: Row) -> str:
        return str(self.pledges[row["pledge_id"]].reference)

    def place_of_word(self, row: Row, name: str) -> tuple[int]:
        """Return the place of a word of the terms in its vocabulary."""
        return (TERMS_WORDS[name].values.index(row[name]),)

    def sort_key(self, order: str, row: Row) -> tuple[Any, ...]:
        """Return what a pledge is ordered by; unique, since the key of the pledge comes last."""
        pledge, meeting = self.pledges[row["pledge_id"]], self.meeting(row)
        leads = {donor.code: donor.name for donor in self.donors.values()}

        def name(named: Any, attribute: str = "name") -> tuple[bool, str]:
            return named is None, str(getattr(named, attribute)) if named else ""

        def bounds(measure: str) -> tuple[Any, ...]:
            low, high = row[f"{measure}_low"], row[f"{measure}_high"]
            return low or 0, low is not None and high is None, high or 0

        read: dict[str, Callable[[], tuple[Any, ...]]] = {
            "reference": lambda: (pledge.reference,),
            "announced": lambda: (row["announced_start"] or date.min,),
            "due": lambda: (row["due_end"] or row["due_start"] or date.max,),
            "delivered": lambda: (row["delivered_end"] or date.max,),
            "published": lambda: (pledge.version_id,),
            "donor": lambda: (pledge.lead not in leads, leads.get(pledge.lead, "")),
            "system": lambda: (pledge.system.short_name, Unit.values.index(pledge.unit), *bounds("promised")),
            "meeting": lambda: name(meeting, "date_start"),
            "beneficiary": lambda: name(self.donors[row["beneficiary_id"]]),
            "status": lambda: (StatusWord.values.index(row["status"]),),
            "overdue": lambda: (Overdue.values.index(row["overdue"]),),
            "outstanding": lambda: bounds("outstanding"),
            "value": lambda: bounds("value_promised"),
            **{sort: partial(self.place_of_word, row, sort) for sort in TERMS_WORDS},
            **{sort: partial(name, one.get(row[f"{sort}_id"])) for sort, one in self.named.items()},
        }
        return (*read[order](), pledge.pk)


def written(day: date, length: str) -> str:
    """Return the month, quarter or year of a day."""
    forms = {"month": f"{day:%Y-%m}", "quarter": f"{day.year}-Q{(day.month + 2) // 3}", "year": str(day.year)}
    return forms[length]


def selected_here(as_of: AsOf, found: Snapshot, names: Names, filters: PledgeFilters, order: str) -> list[str]:
    selection = explorer.select(found, filters, names, as_of)
    return explorer.page_of(found, selection.rows, names, order=order, size=ALL).references


def listed_there(as_of: AsOf, filters: PledgeFilters, order: str) -> list[str]:
    return [
        reference for (reference,) in pledge_list(as_of, filters, order=order).page("p.reference", PagePlace(ALL)).rows
    ]


def check_filters_and_orders(as_of: AsOf, plain: PlainLedger, found: Snapshot, names: Names) -> list[PledgeFilters]:
    """Compare every value of every filter, in one order after the other; return the filters."""
    signed = [f"{sign}{order}" for order in ORDERS for sign in ("", "-")]
    asked = []
    for name, dimension in DIMENSIONS.items():
        everywhere = explorer.select(found, PledgeFilters(), names, as_of)
        counts = explorer.count_facets(found, everywhere, names)[name]
        assert counts == Counter(value for row in plain.rows for value in plain.values(row, name)), name
        asked += [(name, replace(PledgeFilters(), **{dimension.field: (value,)})) for value in counts]  # type: ignore[arg-type]
    asked.append(("all", PledgeFilters()))
    for at, (name, filters) in enumerate(asked):
        every = signed if name == "all" else [signed[at % len(signed)]]
        rows = [row for row in plain.rows if name == "all" or fits(plain, row, name, filters)]
        for order in every:
            key = partial(plain.sort_key, order.removeprefix("-"))
            wanted = [plain.reference_of(row) for row in sorted(rows, key=key, reverse=order.startswith("-"))]
            assert selected_here(as_of, found, names, filters, order) == wanted, (filters, order)
            assert listed_there(as_of, filters, order) == wanted, (filters, order)
    return [filters for _name, filters in asked]


def fits(plain: PlainLedger, row: Row, name: str, filters: PledgeFilters) -> bool:
    return bool(plain.values(row, name) & set(getattr(filters, DIMENSIONS[name].field)))


Bounds = tuple[Decimal | int | None, ...]
"""Low and high; of quantities also those of what has a number, and how many parts have none."""
Sums = dict[tuple[str, ...], Bounds]


def grouped_here(as_of: AsOf, found: Snapshot, names: Names, filters: PledgeFilters, by: GroupBy) -> tuple[Sums, Sums]:
    """Return the sums of money by group, and those of quantities by group, kind of aid, system and unit."""
    selection = explorer.select(found, filters, names, as_of)
    money: Sums = {}
    units: Sums = {}
    for group in explorer.group_selection(found, selection, names, by, most=ALL):
        if not group.overall.pledges:
            continue
        for name in VALUES:
            total = group.overall.of(f"value_{name}")
            money[group.values[0], name] = total.low, total.high
        for unit in group.units:
            for name in QUANTITIES:
                total = unit.sums.of(name)
                units[group.values[0], unit.aid_type, unit.system.value, unit.unit, name] = with_stated(total)
    return money, units


def with_stated(total: EstimateSum) -> Bounds:
    return total.low, total.high, total.stated.low, total.stated.high, total.without_number


def grouped_there(as_of: AsOf, filters: PledgeFilters, by: GroupBy) -> tuple[Sums, Sums]:
    """Return the same from the database."""
    money: Sums = {}
    units: Sums = {}
    for row in totals(as_of, filters, group_by=(by,), measure=Measure.VALUE_EUR, place=PagePlace(ALL)).rows:
        assert isinstance(row.sums, StageFields)
        for name in VALUES:
            total = getattr(row.sums.value_eur, name)
            money[row.keys[by], name] = plus(money.get((row.keys[by], name)), (total.low, total.high))
    for row in totals(as_of, filters, group_by=(by,), place=PagePlace(ALL)).rows:
        assert isinstance(row.sums, StageFields)
        assert row.system is not None
        for name in QUANTITIES:
            total = getattr(row.sums, name)
            units[row.keys[by], row.aid_type, row.system.slug, row.unit, name] = with_stated(total)
    return money, units


def differences(one: Sums, other: Sums) -> dict[tuple[str, ...], tuple[Bounds | None, Bounds | None]]:
    return {key: (one.get(key), other.get(key)) for key in one | other if one.get(key) != other.get(key)}


def plus(one: Bounds | None, other: Bounds) -> Bounds:
    return tuple(
        None if a is None or b is None else a + b for a, b in zip(one or (0,) * len(other), other, strict=True)
    )


def grouped_plainly(plain: PlainLedger, rows: Iterable[Row], by: GroupBy) -> Sums:
    """Return the sums of quantities of pledges that stand in one group each."""
    sums: Sums = {}
    for row in rows:
        (value,) = {plain.period(row, by)} if by.startswith(("announced_", "delivered_")) else plain.values(row, by)
        for name in QUANTITIES:
            key = value, row["aid_type"], plain.system(row).slug, row["unit"], name
            whole = row[f"{name}_low"], row[f"{name}_high"]
            numbered = has_number(row, name)
            sums[key] = plus(sums.get(key), (*whole, *(whole if numbered else (0, 0)), int(not numbered)))
    return sums


@settings(exhaustively, max_examples=3)
@given(data=st.data())
def test_both_engines_and_the_reference_agree(catalogue: None, data: st.DataObject) -> None:
    with taken_back():
        ledgers.publish(data.draw(ledgers.wide_ledger_rows(pledges=20)), now=staff_steps.NOW)
        day = data.draw(st.sampled_from((date(2025, 7, 1), *ledgers.DAYS)))
        factories.project(today=day)
        as_of = parse_moment(None, None, now=datetime(2025, 8, 1, tzinfo=UTC))
        plain, found, names = PlainLedger(as_of), read_snapshot(as_of), read_names("of this example")
        asked = check_filters_and_orders(as_of, plain, found, names)
        for filters in [PledgeFilters(), *data.draw(st.lists(st.sampled_from(asked), min_size=3, max_size=3))]:
            left = set(selected_here(as_of, found, names, filters, "reference"))
            rows = [row for row in plain.rows if row["counted"] and plain.reference_of(row) in left]
            for by in sorted(explorer.COLUMN_GROUPS):
                here, there = grouped_here(as_of, found, names, filters, by), grouped_there(as_of, filters, by)
                apart = differences(here[0], there[0]) | differences(here[1], there[1])
                if by != GroupBy.DONOR and not filters.attributed_to:
                    apart |= differences(here[1], grouped_plainly(plain, rows, by))
                assert apart == {}, (filters, by)
