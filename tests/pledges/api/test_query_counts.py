"""No list asks the database more often when it has more rows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.models import Donor, Initiative, MeetingAttendance, MeetingChair, Source
from pledges.models import Package, PriceEstimate, System, UnitConversion
from tests import factories
from tests.pledges import staff_steps

QUERIES = {
    "systems/": 8,
    "pledges/": 2,
    "pledges/?order=-due&donor=DEU&system=system-0": 6,  # two for the keys of what is named, once per catalogue
    "pledges/2025-DEU-001/entries/": 3,
    "pledges/?expand=entries,sources,meeting": 2,
    "entries/?system=system-0&stage=announced&stage=contracted": 3,
    "packages/": 2,
    "meetings/": 4,
    "donors/": 5,
    "coalitions/": 3,
    "initiatives/": 4,
    "requirements/": 3,  # one for the needs that count
    "stocks/": 2,
    "completeness/": 2,
    "sources/": 3,
    "summaries/systems/": 2,
    "summaries/donors/": 2,
    "summaries/meetings/": 2,
    "summaries/coalitions/": 2,
    "gaps/": 2,
    "asserted_totals/": 2,
    "headroom/": 2,
    "statistics/reporting/": 2,
    "statistics/waiting/?group_by=donor": 3,  # one for the names of the groups
    "explain/?figure=all:pledges": 4,  # the parts and what the tables of sums say come in one each
    "explain/?figure=system:system-0:battery:promised": 5,  # and the system is looked up
}
"""One query reads the stored moment and rows come in one; those of the catalogue in one more for each relation of many,
and what a filter names is looked up."""

DOWNLOADS = {"pledges/": 2, "entries/": 2, "summaries/donors/": 2, "donors/": 5, "gaps/": 2}
"""A download reads the same; it goes on with the cursor of the same query."""

PAST = {
    "pledges/": 2,
    "summaries/systems/": 2,
    "gaps/": 2,
    "headroom/": 2,
    "coalitions/": 3,
    "statistics/reporting/": 2,
}
"""A given known_at is found with the stored moment; a page of the past computes what it shows in its own query."""


def create_prices(system: System, source: Source) -> None:
    exact = {f"{name}_{end}": 1 for name in ("factor", "amount") for end in ("low", "best", "high")}
    factor, amount = ({name: value for name, value in exact.items() if name.startswith(word)} for word in ("f", "a"))
    UnitConversion.objects.create(system=system, from_unit="battalion", to_unit="battery", source=source, **factor)
    PriceEstimate.objects.create(
        system=system, unit="battery", currency="EUR", basis="list_price", source=source, **amount
    )


def fill(rows: int) -> None:
    """Publish as many of everything."""
    staff_steps.create_catalogue()
    facts: list[staff_steps.Row] = []
    for number in range(rows):
        day = date(2025, 5, 1) + timedelta(days=number)
        system = factories.create_system(f"system-{number}")
        source = factories.create_source(f"Price list {number}")
        create_prices(system, source)
        meeting = factories.create_meeting(f"udcg-{100 + number}", day=day)
        about = {"meeting": meeting, "donor": Donor.objects.get(code="USA")}
        MeetingChair.objects.create(**about)
        MeetingAttendance.objects.create(**about, attendance="absent", source=source)
        factories.create_coalition(f"coalition-{number}")
        Initiative.objects.create(slug=f"initiative-{number}", name=f"Initiative {number}")
        Package.objects.create(slug=f"package-{number + 2}", name=f"Package {number}")
        about = {"source_title": f"Statement {number}", "system": f"system-{number}"}
        facts += [
            staff_steps.pledge_row(
                external_reference=f"row:{number}",
                donors="DEU:funder:0.5;NOR:funder:0.5;USA:supplier;DEU:lead",
                meeting=f"udcg-{100 + number}",
                coalition=f"coalition-{number}",
                **about,
            ),
            *(staff_steps.entry_row("row:0", stage="contracted") for _ in range(rows)),
            staff_steps.requirement_row(**about),
            staff_steps.stock_row(**about),
            staff_steps.asserted_total_row(**about),
            staff_steps.completeness_row(**about),
            *(
                staff_steps.membership_row(donors=code, coalition=f"coalition-{number}")
                for code in ("DEU:lead", "NOR", "USA")[:rows]
            ),
        ]
    factories.publish_rows(*facts)
    factories.project()


def count_queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    assert response.json()["results"]
    return len(queries)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_as_often_for_three_rows_as_for_one(client: Client, rows: int) -> None:
    fill(rows)

    assert {path: count_queries(client, path) for path in QUERIES} == QUERIES


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_of_the_past_ask_as_often_for_three_rows_as_for_one(client: Client, rows: int) -> None:
    fill(rows)

    found = {path: count_queries(client, f"{path}?known_at=v1&valid_at=2025-06-20") for path in PAST}

    assert found == PAST


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_downloads_ask_as_often_for_three_rows_as_for_one(client: Client, rows: int) -> None:
    fill(rows)

    found = {}
    for path in DOWNLOADS:
        with CaptureQueriesContext(connection) as queries:
            content = client.get(f"/api/v1/{path}?format=csv").getvalue()
        assert content.count(b"\n") > 1
        found[path] = len(queries)

    assert found == DOWNLOADS
