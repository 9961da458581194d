"""Brings one release of Kiel's main data into the form of a change set, against what earlier releases left."""

from __future__ import annotations

from dataclasses import dataclass, field

from pledges.intake.cell_problems import Problem
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.kiel.kiel_items import ItemCatalogue
from pledges.intake.importers.kiel.kiel_layouts import Layout
from pledges.intake.importers.kiel.kiel_reading import read_rows
from pledges.intake.importers.kiel.kiel_releases import Release, release_of
from pledges.intake.importers.kiel.kiel_rows import Builder, Built
from pledges.intake.importers.kiel.previous_releases import DELIVERED, Matched, Previous, load_previous, match
from pledges.intake.importers.suggestions import Suggestion
from pledges.values.choices import Action

Payload = dict[str, str]


@dataclass(slots=True)
class KielRead:
    """What a file of Kiel's gives: rows of a change set with the row of the file behind each, and what is left open.

    `vanished` names rows of older releases that this one has no more; `left_out` are deliveries that a person took out
    of the ledger before, and `without_fact` rows of the file that state nothing of their own.
    """

    release: Release | None = None
    payloads: list[Payload] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    without_fact: list[int] = field(default_factory=list)
    rows_in_file: int = 0


def read_kiel(layout: Layout, *, release: int | None = None, void_vanished: bool = False) -> KielRead:
    """Return the rows of a change set for one release: the one given, named in the file, or told by its days.

    :raises FileProblem: the release cannot be told, or a newer one is in the ledger already.
    """
    rows, problems = read_rows(layout)
    days = (row.announced_day for row in rows if row.announced_day)
    which = release_of(days, number=release if release is not None else layout.release)
    previous = load_previous(which)
    if previous.newest > which.number:
        message = f"this is Release {which.number}; Release {previous.newest} is in the ledger already"
        raise FileProblem(
            "older_release", message, "import the newest release; it holds what is still true of this one"
        )
    built = Builder(which, ItemCatalogue.load()).build(rows)
    read = KielRead(which, problems=problems, suggestions=built.suggestions, without_fact=built.without_fact)
    read.rows_in_file = len(rows) + len({problem.row for problem in problems})
    matched = match(built.payloads, previous) if previous.older else Matched()
    settle(read, built, previous, matched)
    if void_vanished:
        for name in matched.vanished:
            read.payloads.append({"action": Action.VOID.value, "reference": name, "note": f"not in {which.title}"})
            read.lines.append(0)
    return read


def settle(read: KielRead, built: Built, previous: Previous, matched: Matched) -> None:
    """Take over the rows: pairs name the older row, and deliveries taken out by a person stay out."""
    for payload, line in zip(built.payloads, built.lines, strict=True):
        name = payload["external_reference"]
        item = name.removesuffix(DELIVERED)
        if name != item and item in previous.own and name not in previous.own:
            read.left_out.append(name)
            continue
        if payload.get("reference") in matched.pairs:
            payload["reference"] = matched.pairs[payload["reference"]]
        if name in matched.pairs:
            payload["supersedes"] = matched.pairs[name]
        read.payloads.append(payload)
        read.lines.append(line)
    read.vanished = matched.vanished
