"""Plans rows that are not about one pledge: needs, stocks, memberships, asserted totals and complete lists."""

from __future__ import annotations

from meetings.choices import CoalitionRole
from meetings.models import UNNAMED
from pledges.intake.catalogue_snapshot import KnownRow
from pledges.intake.plan_pledges import (
    amount_columns,
    anchor,
    citation_of,
    due_window,
    happened_window,
    occurrence_window,
    proposed_meeting,
    source_of,
)
from pledges.intake.plan_same_wish import same_wish_columns
from pledges.intake.row_reading import RowReader, estimate_columns, one_of, window_columns
from pledges.intake.table_days import LEDGER_START
from pledges.ledger import FactPlan, Json
from pledges.models import System
from pledges.values.choices import Kind, RequirementBasis, Stage, SumMeasure
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate, parse

OF_AMOUNT = ("amount_", "currency", "value_eur_", "eur_rate")
"""What the columns of an amount begin with, apart from its basis."""


def plan_requirement(reader: RowReader, known: KnownRow | None) -> FactPlan | None:
    system = reader.system()
    unit = reader.unit(system)
    basis = reader.choice("basis", RequirementBasis)
    if not reader.get("basis"):
        reader.problem("basis", "required", "is the need a total or an additional one?", "total, or additional")
    money = system is not None and system.kind == Kind.MONEY
    quantity = Estimate.exact(1) if money and not reader.get("quantity") else reader.estimate("quantity")
    if quantity is None and not reader.problems:
        reader.require_cell("quantity", "the quantity")
    stated = occurrence_window(reader, since=LEDGER_START)
    due = due_window(reader)
    basis_cell = reader.row.pop("basis", "")
    # A source without a date does not move the rate to today.
    amount = amount_columns(reader, on=min((stated and stated.end) or anchor(reader), anchor(reader)))
    reader.row["basis"] = basis_cell
    meeting = reader.key_by_name("meeting")
    initiative = reader.key_by_name("initiative")
    source, fact_cited = source_of(reader), citation_of(reader)
    if reader.problems or system is None:
        return None
    columns = {
        "system_id": system.pk,
        "unit": unit,
        "basis": basis,
        **estimate_columns("quantity", quantity),
        **window_columns("stated", stated),
        **window_columns("due", due),
        **without_basis(amount),
        **same_wish_columns(reader, system, unit),
        "meeting_id": meeting,
        **proposed_meeting(reader),
        "initiative_id": initiative,
        "stated_by": reader.get("stated_by"),
    }
    return FactPlan(kind="requirement", columns=columns, source=source, cited=fact_cited)


def without_basis(amount: Json) -> Json:
    return {name: value for name, value in amount.items() if name.startswith(OF_AMOUNT)}


def sole_donor(reader: RowReader) -> tuple[int | None, str]:
    """The key of the one donor that a row names, and the role written beside it."""
    stated = reader.require_cell("donors", "the donor")
    if ";" in stated:
        reader.problem("donors", "one_donor", "this row takes one donor", "one row each")
        return None, ""
    code, _, role = stated.partition(":")
    donor = reader.donor(code.strip()) if stated else None
    return donor.pk if donor else None, role.strip().lower()


def plan_stock(reader: RowReader, known: KnownRow | None) -> FactPlan | None:
    holder, _ = sole_donor(reader)
    system = reader.system()
    unit = reader.unit(system)
    reader.require_cell("quantity", "the total")
    total = reader.estimate("quantity", later_stage=True)
    unavailable = reader.estimate("unavailable", later_stage=True)
    elsewhere = reader.estimate("committed_elsewhere", later_stage=True)
    as_of = occurrence_window(reader, since=LEDGER_START)
    source, fact_cited = source_of(reader), citation_of(reader)
    if reader.problems or system is None:
        return None
    columns = {
        "holder_id": holder,
        "system_id": system.pk,
        "unit": unit,
        **window_columns("as_of", as_of),
        **estimate_columns("total", total),
        **estimate_columns("unavailable", unavailable),
        **estimate_columns("elsewhere", elsewhere),
    }
    return FactPlan(kind="stock", columns=columns, source=source, cited=fact_cited)


