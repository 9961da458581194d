"""The whole data set as one archive that validates."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from frictionless import Package, system

from tests.pledges.api.conftest import ledger as ledger  # noqa: PLC0414 - a fixture of the neighbours

TABLES = {
    "asserted-totals",
    "disputes",
    *("pledges", "parties", "entries", "requirements", "stocks", "completeness", "gaps", "headroom", "systems-summary"),
    *("donors-summary", "meetings-summary", "coalitions-summary", "systems", "donors", "meetings", "coalitions"),
    *("initiatives", "packages", "sources"),
}


def archive(client: Client, path: str = "/data/ramstein-v3.zip") -> zipfile.ZipFile:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    return zipfile.ZipFile(io.BytesIO(response.getvalue()))


def rows(found: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(found.read(f"data/{name}.csv").decode(), newline="")))


@pytest.mark.usefixtures("ledger")
def test_the_archive_validates_with_its_keys(client: Client, tmp_path: Path) -> None:
    archive(client).extractall(tmp_path)

    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "datapackage.json")).validate()

    assert {task.name for task in report.tasks} == TABLES
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []


@pytest.mark.usefixtures("ledger")
def test_its_description_is_counted_from_its_tables(client: Client) -> None:
    found = archive(client)
    document = json.loads(found.read("datapackage.json"))

    for one in document["resources"]:
        content = found.read(one["path"])
        assert one["bytes"] == len(content), one["name"]
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert one["rows"] == len(rows(found, one["name"]))
    assert (document["dataset_version"], document["valid_at"]) == (3, "2025-07-01")
    assert document["licenses"][0]["name"] == "CC-BY-4.0"
    columns = {one["name"]: one for one in document["resources"][0]["schema"]["fields"]}
    assert columns["overdue"]["constraints"] == {"enum": ["certainly", "possibly", "no", "not_dated"]}
    assert [columns[f"value_eur_promised_{end}"].get("unit") for end in ("low", "text")] == ["EUR", None]
    assert found.testzip() is None


@pytest.mark.usefixtures("ledger")
def test_it_says_what_every_column_means_and_how_to_cite_it(client: Client) -> None:
    found = archive(client)
    dictionary = list(csv.DictReader(io.StringIO(found.read("data-dictionary.csv").decode())))

    said = {(line["table"], line["column"]): line["description"] for line in dictionary}
    for name in TABLES:
        for column in rows(found, name)[0] if rows(found, name) else ():
            assert said[name, column], (name, column)
    assert said["pledges", "promised_low"] == (
        "Promised, without what was withdrawn: at least so much, whatever the true number is."
    )
    assert "version 3, as of 2025-07-01" in found.read("README.md").decode()
    assert "creativecommons.org" in found.read("LICENCE.txt").decode()


@pytest.mark.usefixtures("ledger")
def test_a_version_of_the_past_is_as_it_was(client: Client) -> None:
    past = archive(client, "/data/ramstein-v1.zip?valid_at=2025-06-20")
    latest = archive(client)

    assert len(rows(past, "entries")) < len(rows(latest, "entries"))
    assert {row["overdue"] for row in rows(past, "pledges") if row["reference"] == "2025-DEU-001"} == {"no"}
    assert [(row["pledge"], row["code"], row["role"]) for row in rows(latest, "parties")][:2] == [
        ("2025-DEU-001", "DEU", "funder"),
        ("2025-DEU-001", "DEU", "stock_owner"),
    ]


@pytest.mark.usefixtures("ledger")
def test_the_same_version_is_the_same_bytes(client: Client) -> None:
    first, again = (client.get("/data/ramstein-v3.zip").getvalue() for _ in range(2))

    assert first == again


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("version", [1, 3])
def test_what_a_client_holds_is_not_sent_again(client: Client, version: int) -> None:
    path = f"/data/ramstein-v{version}.zip"
    first = client.get(path)
    first.getvalue()
    etag = first["ETag"]
    held = client.get(path, headers={"if-none-match": etag})
    weak = client.head(path, headers={"if-none-match": f'"x", W/{etag}'})
    other = client.get("/data/ramstein-v2.zip", headers={"if-none-match": etag})

    assert [(one.status_code, one.content, one["ETag"]) for one in (held, weak)] == [(304, b"", etag)] * 2
    assert (held["Ramstein-Version"], held["Cache-Control"]) == (str(version), first["Cache-Control"])
    assert "Content-Type" not in held
    assert (other.status_code, len(other.getvalue()) > 0) == (200, True)


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("path", "status", "hint"),
    [
        ("/data/ramstein-v9.zip", 404, "The latest is v3."),
        ("/data/ramstein-v3.zip?known_at=v2", 400, "Leave it out."),
        ("/data/ramstein-v3.zip?valid=x", 400, "Did you mean valid_at?"),
    ],
)
def test_what_there_is_not_is_refused(client: Client, path: str, status: int, hint: str) -> None:
    response = client.get(path)

    assert response.status_code == status
    assert hint in response.json()["errors"][0]["hint"]


@pytest.mark.usefixtures("ledger")
def test_the_page_of_data_leads_to_the_archive(client: Client) -> None:
    assert 'href="/data/ramstein-v3.zip?valid_at=2025-07-01"' in client.get("/data/").content.decode()
