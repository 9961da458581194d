"""What the words of cells say, remembered for rows that say the same: numbers, dates, units and names of systems."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import cast

from pledges.intake.catalogue_snapshot import Catalogue
from pledges.values.choices import Unit
from pledges.values.dates import DateWindow, parse_window
from pledges.values.estimates import Estimate, parse
from pledges.values.unit_words import unit_called, units_named

NAME_WORD = re.compile(r"\w[\w.+/-]*")
READ_BEFORE = 20_000
"""How many different words of each sort are remembered with what they say."""


@lru_cache(maxsize=READ_BEFORE)
def read_estimate(stated: str, *, counted: bool, later_stage: bool) -> Estimate:
    """What the words of a number say; the same few words stand in many rows."""
    return parse(stated, counted=counted, later_stage=later_stage)


@lru_cache(maxsize=READ_BEFORE)
def read_units(stated: str) -> tuple[frozenset[str], str] | None:
    """The units that the words beside a number name, and the word; None where they name none."""
    if stated.isdecimal():
        return None
    named, word = units_named(stated)
    return (frozenset(map(str, named)), word) if named else None


def words_of_systems(catalogue: Catalogue) -> dict[int, frozenset[str]]:
    """The words in the names of each system; gathered once for a catalogue."""
    key = ("words of systems",)
    if key not in catalogue.made:
        words: dict[int, set[str]] = {}
        for name, system in catalogue.systems.items():
            words.setdefault(system.pk, set()).update(NAME_WORD.findall(name))
        catalogue.made[key] = {system: frozenset(found) for system, found in words.items()}
    return cast(dict[int, frozenset[str]], catalogue.made[key])


@lru_cache(maxsize=READ_BEFORE)
def read_window(stated: str, *, anchor: date, back: bool = False) -> DateWindow:
    """What the words of a date say when they are said on a day."""
    return parse_window(stated, anchor=anchor, back=back)


@lru_cache(maxsize=READ_BEFORE)
def unit_named(stated: str) -> str:
    """The unit that a word names, singular or plural; another word comes back as a value would be written."""
    value = stated.lower().replace(" ", "_")
    return value if value in Unit.values else unit_called(stated) or value