def plan_membership(reader: RowReader, known: KnownRow | None) -> FactPlan | None:
    if reader.get("count") and not reader.get("donors"):
        reader.row["donors"] = UNNAMED
    donor, role = sole_donor(reader)
    count = reader.estimate("count", later_stage=True)
    if count is not None and donor and reader.catalogue.codes[donor] != UNNAMED:
        message = "a member who is named has no number beside it"
        reader.problem("count", "named", message, f"{UNNAMED} for members whom the source does not name")
    role = role or CoalitionRole.MEMBER.value
    if role not in CoalitionRole.values:
        reader.problem("donors", "vocabulary", f"“{role}” is not a role", one_of(role, CoalitionRole))
    if bool(reader.get("coalition")) == bool(reader.get("initiative")):
        reader.problem(
            "coalition", "one_group", "a membership is of one coalition or one initiative", "fill one of the two"
        )
    coalition = reader.key_by_name("coalition")
    initiative = reader.key_by_name("initiative")
    joined = happened_window(reader) or DateWindow.unknown()
    as_of = reader.day("as_of")
    source, fact_cited = source_of(reader), citation_of(reader)
    if reader.problems:
        return None
    columns = {
        "coalition_id": coalition,
        "initiative_id": initiative,
        "donor_id": donor,
        "role": role,
        **window_columns("joined", joined),
        "as_of": as_of and as_of.isoformat(),
        **estimate_columns("count", count),
    }
    return FactPlan(kind="membership", columns=columns, source=source, cited=fact_cited)


def plan_asserted_total(reader: RowReader, known: KnownRow | None) -> FactPlan | None:
    """Plan a source's own sum, to be compared with the ledger and never counted."""
    donor, _ = sole_donor(reader)
    system = reader.system()
    unit = reader.unit(system)
    measure, stage = measure_and_stage(reader)
    quantity = quantity_of_sum(reader, system, stage)
    as_of = occurrence_window(reader, since=LEDGER_START)
    # A rate of a day after the source's own was not known to it.
    amount = amount_columns(reader, on=min((as_of and as_of.end) or anchor(reader), anchor(reader)))
    meeting = reader.key_by_name("meeting")
    source, fact_cited = source_of(reader), citation_of(reader)
    if reader.problems or system is None:
        return None
    columns = {
        "donor_id": donor,
        "system_id": system.pk,
        "unit": unit,
        "stage": stage,
        "measure": measure,
        "outstanding": measure == SumMeasure.OUTSTANDING,
        **estimate_columns("quantity", quantity),
        **without_basis(amount),
        **window_columns("as_of", as_of),
        "part": reader.get("part"),
        "meeting_id": meeting,
        **proposed_meeting(reader),
    }
    return FactPlan(kind="asserted_total", columns=columns, source=source, cited=fact_cited)


def plan_completeness(reader: RowReader, known: KnownRow | None) -> FactPlan | None:
    """Plan a source's word that it lists every delivery of a donor, of a system, or of both, to a day."""
    if not reader.get("donors") and not reader.get("system"):
        reader.problem("donors", "required", "of whom or of what is the list complete?", "a donor, a system, or both")
    donor = sole_donor(reader)[0] if reader.get("donors") else None
    system = reader.system() if reader.get("system") else None
    as_of = occurrence_window(reader, since=LEDGER_START)
    source, fact_cited = source_of(reader), citation_of(reader)
    if reader.problems:
        return None
    columns = {"donor_id": donor, "system_id": system.pk if system else None, **window_columns("as_of", as_of)}
    return FactPlan(kind="completeness", columns=columns, source=source, cited=fact_cited)


def measure_and_stage(reader: RowReader) -> tuple[str, str]:
    """Of what a row states the sum, and the stage that this had reached; where one is not said, the other decides."""
    measure = reader.choice("measure", SumMeasure)
    owed = reader.get("outstanding").lower() in ("true", "1", "yes")
    if owed and measure not in ("", SumMeasure.OUTSTANDING):
        message = f"a sum of what is still owed is not {measure}"
        reader.problem("measure", "measure", message, "outstanding, or leave the tick away")
    measure = SumMeasure.OUTSTANDING.value if owed else measure
    usual = Stage.ANNOUNCED if measure == SumMeasure.PROMISED else Stage.DELIVERED
    stage = reader.choice("stage", Stage, default=usual.value)
    if stage == Stage.WITHDRAWN:
        reader.problem("stage", "stage", "a sum of what was withdrawn is not compared", "a counted stage")
    arrived = stage == Stage.DELIVERED
    if not measure:
        return (SumMeasure.DELIVERED if arrived else SumMeasure.PROMISED).value, stage
    if measure != SumMeasure.OUTSTANDING and arrived is (measure == SumMeasure.PROMISED):
        reader.problem("measure", "measure", f"a sum of stage {stage} is not {measure}", "the other one, or no stage")
    return measure, stage


def quantity_of_sum(reader: RowReader, system: System | None, stage: str) -> Estimate | None:
    """How many; a sum of money is of one lot, and one in money of a system may leave the number away."""
    if reader.get("amount") and not reader.get("quantity"):
        return Estimate.exact(1) if system and system.kind == Kind.MONEY else parse("undisclosed", later_stage=True)
    reader.require_cell("quantity", "the quantity")
    return reader.estimate("quantity", later_stage=stage == Stage.DELIVERED)
