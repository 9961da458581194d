"""Downloads: every row of a list as CSV, XLSX and NDJSON, their manifests, and what breaks off."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from python_calamine import CalamineWorkbook

from pledges.answers.downloads import file_streams
from pledges.answers.downloads.download import FORMS, Download
from pledges.answers.downloads.download_tables import MadeTable
from pledges.answers.fields import Cell, Type
from pledges.api.download_response import Sent
from pledges.models import System
from tests.pledges.api.conftest import Get
from tests.pledges.api.read.test_list_endpoint import LISTS


def fetch_download(client: Client, path: str, **parameters: Any) -> bytes:
    response = client.get(f"/api/v1/{path}", parameters)
    assert response.status_code == 200, response.getvalue()
    return response.getvalue()


def ndjson(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().splitlines()]


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def sheet(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("moment", [{}, {"known_at": "v2", "valid_at": "2025-06-15"}])
def test_every_list_has_the_same_rows_in_every_form(client: Client, get: Get, moment: dict[str, str]) -> None:
    for path in LISTS:
        rows = get(path, **moment)["results"]

        lines = ndjson(fetch_download(client, path, format="ndjson", **moment))
        cells = table(fetch_download(client, path, format="csv", **moment))
        values = sheet(fetch_download(client, path, format="xlsx", **moment))

        assert lines == rows, path
        assert len(cells) == len(rows), path
        assert len(values) == (len(rows) + 1 if rows else 1), path
        if rows:
            assert list(cells[0]) == values[0], path


@pytest.mark.usefixtures("ledger")
def test_columns_have_bounds_and_words_and_keep_what_is_unknown_empty(client: Client) -> None:
    rows = {row["reference"]: row for row in table(fetch_download(client, "pledges/", format="csv"))}

    signalled, shared = rows["2025-NLD-001"], rows["2025-JOINT-001"]
    assert [signalled[f"signalled_{end}"] for end in ("low", "best", "high", "text")] == ["2", "", "", "at least 2"]
    assert shared["donors"] == "DEU:funder:0.5;NOR:funder:0.5"
    assert (shared["value_eur_promised_best"], shared["value_eur_promised_text"]) == ("100000000", "100,000,000")
    assert (shared["due_start"], shared["counted"], shared["meeting"]) == ("", "true", "")


@pytest.mark.usefixtures("ledger")
def test_spreadsheets_hold_numbers_days_and_text_by_their_types(client: Client) -> None:
    header, *rows = sheet(fetch_download(client, "pledges/", format="xlsx"))
    first = dict(zip(header, rows[0], strict=True))

    assert (first["promised_low"], first["counted"], first["promised_text"]) == (4.0, True, "4")
    assert first["announced_on_start"].isoformat() == "2025-06-01"
    assert first["coalition"] == "air-defence"


UNSAFE = "=HYPERLINK(1)"


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("path", ["pledges/?fields=system_name", "systems/?fields=name"])
def test_text_that_looks_like_a_formula_is_none(client: Client, path: str) -> None:
    System.objects.filter(slug="patriot").update(name=UNSAFE)

    words = {cell for row in table(fetch_download(client, f"{path}&format=csv")) for cell in row.values()}
    cells = {row[0] for row in sheet(fetch_download(client, f"{path}&format=xlsx"))}

    assert f"'{UNSAFE}" in words
    assert UNSAFE not in words
    assert UNSAFE in cells  # a cell of text, never a formula


@pytest.mark.usefixtures("ledger")
def test_filters_fields_and_order_are_those_of_the_list(client: Client, get: Get) -> None:
    asked = {"donor": "DEU", "order": "-reference", "fields": "reference,promised.low"}

    expected = get("pledges/", **asked)["results"]
    cells = table(fetch_download(client, "pledges/", format="csv", **asked))

    assert [list(row) for row in expected] == [["reference", "promised"]] * 3
    assert ndjson(fetch_download(client, "pledges/", format="ndjson", **asked)) == expected
    assert cells == [{"reference": row["reference"], "promised_low": str(row["promised"]["low"])} for row in expected]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("path", ["pledges/", "donors/", "summaries/donors/"])
@pytest.mark.parametrize("form", list(FORMS))
def test_a_manifest_is_of_exactly_the_download(client: Client, path: str, form: str) -> None:
    manifest = json.loads(fetch_download(client, path, format=form, manifest="1"))
    pinned = client.get(manifest["url"].removeprefix("http://testserver"))
    content = fetch_download(client, path, format=form)

    assert (manifest["sha256"], manifest["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert pinned.getvalue() == content
    assert manifest["rows"] == len(ndjson(fetch_download(client, path, format="ndjson")))
    assert (manifest["dataset_version"], manifest["licence"]["name"]) == (3, "CC-BY-4.0")
    assert "version 3, as of 2025-07-01" in manifest["citation"]
    assert pinned["Content-Disposition"] == f'attachment; filename="{manifest["file"]}"'


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/x-ndjson", "application/x-ndjson"),
        ("text/html, */*;q=0.1", "application/json"),
    ],
)
def test_the_form_can_be_asked_for_by_header(client: Client, accept: str, media_type: str) -> None:
    response = client.get("/api/v1/gaps/", headers={"accept": accept})
    assert (response["Content-Type"], len(b"".join(response)) > 0) == (media_type, True)


@pytest.mark.usefixtures("ledger")
def test_head_of_a_download_has_its_headers_and_claims_no_length(client: Client) -> None:
    response = client.head("/api/v1/pledges/?format=csv")

    assert (response.status_code, response.getvalue()) == (200, b"")
    assert response["Content-Disposition"] == 'attachment; filename="ramstein-pledges-v3-2025-07-01.csv"'
    assert not response.has_header("Content-Length")


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("format=csv&page_size=5", "/query/page_size", "not_of_downloads"),
        ("format=csv&count=exact", "/query/count", "not_of_downloads"),
        ("manifest=1", "/query/format", "invalid_value"),
    ],
)
def test_what_makes_no_download_is_refused(client: Client, query: str, pointer: str, code: str) -> None:
    response = client.get(f"/api/v1/pledges/?{query}")

    (error,) = response.json()["errors"]
    assert (response.status_code, error["pointer"], error["code"]) == (400, pointer, code)


@pytest.mark.usefixtures("ledger")
def test_more_rows_than_a_sheet_holds_are_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pledges.api.download_response.MOST_ROWS", 2)

    response = client.get("/api/v1/pledges/?format=xlsx")

    assert (response.status_code, response.json()["errors"][0]["code"]) == (400, "too_many_rows")
    assert file_streams.MOST_ROWS == 1_048_575


@pytest.mark.usefixtures("ledger")
def test_a_failure_before_the_first_row_is_a_problem(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE pledges_termsparty RENAME TO away")

    response = client.get("/api/v1/pledges/?format=ndjson")

    assert (response.status_code, response.json()["code"]) == (500, "internal_error")


def test_a_failure_on_the_way_breaks_a_download_off() -> None:
    def rows() -> Any:
        yield {"n": 1}
        raise RuntimeError("the database went away")

    pieces = iter(Download(MadeTable([Cell(("n",), "", Type.WHOLE)], rows), FORMS["ndjson"]))

    assert next(pieces) == b'{"n":1}\n'
    with pytest.raises(RuntimeError, match="went away"):
        next(pieces)


def test_a_download_that_nobody_reads_to_its_end_gives_back_what_it_holds() -> None:
    ended = []

    def rows() -> Any:
        try:
            yield {"n": 1}
            yield {"n": 2}
        finally:
            ended.append("rows")

    download = Download(MadeTable([Cell(("n",), "", Type.WHOLE)], rows), FORMS["csv"])
    sent = Sent(download, packed=False)
    download.resources.callback(ended.append, "transaction")

    assert [next(sent.pieces) for _ in range(2)] == [b"n\r\n", b"1\r\n"]
    sent.close()

    assert ended == ["rows", "transaction"]


@pytest.mark.usefixtures("ledger")
def test_a_stream_comes_in_portions(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fetch_download(client, "pledges/", format="csv")
    monkeypatch.setattr("pledges.answers.keyset_lists.FIRST", 1)
    monkeypatch.setattr("pledges.answers.keyset_lists.AT_ONCE", 2)

    pieces = list(client.get("/api/v1/pledges/?format=csv").streaming_content)

    assert b"".join(pieces) == whole
    assert len(pieces) == 4
