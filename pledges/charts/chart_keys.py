"""The key of a chart with what a reader chose: a period and a scale, so that every address draws one picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SEPARATOR = "~"
SHARE = "share"
TIMED = ("system_over_time", "value_over_time")
"""The charts that have an axis of time and can be cut to a period."""

SHARED = ("system_over_time",)
"""Those of which the delivered part of what was promised can be drawn; of euro most pledges state no amount."""


@dataclass(frozen=True, slots=True)
class ChartKey:
    """What is drawn, from which to which day, and whether as a share: written patriot, patriot~2024-01-01~~share."""

    subject: str
    first: date | None = None
    last: date | None = None
    share: bool = False

    def __str__(self) -> str:
        days = [day.isoformat() if day else "" for day in (self.first, self.last)]
        return SEPARATOR.join([self.subject, *days, SHARE if self.share else ""]).rstrip(SEPARATOR)


def parse_chart_key(words: str) -> ChartKey | None:
    """The parts of a key; None where what follows the subject is no period or scale."""
    subject, *further = words.split(SEPARATOR)
    first, last, scale = (*further, "", "", "")[:3]
    if len(further) > 3 or scale not in ("", SHARE):
        return None
    try:
        days = [date.fromisoformat(day) if day else None for day in (first, last)]
    except ValueError:
        return None
    return ChartKey(subject, days[0], days[1], share=scale == SHARE)
