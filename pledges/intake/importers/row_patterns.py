"""Rows that state nothing of their own: blocks that stand in a file again, sums and notes at its foot."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pledges.intake.cell_problems import CellProblem

TOTAL = re.compile(
    r"(?:grand |sub-?|overall )?(?:total|sum|summe|gesamt(?:summe)?|insgesamt|zwischensumme|somme|totaal|totale|suma"
    r"|razem|summa|i alt|всього|разом|сума|підсумок|итого)\b[\s:.]*(?:\(|in\b|of\b|$)",
    re.IGNORECASE,
)
"""A cell that heads a sum; the name of a thing that only begins so ("total station") does not."""

NOTE = re.compile(
    r"(?:notes?|remarks?|sources?|legend|footnotes?|status|as of|stand|anmerkung(?:en)?|hinweise?|quellen?"
    r"|bemerkung(?:en)?|примітк[аи]|джерел[оа]|станом на|\*+|\d\))(?=\W|$)",
    re.IGNORECASE,
)

FEWEST_REPEATED = 2
"""Different rows in a row that stand above already, from which on it is a block that was pasted again."""

Numbered = tuple[int, list[str]]


@dataclass(slots=True)
class Repeated:
    """The rows of the file that stand above already, a problem for each block of them, and single ones."""

    lines: set[int] = field(default_factory=set)
    problems: list[CellProblem] = field(default_factory=list)
    single: dict[int, int] = field(default_factory=dict)


def find_repeated(
    rows: Sequence[Numbered], *, header: Sequence[str], weighty: Callable[[list[str]], bool] | None = None
) -> Repeated:
    """Find blocks of rows that say word for word what rows above them say, the header row among them.

    A single row is a block where `weighty` says that it counts, else it is one of the `single`, with the first one.
    """
    found = Repeated()
    seen: dict[tuple[str, ...], int] = {}
    block: list[tuple[int, int, tuple[str, ...], bool]] = []
    heads = compare_cells(header)
    for line, row in [*rows, (0, ["end"])]:
        cells = compare_cells(row)
        if not cells:
            continue
        if cells == heads:
            found.lines.add(line)
            continue
        if line and cells in seen:
            block.append((line, seen[cells], cells, bool(weighty and weighty(row))))
            continue
        close_block(block, found)
        block = []
        seen[cells] = line
    return found


def compare_cells(row: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row as they are compared, nothing for a blank row."""
    return tuple(row) if any(row) and any(cell.strip() for cell in row) else ()


def close_block(block: list[tuple[int, int, tuple[str, ...], bool]], found: Repeated) -> None:
    if len({cells for _, _, cells, _ in block}) < FEWEST_REPEATED and not any(counts for *_, counts in block):
        found.single.update({line: first for line, first, *_ in block})
        return
    lines = [line for line, *_ in block]
    firsts = [first for _, first, *_ in block]
    words = name_rows(lines[0], lines[-1])
    message = f"{words} says again, word for word, what {name_rows(min(firsts), max(firsts))} says; it is read once"
    hint = "delete what was pasted twice; where both are meant, let a cell tell them apart"
    found.problems.append(CellProblem(lines[0], "", words, "repeated_rows", message, hint))
    found.lines.update(lines)


def name_rows(first: int, last: int) -> str:
    return f"row {first}" if first == last else f"rows {first} to {last}"
