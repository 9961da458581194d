"""Totals as the API gives them."""

import csv
from typing import Any

import pytest
from django.test import Client

from pledges.values.choices import GroupBy
from tests.pledges.api.conftest import Get
from tests.pledges.api.test_figures import money_figure, sum_figure
from tests.pledges.api.test_query_counts import count_queries, fill

NOTHING, NO_MONEY = sum_figure(0), money_figure(0)


@pytest.mark.usefixtures("ledger")
def test_totals_by_donor_are_whole(get: Get) -> None:
    body = get("totals/", group_by="donor", unit="launcher", count="exact")
    rows = body["results"]
    computed_at = {row.pop("computed_at") for row in rows}

    half = {"text": "50,000,000", "low": 50_000_000, "best": 50_000_000, "high": 50_000_000, "unbounded": 0}
    shared: dict[str, Any] = {
        "aid_type": "military",
        "system": "patriot",
        "system_name": "Patriot",
        "kind": "system",
        "capability": "air_defence",
        "unit": "launcher",
        "pledges": 1,
        "promised": sum_figure(1),
        "delivered": NOTHING,
        "firm": NOTHING,
        "announced_only": sum_figure(1),
        "withdrawn": NOTHING,
        "outstanding": sum_figure(1),
        "overdue": {"certainly": 0, "possibly": 0, "no": 0, "not_dated": 1},
        "value_eur": {
            "promised": half,
            "delivered": NO_MONEY,
            "firm": NO_MONEY,
            "announced_only": half,
            "unconverted": 0,
            "unvalued": 0,
            "basis": ["donor_stated", "contract"],
        },
        "dataset_version": 3,
    }
    assert (body["count"], len(computed_at)) == (2, 1)
    assert rows == [
        {"donor": "DEU", "donor_name": "Germany", **shared},
        {"donor": "NOR", "donor_name": "Norway", **shared},
    ]


KEYS = {key.value: key.value for key in GroupBy} | {"overdue": "lateness"}
"""What rows call each key."""


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("measure", ["quantity", "value_eur"])
def test_rows_say_each_key_they_are_grouped_by_and_files_have_it_as_a_column(
    client: Client, get: Get, measure: str
) -> None:
    for key, member in KEYS.items():
        rows = get("totals/", group_by=key, measure=measure)["results"]
        table = client.get(f"/api/v1/totals/?group_by={key}&measure={measure}&format=csv")
        lines = list(csv.DictReader(b"".join(table).decode("utf-8-sig").splitlines()))
        assert [line[member] for line in lines] == [row[member] for row in rows]


@pytest.mark.usefixtures("ledger")
def test_totals_are_grouped_by_whatever_the_list_of_pledges_is(get: Get) -> None:
    assert [row["lateness"] for row in get("totals/", group_by="overdue", measure="value_eur")["results"]] == [
        "no",
        "not_dated",
    ]
    rows = get("totals/", group_by="beneficiary,forum,status", meeting="udcg-28")["results"]
    assert [(row["beneficiary"], row["forum"], row["forum_name"], row["status"]) for row in rows] == [
        ("UKR", "udcg", "Contact Group", "announced")
    ]


@pytest.mark.usefixtures("ledger")
def test_totals_of_money_add_up_over_systems(get: Get) -> None:
    rows = get("totals/", group_by="donor,role", measure="value_eur")["results"]

    assert [(row["donor"], row["role"], row["pledges"], row["value_eur"]["promised"]["best"]) for row in rows] == [
        ("DEU", "funder", 2, 50_000_000),
        ("DEU", "stock_owner", 1, 0),
        ("NOR", "funder", 2, 100_000_000),
    ]
    assert {"system", "unit", "promised"} & set(rows[0]) == set()


@pytest.mark.usefixtures("ledger")
def test_totals_by_stage_have_one_number_a_row(get: Get) -> None:
    rows = get("totals/", group_by="stage", unit="battery", known_at="v2")["results"]

    assert [(row["stage"], row["pledges"], row["quantity"], row["value_eur"]["amount"]) for row in rows] == [
        ("announced_only", 1, sum_figure(3), NO_MONEY),
        ("delivered", 1, sum_figure(1), NO_MONEY),
        ("firm", 0, NOTHING, NO_MONEY),
        ("withdrawn", 0, NOTHING, None),
    ]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("moment", "delivered"),
    [({}, 0), ({"known_at": "v2"}, 1), ({"known_at": "v2", "valid_at": "2025-06-09"}, 0), ({"known_at": "v1"}, 0)],
)
def test_totals_follow_both_clocks(get: Get, moment: dict[str, str], delivered: int) -> None:
    (row,) = get("totals/", group_by="meeting", meeting="udcg-28", **moment)["results"]

    assert (row["meeting"], row["delivered"]) == ("udcg-28", sum_figure(delivered))


@pytest.mark.usefixtures("ledger")
def test_totals_by_kind_of_aid_take_all_kinds(get: Get) -> None:
    assert [row["aid_type"] for row in get("totals/", group_by="aid_type", measure="value_eur")["results"]] == [
        "military"
    ]
    assert get("totals/", aid_type="humanitarian")["results"] == []


@pytest.mark.usefixtures("ledger")
def test_totals_walk_page_by_page(get: Get, client: Client) -> None:
    everything = get("totals/", group_by=["donor", "announced_quarter"])["results"]

    first = get("totals/", group_by=["donor", "announced_quarter"], page_size=2)
    second = client.get(first["next"]).json()
    back = client.get(second["previous"]).json()

    assert first["results"] + second["results"] == everything[:4]
    assert back["results"] == first["results"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "pointer", "hint"),
    [
        ("group_by=donr", "/query/group_by", "Did you mean donor?"),
        ("grup_by=donor", "/query/grup_by", "Did you mean group_by?"),
        ("measure=value", "/query/measure", "Did you mean value_eur? Valid: quantity, value_eur."),
        ("counted=false", "/query/counted", "pledges/?counted=false lists the rest."),
    ],
)
def test_what_cannot_be_asked_is_named_with_what_can(client: Client, query: str, pointer: str, hint: str) -> None:
    response = client.get(f"/api/v1/totals/?{query}")

    (error,) = response.json()["errors"]
    assert (response.status_code, error["pointer"], error["hint"][: len(hint)]) == (400, pointer, hint)


QUERIES = {
    "totals/": 2,
    "totals/?group_by=donor": 2,
    "totals/?group_by=meeting&measure=value_eur": 2,
    "totals/?group_by=role&group_by=stage": 2,
    "totals/?group_by=donor&group_by=announced_month&known_at=v1&valid_at=2025-06-20": 2,
}
"""One query finds the moment, one adds up."""


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_totals_ask_as_often_for_three_rows_as_for_one(client: Client, rows: int) -> None:
    fill(rows)

    assert {path: count_queries(client, path) for path in QUERIES} == QUERIES
