"""Finds the need of which a row states another count, in another unit."""

from __future__ import annotations

from pledges.intake.cell_words import unit_named
from pledges.intake.fact_targets import load_facts
from pledges.intake.row_reading import RowReader
from pledges.ledger import Json
from pledges.models import Requirement, System

HINT = "the public name of a need (12.340), or the scheme:value of its row"

NEED = "requirement"


def same_wish_columns(reader: RowReader, system: System | None, unit: str) -> Json:
    """The columns that link a need to the one that it counts otherwise.

    A wish is of a system in a unit, so it stays the same one when its need is corrected or taken back. A need that goes
    by its external reference may be of the same change set: it is looked up when that is published.
    """
    name = reader.get("same_wish_as")
    if not name or system is None:
        return {}
    stated = reader.catalogue.upcoming_needs.get(name)
    if stated is not None:
        check_stated_wish(reader, stated, system, unit)
        return {"same_wish_external": name}
    row = reader.catalogue.rows.get(name)
    keys = [fact["requirement_id"] for fact in row.facts if "requirement_id" in fact] if row else []
    # Rare enough for queries of its own.
    found = list(Requirement.objects.filter(pk__in=keys))
    found = found or [one.fact for one in load_facts([name])[name] if one.kind == NEED]
    if len(found) != 1:
        message = f"“{name}” may mean {len(found)} needs" if found else f"no need is called “{name}”"
        reader.problem("same_wish_as", "unknown_fact", message, HINT)
        return {}
    if found[0].system_id != system.pk:
        refuse_wish(reader, f"it is a need of another system than {system.short_name}")
    elif found[0].unit == unit:
        refuse_wish(reader, f"both needs are counted in {unit}")
    elif found[0].same_wish_as_id is not None:
        refuse_wish(reader, "it is itself another count")
    return {"same_wish_external": name} if keys else {"same_wish_as_id": found[0].pk}


def check_stated_wish(reader: RowReader, stated: dict[str, str], system: System, unit: str) -> None:
    """Note what is wrong with a link to a need that the same change set states."""
    other = reader.catalogue.find_system(stated.get("system", ""))
    units = reader.catalogue.units[system.pk]
    counted = unit_named(stated.get("unit", "")) or (units[0] if len(units) == 1 else "")
    if other is None or other.pk != system.pk:
        refuse_wish(reader, f"it is a need of another system than {system.short_name}")
    elif counted == unit:
        refuse_wish(reader, f"both needs are counted in {unit}")
    elif stated.get("same_wish_as"):
        refuse_wish(reader, "it is itself another count")


def refuse_wish(reader: RowReader, message: str) -> None:
    hint = "the need of the same system, in another unit, beside which this one is shown"
    reader.problem("same_wish_as", "other_wish", message, hint)
