"""What Kiel's item types and sub-types are in the catalogue: kind, capability and the unit they are counted in.

The table is `kiel_types.csv`: words to find in the sub-type, the type, or the item's own name, in this order.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from meetings.choices import Capability
from pledges.values.choices import Kind, Unit

TYPES = Path(__file__).with_name("kiel_types.csv")


class Nature(NamedTuple):
    """Kind, capability and unit of something that Kiel counts."""

    kind: Kind
    capability: Capability
    unit: Unit


OTHERWISE = Nature(Kind.EQUIPMENT, Capability.OTHER, Unit.PIECE)
UNSPECIFIC_RADAR = Nature(Kind.RADAR, Capability.OTHER, Unit.RADAR)


@cache
def type_rules(where: str) -> list[tuple[re.Pattern[str], Nature]]:
    """The rules for one of the cells `sub_type`, `type` and `item`, in their order."""
    with TYPES.open(encoding="utf-8", newline="") as lines:
        return [
            (re.compile(row["words"]), Nature(Kind(row["kind"]), Capability(row["capability"]), Unit(row["unit"])))
            for row in csv.DictReader(lines)
            if row["where"] == where
        ]


def first_match(where: str, words: str) -> Nature | None:
    """The nature of the first rule whose words occur."""
    return next((nature for pattern, nature in type_rules(where) if pattern.search(words)), None)


def nature_of(item: str, *, item_type: str, sub_type: str) -> Nature:
    """What an item is, from folded cells: its sub-type, else its type; words of its name refine equipment."""
    found = first_match("sub_type", sub_type) or first_match("type", item_type) or OTHERWISE
    if found.kind in (Kind.EQUIPMENT, Kind.RADAR):
        found = first_match("item", item) or found
    if found == UNSPECIFIC_RADAR and "air" in item:
        found = found._replace(capability=Capability.AIR_DEFENCE)
    return found
