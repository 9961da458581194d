"""Brings one release of Kiel's main data into the form of a change set, against what earlier releases left."""

from __future__ import annotations

from pledges.intake.importers.file_layouts import FileLayout, FileRead, ImportOptions
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.kiel.kiel_items import ItemCatalogue
from pledges.intake.importers.kiel.kiel_layouts import Layout, find_layout
from pledges.intake.importers.kiel.kiel_reading import read_rows
from pledges.intake.importers.kiel.kiel_releases import release_of
from pledges.intake.importers.kiel.kiel_rows import Builder, Built
from pledges.intake.importers.kiel.previous_releases import DELIVERED, Matched, Previous, load_previous, match
from pledges.intake.importers.sheets import open_sheets
from pledges.values.choices import Action, Origin


def read_kiel_file(content: bytes | str, filename: str, options: ImportOptions) -> FileRead | None:
    """What a release of Kiel's tables holds; None where no sheet has the columns of the main data.

    :raises FileProblem: the file cannot be read, its release cannot be told, or a newer one is in the ledger already.
    """
    layout = find_layout(open_sheets(content, filename=filename))
    if layout is None:
        return None
    return read_release(layout, number=options.release, void_vanished=options.void_vanished)


def read_release(layout: Layout, *, number: int | None, void_vanished: bool) -> FileRead:
    """The rows of a change set for one release: the one given, named in the file, or told by its days."""
    rows, problems = read_rows(layout)
    days = (row.announced_day for row in rows if row.announced_day)
    which = release_of(days, number=number if number is not None else layout.release)
    previous = load_previous(which)
    if previous.newest > which.number:
        message = f"this is Release {which.number}; Release {previous.newest} is in the ledger already"
        raise FileProblem(
            "older_release", message, "import the newest release; it holds what is still true of this one"
        )
    built = Builder(which, ItemCatalogue.load()).build(rows)
    read = FileRead([], [], problems, title=which.title, release=which.number)
    read.suggestions, read.without_fact = built.suggestions, built.without_fact
    matched = match(built.payloads, previous) if previous.older else Matched()
    settle(read, built, previous, matched)
    if void_vanished:
        for name in matched.vanished:
            read.payloads.append({"action": Action.VOID.value, "reference": name, "note": f"not in {which.title}"})
            read.lines.append(0)
    return read


def settle(read: FileRead, built: Built, previous: Previous, matched: Matched) -> None:
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


KIEL = FileLayout(
    name="kiel",
    label="A release of the Kiel tracker",
    read=read_kiel_file,
    origin=Origin.KIEL,
    absent="no sheet has the columns of Kiel's main data",
    absent_hint="the sheet “Bilateral Assistance, MAIN DATA”, with its header row",
    tracker="Kiel",
    schemes="kiel-",
)
