"""The two sides of a pair, as plain values: what a published pledge or a row of a change set promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pledges.values.estimates import Estimate


@dataclass(frozen=True, slots=True)
class Side:
    """One promise as far as comparing needs it; `label` names it to a person.

    `quantity` is None where the unit says nothing (a lot); `value` is in euro, None where not stated; `schemes` are
    those of its external references: one scheme is one list, whose maker told its rows apart. `documents` are these
    lists as they were read, each with its change set: two rows of one document stand beside each other in it.
    """

    key: str
    label: str
    donors: frozenset[str]
    system: str
    unit: str
    quantity: Estimate | None
    value: Decimal | None
    start: date
    end: date
    shared: bool = False
    urls: frozenset[str] = frozenset()
    words: str = ""
    schemes: frozenset[str] = frozenset()
    documents: frozenset[tuple[str, int]] = frozenset()
