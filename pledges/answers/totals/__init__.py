"""Totals: sums of what counts for Ukraine by any keys, at one moment, in one query.

The parts add up to the whole: every pledge is in exactly one group, or shared out among donors or roles without a
remainder. Quantities are never added up over systems, units or kinds of aid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from meetings.models import JOINT
from pledges.answers.as_of import AsOf
from pledges.answers.fields.summary_fields import QUANTITY_ENDS
from pledges.answers.figure_values import StageFields, SystemRef
from pledges.answers.keyset_pages import FIRST_PAGE, Key, PagePlace, RowPage, order_clause
from pledges.answers.moment_relations import fetch
from pledges.answers.pledge_conditions import PledgeFilters
from pledges.answers.row_names import JOINT_NAME
from pledges.answers.totals.totals_query import Question, build_question, record_of
from pledges.values.choices import GroupBy, Measure
from pledges.values.estimates import EstimateSum


@dataclass(frozen=True, slots=True)
class StagePart:
    """What is at one stage; `value` is None for what was withdrawn, `quantity` where money is measured.

    The counts are of pledges that have, or may have, something at the stage.
    """

    pledges: int
    unconverted: int
    unvalued: int
    quantity: EstimateSum | None
    value: EstimateSum | None
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One group: its keys with the names they have, and its stage fields, or that part of them which it is of.

    Its place in the order are its keys, kind of aid, system and unit.
    """

    keys: dict[str, str]
    names: dict[str, str]
    aid_type: str
    system: SystemRef | None
    unit: str
    sums: StageFields | StagePart
    place: Key
    dataset_version: int
    computed_at: datetime


def totals(
    as_of: AsOf,
    filters: PledgeFilters,
    *,
    group_by: Sequence[GroupBy] = (),
    measure: Measure = Measure.QUANTITY,
    place: PagePlace = FIRST_PAGE,
) -> RowPage[TotalRow]:
    """A page of groups in the order of their keys, in one query.

    `attributed_to` narrows to the parts that these donors have. Quantities come per system and unit, money over
    all systems of a group. Only what counts for Ukraine is added up.
    """
    question = build_question(as_of, filters, group_by=tuple(group_by), measure=measure)
    keys = [(name, "text") for name in question.order]
    shown, beside = place.narrow("SELECT * FROM labelled WHERE true", keys)
    names = f", {question.names}" if question.group_by else ""
    order = order_clause(keys, descending=place.backwards)
    found = fetch(f"{question.sql} SELECT g.*{names} FROM ({shown}) AS g {order}", question.params | beside)
    return place.cut([read_total(row, question, as_of) for row in found], lambda row: row.place)


def count_totals(
    as_of: AsOf, filters: PledgeFilters, *, group_by: Sequence[GroupBy] = (), measure: Measure = Measure.QUANTITY
) -> int:
    question = build_question(as_of, filters, group_by=tuple(group_by), measure=measure)
    return int(fetch(f"{question.sql} SELECT count(*) FROM labelled", question.params)[0][0])


def read_total(row: tuple[Any, ...], question: Question, as_of: AsOf) -> TotalRow:
    words = [key.value for key in question.group_by]
    many = len(words)
    keys, names = dict(zip(words, row, strict=False)), dict(zip(words, row[len(row) - many :], strict=True))
    aid_type, slug, unit, *rest = row[many + question.raw_keys : len(row) - many]
    system, figures = rest[: len(SystemRef._fields)], rest[len(SystemRef._fields) :]
    by_stage = GroupBy.STAGE in question.group_by
    if keys.get(GroupBy.DONOR) == JOINT:
        names[GroupBy.DONOR] = JOINT_NAME
    return TotalRow(
        keys=keys,
        names={key: name for key, name in names.items() if name is not None},
        aid_type=aid_type,
        system=SystemRef(*system) if slug else None,
        unit=unit,
        sums=read_part(figures, as_of) if by_stage else record_of(question.measure).read(*figures),
        place=(*keys.values(), aid_type, slug, unit),
        dataset_version=as_of.version,
        computed_at=as_of.computed_at,
    )


def read_part(row: list[Any], as_of: AsOf) -> StagePart:
    """What is at one stage, from the columns of the stage rows."""
    _, pledges, unconverted, unvalued, *bounds = row
    stated, amounts = bounds[: len(QUANTITY_ENDS)], bounds[len(QUANTITY_ENDS) :]
    quantity = None if stated[0] is None else EstimateSum.of_columns(*stated)
    value = None if amounts[0] is None else EstimateSum(*amounts)
    return StagePart(pledges, unconverted, unvalued, quantity, value, tuple(map(str, as_of.moment.bases)))
