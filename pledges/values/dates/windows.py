"""The date window, and what lies behind, within and ahead of it."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from meetings.choices import DatePrecision
from pledges.values.choices import Overdue
from pledges.values.dates.spans import DateError


@dataclass(frozen=True, slots=True)
class DateWindow:
    """When something happened or is due: on some day from ``start`` to ``end``, both included.

    ``end`` is None where the window is open ("from 2025"). ``start`` is None where only the end is known, as of a
    deadline that the statement itself is later than. Both are None where nothing is known.

    :raises DateError: start lies after end, or an unknown date has a day, or a known one has none.
    """

    text: str
    start: date | None
    end: date | None
    precision: DatePrecision

    def __post_init__(self) -> None:
        object.__setattr__(self, "precision", DatePrecision(self.precision))
        if self.start and self.end and self.start > self.end:
            raise DateError(f"the window runs backwards, from {self.start} to {self.end}", hint="the earlier day first")
        if self.is_unknown != (self.precision == DatePrecision.UNKNOWN):
            raise DateError(f"precision {self.precision.value} does not fit {self.start} to {self.end}", hint="unknown")
        if self.deadline and self.end is None:
            raise DateError("a deadline needs its last day", hint="by 2024-12-31")

    @classmethod
    def day(cls, day: date) -> "DateWindow":
        return cls(day.isoformat(), day, day, DatePrecision.DAY)

    @classmethod
    def unknown(cls, text: str = "unknown") -> "DateWindow":
        return cls(text, None, None, DatePrecision.UNKNOWN)

    @property
    def deadline(self) -> bool:
        """Whether only the last day was promised: never late before it is over."""
        return self.precision == DatePrecision.DEADLINE

    @property
    def is_unknown(self) -> bool:
        return self.start is None and self.end is None

    def has_ended(self, on: date) -> bool:
        """Whether ``on`` is the last day or later, so that what the window dates has happened by the end of it."""
        return self.end is not None and self.end <= on

    def past(self, on: date) -> bool:
        """Whether the last day is over, so that what was due in the window is late."""
        return self.end is not None and self.end < on

    def may_have_begun(self, on: date) -> bool:
        """Whether what the window dates may have happened by ``on``; a window without a start always has begun."""
        return not self.is_unknown and (self.start is None or self.start <= on)

    def cut_after(self, told: date) -> "DateWindow":
        """The window of what happened, as far as a source of that day can know; one wholly after it stays as it is."""
        if self.is_unknown or (self.start or told) > told or (self.end is not None and self.end <= told):
            return self
        return replace(self, end=told) if self.end is not None else self

    def cut_before(self, said: date) -> "DateWindow":
        """The window of what is due, from the day on which that was said; one wholly before it stays as it is."""
        if self.start is None or self.start >= said or (self.end is not None and self.end < said):
            return self
        return replace(self, start=said)

    def fill_unknown(self, *, announced: date, published: date) -> "DateWindow":
        """The window that an unknown date stands for: from the announcement to its source's date."""
        if not self.is_unknown:
            return self
        return DateWindow(self.text, min(announced, published), max(announced, published), DatePrecision.RANGE)


def overdue(
    window: DateWindow | None,
    *,
    on: date,
    outstanding_low: Decimal,
    outstanding_high: Decimal | None,
    witnessed_to: date | None = None,
) -> Overdue:
    """Say whether what is outstanding is late on a day; ``outstanding_high`` None is without upper bound.

    Only a window that is over can be late. Certainly late is what a witness proves to have been missing, up to the day
    ``witnessed_to``; without one, nobody has reported a delivery, and that is all there is to say.
    """
    if window is None or window.is_unknown:
        return Overdue.NOT_DATED
    if not window.past(on) or outstanding_high == 0:
        return Overdue.NO
    witnessed = witnessed_to is not None and witnessed_to >= on
    return Overdue.CERTAINLY if outstanding_low > 0 and witnessed else Overdue.POSSIBLY
