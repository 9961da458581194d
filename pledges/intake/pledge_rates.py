"""Holds all that planned rows say of a pledge to one rate for each currency: the one that its first entry fixed.

That is the first standing one of the ledger, apart from what the rows take back, else the first of the rows. Where the
ledger has an entry for which there was no rate when it was published, its own day decides once there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from pledges.intake.plausibility import RowWarning, pledge_of
from pledges.ledger import FactPlan, Json
from pledges.ledger.void_marks import live
from pledges.models import Entry
from pledges.values.choices import RateSource, WarningRule
from pledges.values.euro_rates import EUR, RateTable
from pledges.values.pledge_rate import PledgeRate, pair_bounds

ENDS = ("low", "best", "high")

OF_RATE = frozenset({"occurred", "source_published", "currency", "value_eur"})
"""The cells of a correction that say on which day, or by whom, its amount is converted."""

OF_VALUE = OF_RATE | {"amount", "basis"}

Key = tuple[int | str, str]
"""A pledge (its key, or the name under which the rows create it) and a currency."""


@dataclass(frozen=True, slots=True)
class AmountRow:
    """A row that writes something: its place and facts, the cells that it changes of a published entry, and the key of
    the pledge whose rate it keeps as a part split from it."""

    number: int
    fact: FactPlan
    changed: frozenset[str] | None = None
    split_from: int | None = None

    @property
    def key(self) -> Key | None:
        entry = self.fact.entry
        if not entry or entry.get("amount_low") is None or entry["currency"] == EUR:
            return None
        return pledge_of(self.number, self.fact), entry["currency"]


@dataclass(slots=True)
class OneRate:
    """What the ledger and the rows say of a pledge in a currency; `gone` is what the rows take back."""

    standing: list[Entry] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)
    rows: list[AmountRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HeldFacts:
    """The facts of rows whose value changed by it, and what is odd about them."""

    facts: dict[int, FactPlan]
    warnings: dict[int, list[RowWarning]]


def hold_to_one_rate(rows: Sequence[AmountRow], rates: RateTable, *, only: set[int] | None = None) -> HeldFacts:
    """Bring the entries of rows to the rates of their pledges; with `only`, of those that these rows are about."""
    held = HeldFacts({}, {})
    for (_, currency), one in gather_rates(rows, only=only).items():
        rate = find_pledge_rate(one, rates, currency)
        if rate is None:
            continue
        for row in one.rows:
            entry = entry_at_rate(row, rate)
            if entry != row.fact.entry:
                held.facts[row.number] = replace(row.fact, entry=entry)
                held.warnings[row.number] = list(odd_conversion(row, rate))
    return held


def gather_rates(rows: Sequence[AmountRow], *, only: set[int] | None) -> dict[Key, OneRate]:
    """What is said of each pledge and currency, by the rows in their order, those that create a pledge first."""
    found: dict[Key, OneRate] = {}
    for row in sorted(rows, key=lambda row: (row.fact.kind != "pledge", row.number)):
        if row.key:
            found.setdefault(row.key, OneRate()).rows.append(row)
    if only is not None:
        found = {key: one for key, one in found.items() if any(row.number in only for row in one.rows)}
    split = [((row.split_from, key[1]), one) for key, one in found.items() for row in one.rows if row.split_from]
    pledges = {pledge for pledge, _ in (*found, *(key for key, _ in split)) if isinstance(pledge, int)}
    # A new pledge asks nothing of the ledger, and most are such.
    gone = {void["entry_id"] for row in rows for void in row.fact.voids if "entry_id" in void} if pledges else set()
    for entry in standing_amounts(pledges) if pledges else ():
        said = (entry.pledge_id, entry.currency)
        if said in found:
            (found[said].gone if entry.pk in gone else found[said].standing).append(entry)
        for key, one in split:
            if key == said:
                one.standing.append(entry)
    return found


def standing_amounts(pledges: set[int] | None = None) -> QuerySet[Entry]:
    """The standing entries, of these pledges or of all, with an amount that is not in euro, in publishing order."""
    stated = Entry.objects.filter(amount_low__isnull=False).exclude(currency=EUR)
    stated = stated if pledges is None else stated.filter(pledge__in=pledges)
    return live(stated, "entry").select_related("source", "version").order_by("version", "position")


def find_pledge_rate(one: OneRate, rates: RateTable, currency: str) -> PledgeRate | None:
    for entry in one.standing:
        if rate := rate_of_entry(entry):
            return rate
    # Nothing that stands has a rate: the first entry fixes it now, as it stands or as it is corrected.
    corrected = {void.get("entry_id"): row for row in one.rows for void in row.fact.voids}
    gone = {entry.pk for entry in one.gone}
    for entry in sorted((*one.standing, *one.gone), key=lambda one: (one.version_id, one.position)):
        row = corrected.get(entry.pk)
        if entry.pk not in gone:
            rate = rate_of_day(entry, rates, currency)
        else:
            kept = rate_of_entry(entry) if row and keeps_rate(row) else None
            rate = kept or rate_of_plan(row.fact.entry or {} if row else {})
        if rate:
            return rate
    for row in one.rows:
        if rate := rate_of_plan(row.fact.entry or {}):
            return rate
    return None


def keeps_rate(row: AmountRow) -> bool:
    """Whether a row corrects the only entry of a pledge in other things than its day, source and currency.

    Where the source states both amounts, the rate is theirs, and goes with either.
    """
    entry = row.fact.entry or {}
    of_rate = OF_VALUE if entry.get("eur_rate_source") == RateSource.STATED else OF_RATE
    return row.changed is not None and not row.changed & of_rate


def rate_of_entry(entry: Any) -> PledgeRate | None:
    """The rate that a published entry has; none where its source states no single figure, or there was none."""
    if entry.eur_rate is None or entry.eur_rate_date is None:
        return None
    amounts, values = ([getattr(entry, f"{name}_{end}") for end in ENDS] for name in ("amount", "value_eur"))
    return PledgeRate(
        entry.eur_rate.normalize(), entry.eur_rate_date, RateSource(entry.eur_rate_source), pair_bounds(amounts, values)
    )


def rate_of_plan(entry: Json) -> PledgeRate | None:
    if entry.get("eur_rate") is None:
        return None
    amounts, values = (bounds_of(entry, name) for name in ("amount", "value_eur"))
    day, source = date.fromisoformat(entry["eur_rate_date"]), RateSource(entry["eur_rate_source"])
    return PledgeRate(Decimal(entry["eur_rate"]).normalize(), day, source, pair_bounds(amounts, values))


def rate_of_day(entry: Entry, rates: RateTable, currency: str) -> PledgeRate | None:
    """The rate of the day of a published entry that had none."""
    found = rates.find(currency, conversion_day(entry))
    return PledgeRate(found.per_euro, found.day, found.source) if found else None


def conversion_day(entry: Entry) -> date:
    """The last day of the entry's window, never after its source; one without a date speaks when it is published."""
    end: date = entry.occurred_end
    return min(end, entry.source.published or entry.version.published_at.date())


