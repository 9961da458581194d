"""Figures as the API gives them, at the latest and at earlier moments."""

from typing import Any

import pytest

from tests.pledges.api.conftest import Get

pytestmark = pytest.mark.usefixtures("ledger")


def exactly(number: int, text: str = "") -> dict[str, Any]:
    return {"text": text or str(number), "low": number, "best": number, "high": number}


def sum_figure(number: int, text: str = "") -> dict[str, Any]:
    return {**exactly(number, text), "unbounded": 0, **all_stated(exactly(number))}


def money_figure(number: int) -> dict[str, Any]:
    return {**exactly(number), "unbounded": 0}


def all_stated(figure: dict[str, Any]) -> dict[str, Any]:
    """Return what stands beside a figure of whose parts each has a number."""
    return {"stated": figure, "without_number": 0}


def balance(number: int) -> dict[str, Any]:
    """Return a known figure over several promises that all have a number."""
    return {**exactly(number), **all_stated(exactly(number))}


def test_summaries_of_a_system_have_a_row_for_each_unit(get: Get) -> None:
    rows = get("summaries/systems/", system="patriot")["results"]

    assert [(row["unit"], row["pledges"], row["promised"]) for row in rows] == [
        ("battery", 1, sum_figure(4)),
        ("launcher", 1, sum_figure(2)),
    ]


def test_summary_of_a_system_is_whole(get: Get) -> None:
    row = get("summaries/systems/", system="patriot", unit="battery", known_at="v2")["results"][0]
    computed_at = row.pop("computed_at")
    nothing, no_money = sum_figure(0), money_figure(0)

    assert computed_at
    assert row == {
        "system": "patriot",
        "system_name": "Patriot",
        "kind": "system",
        "capability": "air_defence",
        "unit": "battery",
        "pledges": 1,
        "promised": sum_figure(4),
        "delivered": sum_figure(1),
        "firm": nothing,
        "announced_only": sum_figure(3),
        "withdrawn": nothing,
        "outstanding": sum_figure(3),
        "overdue": {"certainly": 0, "possibly": 0, "no": 1, "not_dated": 0},
        "value_eur": {
            "promised": no_money,
            "delivered": no_money,
            "firm": no_money,
            "announced_only": no_money,
            "unconverted": 0,
            "unvalued": 1,
            "basis": ["donor_stated", "contract"],
        },
        "required": exactly(10),
        "required_basis": "total",
        "required_grade": "official_donor",
        "gap": balance(9),
        "dataset_version": 2,
    }


def test_summaries_without_requirement_have_no_gap(get: Get) -> None:
    row = get("summaries/systems/", unit="launcher")["results"][0]

    assert (row["required"], row["required_basis"], row["gap"]) == (None, None, None)


@pytest.mark.parametrize(
    ("known_at", "overdue"),
    [
        ("v1", {"certainly": 0, "possibly": 1, "no": 0, "not_dated": 0}),
        ("v3", {"certainly": 0, "possibly": 0, "no": 1, "not_dated": 0}),
    ],
)
def test_a_moved_due_date_is_overdue_only_in_what_was_known_before(
    get: Get, known_at: str, overdue: dict[str, int]
) -> None:
    (row,) = get("summaries/meetings/", known_at=known_at)["results"]

    assert (row["meeting"], row["overdue"]) == ("udcg-28", overdue)


def test_summaries_of_donors_share_out_joint_pledges(get: Get) -> None:
    rows = {row["donor"]: row for row in get("summaries/donors/")["results"]}

    assert {code: row["value_eur"]["promised"]["best"] for code, row in rows.items()} == {
        "DEU": 50_000_000,
        "NOR": 100_000_000,
    }
    assert [(one["system"], one["unit"], one["promised"]["best"]) for one in rows["DEU"]["systems"]] == [
        ("patriot", "battery", 4),
        ("patriot", "launcher", 1),
    ]
    assert "promised" not in rows["DEU"]


def test_summaries_take_other_amounts_when_asked(get: Get) -> None:
    (row,) = get("summaries/donors/", donor="NOR", basis="list_price")["results"]

    assert (row["value_eur"]["basis"], row["value_eur"]["promised"]["best"], row["value_eur"]["unvalued"]) == (
        ["list_price"],
        0,
        2,
    )


