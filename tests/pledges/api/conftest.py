"""A small ledger of three versions, projected for one day, and the API in front of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.layers import lay_rows
from tests.pledges.sample_ledgers import publish_api_ledger

Get = Callable[..., Any]


@pytest.fixture
@lay_rows(publish_api_ledger)
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
