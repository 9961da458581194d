"""Choosing what the headers of a table mean, where they are not understood or somebody chose before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pledges.desk.import_pages import job_of, read_on
from pledges.desk.staff_pages import staff_page, staff_view
from pledges.intake.import_runs import answer
from pledges.intake.importers.file_layouts import ColumnGroups, FileLayout
from pledges.intake.importers.header_mapping import choose_columns
from pledges.intake.importers.registry import layout_called
from pledges.intake.row_columns import ALL_COLUMNS, BY_NAME, GROUPS, TABLE
from pledges.models import ImportJob
from pledges.values.choices import ImportState

IGNORE = "-"

DONOR_COLUMNS = (
    ("donors:quantity", _("the donor's, and holds how many")),
    ("donors:amount", _("the donor's, and holds an amount")),
)
"""What may be chosen beside our columns for a header that names a donor."""

COLUMN_GROUPS = tuple(
    (group, tuple((column.name, column.words) for column in TABLE if column.group is group)) for group in GROUPS
)
"""Every column of a row, as people look for them."""


@dataclass(frozen=True, slots=True)
class Header:
    """One header on the page: what is chosen for it, how sure that is, what stands below it, and what is wrong."""

    name: str
    chosen: str
    how: str
    nearest: str
    samples: list[str]
    wrong: str = ""


@staff_view()
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the headers of a file with the columns that they stand for, and read it on with those chosen."""
    job = job_of(pk)
    if job.state != ImportState.ASKING:
        return redirect("import_detail", pk=pk)
    asked = job.report.get("asking", [])
    layout = layout_called(job.report.get("layout", ""))
    taken = {one["column"] for one in asked}
    if request.method != "POST":
        return columns_page(request, job, [header_of(one, taken=taken) for one in asked])
    chosen = {one["header"]: request.POST.get(f"column-{place}", "") for place, one in enumerate(asked)}
    missing = str(_("Choose a column, or leave this one out."))
    wrong = {header: missing for header, column in chosen.items() if not column}
    wrong |= still_missing(layout, chosen)
    mapping = {header: "" if column == IGNORE else column for header, column in chosen.items()}
    now = timezone.now()
    if not wrong:
        columns, tracker = (layout.column_names, layout.name) if layout else (ALL_COLUMNS, "")
        problems = choose_columns(headers=list(mapping), mapping=mapping, now=now, columns=columns, tracker=tracker)
        wrong = {problem.column: f"{problem.message}: {problem.hint}" for problem in problems}
    if wrong:
        headers = [
            header_of(one, taken=taken, chosen=chosen[one["header"]], wrong=wrong.get(one["header"], ""))
            for one in asked
        ]
        return columns_page(request, job, headers, said=wrong.get("", ""), status=422)
    if answer(job=job, chosen=mapping):
        size = ImportJob.objects.values_list(Length("content"), flat=True).get(pk=pk)
        read_on(job, size=size, now=now)
    return redirect("import_detail", pk=pk)


def still_missing(layout: FileLayout | None, chosen: dict[str, str]) -> dict[str, str]:
    """What to say where a tracker's file was given no column that none of its files can do without."""
    names = [name for name in (layout.required if layout else ()) if name not in chosen.values()]
    return {"": f"{_('Still without a column:')} {', '.join(names)}"} if names else {}


def header_of(asked: dict[str, Any], *, taken: Collection[str], chosen: str | None = None, wrong: str = "") -> Header:
    """A header as the page shows it; one left out before is left out again, no column is suggested twice."""
    how = "remembered" if asked["remembered"] else "understood" if asked["understood"] else "unknown"
    how = "free" if how == "understood" and not asked["column"] else how
    before = asked["column"] or (IGNORE if asked["understood"] else "")
    return Header(
        name=asked["header"],
        chosen=before if chosen is None else chosen,
        how=how,
        nearest="" if asked["nearest"] in {"", *taken} else words_for(asked["nearest"]),
        samples=asked["samples"],
        wrong=wrong,
    )


def words_for(column: str) -> str:
    """What a column holds, in words; of a layout with columns of its own, its name."""
    donors = dict(DONOR_COLUMNS)
    return str(BY_NAME[column].words if column in BY_NAME else donors.get(column, column))


def groups_of(job: ImportJob) -> ColumnGroups:
    """The columns that may be chosen: ours with those per donor, or those of a tracker's layout."""
    layout = layout_called(job.report.get("layout", ""))
    if layout and layout.columns:
        return layout.columns
    donors = tuple((name, str(words)) for name, words in DONOR_COLUMNS)
    return (*COLUMN_GROUPS, (str(_("A column per donor: its cells are")), donors))


def columns_page(
    request: HttpRequest, job: ImportJob, headers: list[Header], *, said: str = "", status: int = 200
) -> HttpResponse:
    """Render the page on which columns are chosen."""
    context = {
        "job": job,
        "headers": headers,
        "groups": groups_of(job),
        "missing": job.report.get("missing", []),
        "ignore": IGNORE,
        "said": said,
        "unknown": sum(one.how == "unknown" for one in headers),
        "faulty": any(one.wrong for one in headers) or bool(said),
    }
    return staff_page(request, "staff/import_columns.html", status=status, **context)
