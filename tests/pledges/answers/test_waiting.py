"""How long promises wait, of a small ledger: worked by hand, in groups, at other moments, and as the API lists it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from pledges.answers import AsOf, PledgeFilters
from pledges.answers.filters import parse_moment
from pledges.answers.waiting import CurveStep, Part, Span, waiting_rows
from tests import factories
from tests.pledges import staff_steps

PATH = "/api/v1/statistics/waiting/"
MILITARY = PledgeFilters(aid_types=("military",), counted=True)


def now(**clocks: Any) -> AsOf:
    return parse_moment(clocks.get("valid_at"), clocks.get("known_at"), now=staff_steps.NOW)


@pytest.fixture
def waits(catalogue: None) -> None:
    """Publish twelve promises of 1 May: ten came on the 11th, one came half, one not; then others that are left out.

    These are a promise of money, one that is only signalled, and one that restates another.
    """
    names = [f"row:{number}" for number in range(12)]
    factories.publish_rows(
        *(staff_steps.pledge_row(external_reference=name, quantity="2", occurred="2025-05-01") for name in names),
        staff_steps.pledge_row(
            system="money", unit="lot", quantity="1", amount="5 million", currency="EUR", occurred="2025-05-02"
        ),
        staff_steps.pledge_row(stage="signalled", quantity="7"),
        staff_steps.pledge_row(donors="NOR", system="nasams", occurred="2024-12-01"),
    )
    factories.publish_rows(
        staff_steps.pledge_row(restates="row:3", quantity="2"),
        *(staff_steps.entry_row(name, quantity="2", occurred="2025-05-11") for name in names[:10]),
        staff_steps.entry_row("row:10", quantity="1", occurred="2025-05-21"),
    )
    factories.project()


@pytest.mark.usefixtures("waits")
def test_waits_of_all_pledges_and_of_groups() -> None:
    """Of 13 promises 10 arrived after 10 days and a half one after 20; today, 1 July, 2.5 wait still."""
    (whole,) = waiting_rows(now(), MILITARY)
    assert (whole.key, whole.pledges, whole.informative) == ("", 13, 11)
    assert whole.median_days == whole.median_bounds == Span(10, 10)
    assert whole.median_missing == ""
    assert whole.curve == (CurveStep(9, 10, 0.7692), CurveStep(19, 20, 0.8077), CurveStep(212, None, 1.0))
    assert whole.within_1_year == Part(0.8077, 1.0)
    by_donor = {row.key: row for row in waiting_rows(now(), MILITARY, "donor")}
    assert {key: (row.name, row.pledges, row.informative) for key, row in by_donor.items()} == {
        "DEU": ("Germany", 12, 11),
        "NOR": ("Norway", 1, 0),
    }
    assert by_donor["DEU"].median_days == Span(10, 10)
    norway = by_donor["NOR"]
    assert (norway.median_days, norway.median_missing, norway.curve, norway.bounds) == (None, "not_enough", (), ())
    assert [row.key for row in waiting_rows(now(), MILITARY, "announced_year")] == ["2024", "2025"]
    assert [row.key for row in waiting_rows(now(), MILITARY, "capability")] == ["air_defence"]


@pytest.mark.usefixtures("waits")
def test_waits_are_those_of_the_moment() -> None:
    (before,) = waiting_rows(now(known_at="v1"), MILITARY)
    assert (before.pledges, before.informative, before.median_missing) == (13, 0, "not_enough")
    (early,) = waiting_rows(now(valid_at="2025-05-15"), MILITARY)
    assert (early.informative, early.median_days, early.curve[0]) == (10, Span(10, 10), CurveStep(9, 10, 0.7692))
    assert waiting_rows(now(known_at="v0"), MILITARY)[0].pledges == 0


@pytest.mark.usefixtures("waits")
def test_api_lists_groups_in_order_and_says_what_is_missing(client: Client) -> None:
    norway, germany = client.get(PATH, {"group_by": "donor", "order": "informative"}).json()["results"]
    assert (norway["donor"], norway["median_days"], norway["median_missing"]) == ("NOR", None, "not_enough")
    assert germany["median_days"] == {"low": 10, "high": 10}
    assert germany["curve"][0] == {"after": 9, "until": 10, "share": 0.8333}
    assert germany["bounds"][1] == {"days": 30, "low": 0.875, "high": 0.875}
    assert germany["within_2_years"] == {"low": 0.875, "high": 1.0}
    (whole,) = client.get(PATH).json()["results"]
    assert "donor" not in whole
    assert whole["informative"] == 11
    (one,) = client.get(PATH, {"group_by": "donor", "attributed_to": "NOR", "count": "exact"}).json()["results"]
    assert one["donor"] == "NOR"
    first = client.get(PATH, {"group_by": "donor", "page_size": 1}).json()
    assert [row["donor"] for row in client.get(first["next"]).json()["results"]] == ["NOR"]
    refused = client.get(PATH, {"counted": "false"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/query/counted")


@pytest.mark.usefixtures("waits")
def test_csv_has_a_column_for_each_bound(client: Client) -> None:
    answer = client.get(PATH, {"group_by": "system", "format": "csv", "fields": "system,informative,median_days"})
    text = b"".join(answer).decode().lstrip("\ufeff").splitlines()  # type: ignore[arg-type]  # it streams
    assert text == ["system,informative,median_days_low,median_days_high", "nasams,0,,", "patriot,11,10,10"]
