"""A small ledger of three versions, projected for one day, and the API in front of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.layers import lay_rows
from tests.pledges import staff_steps

Get = Callable[..., Any]


def publish_ledger() -> None:
    """Version 1 promises, version 2 delivers and moves a due date, version 3 takes the delivery back."""
    factories.publish_rows(
        staff_steps.pledge_row(
            external_reference="row:a",
            donors="DEU:stock_owner;DEU",
            quantity="4",
            due="by 2025-06-20",
            meeting="udcg-28",
            coalition="air-defence",
            initiative="iaad",
            package="package-1",
        ),
        staff_steps.pledge_row(
            external_reference="row:b",
            donors="DEU:funder:0.5;NOR:funder:0.5",
            unit="launcher",
            quantity="2",
            amount="100 million",
            currency="EUR",
        ),
        staff_steps.pledge_row(external_reference="row:c", donors="NLD", stage="signalled", quantity="several"),
        staff_steps.pledge_row(
            external_reference="row:d", donors="NOR", system="money", unit="lot", amount="50 million", currency="EUR"
        ),
        staff_steps.pledge_row(external_reference="row:e", donors="DEU", restates="row:a", quantity="4"),
        staff_steps.requirement_row(quantity="10"),
        staff_steps.requirement_row(system="nasams", quantity="at least 7"),
        staff_steps.stock_row(quantity="12", unavailable="2"),
        staff_steps.membership_row(),
    )
    factories.publish_rows(
        staff_steps.entry_row("row:a", external_reference="row:a1", definition="handed_over", asserted_by="donor"),
        staff_steps.terms_row("row:a", due="by the end of 2025"),
        now=staff_steps.NOW + timedelta(hours=1),
    )
    factories.publish_rows(staff_steps.void_row("row:a1"), now=staff_steps.NOW + timedelta(hours=2))
    factories.project()


@pytest.fixture
@lay_rows(publish_ledger)
def ledger(catalogue: None) -> None:
    """The small ledger, projected."""


@pytest.fixture
def get(client: Client) -> Get:
    """Ask the API and return the JSON of an answer that went well."""

    def ask(path: str, **parameters: Any) -> Any:
        response = client.get(f"/api/v1/{path}", parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return ask
