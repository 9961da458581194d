"""Sparse rows, and what is expanded."""

from typing import Any

import pytest
from django.test import Client

from tests.pledges.api.conftest import Get

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("pledges/", "reference,delivered.low,value_eur.promised,due.end"),
        ("entries/", "pledge,quantity.text,source.title"),
        ("summaries/systems/", "system,promised.best,overdue"),
        ("summaries/donors/", "donor,systems,value_eur.basis"),
        ("gaps/", "gap"),
        ("systems/", "slug,units"),
        ("meetings/", "slug,date.start,source.title"),
    ],
)
def test_sparse_rows_are_the_chosen_parts_of_whole_ones(get: Get, path: str, fields: str) -> None:
    whole, sparse = get(path)["results"], get(path, fields=fields)["results"]

    assert sparse == [choose_paths(row, fields.split(",")) for row in whole]
    assert sparse


def choose_paths(row: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    """Return the parts of a row at the paths, in the order of the row."""
    kept: dict[str, Any] = {}
    for name, value in row.items():
        inside = [path.partition(".")[2] for path in paths if path.startswith(f"{name}.")]
        if name in paths:
            kept[name] = value
        elif inside:
            kept[name] = choose_paths(value, inside) if value is not None else None
    return kept


@pytest.mark.parametrize(
    ("query", "pointer", "hint"),
    [
        ("fields=referense", "/query/fields", "Did you mean reference?"),
        ("fields=reference,delivered.lo", "/query/fields", "Did you mean delivered.low?"),
        ("expand=systems", "/query/expand", "Did you mean system?"),
    ],
)
def test_an_unknown_field_names_the_nearest_one(client: Client, query: str, pointer: str, hint: str) -> None:
    response = client.get(f"/api/v1/pledges/?{query}")

    (error,) = response.json()["errors"]
    assert (response.status_code, error["pointer"]) == (400, pointer)
    assert hint in error["hint"]


def test_expanded_rows_carry_what_their_names_stand_for(get: Get) -> None:
    names = ("system", "meeting", "coalition", "initiative", "package", "entries", "sources")
    rows = get("pledges/", expand=",".join(names))["results"]
    plain = get("pledges/")["results"]

    first, other = rows[0], rows[-1]
    assert [{key: row[key] for key in row if key != "expanded"} for row in rows] == plain
    assert first["expanded"]["system"]["name"] == "Patriot"
    assert first["expanded"]["meeting"]["slug"] == first["meeting"] == "udcg-28"
    assert first["expanded"]["package"] == {"slug": "package-1", "name": "Package 1", "note": ""}
    assert [one["stage"] for one in first["expanded"]["entries"]] == ["announced", "delivered"]
    assert [one["title"] for one in first["expanded"]["sources"]] == ["Statement"]
    assert other["expanded"]["meeting"] is None


def test_expanded_entries_are_those_of_the_ledger_at_the_moment(get: Get) -> None:
    (row,) = get("pledges/", reference="2025-DEU-001", expand="entries", known_at="v1")["results"]

    assert row["expanded"]["entries"] == get("pledges/2025-DEU-001/entries/", known_at="v1")["results"]
