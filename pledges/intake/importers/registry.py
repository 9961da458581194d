"""Every layout of files that can be imported. A new one is a folder beside this file, and its line in `LAYOUTS`."""

from __future__ import annotations

from pledges.intake.importers.file_layouts import AUTO, FileLayout, FileRead, ImportOptions
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.kiel import KIEL
from pledges.intake.importers.table_importer import TABLE

LAYOUTS: tuple[FileLayout, ...] = (
    TABLE,
    KIEL,
)
"""In the order in which people choose; the last is tried first, the table takes what no other knows."""

LAYOUT_NAMES = tuple(layout.name for layout in LAYOUTS)
ORIGINS = frozenset(layout.origin for layout in LAYOUTS)
TRACKERS = tuple(layout for layout in LAYOUTS if layout.schemes)
TRACKER_SCHEMES = tuple(layout.schemes for layout in TRACKERS)
TRACKER_NAMES = " or ".join(layout.tracker for layout in TRACKERS)


def read_file(content: bytes | str, *, filename: str, options: ImportOptions) -> FileRead:
    """What a file holds, in the layout that was asked for or in the first one that knows it.

    :raises FileProblem: it cannot be read.
    """
    for layout in reversed(LAYOUTS):
        if options.layout not in (AUTO, layout.name):
            continue
        read = layout.read(content, filename, options)
        if read is not None:
            read.origin = layout.origin
            return read
        if options.layout == layout.name:
            raise FileProblem("no_header", layout.absent, layout.absent_hint)
    raise LookupError(f"no layout is called {options.layout}")


def layout_called(name: str) -> FileLayout | None:
    return next((layout for layout in LAYOUTS if layout.name == name), None)
