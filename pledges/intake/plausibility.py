"""What is odd in planned rows, and yet possible: said with the plan, to be accepted with a reason before review.

The figures of a pledge are those of the ledger, without what the rows take back, and of all the rows together. One
query reads them, however many rows there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pledges.intake.catalogue_snapshot import Catalogue
from pledges.ledger import FactPlan, Json
from pledges.ledger.void_marks import live
from pledges.models import Entry
from pledges.values.choices import Kind, PartyRole, RateSource, Stage, Unit, WarningRule
from pledges.values.euro_rates import EUR, MAX_RATE_AGE
from pledges.values.stages import COUNTED_STAGES, HANDED_ON_STAGES

COLUMN = "accepted_warnings"
"""The cell that says which warnings of a row somebody accepted, and why: `over_delivery: the reason; far_off: …`."""

ACCEPTED = re.compile(rf"(?:^|[;\n])\s*({'|'.join(WarningRule.values)})\s*:")

FAR_OFF_YEARS = 10

DAY_CELLS = {
    column: [f"{name}_{end}" for name in names for end in ("start", "end")]
    for column, names in {"occurred": ("occurred", "stated", "as_of", "joined"), "due": ("due",)}.items()
}
"""The columns of facts that hold the days of a cell."""

MAKERS = (PartyRole.SUPPLIER, PartyRole.PRODUCER)
"""Roles in which the recipient is no surprise: aid is bought from its own industry."""


@dataclass(frozen=True, slots=True)
class RowWarning:
    """What is odd about a cell, and why it stands; blank where nobody has said so."""

    column: str
    rule: WarningRule
    message: str

    def to_json(self, accepted: Mapping[str, str]) -> Json:
        rule = self.rule.value
        return {"column": self.column, "rule": rule, "message": self.message, "accepted": accepted.get(rule, "")}


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row that writes something: its place, the facts, and the day on which its source speaks."""

    number: int
    fact: FactPlan
    said_on: date


@dataclass(slots=True)
class Step:
    """One entry of a pledge; `number` is the row that states it, 0 for one of the ledger."""

    number: int
    stage: str
    low: Decimal
    high: Decimal | None
    start: date
    end: date


@dataclass(slots=True)
class Progress:
    """The entries of one pledge, and their sums by stage."""

    steps: list[Step] = field(default_factory=list)

    def low(self, stage: str) -> Decimal:
        return sum((step.low for step in self.steps if step.stage == stage), Decimal(0))

    def high(self, stage: str) -> Decimal | None:
        """The most that an entry of the stage adds up to; 0 without one, None without an upper bound."""
        found = [step.high for step in self.steps if step.stage == stage]
        return None if None in found else sum((high for high in found if high is not None), Decimal(0))

    def highest_promise(self) -> Decimal | None:
        """The most that was promised; None where that has no upper bound, or nobody promised anything."""
        stages = [stage for stage in COUNTED_STAGES[:-1] if any(step.stage == stage for step in self.steps)]
        highs = [self.high(stage) for stage in stages]
        return max((high for high in highs if high is not None), default=None) if None not in highs else None

    def last_row(self, *stages: str) -> int:
        """The last row that states one of the stages, else the last row that is about the pledge."""
        rows = [step.number for step in self.steps if step.number]
        return max((step.number for step in self.steps if step.number and step.stage in stages), default=max(rows))


def read_accepted(cell: str) -> dict[str, str]:
    """The warnings that somebody accepted, with the reason of each."""
    parts = ACCEPTED.split(cell)[1:]
    stated = {rule: reason.strip(" ;\n") for rule, reason in zip(parts[::2], parts[1::2], strict=True)}
    return {rule: reason for rule, reason in stated.items() if reason}


def write_accepted(reasons: Mapping[str, str]) -> str:
    """The cell that says which warnings are accepted, and why."""
    return "; ".join(f"{rule}: {' '.join(reason.replace(';', ',').split())}" for rule, reason in reasons.items())


def find_warnings(rows: Sequence[PlannedRow], catalogue: Catalogue) -> dict[int, list[RowWarning]]:
    """What is odd about each row, by its number."""
    found: dict[int, list[RowWarning]] = {}
    for row in rows:
        for warning in (*odd_parties(row), *odd_days(row), *odd_rates(row, catalogue)):
            found.setdefault(row.number, []).append(warning)
    for number, warning in odd_progress(rows, catalogue):
        found.setdefault(number, []).append(warning)
    return found


def odd_parties(row: PlannedRow) -> Iterable[RowWarning]:
    """Say where the recipient is a party of a promise to itself."""
    recipient = (row.fact.terms or {}).get("beneficiary_id")
    if recipient and any(one["donor_id"] == recipient and one["role"] not in MAKERS for one in row.fact.parties):
        yield RowWarning("donors", WarningRule.OWN_COUNTRY, "the recipient is a party of this promise to itself")


