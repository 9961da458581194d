"""Sums per system and unit, and per donor, meeting and coalition, at one moment."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from meetings.choices import SourceGrade
from pledges.answers.as_of import AsOf
from pledges.answers.fields.field_groups import with_system
from pledges.answers.fields.field_tree import Group, Leaf, Made, Tree, Type, leave_out
from pledges.answers.fields.summary_fields import PART, SYSTEM_SUMMARY, keyed_summary, stage
from pledges.answers.figure_values import Balance, OverdueCounts, StageFields, SystemRef, ValueSums
from pledges.answers.row_lists import keyed_list, overall_sums, system_list
from pledges.models import Scope
from pledges.values.choices import AidType
from pledges.values.estimates import Estimate, EstimateSum
from pledges.values.stages import QUANTITY_FIGURES, VALUE_FIGURES

NOT_SHOWN = ("value_eur.basis", "dataset_version", "computed_at")
MILITARY = AidType.MILITARY.value


class StageRow(StageFields, tree=with_system(leave_out(SYSTEM_SUMMARY, *NOT_SHOWN))):
    """One system in one unit. No requirement is "no stated requirement", not a gap of 0."""

    __slots__ = ()
    system: SystemRef
    unit: str
    promised: EstimateSum
    delivered: EstimateSum
    firm: EstimateSum
    announced_only: EstimateSum
    withdrawn: EstimateSum
    outstanding: EstimateSum
    required: Estimate | None
    required_basis: str | None
    required_grade: str | None
    gap: Balance | None

    @property
    def need_is_unverified(self) -> bool:
        """Whether only an unverified source states the need; a row that is asked for by nobody has none."""
        return self.required_grade == SourceGrade.UNVERIFIED


NO_NEED: Tree = dict.fromkeys(("required", "required_basis", "required_grade", "gap"), Leaf("NULL", null=True))


class PartRow(StageRow, tree={**with_system(leave_out(PART, *NOT_SHOWN), table="part"), **NO_NEED}):
    """What one donor, meeting or coalition has of one system in one unit."""

    __slots__ = ()


class OverallRow(StageFields, tree=leave_out(stage("whole", quantities=False), *NOT_SHOWN)):
    """Counts and money over several systems."""

    __slots__ = ()


KEYED: Tree = {"key": Leaf("whole.key"), **leave_out(keyed_summary("donor"), "donor", *NOT_SHOWN)}


class KeyedRow(StageFields, tree={**KEYED, "systems": Group({}, made=Made(tuple, ()))}):
    """One donor, meeting or coalition: money over everything, quantities per system and unit."""

    __slots__ = ()
    key: str
    name: str
    systems: tuple[PartRow, ...]


OF_KEY = "(SELECT count(*) FROM parts WHERE parts.key = whole.key)"


class KeyedTotal(StageFields, tree={**KEYED, "systems": Leaf(OF_KEY, Type.WHOLE)}):
    """One donor, meeting or coalition: money over everything, and how many systems and units there are."""

    __slots__ = ()
    key: str
    name: str
    systems: int


def nothing_promised(system: SystemRef, unit: str) -> StageRow:
    """The row of a system that nobody has promised and nobody asks for."""
    nothing = EstimateSum()
    return StageRow.of(
        system=system,
        unit=unit,
        pledges=0,
        **dict.fromkeys(QUANTITY_FIGURES, nothing),
        overdue=OverdueCounts(),
        value_eur=StageRow.ValueEur.of(**dict.fromkeys(VALUE_FIGURES, nothing), unconverted=0, unvalued=0),
        **dict.fromkeys(NO_NEED),
    )


def system_summaries(as_of: AsOf, *, aid_type: str = MILITARY, **systems: tuple[str, ...]) -> list[StageRow]:
    """A row per system and unit, by slug and unit; what is required but not promised has a row too.

    Requirements are military, so other kinds of aid carry none.
    """
    return system_list(as_of, aid_types=(aid_type,), systems=systems).records(StageRow)


def keyed_summaries(
    as_of: AsOf, scope: Scope, *, keys: tuple[str, ...] = (), aid_type: str = MILITARY, **systems: tuple[str, ...]
) -> list[KeyedRow]:
    """A row per donor, meeting or coalition with something, by key; JOINT is what can be attributed to no donor.

    Where systems are chosen, the money is that of the chosen ones.
    """
    listed = keyed_list(as_of, scope, keys=keys, aid_types=(aid_type,), systems=systems, by_system=True)
    return [row._replace(systems=tuple(parts)) for row, parts in listed.record_groups(KeyedRow, PartRow)]


def keyed_totals(as_of: AsOf, scope: Scope, *, aid_type: str = MILITARY) -> list[KeyedTotal]:
    """What stands over all systems of each key of the scope, by key."""
    return keyed_list(as_of, scope, keys=(), aid_types=(aid_type,), systems={}).records(KeyedTotal)


def overall(as_of: AsOf, *, aid_type: str = MILITARY) -> OverallRow:
    """Counts and money over everything that counts for Ukraine."""
    return OverallRow.read(*overall_sums(as_of, aid_types=(aid_type,), selected=OverallRow.select_items()))


def sum_rows(rows: Iterable[StageFields]) -> OverallRow:
    """The sum of some rows, at least one, without quantities."""
    parts = list(rows)
    return OverallRow.of(
        pledges=sum(part.pledges for part in parts),
        overdue=reduce(OverdueCounts.plus, (part.overdue for part in parts)),
        value_eur=reduce(ValueSums.plus, (part.value_eur for part in parts)),
    )
