"""Brings one release of Kiel's main data into the form of a change set, against what earlier releases left."""

from __future__ import annotations

from pledges.intake.importers.file_layouts import FileLayout, FileRead, ImportOptions
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.kiel.kiel_headers import (
    COLUMNS,
    TRACKER,
    ask_for_columns,
    check_headers,
    open_layout,
)
from pledges.intake.importers.kiel.kiel_items import ItemCatalogue
from pledges.intake.importers.kiel.kiel_layouts import REQUIRED, Layout
from pledges.intake.importers.kiel.kiel_reading import read_main_data
from pledges.intake.importers.kiel.kiel_releases import release_of
from pledges.intake.importers.kiel.kiel_rows import Builder, Built
from pledges.intake.importers.kiel.previous_releases import DELIVERED, Matched, Previous, load_previous, match
from pledges.intake.importers.sheets import open_sheets
from pledges.values.choices import Action, Origin, Stage


def read_kiel_file(content: bytes | str, filename: str, options: ImportOptions) -> FileRead | None:
    """What a release of Kiel's tables holds; None where no sheet has the columns of the main data.

    :raises FileProblem: the file cannot be read, its release cannot be told, or a newer one is in the ledger already.
    """
    layout = open_layout(list(open_sheets(content, filename=filename)), filename=filename, options=options)
    if layout is None:
        return None
    missing = layout.missing(options.absent)
    if missing:
        return ask_for_columns(layout, missing)
    return read_release(layout, number=options.release, void_vanished=options.void_vanished)


def read_release(layout: Layout, *, number: int | None, void_vanished: bool) -> FileRead:
    """The rows of a change set for one release: the one given, named in the file, or told by its days."""
    main = read_main_data(layout)
    rows, problems = main.rows, check_headers(layout) + main.problems
    days = (row.announced_day for row in rows if row.announced_day)
    which = release_of(days, number=number if number is not None else layout.release)
    previous = load_previous(which)
    if previous.newest > which.number:
        message = f"this is Release {which.number}; Release {previous.newest} is in the ledger already"
        raise FileProblem(
            "older_release", message, "import the newest release; it holds what is still true of this one"
        )
    built = Builder(which, ItemCatalogue.load(), sum_headers=sum_headers(layout)).build(rows)
    read = FileRead([], [], problems + built.problems, title=which.title, release=which.number)
    read.remarks, read.faulty_apart = main.remarks + built.remarks, True
    read.layout, read.headers = TRACKER, layout.headers
    read.suggestions, read.without_fact = built.suggestions, built.without_fact
    matched = match(built.payloads, previous) if previous.older else Matched()
    settle(read, built, previous, matched)
    for name in matched.parts + (matched.vanished if void_vanished else []):
        read.payloads.append({"action": Action.VOID.value, "reference": name, "note": f"not in {which.title}"})
        read.lines.append(0)
    return read


def sum_headers(layout: Layout) -> dict[Stage, str]:
    """The header above the sums that count, of allocations and of commitments."""
    allocated = next((name for name in ("redistributed", "allocated_eur") if name in layout.places), "total_eur")
    return {
        Stage.COMMITTED: layout.header_in_file(allocated),
        Stage.ANNOUNCED: layout.header_in_file("total_eur"),
    }


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
    name=TRACKER,
    label="A release of the Kiel tracker",
    read=read_kiel_file,
    origin=Origin.KIEL,
    absent="no sheet has the columns of Kiel's main data",
    absent_hint="the sheet “Bilateral Assistance, MAIN DATA”, with its header row",
    tracker="Kiel",
    schemes="kiel-",
    columns=COLUMNS,
    required=REQUIRED,
)