def odd_days(row: PlannedRow) -> Iterable[RowWarning]:
    """Say which days lie more than ten years from the source."""
    groups = [group for group in (row.fact.entry, row.fact.terms, row.fact.columns) if group]
    for column, names in DAY_CELLS.items():
        stated = (next((group[name] for group in groups if name in group), None) for name in names)
        days = [date.fromisoformat(str(day)) for day in stated if day]
        odd = [day for day in days if abs(day.year * 12 + day.month - row.said_on.year * 12 - row.said_on.month) > 120]
        if odd:
            words = f"{odd[0].isoformat()} is more than {FAR_OFF_YEARS} years from {row.said_on.isoformat()}"
            yield RowWarning(column, WarningRule.FAR_OFF, words)


def odd_rates(row: PlannedRow, catalogue: Catalogue) -> Iterable[RowWarning]:
    """Say where an amount has no value in euro, or that of an older day, since the known rates end before it."""
    entry = row.fact.entry or {}
    stated, currency = entry.get("eur_rate_date"), entry.get("currency")
    if not currency or currency == EUR or entry.get("eur_rate_source", "") not in ("", RateSource.ECB):
        return
    on = min(date.fromisoformat(str(entry["occurred_end"])), row.said_on)
    # A rate of long ago is that which the pledge has.
    if (stated and on - date.fromisoformat(stated) > MAX_RATE_AGE) or not catalogue.load_rates().ends_before(
        currency, on
    ):
        return
    last = catalogue.load_rates().last_day().isoformat()
    so = (
        f"the one of {stated} is taken for {on}, for good" if stated else f"{currency} of {on} has no value in euro yet"
    )
    yield RowWarning("amount", WarningRule.RATES_END, f"the known rates end on {last}: {so}")


def odd_progress(rows: Sequence[PlannedRow], catalogue: Catalogue) -> Iterable[tuple[int, RowWarning]]:
    """Say which rows deliver or withdraw more than was promised, or deliver before that."""
    for progress in progress_of(rows, catalogue):
        promised = progress.highest_promise()
        delivered, withdrawn = progress.low(Stage.DELIVERED), progress.low(Stage.WITHDRAWN)
        if promised is not None and delivered > promised:
            words = f"{plain(delivered)} delivered of {plain(promised)} promised"
            yield progress.last_row(Stage.DELIVERED), RowWarning("quantity", WarningRule.OVER_DELIVERY, words)
        elif promised is not None and withdrawn + delivered > promised and withdrawn:
            words = f"{plain(withdrawn)} withdrawn and {plain(delivered)} delivered of {plain(promised)} promised"
            yield progress.last_row(Stage.WITHDRAWN), RowWarning("quantity", WarningRule.OVER_WITHDRAWAL, words)
        first = min((one.start for one in progress.steps if one.stage not in (*HANDED_ON_STAGES, Stage.WITHDRAWN)),
            default=None)  # fmt: skip
        for step in progress.steps:
            if first and step.number and step.stage in HANDED_ON_STAGES and step.end < first:
                words = f"{step.stage} by {step.end.isoformat()}, promised on {first.isoformat()}"
                yield step.number, RowWarning("occurred", WarningRule.BEFORE_PROMISE, words)


def progress_of(rows: Sequence[PlannedRow], catalogue: Catalogue) -> Iterable[Progress]:
    """The entries of every pledge that the rows state entries of and that is counted in pieces."""
    money = {system.pk for system in catalogue.systems.values() if system.kind == Kind.MONEY}
    uncounted = {one.key for one in catalogue.pledges.values() if one.system_id in money or one.unit == Unit.LOT}
    found: dict[int | str, Progress] = {}
    for row in rows:
        key = pledge_of(row.number, row.fact)
        own = row.fact.columns if row.fact.kind == "pledge" else {}
        known = catalogue.pledges.get(key) if isinstance(key, str) else None
        system, unit = (known.system_id, known.unit) if known else (own.get("system_id"), own.get("unit"))
        if row.fact.entry and key not in uncounted and system not in money and unit != Unit.LOT:
            found.setdefault(key, Progress()).steps.append(step_of(row.number, row.fact.entry))
    pledges = [key for key in found if isinstance(key, int)]
    if pledges:
        gone = {void["entry_id"] for row in rows for void in row.fact.voids if "entry_id" in void}
        names = ("pk", "pledge_id", "stage", "quantity_low", "quantity_high", "occurred_start", "occurred_end")
        standing = live(Entry.objects.filter(pledge__in=pledges), "entry").order_by("pk").values_list(*names)
        for entry, pledge, stage, low, high, start, end in standing:
            if entry not in gone:
                found[pledge].steps.append(Step(0, stage, low or Decimal(0), high, start, end))
    return found.values()


def pledge_of(number: int, fact: FactPlan) -> int | str:
    """The pledge that a row is about: its key, its external reference, or the row where it has neither."""
    target = fact.target
    if target is None:
        return fact.external or f"row {number}"
    return target.pledge_id or target.external


def step_of(number: int, entry: Json) -> Step:
    low, high = entry.get("quantity_low"), entry.get("quantity_high")
    days = (date.fromisoformat(str(entry[f"occurred_{end}"])) for end in ("start", "end"))
    return Step(number, str(entry["stage"]), Decimal(low or 0), None if high is None else Decimal(high), *days)


def plain(number: Decimal) -> str:
    return f"{number.normalize():,f}"
