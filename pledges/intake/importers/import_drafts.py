"""Brings a file or a pasted block in as a draft change set, and reports what was found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pledges.intake.cell_problems import CellProblem
from pledges.intake.drafts import create_changeset, plan_changeset
from pledges.intake.importers.file_layouts import FileRead, ImportOptions
from pledges.intake.importers.header_mapping import HeaderChoice, header_choices
from pledges.intake.importers.header_matching import remember_mapping
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.registry import read_file
from pledges.intake.importers.suggestions import confirm_suggestions, keep_suggestions
from pledges.intake.planner import Progress
from pledges.intake.row_removal import leave_out_rows
from pledges.ledger import Json, NotAllowed, OwnChangeSet, record
from pledges.ledger.review import LONGEST_DETAIL, four_eyes
from pledges.models import CatalogueSuggestion, ChangeSet, User
from pledges.models.import_mappings import SuggestionState
from pledges.values.choices import ChangeSetEventKind, PlanAction, Role

UNCLEAR = {"unknown_header", "header_twice", "no_header", "unnamed_column"}
"""Rules of problems that choosing columns by hand can solve."""


@dataclass(slots=True)
class ImportReport:
    """What came of an import: the draft where there is one, its counts, and every problem at its row of the file.

    `headers` are those of a table with a header that nobody has given a column yet, for a person to choose; `layout`
    and `missing` are there where it is a tracker's: whose columns they are, and which of them was not found. `remarks`
    say how cells were read that could have been read otherwise, and what was skipped.
    `file_problems` are the problems that no row of the draft has; `left_out_rows` were taken out for theirs.
    """

    changeset: ChangeSet | None = None
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[CellProblem] = field(default_factory=list)
    suggestions: list[CatalogueSuggestion] = field(default_factory=list)
    release: int | None = None
    vanished: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    headers: list[HeaderChoice] = field(default_factory=list)
    file_problems: list[CellProblem] = field(default_factory=list)
    left_out_rows: list[Json] = field(default_factory=list)
    remarks: list[CellProblem] = field(default_factory=list)
    layout: str = ""
    missing: list[str] = field(default_factory=list)

    @property
    def writes(self) -> int:
        return sum(self.counts[action] for action in (PlanAction.CREATE, PlanAction.CHANGE, PlanAction.DUPLICATE))

    def to_json(self) -> dict[str, Any]:
        return {
            "changeset": self.changeset.pk if self.changeset else None,
            "release": self.release,
            "counts": dict(self.counts),
            "problems": [problem.to_json() for problem in self.problems],
            "suggestions": [
                {"kind": one.kind, "name": one.name, "slug": one.slug, "rows": one.rows, "state": one.state}
                for one in self.suggestions
            ],
            "vanished": self.vanished,
            "left_out": self.left_out,
            "headers": [one.to_json() for one in self.headers],
            "remarks": [remark.to_json() for remark in self.remarks],
            "layout": self.layout,
            "missing": self.missing,
        }


def import_file(
    content: bytes | str,
    *,
    filename: str,
    author: User,
    today: date,
    now: datetime,
    title: str = "",
    options: ImportOptions | None = None,
    confirm: bool = False,
    without_problem_rows: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring a file in as a draft with its plan. Nothing reaches the ledger; a file that cannot be read leaves no draft.

    With `confirm` the names that the catalogue lacks are brought into it in the same step, else they are kept as
    suggestions, and the rows that need them have problems until they are confirmed. With `without_problem_rows` the
    draft holds only rows that can be planned; the problems of the others are reported all the same. `progress` hears
    how far the planning is.
    """
    options = options or ImportOptions()
    try:
        read = read_file(content, filename=filename, options=options)
    except FileProblem as problem:
        return without_draft([CellProblem(0, "", filename, problem.rule, problem.message, problem.hint)])
    headers = open_headers(read, content, filename=filename, options=options)
    if options.ask and headers:
        return ImportReport(headers=headers, layout=read.layout, missing=read.missing)
    skipped = leave_out_faulty(read) if without_problem_rows and not read.faulty_apart else []
    if not read.payloads:
        empty = CellProblem(
            0, "", filename, "no_rows", "no row of the file can be used", "at least one row without faults"
        )
        report = without_draft(read.problems or [empty], headers)
        report.remarks, report.layout, report.missing = read.remarks, read.layout, read.missing
        return report
    title = title or read.title or "Import"
    with transaction.atomic():
        report = draft(read, author=author, today=today, now=now, title=title, confirm=confirm, progress=progress)
        report.headers, report.remarks = headers, read.remarks
        remember_choice(read, options, now=now)
        if without_problem_rows and report.changeset:
            leave_out_conflicts(report, author=author, today=today, now=now)
        if skipped:
            report.left_out_rows = sorted([*skipped, *report.left_out_rows], key=lambda one: one["line"])
            report.counts["left_out_rows"] = len(report.left_out_rows)
    return report


def without_draft(problems: list[CellProblem], headers: Sequence[HeaderChoice] = ()) -> ImportReport:
    """The report of a file that gives no rows."""
    return ImportReport(problems=problems, file_problems=problems, headers=list(headers))


