"""The reached-stage rule for one pledge, worked out plainly from its standing entries."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pledges.models import Entry
from pledges.values.choices import Stage, StatusWord
from pledges.values.estimates import Estimate, cap_open, maximum, states_number, subtract, total
from pledges.values.stages import COUNTED_STAGES

ZERO = Estimate.exact(0)
OPEN = Estimate("", Decimal(0), None, None)
LATER_STAGES = (*COUNTED_STAGES[1:], Stage.WITHDRAWN)


def estimate_of(row: Any, name: str) -> Estimate | None:
    """Return the estimate in three columns, None where there is none."""
    low = getattr(row, f"{name}_low")
    return None if low is None else Estimate("", low, getattr(row, f"{name}_best"), getattr(row, f"{name}_high"))


def all_have_number(entries: list[Entry], stage: str) -> bool:
    """Whether the words of every entry at a stage state a number."""
    words = [
        (entry.quantity_text, entry.quantity_best, entry.quantity_high) for entry in entries if entry.stage == stage
    ]
    return all(states_number(text, best=best, high=high) for text, best, high in words)


def seen_on(entry: Entry, stated: Estimate, day: date) -> Estimate:
    """Return an entry's figure: full where its window has ended, else 0 to its high with no best."""
    return stated if entry.occurred_end <= day else Estimate("", Decimal(0), None, stated.high)


@dataclass(slots=True)
class Progress:
    """The quantities of one pledge by the reached-stage rule."""

    present: set[str]
    sums: dict[str, Estimate]
    promise: Estimate
    arrived: list[Entry]
    numbers: dict[str, bool] = field(default_factory=dict)
    reached: dict[str, Estimate] = field(default_factory=dict)
    parts: dict[str, Estimate] = field(default_factory=dict)


def progress(entries: list[Entry], day: date) -> Progress:
    """Apply the reached-stage rule to the entries that have begun by a day."""
    present = {entry.stage for entry in entries}
    sums: dict[str, Estimate] = {
        stage: total(
            seen_on(entry, quantity, day)
            for entry in entries
            if entry.stage == stage and (quantity := estimate_of(entry, "quantity"))
        ).estimate
        for stage in Stage
    }
    promised_at = next((stage for stage in COUNTED_STAGES if stage in present), None)
    promise = sums[promised_at] if promised_at else OPEN
    for stage in LATER_STAGES:
        sums[stage] = cap_open(sums[stage], within=promise)
    over = [entry for entry in entries if entry.stage == Stage.DELIVERED and entry.occurred_end <= day]
    found = Progress(present, sums, promise, [entry for entry in over if entry.quantity_high != 0])
    found.numbers = {
        "promise_has_number": all_have_number(entries, promised_at or Stage.SIGNALLED),
        "delivered_has_number": all_have_number(entries, Stage.DELIVERED),
        "withdrawn_has_number": all_have_number(entries, Stage.WITHDRAWN),
    }
    following = sums[Stage.DELIVERED]
    for stage in reversed(COUNTED_STAGES):
        following = found.reached[stage] = maximum(sums[stage], following)
    found.parts = parts_of(found)
    return found


def parts_of(found: Progress) -> dict[str, Estimate]:
    """Split the promise into delivered, firm and announced only, after what was withdrawn."""
    sums, reached = found.sums, found.reached
    delivered, withdrawn = reached[Stage.DELIVERED], sums[Stage.WITHDRAWN]
    firm = announced_only = ZERO
    if found.present & {Stage.COMMITTED, Stage.CONTRACTED, Stage.SHIPPED}:
        highest = maximum(maximum(sums[Stage.COMMITTED], sums[Stage.CONTRACTED]), sums[Stage.SHIPPED])
        firm = subtract(highest, delivered)
    if Stage.ANNOUNCED in found.present:
        announced_only = subtract(sums[Stage.ANNOUNCED], reached[Stage.COMMITTED])
    beyond_announced = subtract(withdrawn, announced_only)
    promised = maximum(subtract(reached[Stage.ANNOUNCED], withdrawn), delivered)
    return {
        "signalled": sums[Stage.SIGNALLED],
        "promised": promised,
        "delivered": delivered,
        "firm": subtract(firm, beyond_announced),
        "announced_only": subtract(announced_only, withdrawn),
        "withdrawn": withdrawn,
        "outstanding": subtract(promised, delivered),
        "shipped": reached[Stage.SHIPPED],
        "secured": maximum(subtract(reached[Stage.COMMITTED], beyond_announced), delivered),
    }


def says_part(entry: Entry) -> bool:
    """Whether the words of a delivery say that it is one of several."""
    begins = re.match(r"\s*(some|part|partly|partially|in part)\b", entry.quantity_text, re.IGNORECASE)
    phrases = r"\b(partly|partially|in part|some of|the first(?! time)|first batch|second batch|first deliveries)\b"
    return bool(begins or re.search(phrases, entry.quote, re.IGNORECASE))


def status_of(found: Progress) -> str:
    """Return the status word."""
    promised, delivered = found.parts["promised"], found.parts["delivered"]
    if not found.present & set(COUNTED_STAGES):
        return StatusWord.SIGNALLED if Stage.SIGNALLED in found.present else StatusWord.WITHDRAWN
    if Stage.WITHDRAWN in found.present and found.parts["outstanding"].high == 0 and delivered.high == 0:
        return StatusWord.WITHDRAWN
    if delivered.low >= promised.low > 0:
        return StatusWord.DELIVERED
    if found.arrived and (delivered.low > 0 or any(says_part(entry) for entry in found.arrived)):
        return StatusWord.IN_DELIVERY
    if found.arrived and (delivered.high is None or delivered.high > 0):
        return StatusWord.DELIVERY_UNDISCLOSED
    last = next((stage for stage in reversed(COUNTED_STAGES[:-1]) if stage in found.present), Stage.ANNOUNCED)
    return StatusWord(last.value)
