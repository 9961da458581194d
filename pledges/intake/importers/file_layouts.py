"""What a layout of files is: how it is called, how a file of it is read, and what reading one gives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pledges.intake.cell_problems import CellProblem
from pledges.intake.importers.header_matching import HeaderChoice, HeaderMapping
from pledges.intake.importers.suggestions import Suggestion
from pledges.values.choices import Origin

AUTO = "auto"
"""In place of the name of a layout: to be told by what the file holds."""

ALL_SHEETS = "*"
"""In place of the name of a sheet: one after the other."""

ColumnGroups = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Columns that may be chosen for a header, under headings: the name of each, and words for it."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What whoever imports may decide.

    `chosen` names columns by header, `absent` are columns that the file is said to lack, `release` is that of a
    tracker's file, `void_vanished` takes back what an older release had and this one has no more. With `ask` a table
    whose columns a person should look at leaves no draft.

    Of a table: `sheet` names the one that is read, or all of them by `ALL_SHEETS`; `constants` are cells by column that
    hold for every row that has none of its own; `per_donor` says what the cells hold that stand under a donor's name.
    """

    layout: str = AUTO
    chosen: Mapping[str, str] = field(default_factory=dict)
    absent: Collection[str] = ()
    sheet: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)
    per_donor: str = ""
    release: int | None = None
    void_vanished: bool = False
    ask: bool = False


@dataclass(slots=True)
class FileRead:
    """Rows for a change set, the row of the file behind each, and what the file leaves open.

    `header` is there where people may choose columns, `release` where the file is one of a tracker's: then `vanished`
    names rows of older releases that this one has no more, `left_out` are rows that a person took out of the ledger
    before, and `without_fact` rows of the file that state nothing of their own.

    `remarks` are no faults: how a cell was read that could have been read otherwise, and what was skipped. Where the
    columns are those of the layout itself, `asks` are the headers for a person to choose from, `missing` what is not
    found among them, `headers` the header row of which the choice is remembered. `faulty_apart`: the rows already lack
    what is faulty, so that none of them has to be left out for it.
    """

    payloads: list[dict[str, str]]
    lines: list[int]
    problems: list[CellProblem]
    title: str = ""
    origin: Origin = Origin.TABLE
    header: HeaderMapping | None = None
    release: int | None = None
    suggestions: Sequence[Suggestion] = ()
    vanished: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    without_fact: list[int] = field(default_factory=list)
    remarks: list[CellProblem] = field(default_factory=list)
    asks: list[HeaderChoice] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    headers: Sequence[str] = ()
    faulty_apart: bool = False
    layout: str = ""


Read = Callable[[bytes | str, str, ImportOptions], FileRead | None]
"""Reads content under its file name, None where the file has another layout; may raise FileProblem."""


@dataclass(frozen=True, slots=True)
class FileLayout:
    """A layout: its name in commands and import jobs, its label on pages, and the origin of change sets made of it.

    A tracker publishes release after release: `tracker` is what it is called, `schemes` how the schemes of its external
    references begin. A reference ends in `/<n>`, its place among equals, where the list does not tell rows apart.
    `columns` are those of its own that may be chosen for a header, none where they are ours; `required` are those that
    no file can do without.
    """

    name: str
    label: str
    read: Read
    origin: Origin = Origin.TABLE
    absent: str = ""
    absent_hint: str = ""
    tracker: str = ""
    schemes: str = ""
    columns: ColumnGroups = ()
    required: tuple[str, ...] = ()

    @property
    def column_names(self) -> list[str]:
        return [name for _, columns in self.columns for name, _ in columns]