def test_summary_of_a_coalition_names_it(get: Get) -> None:
    (row,) = get("summaries/coalitions/")["results"]

    assert (row["coalition"], row["name"], row["pledges"]) == ("air-defence", "Air defence", 1)


def test_gaps_say_who_asks_for_what(get: Get) -> None:
    rows = get("gaps/")["results"]

    assert [(row["system"], row["required"]["text"], row["secured"], row["gap"]["low"]) for row in rows] == [
        ("nasams", "at least 7", balance(0), 7),
        ("patriot", "10", balance(0), 10),
    ]
    assert rows[1]["source"]["title"] == "Statement"
    assert [row["alarm"] for row in rows] == ["certainly", "certainly"]


def test_headroom_is_unknown_where_units_differ(get: Get) -> None:
    (row,) = get("headroom/", donor="DEU")["results"]

    assert (row["available"], row["headroom"], row["units_differ"]) == (exactly(10), None, True)
    assert row["alarm"] is None


def test_a_pledge_in_full_has_its_history(get: Get) -> None:
    pledge = get("pledges/2025-DEU-001/")

    assert [(one["due"]["text"], one["current"], one["due_moved"], one["version"]) for one in pledge["terms"]] == [
        ("by 2025-06-20", False, False, 1),
        ("by the end of 2025", True, True, 2),
    ]
    assert [(one["stage"], one["counts"], [void["reason"] for void in one["voids"]]) for one in pledge["entries"]] == [
        ("announced", True, []),
        ("delivered", False, ["entered by mistake"]),
    ]
    assert (pledge["restated_by"], pledge["external_references"], pledge["published_version"]) == (
        ["2025-DEU-002"],
        ["row:a"],
        1,
    )


def test_entries_of_a_pledge_are_its_lines_of_the_ledger(get: Get) -> None:
    first, second = get("pledges/2025-DEU-001/entries/", known_at="v2")["results"]

    assert (first["stage"], first["quantity"], first["counts"]) == ("announced", exactly(4), True)
    assert (second["definition"], second["asserted_by"], second["voids"]) == ("handed_over", "donor", [])


def test_entries_of_all_pledges_can_be_chosen_by_stage_and_system(get: Get) -> None:
    rows = get("entries/", stage=["delivered", "signalled"], system="patriot")["results"]

    assert [(row["pledge"], row["stage"], row["counts"]) for row in rows] == [
        ("2025-NLD-001", "signalled", True),
        ("2025-DEU-001", "delivered", False),
    ]
    assert len(get("entries/", pledge="2025-DEU-001", known_at="v1")["results"]) == 1


def test_pledges_include_what_counts_in_no_total(get: Get) -> None:
    rows = get("pledges/", counted="false")["results"]

    assert [(row["reference"], row["status"], row["restates"]) for row in rows] == [
        ("2025-DEU-002", "announced", "2025-DEU-001"),
        ("2025-NLD-001", "signalled", None),
    ]


def test_memberships_follow_the_version(get: Get) -> None:
    members = {version: get("coalitions/air-defence/", known_at=version)["members"] for version in ("v0", "v1")}

    assert [(one["donor"], one["role"]) for one in members["v1"]] == [("DEU", "lead")]
    assert members["v0"] == []


def test_needs_and_stocks_follow_both_clocks(get: Get) -> None:
    for path in ("requirements/", "stocks/"):
        found = [
            get(path, count="exact", **moment)["count"]
            for moment in ({}, {"known_at": "v0"}, {"valid_at": "2025-04-30"}, {"system": "patriot"})
        ]
        assert found == [2 if path == "requirements/" else 1, 0, 0, 1]


def test_root_names_every_list(get: Get) -> None:
    root = get("")

    assert root["endpoints"]["summaries/systems"] == "http://testserver/api/v1/summaries/systems/"
    assert (root["schema"], root["documentation"]) == (
        "http://testserver/api/v1/schema/",
        "http://testserver/api/docs/",
    )
