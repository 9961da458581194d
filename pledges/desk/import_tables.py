"""What an import found wrong and what it left out, on the page and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain, islice
from typing import Any

from django.db.models import F, Func, IntegerField, Sum
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404

from pledges.desk.staff_pages import staff_view
from pledges.intake.import_runs import OPEN_STATES, left_out_rows
from pledges.intake.importers.table_template import template
from pledges.intake.row_columns import ALL_COLUMNS
from pledges.ledger import Json
from pledges.models import ChangeSetRow, ImportJob

PROBLEM_COLUMNS = ("row", "column", "value", "rule", "message", "hint")
LEFT_OUT_COLUMNS = ("row of the file", "what is wrong")
IN_FRONT = ("action", "reference", "donors", "system", "unit", "quantity", "amount", "currency", "stage", "occurred")


class Line:
    """A file of one line: what the CSV writer writes is what it returns."""

    def write(self, text: str) -> str:
        return text


def problems_of(job: ImportJob, *, most: int | None = None) -> list[Json]:
    """The problems of a job in the order of its file: those of the file itself, and of its rows as they are."""
    return list(islice(all_problems(job), most))


def all_problems(job: ImportJob) -> Iterator[Json]:
    """Yield the problems of a job by the rows of its file."""
    return merge(file_problems(job), row_problems(job), key=lambda one: one["row"])


def file_problems(job: ImportJob) -> list[Json]:
    """The problems of the file that no row of the change set has; those of rows left out went with them."""
    gone = {one["line"] for one in left_out_rows(job)}
    return sorted((one for one in job.report.get("problems", []) if one["row"] not in gone), key=lambda one: one["row"])


def row_problems(job: ImportJob) -> Iterator[Json]:
    """Yield the problems of the rows of a job's change set, each at its row of the file."""
    if job.changeset_id is None:
        return
    rows = ChangeSetRow.objects.filter(changeset=job.changeset_id).exclude(plan__problems=[])
    found = rows.order_by("line", "position").values_list("line", "position", "plan__problems")
    for line, position, problems in found.iterator(chunk_size=2000):
        for problem in problems or ():
            yield {**problem, "row": line or position}


def problem_count(job: ImportJob) -> int:
    kept = job.report.get("problems", [])
    # A report keeps only the first problems of a file, beside how many there were.
    own = len(file_problems(job)) + max(0, int(job.report.get("file_problem_count", 0)) - len(kept))
    if job.changeset_id is None:
        return own
    length = Func(F("plan__problems"), function="jsonb_array_length", output_field=IntegerField())
    faulty = ChangeSetRow.objects.filter(changeset=job.changeset_id).exclude(plan__problems=[])
    return own + int(faulty.aggregate(count=Sum(length))["count"] or 0)


def shown_left_out(job: ImportJob, *, most: int) -> list[dict[str, Any]]:
    """The first rows that were left out, each with the cells that tell it apart."""
    return [
        {**one, "cells": [one["cells"][name] for name in IN_FRONT if one["cells"].get(name)]}
        for one in left_out_rows(job)[:most]
    ]


def finished_job(pk: int) -> ImportJob:
    job = get_object_or_404(ImportJob.objects.select_related("changeset").defer("content"), pk=pk)
    if job.state in OPEN_STATES:
        raise Http404("The import is not finished.")
    return job


@staff_view(methods=("GET",))
def import_problems(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """All problems of an import as CSV, each at its row of the file."""
    job = finished_job(pk)
    lines = ([str(one[name]) for name in PROBLEM_COLUMNS] for one in all_problems(job))
    return table(PROBLEM_COLUMNS, lines, name=f"import-{pk}-problems.csv")


@staff_view(methods=("GET",))
def import_left_out(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The rows that were left out as CSV, with what is wrong in front: mended, it can be imported again."""
    job = finished_job(pk)
    rows = left_out_rows(job)
    used = {name for one in rows for name in one["cells"]}
    columns = [name for name in (*IN_FRONT, *sorted(ALL_COLUMNS - set(IN_FRONT))) if name in used]
    lines = ([str(one["line"]), one["wrong"], *(one["cells"].get(name, "") for name in columns)] for one in rows)
    return table([*LEFT_OUT_COLUMNS, *columns], lines, name=f"import-{pk}-left-out.csv")


@staff_view(methods=("GET",))
def import_template(request: HttpRequest) -> HttpResponse:
    """A workbook to fill in, with lists to choose from as the catalogue is now."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(template(), content_type=kind)
    response["Content-Disposition"] = 'attachment; filename="import-template.xlsx"'
    return response


def table(columns: Sequence[str], lines: Iterable[Sequence[str]], *, name: str) -> StreamingHttpResponse:
    """A table as CSV, line by line; a cell that a spreadsheet would run as a formula follows an apostrophe."""
    writer = csv.writer(Line())
    written = (writer.writerow([harmless(cell) for cell in line]) for line in chain([columns], lines))
    # The mark tells spreadsheets that the text is UTF-8.
    response = StreamingHttpResponse(chain(["\ufeff"], written), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
