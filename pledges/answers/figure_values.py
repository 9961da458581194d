"""The values that answers are made of: figures, stage fields, and references to systems, parties and sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from meetings.choices import DatePrecision
from pledges.answers.as_of import AsOf
from pledges.values.choices import Kind
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate, EstimateSum, format_estimate


class Figure(NamedTuple):
    """Bounds computed for one pledge or one row; best None is unknown, high None is without upper bound."""

    low: Decimal
    best: Decimal | None
    high: Decimal | None

    @property
    def estimate(self) -> Estimate:
        return Estimate("", *self)

    @property
    def text(self) -> str:
        return format_estimate(self.estimate)


def figure(bounds: Sequence[Any]) -> Figure | None:
    """Return the figure of three columns; None where there is none at all."""
    return None if bounds[0] is None else Figure(*bounds)


def stated_estimate(columns: Sequence[Any]) -> Estimate | None:
    """Return the estimate of the columns text, low, best, high; None where nothing was stated."""
    return None if columns[1] is None else Estimate(*columns)


def window(
    text: str, start: date | None, end: date | None, precision: str = "", *, deadline: bool = False
) -> DateWindow | None:
    """Return the date window of stored columns; None where nothing was stated.

    Days that were derived, or that stand in for an unknown date, are a range.
    """
    if start is None and end is None:
        return DateWindow.unknown(text) if text else None
    if deadline and end is not None:
        return DateWindow(text, start, end, DatePrecision.DEADLINE)
    if precision in ("", DatePrecision.UNKNOWN) or (precision == DatePrecision.DEADLINE and end is None):
        precision = DatePrecision.DAY if start == end else DatePrecision.RANGE
    return DateWindow(text, start, end, DatePrecision(precision))


class SystemRef(NamedTuple):
    """A system as figures name it."""

    slug: str
    name: str
    short_name: str
    kind: str
    capability: str

    @property
    def is_money(self) -> bool:
        """Whether it is money, which is counted in euro and never among systems."""
        return self.kind == Kind.MONEY


SYSTEM_COLUMNS = "system.slug, system.name, system.short_name, system.kind, system.capability"


class Party(NamedTuple):
    """A donor in a role; `words` is how the source names a donor that it does not identify."""

    code: str
    name: str
    role: str
    share: Decimal | None
    words: str


class SourceRef(NamedTuple):
    """The source of a fact, as cited."""

    id: int
    publisher: str
    title: str
    url: str
    published: date | None
    grade: str


SOURCE_COLUMNS = "source.id, source.publisher, source.title, source.url, source.published, source.grade"


class OverdueCounts(NamedTuple):
    """How many pledges are late; those without due date are counted apart."""

    certainly: int = 0
    possibly: int = 0
    no: int = 0
    not_dated: int = 0

    def plus(self, other: "OverdueCounts") -> "OverdueCounts":
        return OverdueCounts(*(a + b for a, b in zip(self, other, strict=True)))


class Figures(NamedTuple):
    """The six quantities of a summary row, all in the same unit of the same system."""

    promised: EstimateSum
    delivered: EstimateSum
    firm: EstimateSum
    announced_only: EstimateSum
    withdrawn: EstimateSum
    outstanding: EstimateSum


@dataclass(frozen=True, slots=True)
class ValueSums:
    """Sums in euro, how many pledges could not be converted and how many have no amount, and which amounts count."""

    promised: EstimateSum
    delivered: EstimateSum
    firm: EstimateSum
    announced_only: EstimateSum
    unconverted: int
    unvalued: int
    basis: tuple[str, ...]

    @classmethod
    def of(cls, sums: Sequence[EstimateSum], unconverted: int, unvalued: int, basis: tuple[str, ...]) -> "ValueSums":
        promised, delivered, firm, announced_only = sums
        return cls(promised, delivered, firm, announced_only, unconverted, unvalued, basis)

    def plus(self, other: "ValueSums") -> "ValueSums":
        return ValueSums(
            promised=self.promised + other.promised,
            delivered=self.delivered + other.delivered,
            firm=self.firm + other.firm,
            announced_only=self.announced_only + other.announced_only,
            unconverted=self.unconverted + other.unconverted,
            unvalued=self.unvalued + other.unvalued,
            basis=self.basis,
        )


@dataclass(frozen=True, slots=True)
class StageFields:
    """What every summary row says; `figures` is None over several systems or units, which are never added up."""

    pledges: int
    figures: Figures | None
    overdue: OverdueCounts
    value_eur: ValueSums

    @property
    def stated(self) -> int:
        """How many of the pledges have a value in euro; where none has, a sum is unknown, not nothing."""
        return self.pledges - self.value_eur.unvalued - self.value_eur.unconverted


QUANTITY_NAMES = Figures._fields
VALUE_NAMES = ("promised", "delivered", "firm", "announced_only")
SUM_ENDS = ("low", "best", "high", "unbounded")


def stage_columns(table: str) -> str:
    """Return the select items of stage fields, in the order in which `read_stage` takes them."""
    names = ["pledges"]
    names += [f"{name}_{end}" for name in QUANTITY_NAMES for end in SUM_ENDS]
    names += [f"value_{name}_{end}" for name in VALUE_NAMES for end in SUM_ENDS]
    names += [f"overdue_{word}" for word in OverdueCounts._fields] + ["unconverted", "unvalued"]
    return ", ".join(f"{table}.{name}" for name in names)


STAGE_WIDTH = 1 + 4 * len(QUANTITY_NAMES) + 4 * len(VALUE_NAMES) + len(OverdueCounts._fields) + 2


def read_stage(row: Sequence[Any], as_of: AsOf) -> StageFields:
    """Return the stage fields of the columns of `stage_columns`; zeros where there is no pledge."""
    if row[0] is None:
        return no_stage(as_of)
    sums = [EstimateSum(*row[at : at + 4]) for at in range(1, 1 + 4 * (len(QUANTITY_NAMES) + len(VALUE_NAMES)), 4)]
    quantities, values = sums[: len(QUANTITY_NAMES)], sums[len(QUANTITY_NAMES) :]
    *overdue, unconverted, unvalued = row[1 + 4 * len(sums) : STAGE_WIDTH]
    return StageFields(
        pledges=row[0],
        figures=None if row[1] is None else Figures(*quantities),
        overdue=OverdueCounts(*overdue),
        value_eur=ValueSums.of(values, unconverted, unvalued, bases(as_of)),
    )


def no_stage(as_of: AsOf) -> StageFields:
    """Return the stage fields of a system that nobody has promised."""
    nothing = EstimateSum()
    return StageFields(
        pledges=0,
        figures=Figures(*[nothing] * len(QUANTITY_NAMES)),
        overdue=OverdueCounts(),
        value_eur=ValueSums.of([nothing] * len(VALUE_NAMES), 0, 0, bases(as_of)),
    )


def bases(as_of: AsOf) -> tuple[str, ...]:
    """Return the bases of amounts that count at the moment, as plain words."""
    return plain_words(as_of.moment.bases)


@lru_cache(maxsize=64)
def plain_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return members of vocabularies as the words they stand for; asked for once per row of a summary."""
    return tuple(str(getattr(word, "value", word)) for word in words)