def open_headers(read: FileRead, content: bytes | str, *, filename: str, options: ImportOptions) -> list[HeaderChoice]:
    """The headers of a table for a person to choose columns for; none where all are understood.

    With `ask` also where a person chose for this layout before, to be confirmed.
    """
    if read.header is None:
        return read.asks
    unclear = not UNCLEAR.isdisjoint(problem.rule for problem in read.problems)
    if not unclear and not (options.ask and read.header.differs()):
        return []
    try:
        choices = header_choices(content, filename=filename, chosen=options.chosen, sheet=options.sheet)
    except FileProblem:
        return []
    return choices


def leave_out_faulty(read: FileRead) -> list[Json]:
    """Take the rows out that have a fault which only their file shows, and return them with what is wrong."""
    wrong: dict[int, list[str]] = {}
    for problem in read.problems:
        wrong.setdefault(problem.row, []).append(f"{problem.column}: {problem.message} ({problem.hint})")
    pairs = list(zip(read.payloads, read.lines, strict=True))
    kept = [(row, line) for row, line in pairs if line not in wrong]
    read.payloads, read.lines = [row for row, _ in kept], [line for _, line in kept]
    return [{"line": line, "wrong": "; ".join(wrong[line]), "cells": row} for row, line in pairs if line in wrong]


def draft(
    read: FileRead,
    *,
    author: User,
    today: date,
    now: datetime,
    title: str,
    confirm: bool,
    progress: Progress | None = None,
) -> ImportReport:
    report = ImportReport(problems=list(read.problems), file_problems=list(read.problems))
    report.release, report.vanished, report.left_out = read.release, read.vanished, read.left_out
    if read.release is not None:
        report.suggestions = keep_suggestions(read.suggestions)
        report.counts["without_fact"] = len(read.without_fact)
    if confirm:
        report.counts["confirmed"] = confirm_suggestions(report.suggestions)
    report.changeset = create_changeset(
        title=title[:200],
        origin=read.origin,
        rows=read.payloads,
        author=author,
        today=today,
        now=now,
        lines=read.lines,
        progress=progress,
    )
    add_plan(report, read.lines)
    return report


def remember_choice(read: FileRead, options: ImportOptions, *, now: datetime) -> None:
    """Keep what the headers of a file that was read mean, for the next one with the same header row."""
    if read.header and not read.header.problems:
        remember_mapping(read.header.headers, read.header.as_chosen(), now=now)
    elif read.headers and options.chosen:
        chosen = {header: options.chosen[header] for header in read.headers if header in options.chosen}
        remember_mapping(read.headers, chosen, now=now, tracker=read.layout)


def add_plan(report: ImportReport, lines: Sequence[int]) -> None:
    """Add the actions of the plan and its problems, each at its row of the file."""
    if report.changeset is None:
        return
    plans = report.changeset.rows.order_by("position").values_list("position", "plan__action", "plan__problems")
    for position, action, problems in plans:
        report.counts[action] += 1
        line = lines[position - 1] if position <= len(lines) else 0
        report.problems += [replace(CellProblem(**problem), row=line) for problem in problems or ()]
    report.problems.sort(key=lambda problem: (problem.row, problem.column))


def leave_out_conflicts(report: ImportReport, *, author: User, today: date, now: datetime) -> None:
    """Take the rows that cannot be planned out of the draft, and with them the rows that name their pledges."""
    if report.changeset is None:
        return
    report.left_out_rows = leave_out_rows(changeset=report.changeset, author=author, today=today, now=now)
    for action in PlanAction.values:
        report.counts.pop(action, None)
    if report.left_out_rows:
        report.counts["left_out_rows"] = len(report.left_out_rows)
    report.counts.update(report.changeset.rows.order_by("position").values_list("plan__action", flat=True))


def require_second_yes(*, importer: User, actor: User) -> None:
    """Refuse an account that may not bring in the names that another one imported.

    :raises NotAllowed: the account is neither a reviewer nor a steward.
    :raises OwnChangeSet: the account brought the import in.
    """
    if not (actor.may(Role.REVIEWER) or actor.may(Role.STEWARD)):
        raise NotAllowed(f"{actor.username} is {actor.role}; a reviewer or a steward brings names into the catalogue")
    if four_eyes() and importer.pk == actor.pk:
        raise OwnChangeSet(f"{actor.username} imported these names; somebody else has to bring them in")


def confirm_and_plan(
    *, changeset: ChangeSet, suggestions: Sequence[CatalogueSuggestion], actor: User, today: date, now: datetime
) -> int:
    """Bring suggestions into the catalogue, plan the draft that waits for them anew, and return how many there were.

    Names stand on public pages at once, so somebody else than the author of the import says yes to them.

    :raises NotAllowed: the account is neither a reviewer nor a steward.
    :raises OwnChangeSet: the account brought the import in.
    """
    require_second_yes(importer=changeset.created_by, actor=actor)
    confirmed = confirm_suggestions(suggestions)
    names = ", ".join(f"{one.name} → {one.slug}" for one in suggestions if one.state == SuggestionState.CONFIRMED)
    detail = f"names for the catalogue: {names}"[:LONGEST_DETAIL]
    record(changeset, ChangeSetEventKind.NOTED, actor=actor, now=now, detail=detail)
    plan_changeset(changeset=changeset, actor=actor, today=today, now=now)
    return confirmed
