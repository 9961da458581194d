"""Sends every row of a list as a file, or says what the file is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from typing import TYPE_CHECKING, Any

import orjson
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from pledges.answers.downloads.download import FORMS, LICENCE, Download, citation
from pledges.answers.downloads.download_tables import Table
from pledges.answers.downloads.file_streams import MOST_ROWS
from pledges.answers.filters import BadParametersError, Problem, Values
from pledges.answers.filters.parameter import flag_parameter
from pledges.api.answer_formats import JSON
from pledges.api.entity_tags import GZIP, coding_of, compress_pieces
from pledges.values.methods_version import METHODS_VERSION

if TYPE_CHECKING:
    from pledges.api.read.list_endpoint import ListView

DOWNLOAD_PARAMETERS = {
    "manifest": flag_parameter("Not the download itself, but its rows, bytes, SHA-256, version, licence and citation."),
}
OF_PAGES = ("cursor", "page_size", "count")
ZIPPED = "xlsx"
"""Compressed in itself."""


class Sent:
    """The pieces of a download; its first is made before the answer begins, so that a failure there has a status."""

    def __init__(self, download: Download, *, packed: bool) -> None:
        self.download = download
        self.made = iter(download)
        whole = chain([next(self.made, b"")], self.made)
        self.pieces = compress_pieces(whole) if packed else whole

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)

    def close(self) -> None:
        """Give the cursor and then the transaction back, whether all was sent or not."""
        self.made.close()
        self.download.close()


def download_of(
    view: ListView, table: Table, values: Values, resources: ExitStack, *, form: str, **names: str
) -> HttpResponseBase:
    """The download, which takes the resources along until it is sent, or its manifest.

    :raises BadParametersError: a parameter is of pages, or the rows do not fit a spreadsheet.
    """
    check(view, values, form=form, **names)
    download = Download(table, FORMS[form])
    if values["manifest"]:
        return view.send_json(orjson.dumps(manifest(view, download), option=orjson.OPT_UTC_Z))
    packed = form != ZIPPED and coding_of(view.request._request) == GZIP
    headers = {
        "Content-Type": download.form.media_type,
        "Content-Disposition": f'attachment; filename="{file_name(view, form)}"',
        **({"Content-Encoding": GZIP} if packed else {}),
    }
    if view.request.method == "HEAD":
        return StreamingHttpResponse((), headers=headers)  # its length is known only once it is made
    sent = Sent(download, packed=packed)
    download.resources.enter_context(resources.pop_all())
    return StreamingHttpResponse(sent, headers=headers)


def check(view: ListView, values: Values, *, form: str, **names: str) -> None:
    """Refuse what makes no download.

    :raises BadParametersError: a parameter is of pages, or the rows do not fit a spreadsheet.
    """
    problems = []
    if form == JSON:
        hint = f"Ask for one of {', '.join(FORMS)}."
        problems.append(Problem("/query/format", "invalid_value", "format: pages have no manifest.", hint))
    for name in OF_PAGES:
        if values.get(name):
            hint = "Leave it out, or ask for format=json."
            problems.append(Problem(f"/query/{name}", "not_of_downloads", f"{name}: a download has every row.", hint))
    if form == ZIPPED and not problems and (rows := view.count(values, view.moment, **names)) > MOST_ROWS:
        message = f"format: {rows} rows do not fit a sheet, which holds {MOST_ROWS}."
        problems.append(Problem("/query/format", "too_many_rows", message, "Narrow them down, or ask for csv."))
    if problems:
        raise BadParametersError(problems)


def file_name(view: ListView, form: str) -> str:
    words = view.request.path.removeprefix("/api/v1/").strip("/").replace("/", "-")
    return f"ramstein-{words}-v{view.moment.version}-{view.moment.valid_at}.{form}"


def pinned_url(view: ListView) -> str:
    """The address that gives the same bytes for this version of the methods."""
    as_of, query = view.moment, view.request.GET.copy()
    query.pop("manifest", None)
    query["valid_at"], query["known_at"] = as_of.valid_at.isoformat(), f"v{as_of.version}"
    query["catalogue"], query["methods"] = str(as_of.catalogue), str(METHODS_VERSION)
    return str(view.request.build_absolute_uri(f"{view.request.path}?{query.urlencode()}"))


def manifest(view: ListView, download: Download) -> dict[str, Any]:
    as_of, form = view.moment, download.form
    site = view.request.build_absolute_uri("/")
    return {
        "file": file_name(view, form.name),
        "url": pinned_url(view),
        "format": form.name,
        "media_type": form.media_type,
        **download.manifest(),
        "columns": [column.name for column in download.table.columns],
        "dataset_version": as_of.version,
        "catalogue_version": as_of.catalogue,
        "methods_version": METHODS_VERSION,
        "known_at": as_of.known_at,
        "valid_at": as_of.valid_at,
        "licence": LICENCE,
        "citation": citation(site=site, version=as_of.version, valid_at=as_of.valid_at.isoformat()),
    }
