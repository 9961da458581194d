"""The query of totals: parts, their sums per group, and what a group is called."""

from dataclasses import dataclass
from typing import Any

from pledges.answers.as_of import AsOf
from pledges.answers.fields.summary_fields import QUANTITY_ENDS, SUM_ENDS, stage
from pledges.answers.figure_values import SYSTEM_COLUMNS, StageFields
from pledges.answers.pledge_conditions import PledgeFilters
from pledges.answers.totals.group_keys import KEYS
from pledges.answers.totals.stored_totals import stored_parts, stored_scope
from pledges.answers.totals.total_parts import STAGES, Parts, pledge_parts
from pledges.projections.stage_sums import select_items
from pledges.values.choices import GroupBy, Measure
from pledges.values.estimates import EstimateSum
from pledges.values.stages import QUANTITY_FIGURES, VALUE_FIGURES

NO_SUM = "NULL::numeric, NULL::numeric, NULL::numeric, NULL::bigint"


class TotalSums(StageFields, tree=stage("g")):
    """What the pledges of a group add up to."""

    __slots__ = ()
    promised: EstimateSum
    delivered: EstimateSum


class TotalValues(StageFields, tree=stage("g", quantities=False)):
    """What the pledges of a group add up to in euro."""

    __slots__ = ()


def record_of(measure: Measure) -> type[StageFields]:
    return TotalSums if measure == Measure.QUANTITY else TotalValues


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `sql` ends with the step `labelled`, which has a row for each group."""

    group_by: tuple[GroupBy, ...]
    measure: Measure
    sql: str
    params: dict[str, Any]

    @property
    def names(self) -> str:
        """What each key of a group is called; looked up only for the groups that are shown."""
        return ", ".join(KEYS[key].name or "NULL" for key in self.group_by)

    @property
    def raw_keys(self) -> int:
        """How many columns of raw keys stand behind those that are shown."""
        return sum(key != GroupBy.STAGE for key in self.group_by)

    @property
    def order(self) -> list[str]:
        """The columns that are unique together, in the order of the rows."""
        return [*(f"s_{key.value}" for key in self.group_by), "aid_type", "by_system", "by_unit"]


def build_question(as_of: AsOf, filters: PledgeFilters, *, group_by: tuple[GroupBy, ...], measure: Measure) -> Question:
    """The query of the groups, over the summary tables where these hold their sums."""
    params: dict[str, Any] = as_of.moment.params()
    quantities = measure == Measure.QUANTITY
    scope = stored_scope(group_by, filters) if as_of.is_current else None
    if scope is None:
        parts = pledge_parts(as_of, group_by, filters, params)
    else:
        parts = stored_parts(scope, group_by, filters, params, quantities=quantities)
    steps = [group_step(parts, group_by, quantities=quantities), label_step(group_by, measure)]
    return Question(group_by, measure, ", ".join([parts.clause, *steps]), params)


def group_step(parts: Parts, group_by: tuple[GroupBy, ...], *, quantities: bool) -> str:
    """The step that adds up; quantities only where they are asked for."""
    keys = ["aid_type", *(["system_id", "unit"] if quantities else [])]
    keys += [f"k_{key.value}" for key in group_by if key != GroupBy.STAGE]
    if parts.added:
        return f"grouped AS (SELECT {', '.join([*keys, *parts.sums])} FROM parts)"
    left_out = () if quantities else tuple(f"{name}_{end}" for name in QUANTITY_FIGURES for end in QUANTITY_ENDS)
    sums = {name: "NULL::bigint" if name in left_out else sql for name, sql in parts.sums.items()}
    return f"grouped AS (SELECT {', '.join(keys)}, {select_items(sums)} FROM parts GROUP BY {', '.join(keys)})"


def label_step(group_by: tuple[GroupBy, ...], measure: Measure) -> str:
    """The step that shows the keys: shown, raw, kind of aid, system, unit, then the figures."""
    quantities = measure == Measure.QUANTITY
    items = [f'({KEYS[key].shown}) COLLATE "C" AS s_{key.value}' for key in group_by]
    items += [f"g.k_{key.value}" for key in group_by if key != GroupBy.STAGE]
    items.append('g.aid_type COLLATE "C" AS aid_type')
    if quantities:
        items += ['system.slug COLLATE "C" AS by_system', 'g.unit COLLATE "C" AS by_unit', SYSTEM_COLUMNS]
    else:
        items += ["'' AS by_system", "'' AS by_unit", ", ".join(["NULL"] * 5)]
    of_stages = GroupBy.STAGE in group_by
    items.append("stage.*" if of_stages else record_of(measure).select_items())
    stages = f"CROSS JOIN LATERAL ({stage_rows(quantities=quantities)}) AS stage" if of_stages else ""
    system = "JOIN pledges_system AS system ON system.id = g.system_id" if quantities else ""
    return f"labelled AS (SELECT {', '.join(items)} FROM grouped AS g {stages} {system})"


def stage_rows(*, quantities: bool) -> str:
    """The rows of one group by stage: counts, quantity and value; what is withdrawn has no value."""

    def bounds(name: str, ends: tuple[str, ...] = SUM_ENDS) -> str:
        return ", ".join(f"g.{name}_{end}" for end in ends)

    rows = []
    for word in STAGES if quantities else VALUE_STAGES:
        counts = f"g.n_{word}, g.unconverted_{word}, g.unvalued_{word}"
        value = bounds(f"value_{word}") if word in VALUE_STAGES else NO_SUM
        rows.append(f"SELECT '{word}' AS word, {counts}, {bounds(word, QUANTITY_ENDS)}, {value}")
    return " UNION ALL ".join(rows)


VALUE_STAGES = tuple(stage for stage in STAGES if stage in VALUE_FIGURES)
