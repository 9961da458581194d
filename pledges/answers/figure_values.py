"""The values that answers are made of: figures, stage fields, and references to systems, parties and sources."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, Protocol, Self

from meetings.choices import DatePrecision
from pledges.answers.fields.named_record import Record
from pledges.values.choices import Kind
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate, EstimateSum, format_estimate

WINDOWS_KEPT = 10_000


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


class Bounded(Protocol):
    """Whatever has the bounds of an estimate; high None is without upper bound."""

    @property
    def low(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...


def is_unreported(value: Bounded | None) -> bool:
    """Whether what was delivered, in euro, is 0 only because nobody reports any of it."""
    return value is not None and value.high == 0


def unreported_in_sql(value: str) -> str:
    """As `is_unreported`, in SQL, of the columns of a sum that has some part."""
    return f"{value}_high = 0"


class VagueFigure(NamedTuple):
    """A quantity that is stated in words without a number; its low is what such words mean at least."""

    low: Decimal
    best: Decimal | None = None
    high: Decimal | None = None
    vague: bool = True


def figure(low: Decimal | None, best: Decimal | None, high: Decimal | None) -> Figure | None:
    """The figure of three columns; None where there is none at all."""
    return None if low is None else Figure(low, best, high)


class Balance(NamedTuple):
    """Bounds over several promises, what those with a number come to, and how many have none."""

    low: Decimal
    best: Decimal | None
    high: Decimal | None
    stated: Figure
    without_number: int

    @property
    def estimate(self) -> Estimate:
        return Estimate("", self.low, self.best, self.high)

    @property
    def text(self) -> str:
        return format_estimate(self.estimate)


def balance(
    low: Decimal | None,
    best: Decimal | None,
    high: Decimal | None,
    *stated: Any,
) -> Balance | None:
    """The balance of three columns, the same three of what has a number, and how many have none."""
    *numbered, without = stated
    return None if low is None else Balance(low, best, high, Figure(*numbered), without)


def stated_estimate(text: str, low: Decimal | None, best: Decimal | None, high: Decimal | None) -> Estimate | None:
    """The estimate of four columns; None where nothing was stated."""
    return None if low is None else Estimate(text, low, best, high)


@lru_cache(maxsize=WINDOWS_KEPT)
def window(text: str, start: date | None, end: date | None, precision: str = "") -> DateWindow | None:
    """The date window of stored columns; None where nothing was stated.

    Days that were derived, or that stand in for an unknown date, are a range. The same windows come again and again.
    """
    if start is None and end is None:
        return DateWindow.unknown(text) if text else None
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


class Voiding(Record):
    """What took a fact back; a lifted one no longer does."""

    __slots__ = ()
    version: int
    published_at: datetime
    reason: str
    lifted_version: int | None
    lifted_reason: str | None

    @property
    def stands(self) -> bool:
        return self.lifted_version is None


class KeptQuote(Record):
    """What the kept copy of a source says of quoted words; without copy there is no hash."""

    __slots__ = ()
    state: str | None
    sha256: str | None
    archive_url: str | None
    before: str | None
    exact: str | None
    after: str | None


class OverdueCounts(NamedTuple):
    """How many pledges are late; those without due date are counted apart."""

    certainly: int = 0
    possibly: int = 0
    no: int = 0
    not_dated: int = 0

    @property
    def late(self) -> int:
        """Of how many the due date has passed."""
        return self.certainly + self.possibly

    def plus(self, other: "OverdueCounts") -> "OverdueCounts":
        return OverdueCounts(*(a + b for a, b in zip(self, other, strict=True)))


class PledgeValues(Record):
    """The values of one pledge in euro; None where it has no amount or the amount could not be converted."""

    __slots__ = ()
    promised: Figure | None
    delivered: Figure | None


class ValueSums(Record):
    """Sums in euro, how many pledges could not be converted and how many have no amount."""

    __slots__ = ()
    promised: EstimateSum
    delivered: EstimateSum
    firm: EstimateSum
    announced_only: EstimateSum
    unconverted: int
    unvalued: int

    def plus(self, other: "ValueSums") -> Self:
        """Add up, name by name; which amounts count is the same of both."""
        both = zip(self._fields, self, other, strict=True)
        return self._make([a if name == "basis" else a + b for name, a, b in both])


class StageFields(Record):
    """What every row of sums says; over several systems or units without quantities, which are never added up."""

    __slots__ = ()
    ValueEur: ClassVar[type[ValueSums]]
    pledges: int
    overdue: OverdueCounts
    value_eur: ValueSums

    @property
    def stated(self) -> int:
        """How many of the pledges have a value in euro; where none has, a sum is unknown, not nothing."""
        return self.pledges - self.value_eur.unvalued - self.value_eur.unconverted
