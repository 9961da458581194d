"""The estimate itself: the words as stated, and the bounds they set."""

from dataclasses import dataclass
from decimal import Decimal

LIMIT = Decimal(10) ** 17
"""Every stated bound lies below this: the columns hold 18 digits before the point, and sums need room."""


class EstimateError(ValueError):
    """Words or bounds that are no estimate; ``hint`` says what would be right."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def _finite(value: object, *, name: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise EstimateError(f"{name} must be a Decimal or an int, not {value!r}", hint='Decimal("13.5")')
    number = Decimal(value)
    if not number.is_finite():
        raise EstimateError(f"{name} must be a number, not {value}", hint="leave out what is not known: None")
    return number


@dataclass(frozen=True, slots=True)
class Estimate:
    """A quantity or an amount of which perhaps only bounds are known.

    ``best`` is None where no figure stands out; ``high`` is None where there is no upper bound. Where both bounds
    meet the value is known, so ``best`` is that value: an unknown can never have a high of 0.
    ``text`` is as stated by the source, and empty for what was computed.

    :raises EstimateError: unless 0 <= low <= best <= high.
    """

    text: str
    low: Decimal
    best: Decimal | None
    high: Decimal | None

    def __post_init__(self) -> None:
        low = _finite(self.low, name="low")
        best = None if self.best is None else _finite(self.best, name="best")
        high = None if self.high is None else _finite(self.high, name="high")
        if low < 0:
            raise EstimateError(f"low is {low}, below 0", hint="0 or more")
        if high is not None and high < low:
            raise EstimateError(f"high is {high}, below low {low}", hint="the smaller number first")
        if best is not None and (best < low or (high is not None and best > high)):
            raise EstimateError(f"best is {best}, outside {low} to {high}", hint="low <= best <= high")
        object.__setattr__(self, "low", low)
        object.__setattr__(self, "best", low if low == high else best)
        object.__setattr__(self, "high", high)

    @classmethod
    def exact(cls, number: int | Decimal) -> "Estimate":
        """The estimate of a number that is known."""
        value = _finite(number, name="number")
        digits = f"{value:f}"
        return cls(digits.rstrip("0").rstrip(".") if "." in digits else digits, value, value, value)

    @property
    def bounds(self) -> tuple[Decimal, Decimal | None, Decimal | None]:
        """Low, best and high, for comparing without the words."""
        return self.low, self.best, self.high

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def certainly_at_least(self, number: int | Decimal) -> bool:
        """Whether the true value is ``number`` or more whatever it is."""
        return self.low >= number

    def possibly_at_least(self, number: int | Decimal) -> bool:
        """Whether the true value may be ``number`` or more."""
        return self.high is None or self.high >= number