def bounds_of(entry: Json, name: str) -> list[Decimal | None]:
    found = [entry.get(f"{name}_{end}") for end in ENDS]
    return [None if bound is None else Decimal(bound) for bound in found]


def entry_at_rate(row: AmountRow, rate: PledgeRate) -> Json:
    """The columns of a row's entry with the value at the rate of its pledge."""
    entry = row.fact.entry or {}
    own = rate_of_plan(entry)
    same = own is not None and (own.per_euro, own.day, own.source) == (rate.per_euro, rate.day, rate.source)
    # What nobody touches of a published entry stays to the last digit.
    if row.changed is not None and not row.changed & OF_VALUE and (same or own is None):
        return entry
    values = values_at_rate(entry, rate)
    if same and values == bounds_of(entry, "value_eur"):
        return entry
    return {
        **entry,
        **{
            f"value_eur_{end}": None if one is None else format(one, "f") for end, one in zip(ENDS, values, strict=True)
        },
        "eur_rate": format(rate.per_euro, "f"),
        "eur_rate_date": rate.day.isoformat(),
        "eur_rate_source": rate.source.value,
    }


def values_at_rate(entry: Json, rate: PledgeRate) -> list[Decimal | None]:
    """The bounds of an entry's value: as its source states them where that is the pledge's rate, else at that rate."""
    amounts, stated = bounds_of(entry, "amount"), bounds_of(entry, "value_eur")
    if rate.source == entry.get("eur_rate_source") == RateSource.STATED and all(
        amount is not None and value is not None and rate.is_that_of(amount, value)
        for amount, value in zip(amounts, stated, strict=True)
        if (amount, value) != (None, None)
    ):
        return stated
    return [None if amount is None else rate.value_of(amount) for amount in amounts]


def odd_conversion(row: AmountRow, rate: PledgeRate) -> Iterable[RowWarning]:
    """Say where the source's own conversion is not used, and differs by more than round figures explain."""
    entry = row.fact.entry or {}
    if entry.get("eur_rate_source") != RateSource.STATED:
        return
    amounts, stated = bounds_of(entry, "amount"), bounds_of(entry, "value_eur")
    pairs = [(one, value) for one, value in zip(amounts, stated, strict=True) if one is not None and value is not None]
    if any(rate.differs_from(amount, value) for amount, value in pairs):
        says = f"at {plain_rate(entry['eur_rate'])}" if entry["eur_rate"] else "to a range"
        words = f"the source converts {says}, the pledge stands at {plain_rate(rate.per_euro)} {entry['currency']}/EUR"
        yield RowWarning("value_eur", WarningRule.OTHER_RATE, f"{words} of {rate.day.isoformat()}")


def plain_rate(stated: Decimal | str) -> str:
    return f"{Decimal(stated).normalize():f}"
