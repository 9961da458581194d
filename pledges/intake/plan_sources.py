"""Plans corrections of sources: every standing fact that cites the record is stated anew, citing what is right.

A record that another one describes already is merged into that: both are one publication then, and facts cite one.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy

from pledges.intake.catalogue_snapshot import KnownRow
from pledges.intake.fact_cells import cells_of_source
from pledges.intake.fact_targets import KnownSource
from pledges.intake.plan_corrections import OF_CORRECTION, changes_of
from pledges.intake.plan_pledges import read_source
from pledges.intake.row_reading import RowReader
from pledges.ledger import FactPlan

MOST_CANDIDATES = 8


def plan_source(reader: RowReader, known: KnownRow | None) -> FactPlan | None:
    """Plan to correct a source; cells that the row leaves blank stay as they were, and “none” clears one."""
    reason = reader.require_cell("reason", "the reason")
    target = source_of_row(reader)
    if target is None:
        return None
    before = {name: cell for name, cell in cells_of_source(target.source).items() if cell}
    stated = {name: "" if reader.clears(name) else reader.get(name) for name in reader.row.keys() - OF_CORRECTION}
    changed = {name: cell for name, cell in stated.items() if cell != before.get(name, "")}
    if not changed and known is None:
        reader.problem(
            "target", "no_change", f"nothing differs from {target.name}", "change a cell, or delete this row"
        )
    if not target.facts and known is None:
        reader.problem("target", "not_cited", f"no standing fact cites {target.name}", "a source that facts cite")
    after = {name: cell for name, cell in (before | changed).items() if cell}
    says = f"{target.says}, cited by {len(target.facts)} facts"
    reader.replaces.append(
        {"target": target.name, "kind": "source", "reference": "", "says": says, "changes": changes_of(before, after)}
    )
    corrected = copy(reader)
    corrected.row = after
    source = read_source(corrected)
    if reader.problems or source is None:
        return None
    taken = known.facts if known else []
    voids = [one for one in target.facts if one not in taken]
    return FactPlan(kind="source", source=source, voids=voids, void_reason=reason)


def source_of_row(reader: RowReader) -> KnownSource | None:
    """The one source that a row names by number or address; several of one address are candidates."""
    name = reader.require_cell("target", "the source")
    found = reader.catalogue.sources.get(name, [])
    if len(found) == 1:
        return found[0]
    if found:
        message = f"“{name}” is the address of {len(found)} records"
        reader.problem("target", "ambiguous", message, name_sources(found))
    elif name:
        reader.problem("target", "unknown_source", f"no source is called “{name}”", "source:12, or its address")
    return None


def name_sources(found: Iterable[KnownSource]) -> str:
    return "; ".join(
        f"{one.name} ({one.says}, cited by {len(one.facts)} facts)" for one in list(found)[:MOST_CANDIDATES]
    )
